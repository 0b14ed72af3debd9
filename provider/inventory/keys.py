"""The permanent record of the meter keys that were issued, by their serial numbers (501.23(n))."""

import datetime as dt

from indicia.spec.happenings import Event
from provider.deadlines import Happening, History, record
from provider.documents import Column, Grid, Statement
from provider.errors import ProviderRefused
from provider.store import Store

_SECTION = "39 CFR 501.23(n)"
_FAMILY = "key:"
_MAY_FOLLOW = {
    Event.KEYS_ISSUED: (None, Event.KEYS_RECOVERED),
    Event.KEYS_LOST: (Event.KEYS_ISSUED,),
    Event.KEYS_RECOVERED: (Event.KEYS_LOST,),
}
"""What may happen to a key after what."""


def note_key(store: Store, serial: str, event: Event, at: dt.datetime, *, place: str, details: str) -> None:
    """Write down that a key was issued, lost or stolen, or recovered.

    Args:
        store: the provider's.
        serial: number of the key.
        event: which of the three.
        at: when, UTC.
        place: the post office or section that has it, or where it was lost or recovered.
        details: the signed receipt, or what happened.

    Raises:
        ProviderRefused: it may not follow what happened before, or place and details are missing.
    """
    subject = f"{_FAMILY}{serial}"
    with store.transaction():
        last = History.read(store, subject).last(subject, *_MAY_FOLLOW)
        if (last.event if last else None) not in _MAY_FOLLOW[event]:
            raise ProviderRefused(f"key {serial}: {event} after {last.event if last else 'nothing'}", _SECTION)
        if not serial.strip() or not place.strip() or not details.strip():
            raise ProviderRefused("the record of a key has its number, date, location and details", _SECTION)
        record(store, Happening(subject, event, at, detail={"place": place, "details": details}))


def key_record(store: Store) -> Statement:
    """Every key with all that happened to it."""
    history = History.read(store)
    rows = tuple(
        (subject.removeprefix(_FAMILY), h.on.isoformat(), h.event.value, h.detail["place"], h.detail["details"])
        for subject in history.subjects
        if subject.startswith(_FAMILY)
        for h in history.of(subject)
    )
    columns = (Column("Key"), Column("Date"), Column("What"), Column("Location", 1.6), Column("Details", 2))
    return Statement("Meter keys", (Grid(columns, rows),), foot=_SECTION)
