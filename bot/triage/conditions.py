"""The conditions of data/triage: one meaning, whether asked of one person's answers or of all answers at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

UNKNOWN = "unknown"

# Says whether a field's value is among the given ones: a bool, or an array of bools over many answers.
IsIn = Callable[[str, frozenset], Any]
# The values a field can have, `unknown` included.
Vocabulary = Mapping[str, Sequence[Any]]


class ConditionError(Exception):
    """A condition is wrong: `field` is the path below it, `expected` says what would be right."""

    def __init__(self, field: Sequence[str | int], expected: str) -> None:
        self.field, self.expected = list(field), expected
        super().__init__(expected)


@dataclass(frozen=True)
class Condition:
    """Holds when every field has one of its values, one of `any_of` holds, and enough is unknown."""

    values: tuple[tuple[str, frozenset], ...] = ()
    any_of: tuple[Condition, ...] = ()
    unknown_of: tuple[str, ...] = ()
    at_least: int = 0

    def holds(self, is_in: IsIn) -> Any:
        """True or False, or an array of them when `is_in` answers with arrays."""
        result: Any = True
        for field, allowed in self.values:
            result = result & is_in(field, allowed)
        if self.any_of:
            alternatives: Any = False
            for part in self.any_of:
                alternatives = alternatives | part.holds(is_in)
            result = result & alternatives
        if self.unknown_of:
            count: Any = 0
            for field in self.unknown_of:
                count = count + 1 * is_in(field, frozenset([UNKNOWN]))
            result = result & (count >= self.at_least)
        return result

    @property
    def fields(self) -> frozenset[str]:
        """Every field that the condition looks at."""
        own = {field for field, _ in self.values} | set(self.unknown_of)
        return frozenset(own.union(*(part.fields for part in self.any_of)))


ALWAYS = Condition()


def read_condition(raw: Mapping[str, Any], vocabulary: Vocabulary) -> Condition:
    """The Condition that a mapping in a data file says. Raises ConditionError with the path of the mistake."""
    values: list[tuple[str, frozenset]] = []
    any_of: list[Condition] = []
    unknown_of: tuple[str, ...] = ()
    at_least = 0
    for field, wanted in raw.items():
        if field == "any":
            for index, part in enumerate(wanted):
                try:
                    any_of.append(read_condition(part, vocabulary))
                except ConditionError as problem:
                    raise ConditionError(["any", index, *problem.field], problem.expected) from None
        elif field == "unknown_of":
            unknown_of, at_least = tuple(wanted["fields"]), int(wanted["at_least"])
            for index, name in enumerate(unknown_of):
                _known(name, vocabulary, ["unknown_of", "fields", index])
        else:
            _known(field, vocabulary, [field])
            values.append((field, _allowed(field, wanted, vocabulary)))
    return Condition(tuple(values), tuple(any_of), unknown_of, at_least)


def _known(field: str, vocabulary: Vocabulary, path: Sequence[str | int]) -> None:
    if field not in vocabulary:
        raise ConditionError(path, "a field among " + ", ".join(vocabulary))


def _allowed(field: str, wanted: Any, vocabulary: Vocabulary) -> frozenset:
    excluded = isinstance(wanted, Mapping)
    if excluded and set(wanted) != {"not"}:
        raise ConditionError([field], "a value, a list of values, or {not: [...]}")
    listed = wanted["not"] if excluded else wanted
    chosen = _as_list(listed)
    for value in chosen:
        if value not in vocabulary[field]:
            raise ConditionError([field], "values among " + ", ".join(map(str, vocabulary[field])))
    return frozenset(vocabulary[field]) - frozenset(chosen) if excluded else frozenset(chosen)


def _as_list(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value]
