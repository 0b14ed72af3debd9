"""From the URL of a ledger to the ledger."""

from pathlib import Path

from indicia.errors import UsageError
from verify.ledger.ledger import Ledger
from verify.ledger.postgres import PostgresLedger
from verify.ledger.sqlite import SqliteLedger

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")


def open_ledger(url: str) -> Ledger:
    """The ledger at `url`: sqlite:///relative.db, sqlite:////absolute.db, postgresql://user@host/name.

    Raises:
        UsageError: no such kind of URL.
        InputError: what is there is no ledger.
        OutputError: it cannot be opened or written.
        MissingPartError: its driver is not installed.
    """
    if url.startswith(_SQLITE) and len(url) > len(_SQLITE):
        return SqliteLedger(Path(url.removeprefix(_SQLITE)))
    if url.startswith(_POSTGRES):
        return PostgresLedger(url)
    raise UsageError(f"{url!r} is no ledger; allowed: sqlite:///FILE, sqlite:////ABSOLUTE/FILE, postgresql://…")
