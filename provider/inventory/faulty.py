"""Faulty meters: the monthly list, the report with its recommendation, the record of custody."""

import datetime as dt

from indicia.errors import InputError
from indicia.spec.deadlines import Every
from indicia.spec.happenings import Event
from indicia.units import dollars
from provider.deadlines import Period, period_of
from provider.documents import Column, Facts, Grid, Statement, Words
from provider.errors import ProviderRefused
from provider.inventory.meters import Meter
from provider.inventory.register import News, Register
from provider.inventory.states import State

_CUSTODY = (
    Event.FAULT_REPORTED,
    Event.RETRIEVAL_BEGUN,
    Event.FORM_COMPLETED,
    Event.FAULTY_RECEIVED,
    Event.FAULTY_EXAMINED,
    Event.FOUND_READABLE,
    Event.FOUND_UNREADABLE,
    Event.FOUND_INACCURATE,
    Event.FOUND_TAMPERED,
    Event.JOINT_EXAMINATION,
    Event.MOVED,
    Event.SHIPPED,
    Event.FAULT_LISTED,
    Event.FAULT_REPORT_SENT,
    Event.ADJUSTMENT_NOTIFIED,
    Event.ADJUSTMENT_APPEALED,
    Event.ADJUSTMENT_APPROVED,
    Event.REGISTERS_CLEARED,
    Event.CHECKED_OUT,
    Event.REPAIRED,
    Event.STORED,
    Event.SCRAPPED,
)


def received_readable(register: Register, month: Period) -> list[tuple[Meter, str]]:
    """The meters received in a month whose displays were readable, without other problems, and their malfunction."""
    found = []
    for meter in register.all():
        story = register.story(meter.device)
        for received in (h for h in story if h.event is Event.FAULTY_RECEIVED and h.on in month):
            later = [h for h in story if h.number > received.number]
            end = next((i for i, h in enumerate(later) if h.event is Event.FAULT_REPORTED), len(later))
            seen = {h.event: h for h in later[:end]}
            grave = seen.keys() & {Event.FOUND_UNREADABLE, Event.FOUND_INACCURATE, Event.FOUND_TAMPERED}
            if Event.FOUND_READABLE in seen and not grave:
                found.append((meter, seen[Event.FOUND_READABLE].detail.get("malfunction", "")))
    return found


def monthly_list(register: Register, on: dt.date) -> Statement:
    """All faulty meters with readable displays received in the month before `on` (501.23(h)(9)(ii))."""
    month = period_of(Every.MONTH, on.replace(day=1) - dt.timedelta(days=1))
    rows = tuple((m.device, m.model, str(m.serial), why) for m, why in received_readable(register, month))
    columns = (Column("Meter", 1.4), Column("Model", 0.6), Column("Serial number"), Column("Malfunction", 3))
    return Statement(
        "Faulty meters with readable displays",
        (Grid(columns, rows),),
        subtitle=f"Received in {month.label}",
        foot="39 CFR 501.23(h)(9)(ii)",
    )


def send_list(register: Register, at: dt.datetime) -> Statement:
    """The monthly list; each meter on it is written down as listed."""
    made = monthly_list(register, at.date())
    month = period_of(Every.MONTH, at.date().replace(day=1) - dt.timedelta(days=1))
    for meter, _ in received_readable(register, month):
        if meter.state in {State.FAULTY, State.WITHDRAWN}:
            register.tell(meter.device, News(Event.FAULT_LISTED, at, {"month": month.label}))
    return made


def send_report(
    register: Register, device: str, *, malfunction: str, recommended: int, supporting: str, at: dt.datetime
) -> Statement:
    """The report of an unreadable or inaccurate meter with the recommended adjustment (501.23(h)(12)).

    Args:
        register: of meters.
        device: the faulty meter.
        malfunction: what it was.
        recommended: mills of the postage adjustment.
        supporting: the data that support it: highest average daily use, logs, system documentation.
        at: when, UTC.

    Raises:
        InputError: nothing explains the malfunction or supports the recommendation.
        ProviderRefused: it is not examined, or waits for the joint examination.
    """
    if not malfunction.strip() or not supporting.strip() or recommended < 0:
        raise InputError("the report explains the malfunction and gives the data that support its recommendation")
    detail = {"malfunction": malfunction, "recommended": str(recommended), "supporting": supporting}
    meter = register.tell(device, News(Event.FAULT_REPORT_SENT, at, detail))
    facts = (
        ("Meter", device),
        ("Model", meter.model),
        ("Serial number", str(meter.serial)),
        ("Received", _received(register, device).isoformat()),
        ("Recommended postage adjustment", str(dollars(recommended))),
    )
    parts = (Facts(facts), Words(malfunction, "Malfunction"), Words(supporting, "Data that support the recommendation"))
    return Statement("Report of a faulty meter", parts, subtitle=at.date().isoformat(), foot="39 CFR 501.23(h)(12)(ii)")


def custody_record(register: Register, device: str) -> Statement:
    """Every change of custody, state and condition since the fault was reported (501.23(h)(7)).

    Raises:
        ProviderRefused: it was never reported as faulty.
    """
    story = register.story(device)
    begun = next((i for i in range(len(story) - 1, -1, -1) if story[i].event is Event.FAULT_REPORTED), None)
    if begun is None:
        raise ProviderRefused(f"{device} was never reported as faulty", "501.23(h)(7)")
    rows = tuple(
        (h.at.isoformat(), h.event.value, "\n".join(f"{name}: {text}" for name, text in sorted(h.detail.items())))
        for h in story[begun:]
        if h.event in _CUSTODY
    )
    columns = (Column("When", 1.4), Column("What", 1.2), Column("Condition", 3))
    return Statement(f"Faulty meter {device}", (Grid(columns, rows),), foot="39 CFR 501.23(h)(7)")


def _received(register: Register, device: str) -> dt.date:
    return next(h.on for h in reversed(register.story(device)) if h.event is Event.FAULTY_RECEIVED)
