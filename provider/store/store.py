"""What every room may ask of the provider's database, whichever keeps it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Self

from indicia.errors import IndiciaError

Value = str | int | bytes | None
"""What a column holds."""
Row = dict[str, Any]
"""A row by the names of its columns."""


class ConstraintBroken(IndiciaError):  # noqa: N818 - the database refuses what the program should not have asked
    """A statement that a constraint of the schema forbids: a fault of the program, not of its user."""


class Store(ABC):
    """An open database; an object belongs to one thread at a time, processes and objects take turns.

    Attributes:
        url: where it is.
    """

    url: str

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """All of the block or nothing, durable when it ends; no other transaction runs meanwhile.

        Inside another transaction the block is all or nothing too, and becomes durable with the outer one.

        Raises:
            OutputError: the database cannot be written; nothing of the block is.
        """

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """A block whose reads all see the same moment; it writes nothing and holds nobody up."""

    @abstractmethod
    def rows(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """What a statement answers: one value for every `?`.

        Raises:
            ConstraintBroken: the schema forbids it.
            OutputError: the database cannot be reached or written.
        """

    @abstractmethod
    def run(self, statement: str, values: Sequence[Value] = ()) -> int:
        """How many rows a statement changed; raises as `rows` does."""

    @abstractmethod
    def run_all(self, statement: str, values: Iterable[Sequence[Value]]) -> None:
        """One statement for every row of values; raises as `rows` does."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    def row(self, statement: str, values: Sequence[Value] = ()) -> Row | None:
        """The only row that a statement answers; None for none."""
        found = self.rows(statement, values)
        return found[0] if found else None

    def number(self, statement: str, values: Sequence[Value] = ()) -> int:
        """The only value of the only row that a statement answers; 0 where that is NULL."""
        ((value,),) = (row.values() for row in self.rows(statement, values))
        return int(value or 0)

    def insert(self, table: str, row: Mapping[str, Value]) -> None:
        """Write one new row; names of table and columns are the program's own."""
        marks = ", ".join("?" * len(row))
        self.run(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608 - own names

    def next_number(self, table: str, column: str) -> int:
        """One more than the highest so far, from 1; the next one only inside the transaction that uses it."""
        return self.number(f"SELECT MAX({column}) FROM {table}") + 1  # noqa: S608 - own names

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
