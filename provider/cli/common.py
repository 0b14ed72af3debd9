"""What the provider's commands share: the database, the time, the name of the program."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Annotated

import typer

from provider.books import Moment
from provider.books.lockbox import Lockbox
from provider.store import Store, open_store

NAME = "provider"
STORE_VARIABLE = "INDICIA_PROVIDER"


def now() -> dt.datetime:
    """The time at which the command runs, UTC."""
    return dt.datetime.now(dt.UTC)


def parse_time(text: str | dt.datetime) -> dt.datetime:
    """The UTC time of an ISO time on the command line; one without an offset is UTC.

    Raises:
        typer.BadParameter: it is none.
    """
    if isinstance(text, dt.datetime):
        return text
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a time; allowed: YYYY-MM-DDTHH:MM:SSZ") from None
    return at.replace(tzinfo=dt.UTC) if at.tzinfo is None else at.astimezone(dt.UTC)


@contextlib.contextmanager
def office(url: str) -> Iterator[Store]:
    """The database of a command, in one transaction: it does all that it was asked, or nothing."""
    with open_store(url) as store, store.transaction():
        yield store


def moment(store: Store, at: dt.datetime | None) -> Moment:
    """A time (now for None) and the day that it is at the lockbox bank."""
    time = at or now()
    return Moment(time, time.astimezone(Lockbox(store).zone()).date())


StoreUrl = Annotated[
    str,
    typer.Option("--store", envvar=STORE_VARIABLE, metavar="URL", help="sqlite:///FILE or postgresql://…"),
]
At = Annotated[
    dt.datetime | None,
    typer.Option("--at", parser=parse_time, metavar="TIME", help="As at this time (YYYY-MM-DDTHH:MM:SSZ); else now."),
]
