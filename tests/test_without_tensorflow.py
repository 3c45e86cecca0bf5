"""The assistant runs without TensorFlow as long as nothing in config.yml uses it, and whoever would use it is told."""

from __future__ import annotations

import subprocess
import sys

import psutil
import pytest
import yaml

from bot.data_file import ROOT
from bot.without_tensorflow import can_do_without


def components():
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    return [part["name"] for part in [*config["pipeline"], *config["policies"]]]


def python(code):
    return subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, capture_output=True, text=True)


def test_our_pipeline_does_without():
    assert can_do_without(components())


@pytest.mark.parametrize("name", ["DIETClassifier", "ResponseSelector", "TEDPolicy", "somebody.elses.Component"])
def test_any_other_component_brings_tensorflow_back(name):
    assert not can_do_without([*components(), name])


def test_the_running_assistant_has_no_tensorflow_in_it(assistant):
    parts = psutil.Process(assistant.process.pid).children(recursive=True)
    (rasa,) = [part for part in parts if "endpoints.yml" in part.cmdline()]
    libraries = {mapped.path for mapped in rasa.memory_maps()}
    assert any("sklearn" in path for path in libraries)
    assert not any("tensorflow" in path for path in libraries)


def test_rasa_imports_and_what_is_left_out_may_be_derived_from_but_not_used():
    done = python(
        """
from bot.without_tensorflow import leave_out
leave_out()
import rasa.core.agent, rasa.nlu.classifiers.diet_classifier
import tensorflow as tf
from tensorflow.keras.layers import Dense
class Mine(tf.keras.Model): pass
assert issubclass(Mine, tf.keras.Model)
Mine()
for use in (lambda: tf.constant(1), lambda: Dense(3)):
    try: use()
    except RuntimeError as refused: print(refused)
"""
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.count("was called, but it is left out: see bot/without_tensorflow.py") == 2
    assert "constant was called" in done.stdout


def test_a_client_is_there_when_the_settings_name_its_service():
    done = python(
        """
from bot.without_tensorflow import leave_out
leave_out("channels:\\n  slack:\\n    slack_token: x")
import slack_sdk, pymongo, scipy.stats
print(slack_sdk.WebClient.__module__, pymongo.MongoClient.__module__, scipy.stats.norm.__module__)
"""
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == ["slack_sdk.web.client", "bot.without_tensorflow", "bot.without_tensorflow"]


def test_without_the_stand_in_tensorflow_is_itself():
    done = python("import bot.without_tensorflow, tensorflow; print(tensorflow.__version__)")
    assert done.returncode == 0 and done.stdout.startswith("2.")
