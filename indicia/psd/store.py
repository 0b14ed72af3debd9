"""The PSD's database: what it is, its log, its two banks, the seals on the log, the receipts it gave.

Every record of the log carries the registers after it, and the database itself refuses one that does not follow from
the one before: a debit raises the ascending register and lowers the descending one by the same sum, a load or a reset
raises the descending one alone, a check-out clears it. So no debit exists without its record, the control total
changes at those alone, and no register value comes twice.

A rollback journal, not a write-ahead log, guards transactions: what is committed stands in the database itself, and no
damage to a file beside it can take it back.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from indicia.errors import InputError, OutputError, PsdRefused
from indicia.psd.life import Event

DATABASE_NAME = "psd.sqlite"
BUSY_SECONDS = 60.0
"""Two processes on one PSD take turns; so long one waits for the other."""
_VERSION = 3

_BANK = """
CREATE TABLE {name} (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    sequence   INTEGER NOT NULL,
    ascending  INTEGER NOT NULL,
    descending INTEGER NOT NULL,
    pieces     INTEGER NOT NULL,
    head       BLOB NOT NULL,
    at         TEXT,
    standing   TEXT NOT NULL,
    checksum   BLOB NOT NULL
);
"""

_KEPT = """
CREATE TRIGGER {name}_stays BEFORE DELETE ON {name} BEGIN
    SELECT RAISE(ABORT, 'the {name} is append-only');
END;

CREATE TRIGGER {name}_changes_not BEFORE UPDATE ON {name} BEGIN
    SELECT RAISE(ABORT, 'the {name} is append-only');
END;
"""

_DEVICE = """
CREATE TABLE device (
    only_row     INTEGER PRIMARY KEY CHECK (only_row = 1),
    manufacturer TEXT NOT NULL,
    model        TEXT NOT NULL,
    serial       INTEGER NOT NULL,
    system       TEXT NOT NULL,
    level        INTEGER NOT NULL,
    algorithm    INTEGER NOT NULL,
    public_key   BLOB NOT NULL,
    key_place    TEXT NOT NULL,
    key_digest   BLOB,
    provider     TEXT,
    certificate  BLOB,
    authority    BLOB,
    CHECK ((provider IS NULL) = (certificate IS NULL) AND (authority IS NULL) = (certificate IS NULL))
);

CREATE TRIGGER device_stays BEFORE DELETE ON device BEGIN
    SELECT RAISE(ABORT, 'a PSD keeps its identity');
END;

CREATE TRIGGER device_is_initialized_once BEFORE UPDATE ON device
WHEN OLD.certificate IS NOT NULL
  OR NEW.only_row IS NOT OLD.only_row OR NEW.manufacturer IS NOT OLD.manufacturer OR NEW.model IS NOT OLD.model
  OR NEW.serial IS NOT OLD.serial OR NEW.system IS NOT OLD.system OR NEW.level IS NOT OLD.level
  OR NEW.algorithm IS NOT OLD.algorithm OR NEW.public_key IS NOT OLD.public_key
  OR NEW.key_place IS NOT OLD.key_place OR NEW.key_digest IS NOT OLD.key_digest
BEGIN
    SELECT RAISE(ABORT, 'a PSD keeps its identity');
END;
"""

_JOURNAL = """
CREATE TABLE journal (
    sequence    INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL CHECK (kind IN ({kinds})),
    at          TEXT,
    amount      INTEGER NOT NULL CHECK (amount >= 0),
    ascending   INTEGER NOT NULL CHECK (ascending BETWEEN 0 AND 1099511627775),
    descending  INTEGER NOT NULL CHECK (descending BETWEEN 0 AND 4294967295),
    piece       INTEGER UNIQUE,
    first_piece INTEGER CHECK (first_piece <= piece),
    message     BLOB,
    job_digest  BLOB,
    standing    TEXT,
    detail      TEXT,
    digest      BLOB NOT NULL,
    state       TEXT CHECK (state IN ('issued', 'released', 'spoiled')),
    order_json  TEXT,
    order_digest BLOB,
    output      TEXT,
    dpi         INTEGER,
    printer_json TEXT,
    part        INTEGER,
    page        INTEGER,
    reference   TEXT,
    file_digest TEXT,
    reason      TEXT,
    CHECK ((kind = 'manufacture') = (sequence = 1)),
    CHECK (kind IN ('issue', 'load', 'reset', 'zero') OR amount = 0),
    CHECK ((kind = 'issue') = (piece IS NOT NULL)),
    CHECK ((kind = 'issue') = (state IS NOT NULL)),
    CHECK ((kind = 'issue') = (message IS NOT NULL)),
    CHECK (state IS 'issued' OR order_json IS NULL)
);

