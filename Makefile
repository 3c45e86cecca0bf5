# Each line is a real command: read it to see what happens. `make run` and `make test` work as the first command.
AUTA := .venv/bin/auta
# uv trusts the certificates that this machine trusts, behind a proxy too.
export UV_SYSTEM_CERTS := true

.PHONY: install train run test lint bench lock pictures

install: .venv/installed
.venv/installed: requirements.lock pyproject.toml
	@test -x .uv/bin/uv || python3 -m venv .uv || { echo "python3 cannot make a virtual environment here: install its venv module."; exit 1; }
	@test -x .uv/bin/uv || .uv/bin/python -m pip install --quiet --disable-pip-version-check uv
	.uv/bin/uv venv --quiet --allow-existing --python 3.10 .venv
	.uv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes requirements.lock
	.uv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

train: install
	$(AUTA) train

run: train
	$(AUTA) run

test: train .venv/browser node_modules/axe-core/axe.min.js
	.venv/bin/python -m pytest

# A Chromium for the browser tests: the system's, or one that is installed now.
.venv/browser: .venv/installed tests/browser/chromium.py
	.venv/bin/python -m tests.browser.chromium
	@touch $@

# axe-core, which looks for faults of accessibility. Only the tests use npm; the page has no package of it.
node_modules/axe-core/axe.min.js: package.json package-lock.json
	@command -v npm > /dev/null || { test "$$(id -u)" = 0 && command -v apt-get > /dev/null && apt-get update && apt-get install -y --no-install-recommends npm; } || { echo "The tests need npm: install Node.js."; exit 1; }
	npm ci
	@touch $@

# The screenshots of README and docs.
pictures: train .venv/browser
	.venv/bin/python -m tests.browser.pictures

lint: install
	.venv/bin/ruff check bot actions tests bench
	.venv/bin/ruff format --check bot actions tests bench
	.venv/bin/mypy
	$(AUTA) triage check
	$(AUTA) providers validate

bench: train .venv/browser .venv-bench/installed
	.venv/bin/python -m bench

# The load generator, in an environment of its own: it must not weigh on `make install`.
.venv-bench/installed: bench/requirements.lock .venv/installed
	.uv/bin/uv venv --quiet --allow-existing --python 3.10 .venv-bench
	.uv/bin/uv pip sync --quiet --python .venv-bench/bin/python --require-hashes bench/requirements.lock
	@touch $@

lock: install
	.uv/bin/uv pip compile --quiet --python 3.10 --generate-hashes --group dev pyproject.toml --custom-compile-command "make lock" --output-file requirements.lock
	.uv/bin/uv pip compile --quiet --python 3.10 --generate-hashes bench/requirements.in --custom-compile-command "make lock" --output-file bench/requirements.lock
