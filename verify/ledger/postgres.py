"""The ledger in PostgreSQL: for many stations. Needs the extra `postgres`."""

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any, cast

from indicia.errors import MissingPartError, OutputError
from verify.ledger import statements
from verify.ledger.ledger import Dialect, Ledger, Row

try:
    import psycopg
except ImportError:  # an optional part
    psycopg = None  # type: ignore[assignment]  # told to whoever asks for it

_DIALECT = Dialect(
    mark="%s",
    words={
        "text": "TEXT",
        "bytes": "BYTEA",
        "integer": "BIGINT",
        "empty": "''::bytea",
        "untrusted": "'\\x3f'::bytea",
        "without_rowid": "",
    },
    lock_suffix=" FOR UPDATE OF held",
)
_MAKING = 7_233_401
"""Of the advisory lock under which tables are made: two stations may come to an empty database at once."""


class PostgresLedger(Ledger):
    """A database of a server; a batch is committed before it is answered."""

    dialect = _DIALECT

    def __init__(self, url: str) -> None:
        """Connect; tables are made when they are not there.

        Raises:
            MissingPartError: the driver is not installed.
            OutputError: the server cannot be reached.
            InputError: the database holds another version of a ledger.
        """
        if psycopg is None:
            raise MissingPartError("a ledger in PostgreSQL needs psycopg; install indicia[postgres]")
        try:
            self._database = psycopg.connect(url, autocommit=True)
        except psycopg.Error as error:
            raise OutputError(f"the ledger's server cannot be reached: {_line(error)}") from error
        try:
            self._prepare()
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Hang up."""
        self._database.close()

    def _prepare(self) -> None:
        with self._transaction():
            self._rows("SELECT pg_advisory_xact_lock(%s)", (_MAKING,))
            (there,) = self._rows("SELECT to_regclass('ledger')::text")[0]
            if there is None:
                self._make_tables()
            self._require_version("the database")
        with self._transaction():
            self._rows(self.dialect.said(statements.BATCH))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            with self._database.transaction():
                yield
        except psycopg.Error as error:
            raise OutputError(f"the ledger's server refused: {_line(error)}") from error

    def _rows(self, statement: str, values: Row = ()) -> list[Row]:
        cursor = self._database.execute(cast("Any", statement), values or None)
        return cast("list[Row]", cursor.fetchall()) if cursor.description else []

    def _many(self, statement: str, rows: Iterable[Row]) -> None:
        with self._database.cursor() as cursor:
            cursor.executemany(cast("Any", statement), list(rows))

    def _fill_batch(self, rows: Iterable[Row]) -> None:
        columns = ", ".join(statements.BATCH_COLUMNS)
        with (
            self._database.cursor() as cursor,
            cursor.copy(cast("Any", f"COPY batch ({columns}) FROM STDIN")) as copy,
        ):
            for row in rows:
                copy.write_row(row)


def _line(error: Exception) -> str:
    """The first line of what the server says: the rest may quote values."""
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
