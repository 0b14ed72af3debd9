"""The complete record of a meter by its serial number, destroyed three years after the meter (501.23(k))."""

import datetime as dt

from indicia.model.business_days import months_after
from indicia.spec.deadlines import RECORDS_YEARS
from indicia.spec.happenings import Event
from provider.deadlines import Happening, record
from provider.deadlines.journal import PROVIDER
from provider.documents import Column, Facts, Grid, Statement
from provider.inventory.register import News, Register
from provider.inventory.states import State
from provider.store import Store


def meter_record(register: Register, device: str) -> Statement:
    """All movements of a meter since it was produced, with the readings of each check-in and check-out."""
    meter = register.find(device)
    rows = tuple(
        (h.at.isoformat(), h.event.value, "\n".join(f"{name}: {text}" for name, text in sorted(h.detail.items())))
        for h in register.story(device)
    )
    facts = (
        ("Meter", device),
        ("Model", meter.model),
        ("Serial number", str(meter.serial)),
        ("State", meter.state.value),
        ("Place", meter.place),
    )
    columns = (Column("When", 1.4), Column("What", 1.2), Column("Details", 3))
    return Statement(f"Record of meter {device}", (Facts(facts), Grid(columns, rows)), foot="39 CFR 501.23(k)")


def ready_to_purge(register: Register, on: dt.date) -> list[str]:
    """Scrapped meters whose records must be destroyed by now."""
    found = []
    for meter in register.all(State.SCRAPPED):
        scrapped = next(h for h in reversed(register.story(meter.device)) if h.event is Event.SCRAPPED)
        if on >= months_after(scrapped.on, 12 * RECORDS_YEARS):
            found.append(meter.device)
    return found


def purge(store: Store, device: str, at: dt.datetime) -> None:
    """Destroy a scrapped meter's records; that they were, remains, without the number.

    Raises:
        ProviderRefused: it is not scrapped, or not for three years.
    """
    register = Register(store)
    with store.transaction():
        meter, _ = register.require(device, News(Event.RECORDS_DESTROYED, at))
        store.run("DELETE FROM happening WHERE subject = ?", (meter.subject,))
        store.run("DELETE FROM destruction_item WHERE device = ?", (device,))
        store.run("DELETE FROM meter WHERE device = ?", (device,))
        record(store, Happening(PROVIDER, Event.RECORDS_DESTROYED, at, detail={"meters": "1"}))
