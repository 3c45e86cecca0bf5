# Each line is a real command: read it to see what happens. `make run` and `make test` work as the first command.
AUTA := .venv/bin/auta
# uv trusts the certificates that this machine trusts, behind a proxy too.
export UV_SYSTEM_CERTS := true

.PHONY: install train run test lint bench lock

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

test: train
	.venv/bin/python -m pytest

lint: install
	.venv/bin/ruff check bot actions tests bench
	.venv/bin/ruff format --check bot actions tests bench
	.venv/bin/mypy
	$(AUTA) triage check
	$(AUTA) providers validate

bench: train
	.venv/bin/python -m bench

lock: install
	.uv/bin/uv pip compile --quiet --python 3.10 --generate-hashes --group dev pyproject.toml --custom-compile-command "make lock" --output-file requirements.lock
