"""The provider's database in one SQLite file: an office of one machine."""

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from indicia.errors import InputError, OutputError
from indicia.files import SECRET
from provider.store.migrating import migrate
from provider.store.store import ConstraintBroken, Row, Store, Value

MEMORY = ":memory:"
"""A database without a file, gone when it is closed."""
BUSY_SECONDS = 60.0
"""Writers take turns; so long one waits for the others."""


class SqliteStore(Store):
    """A file with a write-ahead log; a commit is on the disk before anyone hears of it."""

    def __init__(self, url: str, path: Path) -> None:
        """Open the database at `path`, made when it is not there, and bring its tables up to date.

        Raises:
            InputError: the file is no database of a provider, or of a later program.
            OutputError: it cannot be opened or written.
        """
        self.url = url
        self._path = path
        self._depth = 0
        try:
            if str(path) != MEMORY:
                # Customers' data lie in it: it is its owner's alone, and so is what SQLite lays beside it.
                os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, SECRET))
            # Autocommit: transactions are ours to begin. A server hands its stores from thread to thread.
            self._database = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"{path} cannot be opened as a database: {error}") from error
        try:
            self._database.row_factory = _as_dictionary
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
                self.rows(f"PRAGMA {pragma}")
            migrate(self, str(path), "SELECT name FROM sqlite_master WHERE type = 'table'")
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """As `Store.transaction`."""
        name = f"depth_{self._depth}"
        begin, end, undo = (
            ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
            if self._depth == 0
            else (f"SAVEPOINT {name}", f"RELEASE {name}", (f"ROLLBACK TO {name}", f"RELEASE {name}"))
        )
        with self._block(begin, end, undo):
            yield

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """As `Store.snapshot`; inside a transaction that is the transaction's own view."""
        if self._depth:
            yield
            return
        with self._block("BEGIN", "COMMIT", ("ROLLBACK",)):
            yield

    def rows(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """As `Store.rows`."""
        with self._explained():
            return self._database.execute(statement, values).fetchall()

    def run(self, statement: str, values: Sequence[Value] = ()) -> int:
        """As `Store.run`."""
        with self._explained():
            return self._database.execute(statement, values).rowcount

    def run_all(self, statement: str, values: Iterable[Sequence[Value]]) -> None:
        """As `Store.run_all`."""
        with self._explained():
            self._database.executemany(statement, values)

    @contextlib.contextmanager
    def _block(self, begin: str, end: str, undo: Sequence[str]) -> Iterator[None]:
        self.rows(begin)
        self._depth += 1
        try:
            yield
            self.rows(end)
        except BaseException:
            # A full disk has rolled the transaction back already.
            for statement in undo if self._database.in_transaction else ():
                self.rows(statement)
            raise
        finally:
            self._depth -= 1

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what the database says about the world outside into our errors."""
        try:
            yield
        except sqlite3.IntegrityError as error:
            raise ConstraintBroken(f"the database refuses a row: {error}") from error
        except sqlite3.DatabaseError as error:
            code = (error.sqlite_errorcode or 0) & 0xFF  # the primary code of an extended one
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise OutputError(f"{self._path} is held by another process for {BUSY_SECONDS:.0f} s") from error
            if code == sqlite3.SQLITE_NOTADB:
                raise InputError(f"{self._path} is no database: {error}") from error
            if code == sqlite3.SQLITE_ERROR:
                raise  # a statement that SQLite does not understand: a fault of the program
            raise OutputError(f"{self._path} cannot be used as a database: {error}") from error


def _as_dictionary(cursor: sqlite3.Cursor, values: tuple[Value, ...]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, values, strict=True)}
