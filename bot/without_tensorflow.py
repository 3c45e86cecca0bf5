"""Rasa's command line without TensorFlow, when nothing in config.yml uses it: `python -m bot.without_tensorflow run …`.

Rasa imports TensorFlow whatever its pipeline is, and matplotlib, statistics, a terminal's dialogues, and the clients of
stores and channels that nobody has asked for: more than half of each start, and 300 MB (bench/README.md). It only
derives classes from them until one of them is used. So those classes derive from a stand-in, and whoever would use it
in earnest is told so.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import yaml

from bot.data_file import ROOT

# What Auta never uses. questionary and prompt_toolkit ask in a terminal; scikit-learn imports scipy.stats for parts of
# it that we do not call.
UNUSED = frozenset(
    {"tensorflow", "tensorflow_addons", "keras", "matplotlib", "scipy.stats", "questionary", "prompt_toolkit"}
)
# Clients, each left out unless endpoints or credentials have the word for it.
CLIENTS = {
    "boto3": "dynamo",
    "pymongo": "mongod",
    "aiogram": "telegram",
    "slack_sdk": "slack",
    "webexteamssdk": "webexteams",
    "twilio": "twilio",
}
# Rasa's own components that do without; ours are all such. With any other in config.yml TensorFlow is there as always.
DO_WITHOUT = frozenset({"FallbackClassifier", "RulePolicy"})


class _StandIn(type):
    """A class in place of any name that is left out: other classes may derive from it, and it has names in turn."""

    def __getattr__(cls, name: str) -> Any:
        return _stand_in(cls, name)

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        return _refuse(cls.__name__) if cls.__module__ == __name__ else super().__call__(*args, **kwargs)


class _Module(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        return _stand_in(self, name)


def _stand_in(owner: Any, name: str) -> type:
    if name.startswith("__"):
        raise AttributeError(name)
    made = _StandIn(f"{owner.__name__}.{name}", (), {"__module__": __name__})
    setattr(owner, name, made)
    return made


def _refuse(name: str) -> NoReturn:
    raise RuntimeError(f"{name} was called, but it is left out: see bot/without_tensorflow.py")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(f"{name}." for name in names)

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if not f"{fullname}.".startswith(self._names):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """A stand-in has nothing to run."""


def can_do_without(components: Sequence[str]) -> bool:
    """Whether none of these components (names as in config.yml) uses TensorFlow, as far as is known here."""
    return all(name.startswith("bot.") or name in DO_WITHOUT for name in components)


def leave_out(settings: str = "") -> None:
    """Puts the stand-in in the place of all that is unused, for this process; `settings` is what endpoints and
    credentials say. To be called before Rasa is imported."""
    sys.meta_path.insert(0, _Finder({*UNUSED, *(name for name, word in CLIENTS.items() if word not in settings)}))


def main() -> None:
    """Rasa's `main`, with TensorFlow where config.yml needs it."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    if can_do_without([part["name"] for part in [*config["pipeline"], *config["policies"]]]):
        files = [Path(argument) for argument in sys.argv if argument.endswith(".yml")]
        leave_out("".join(file.read_text(encoding="utf-8") for file in files if file.is_file()))
    from rasa.__main__ import main as rasa

    rasa()


if __name__ == "__main__":
    main()
