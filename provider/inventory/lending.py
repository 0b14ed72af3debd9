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
    added = sum(int(h.detail.get("amount", 0)) for h in story[lent:] if h.event is Event.RESET)
    found = _discrepancy(story[lent].detail, readings, added)
    if found:
        register.tell(device, News(Event.DISCREPANCY_FOUND, at, {"found": found}))
    return meter, found


def _discrepancy(lent: Mapping[str, str], back: Mapping[str, str], added: int) -> str:
    """What does not follow from the readings at the loan and the resets since."""
    if back.get("tampering"):
        return f"tampering: {back['tampering']}"
    before, after = ((int(each["ascending"]), int(each["descending"])) for each in (lent, back))
    if after[0] < before[0]:
        return f"the ascending register went back by {dollars(before[0] - after[0])}"
    if sum(after) != sum(before) + added:
        return f"the control total is {dollars(sum(after))}, it should be {dollars(sum(before) + added)}"
    return ""
