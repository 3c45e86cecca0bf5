"""A place in Rasa's graph, for one component at a time."""

from __future__ import annotations

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from tests.nlu.training import settings


@pytest.fixture
def graph(tmp_path):
    """Rasa's storage with a component's place in it."""

    class Graph:
        storage = LocalModelStorage.create(tmp_path)
        context = ExecutionContext(GraphSchema({}), node_name="node")

        def make(self, component, **changed):
            return component.create(
                settings(component, **changed), self.storage, Resource(component.__name__), self.context
            )

        def load(self, component, **changed):
            return component.load(
                settings(component, **changed), self.storage, Resource(component.__name__), self.context
            )

    return Graph()
