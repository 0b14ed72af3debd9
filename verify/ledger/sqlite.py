"""The ledger in one SQLite file: for one station, or several processes of one machine."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from indicia.errors import InputError, OutputError
from verify.ledger import statements
from verify.ledger.ledger import Dialect, Ledger, Row

BUSY_SECONDS = 60.0
"""Writers take turns; so long one waits for the others."""

_DIALECT = Dialect(
    mark="?",
    words={
        "text": "TEXT",
        "bytes": "BLOB",
        "integer": "INTEGER",
        "empty": "X''",
        "untrusted": "X'3F'",
        "without_rowid": " WITHOUT ROWID",
    },
    lock_suffix="",
)


class SqliteLedger(Ledger):
    """A file with a write-ahead log; a batch is on the disk before it is answered."""

    dialect = _DIALECT

    def __init__(self, path: Path) -> None:
        """Open the ledger at `path`, made when it is not there.

        Raises:
            InputError: the file is no ledger, or of another version.
            OutputError: it cannot be opened or made.
        """
        self._path = path
        try:
            # Autocommit: transactions are ours to begin. The station hands its ledger from thread to thread.
            self._database = sqlite3.connect(path, isolation_level=None, timeout=BUSY_SECONDS, check_same_thread=False)
        except sqlite3.Error as error:
            raise OutputError(f"{path} cannot be opened as a ledger: {error}") from error
        try:
            with self._explained():
                self._prepare()
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def _prepare(self) -> None:
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("PRAGMA temp_store = MEMORY")
        with self._transaction():
            tables = {name for (name,) in self._database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not tables:
                self._make_tables()
            elif "ledger" not in tables:
                raise InputError(f"{self._path} is a database, but no ledger")
        self._require_version(str(self._path))
        self._database.execute(self.dialect.said(statements.BATCH))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._explained():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def _rows(self, statement: str, values: Row = ()) -> list[Row]:
        return self._database.execute(statement, values).fetchall()

    def _many(self, statement: str, rows: Iterable[Row]) -> None:
        self._database.executemany(statement, rows)

    def _fill_batch(self, rows: Iterable[Row]) -> None:
        columns = statements.BATCH_COLUMNS
        marks = self.dialect.marks(len(columns))
        self._database.executemany(f"INSERT INTO batch ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608 - own names

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what the database says about the world outside into our errors."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = (error.sqlite_errorcode or 0) & 0xFF  # the primary code of an extended one
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise OutputError(f"{self._path} is held by another process for {BUSY_SECONDS:.0f} s") from error
            if code == sqlite3.SQLITE_NOTADB:
                raise InputError(f"{self._path} is no ledger: {error}") from error
            raise OutputError(f"{self._path} cannot be written as a ledger: {error}") from error