CREATE UNIQUE INDEX register_used_once ON journal (ascending) WHERE kind = 'issue' AND amount > 0;
CREATE INDEX standings ON journal (sequence) WHERE standing IS NOT NULL;
CREATE INDEX unfinished ON journal (sequence) WHERE state = 'issued';

CREATE TRIGGER journal_follows BEFORE INSERT ON journal BEGIN
    SELECT RAISE(ABORT, 'registers do not follow from the record before')
    FROM (SELECT sequence, ascending, descending FROM journal ORDER BY sequence DESC LIMIT 1) AS last
    WHERE NEW.sequence <> last.sequence + 1
       OR NEW.ascending <> last.ascending + CASE NEW.kind WHEN 'issue' THEN NEW.amount ELSE 0 END
       OR NEW.descending <> last.descending
          + CASE WHEN NEW.kind IN ('issue', 'zero') THEN -NEW.amount ELSE NEW.amount END;
END;

CREATE TRIGGER journal_settles_once BEFORE UPDATE ON journal
WHEN OLD.state IS NOT 'issued' OR NEW.state IS 'issued' OR NEW.state IS NULL
  OR NEW.sequence IS NOT OLD.sequence OR NEW.kind IS NOT OLD.kind OR NEW.at IS NOT OLD.at
  OR NEW.amount IS NOT OLD.amount OR NEW.ascending IS NOT OLD.ascending OR NEW.descending IS NOT OLD.descending
  OR NEW.piece IS NOT OLD.piece OR NEW.first_piece IS NOT OLD.first_piece OR NEW.message IS NOT OLD.message
  OR NEW.job_digest IS NOT OLD.job_digest OR NEW.standing IS NOT OLD.standing OR NEW.detail IS NOT OLD.detail
  OR NEW.digest IS NOT OLD.digest OR NEW.order_digest IS NOT OLD.order_digest
  OR NEW.output IS NOT OLD.output OR NEW.dpi IS NOT OLD.dpi OR NEW.printer_json IS NOT OLD.printer_json
  OR NEW.part IS NOT OLD.part OR NEW.page IS NOT OLD.page OR NEW.reference IS NOT OLD.reference
BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only but for the state of an issue');
END;

CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
"""

_SEALS = """
CREATE TABLE seal (
    sequence  INTEGER PRIMARY KEY,
    head      BLOB NOT NULL,
    signature BLOB NOT NULL
);
"""

_RECEIPTS = """
CREATE TABLE receipt (
    sequence  INTEGER PRIMARY KEY,
    grant_id  TEXT NOT NULL UNIQUE,
    grant_digest TEXT NOT NULL,
    body      TEXT NOT NULL,
    signature BLOB NOT NULL
);
"""

SCHEMA = "".join(
    (
        _DEVICE,
        _JOURNAL.format(kinds=", ".join(f"'{event}'" for event in Event)),
        *(_BANK.format(name=name) for name in ("bank_a", "bank_b")),
        _SEALS,
        _RECEIPTS,
        *(_KEPT.format(name=name) for name in ("seal", "receipt")),
    )
)


def create_store(path: Path) -> None:
    """A new database at `path`, which must not exist; it knows of no device yet."""
    with explained(path), contextlib.closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"PRAGMA user_version = {_VERSION}")
        database.executescript(f"BEGIN;{SCHEMA}COMMIT;")


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
    # A commit reaches the disk, with the name of its journal gone, before anyone hears of it; erased orders are
    # overwritten with zeros.
    database.execute("PRAGMA synchronous = EXTRA")
    database.execute("PRAGMA secure_delete = ON")
    version = database.execute("PRAGMA user_version").fetchone()[0]
    if version != _VERSION:
        raise InputError(f"{path} is version {version} of a PSD; this program knows version {_VERSION}")
    # A database that was turned to a write-ahead log would again depend on a file beside it.
    if database.execute("PRAGMA journal_mode").fetchone()[0] != "delete":
        raise InputError(f"{path} is not the database of a PSD, or it is damaged: it keeps no rollback journal")


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
def explained(path: Path) -> Iterator[None]:
    """Turn what the database says about the world outside into our errors; its own constraints stay faults."""
    try:
        yield
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not the database of a PSD, or it is damaged: a text is none") from error
    except sqlite3.DatabaseError as error:
        # The primary code of an extended one; an error of the driver's own has none: it met a text that is none.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise PsdRefused(f"{path} is held by another process for more than {BUSY_SECONDS:.0f} s") from error
        # An error of the statements' own: the tables that they name are not there, or not those.
        if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):
            raise InputError(f"{path} is not the database of a PSD, or it is damaged: {error}") from error
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            raise OutputError(f"{path} cannot be written: {error}") from error
        raise
