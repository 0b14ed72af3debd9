"""Answers on their way from a worker: rows of the rulebook travel as their number, both sides have them.

Answers are made of many small values. What `dataclasses` does to pickle a frozen one asks for its fields each time;
here a kind is asked once.
"""

import copyreg
import functools
import io
import pickle
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

from indicia.rulebook.row import Row


def row_at(number: int) -> Row:
    """Stands in a message for the row with that number; only `Transport.loads` can tell which it is."""
    raise pickle.UnpicklingError(f"row {number} belongs to a rulebook")


def made(kind: type, *values: Any) -> Any:
    """A frozen value as it was: every field is set, nothing is worked out again."""
    one: Any = object.__new__(kind)
    for put, value in zip(_setters(kind), values, strict=True):
        put(one, value)
    return one


@functools.cache
def _setters(kind: type) -> list[Callable[[Any, Any], None]]:
    """What sets each field of a slotted dataclass."""
    return [getattr(kind, field.name).__set__ for field in fields(kind)]


def _all_of(names: Sequence[str]) -> Callable[[Any], Iterable[Any]]:
    """What gets all of these attributes; of a single one, attrgetter itself would give no tuple."""
    return attrgetter(*names) if len(names) > 1 else lambda one: [getattr(one, name) for name in names]


class _Reducers(dict[type, Callable[[Any], Any]]):
    """How values of each type are taken apart, as pickle asks; slotted dataclasses are learned as they come."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if not is_dataclass(kind) or "__slots__" not in kind.__dict__:
            raise KeyError(kind)
        names = [field.name for field in fields(kind)]
        values = _all_of(names)
        self[kind] = reducer = lambda one: (made, (kind, *values(one)))
        return reducer


class Transport:
    """Packs and unpacks answers that were judged by one rulebook."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Take the rulebook; the other side has the same rows in the same order."""
        self._rows = tuple(rows)
        numbers = {id(row): number for number, row in enumerate(self._rows)}
        self._table = _Reducers(copyreg.dispatch_table)
        self._table[Row] = lambda row: (row_at, (numbers[id(row)],))

    def dumps(self, answers: Any) -> bytes:
        """The message."""
        buffer = io.BytesIO()
        pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = self._table
        pickler.dump(answers)
        return buffer.getvalue()

    def loads(self, message: bytes) -> Any:
        """What was packed."""
        return _Unpickler(message, self._rows).load()


class _Unpickler(pickle.Unpickler):
    def __init__(self, message: bytes, rows: Sequence[Row]) -> None:
        super().__init__(io.BytesIO(message))
        self._rows = rows

    def find_class(self, module: str, name: str) -> Any:
        """The rulebook's rows for `row_at`, anything else as it is called."""
        if name == row_at.__name__ and module == row_at.__module__:
            return self._rows.__getitem__
        return super().find_class(module, name)
