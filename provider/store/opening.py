"""From the URL of the provider's database to the database."""

from pathlib import Path

from indicia.errors import UsageError
from provider.store.postgres import PostgresStore
from provider.store.sqlite import SqliteStore
from provider.store.store import Store

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")


def open_store(url: str) -> Store:
    """The provider's database at `url`: sqlite:///relative.db, sqlite:////absolute.db, postgresql://user@host/name.

    Raises:
        UsageError: no such kind of URL.
        InputError: what is there is no database of a provider, or that of a later program.
        OutputError: it cannot be opened or written.
        MissingPartError: its driver is not installed.
    """
    if url.startswith(_SQLITE) and len(url) > len(_SQLITE):
        return SqliteStore(url, Path(url.removeprefix(_SQLITE)))
    if url.startswith(_POSTGRES):
        return PostgresStore(url)
    raise UsageError(
        f"{url!r} is no database of a provider; allowed: sqlite:///FILE, sqlite:////ABSOLUTE/FILE, postgresql://…"
    )
