"""The PSD's database: one row for the device, one journal whose last row is the registers.

Every journal row carries the registers after it, and the database itself refuses a row that does not
follow from the one before: a debit raises the ascending register and lowers the descending one by the
same sum, a load raises the descending one alone. So no debit exists without its log entry, the control
total changes at loads only, and no register value comes twice.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from indicia.errors import InputError, OutputError, PsdRefused

DATABASE_NAME = "psd.sqlite"
BUSY_SECONDS = 60.0
"""Two processes on one PSD take turns; so long one waits for the other."""
_VERSION = 2

_SCHEMA = """
CREATE TABLE device (
    only_row     INTEGER PRIMARY KEY CHECK (only_row = 1),
    manufacturer TEXT NOT NULL,
    model        TEXT NOT NULL,
    serial       INTEGER NOT NULL,
    provider     TEXT NOT NULL,
    city         TEXT NOT NULL,
    state        TEXT NOT NULL,
    zip          TEXT NOT NULL,
    system       TEXT NOT NULL,
    location     TEXT NOT NULL,
    certificate  BLOB NOT NULL
);

CREATE TABLE journal (
    sequence    INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ('start', 'load', 'issue')),
    amount      INTEGER NOT NULL CHECK (amount >= 0),
    ascending   INTEGER NOT NULL CHECK (ascending BETWEEN 0 AND 1099511627775),
    descending  INTEGER NOT NULL CHECK (descending BETWEEN 0 AND 4294967295),
    piece       INTEGER UNIQUE,
    first_piece INTEGER CHECK (first_piece <= piece),
    state       TEXT CHECK (state IN ('issued', 'released', 'spoiled')),
    message     BLOB,
    order_json  TEXT,
    output      TEXT,
    dpi         INTEGER,
    printer_json TEXT,
    part        INTEGER,
    page        INTEGER,
    reference   TEXT,
    file_digest TEXT,
    reason      TEXT,
    CHECK ((kind = 'start') = (sequence = 1)),
    CHECK ((kind = 'issue') = (piece IS NOT NULL)),
    CHECK ((kind = 'issue') = (state IS NOT NULL)),
    CHECK ((kind = 'issue') = (message IS NOT NULL)),
    CHECK (state IS 'issued' OR order_json IS NULL)
);

CREATE UNIQUE INDEX register_used_once ON journal (ascending) WHERE kind = 'issue' AND amount > 0;
CREATE INDEX unfinished ON journal (sequence) WHERE state = 'issued';

CREATE TRIGGER journal_follows BEFORE INSERT ON journal BEGIN
    SELECT RAISE(ABORT, 'registers do not follow from the row before')
    FROM (SELECT sequence, ascending, descending FROM journal ORDER BY sequence DESC LIMIT 1) AS last
    WHERE NEW.sequence <> last.sequence + 1
       OR NEW.ascending <> last.ascending + CASE NEW.kind WHEN 'issue' THEN NEW.amount ELSE 0 END
       OR NEW.descending <> last.descending + CASE NEW.kind WHEN 'issue' THEN -NEW.amount ELSE NEW.amount END;
END;

CREATE TRIGGER journal_settles_once BEFORE UPDATE ON journal
WHEN OLD.state IS NOT 'issued' OR NEW.state IS 'issued' OR NEW.state IS NULL
  OR NEW.sequence IS NOT OLD.sequence OR NEW.kind IS NOT OLD.kind OR NEW.amount IS NOT OLD.amount
  OR NEW.ascending IS NOT OLD.ascending OR NEW.descending IS NOT OLD.descending
  OR NEW.piece IS NOT OLD.piece OR NEW.message IS NOT OLD.message
  OR NEW.first_piece IS NOT OLD.first_piece OR NEW.output IS NOT OLD.output OR NEW.dpi IS NOT OLD.dpi
  OR NEW.printer_json IS NOT OLD.printer_json OR NEW.part IS NOT OLD.part OR NEW.page IS NOT OLD.page
  OR NEW.reference IS NOT OLD.reference
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only but for the state of an issue');
END;

CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;

CREATE TRIGGER device_stays BEFORE DELETE ON device BEGIN
    SELECT RAISE(ABORT, 'a PSD keeps its identity');
END;

CREATE TRIGGER device_changes_not BEFORE UPDATE ON device BEGIN
    SELECT RAISE(ABORT, 'a PSD keeps its identity');
END;

INSERT INTO journal (sequence, kind, amount, ascending, descending) VALUES (1, 'start', 0, 0, 0);
"""


def create_store(path: Path, device: dict[str, str | int | bytes]) -> None:
    """A new database at `path` with the registers at zero.

    Args:
        path: must not exist.
        device: a value for every column of the table `device` but its key.
    """
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database, explained(path):
        database.execute("PRAGMA journal_mode = WAL")
        database.execute(f"PRAGMA user_version = {_VERSION}")
        database.executescript(f"BEGIN;{_SCHEMA}COMMIT;")
        names = ", ".join(device)
        marks = ", ".join(f":{name}" for name in device)
        database.execute(f"INSERT INTO device (only_row, {names}) VALUES (1, {marks})", device)  # noqa: S608 - names are columns


def open_store(path: Path) -> sqlite3.Connection:
    """A connection on which every commit is durable.

    Raises:
        InputError: there is no PSD, or another program's database.
    """
    if not path.is_file():
        raise InputError(f"{path.parent} is not a PSD: it has no {path.name}")
    with explained(path):
        database = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=BUSY_SECONDS
        )
        try:
            _prepare(database, path)
        except BaseException:
            database.close()
            raise
    return database


def _prepare(database: sqlite3.Connection, path: Path) -> None:
    database.row_factory = sqlite3.Row
    # A commit reaches the disk before anyone hears of it; erased orders are overwritten with zeros.
    database.execute("PRAGMA synchronous = FULL")
    database.execute("PRAGMA secure_delete = ON")
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version != _VERSION:
        raise InputError(f"{path} is version {version} of a PSD; this program knows version {_VERSION}")


@contextlib.contextmanager
def transaction(database: sqlite3.Connection) -> Iterator[None]:
    """One transaction that no other process can interleave with: all of the block or nothing."""
    database.execute("BEGIN IMMEDIATE")
    try:
        yield
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            database.execute("ROLLBACK")
        raise


@contextlib.contextmanager
def savepoint(database: sqlite3.Connection) -> Iterator[None]:
    """All of the block or nothing of it, inside a transaction that goes on either way."""
    database.execute("SAVEPOINT inner_block")
    try:
        yield
    except BaseException:
        database.execute("ROLLBACK TO inner_block")
        raise
    finally:
        database.execute("RELEASE inner_block")


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the database says about the world outside into our errors; its own constraints stay faults."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = (error.sqlite_errorcode or 0) & 0xFF  # the primary code of an extended one
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise PsdRefused(f"{path} is held by another process for more than {BUSY_SECONDS:.0f} s") from error
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise InputError(f"{path} is not the database of a PSD, or it is damaged: {error}") from error
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            raise OutputError(f"{path} cannot be written: {error}") from error
        raise
