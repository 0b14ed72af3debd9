"""The provider's database in PostgreSQL: an office of many machines. Needs the extra `postgres`."""

import contextlib
import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

from indicia.errors import MissingPartError, OutputError
from provider.store.migrating import migrate
from provider.store.store import ConstraintBroken, Row, Store, Value

try:
    import psycopg
    from psycopg.rows import dict_row
    from psycopg.types.numeric import IntLoader
except ImportError:  # an optional part
    psycopg = None  # type: ignore[assignment]  # told to whoever asks for it

_WRITER = 7_233_501
"""Of the advisory lock that makes transactions follow one another, as they do in SQLite."""
_TABLES = "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema()"


class PostgresStore(Store):
    """A database of a server; a transaction is committed before anyone hears of it."""

    def __init__(self, url: str) -> None:
        """Connect and bring the tables up to date.

        Raises:
            MissingPartError: the driver is not installed.
            OutputError: the server cannot be reached.
            InputError: the database is no provider's, or of a later program.
        """
        if psycopg is None:
            raise MissingPartError("a provider's database in PostgreSQL needs psycopg; install indicia[postgres]")
        self.url = url
        self._depth = 0
        try:
            self._database = psycopg.connect(url, autocommit=True, row_factory=dict_row)
        except psycopg.Error as error:
            raise OutputError(f"the provider's database cannot be reached: {_line(error)}") from error
        try:
            # Sums of BIGINT are NUMERIC there; all our numbers are whole.
            self._database.adapters.register_loader("numeric", IntLoader)
            migrate(self, "the database", _TABLES)
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Hang up."""
        self._database.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """As `Store.transaction`."""
        with self._explained(), self._database.transaction():
            if self._depth == 0:
                self._database.execute("SELECT pg_advisory_xact_lock(%s)", (_WRITER,))
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """As `Store.snapshot`; inside a transaction that is the transaction's own view."""
        if self._depth:
            yield
            return
        with self._explained(), self._database.transaction():
            self._database.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1

    def rows(self, statement: str, values: Sequence[Value] = ()) -> list[Row]:
        """As `Store.rows`."""
        with self._explained():
            cursor = self._database.execute(cast("Any", _marked(statement)), values)
            return cursor.fetchall() if cursor.description else []

    def run(self, statement: str, values: Sequence[Value] = ()) -> int:
        """As `Store.run`."""
        with self._explained():
            return self._database.execute(cast("Any", _marked(statement)), values).rowcount

    def run_all(self, statement: str, values: Iterable[Sequence[Value]]) -> None:
        """As `Store.run_all`."""
        with self._explained(), self._database.cursor() as cursor:
            cursor.executemany(cast("Any", _marked(statement)), values)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn what the server says about the world outside into our errors."""
        try:
            yield
        except psycopg.IntegrityError as error:
            raise ConstraintBroken(f"the database refuses a row: {_line(error)}") from error
        except psycopg.ProgrammingError:
            raise  # a statement that the server does not understand: a fault of the program
        except psycopg.Error as error:
            raise OutputError(f"the provider's database failed: {_line(error)}") from error


@functools.cache
def _marked(statement: str) -> str:
    """The statement with the driver's marks for values."""
    return statement.replace("%", "%%").replace("?", "%s")


def _line(error: Exception) -> str:
    """The first line of what the server says: the rest may quote values."""
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
