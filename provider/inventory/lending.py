"""Loaner meters: lent with both registers read, taken back with both held against them (501.23(t))."""

import datetime as dt
from collections.abc import Mapping

from indicia.spec.happenings import Event
from indicia.units import dollars
from provider.inventory.meters import Meter
from provider.inventory.register import News, Register


def take_back(register: Register, device: str, readings: Mapping[str, str], at: dt.datetime) -> tuple[Meter, str]:
    """The loaner, back from its customer, and the discrepancy that is to be reported at once; empty when none is.

    Args:
        register: of meters.
        device: the loaner.
        readings: `ascending` and `descending`, mills, as read; `tampering` when anything indicates it.
        at: when, UTC.

    Raises:
        ProviderRefused: it is not with a customer, or a register was not read.
    """
    story = register.story(device)
    meter = register.tell(device, News(Event.LOAN_RETURNED, at, readings))
    lent = next(i for i in range(len(story) - 1, -1, -1) if story[i].event is Event.LOANED)
    read = [h.detail for h in story[lent:] if h.event in {Event.LOANED, Event.RESET} and h.detail.get("descending")]
    found = _discrepancy(read[0], read[-1], readings)
    if found:
        register.tell(device, News(Event.DISCREPANCY_FOUND, at, {"found": found}))
    return meter, found


def _discrepancy(lent: Mapping[str, str], last: Mapping[str, str], back: Mapping[str, str]) -> str:
    """What does not follow from the readings at the loan and at the last reset since."""
    if back.get("tampering"):
        return f"tampering: {back['tampering']}"
    went, came = int(lent["ascending"]), int(back["ascending"])
    if came < went:
        return f"the ascending register went back by {dollars(went - came)}"
    should, total = (int(each["ascending"]) + int(each["descending"]) for each in (last, back))
    if total != should:
        return f"the control total is {dollars(total)}, it should be {dollars(should)}"
    return ""
