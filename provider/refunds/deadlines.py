"""Last days: of a request, of an appeal."""

import datetime as dt
from dataclasses import dataclass

from indicia.spec.refunds import Appeal, Since
from provider.refunds.item import NO, UNKNOWN, YES, Item, Told


@dataclass(frozen=True, slots=True)
class LastDay:
    """The last lawful day of a request, as well as it is known."""

    earliest: dt.date | None
    """None: no day is known to be late enough for the request to be in time."""
    latest: dt.date | None
    """None: no day is known to be late."""


def last_day(item: Item) -> LastDay | None:
    """The last day on which a piece's request may be made; None where the text sets no deadline."""
    deadline = item.terms.deadline
    if deadline is None:
        return None
    first, last = _since(item, deadline.since)
    days = dt.timedelta(days=deadline.days)
    return LastDay(None if first is None else first + days, None if last is None else last + days)


def in_time(item: Item) -> Told:
    """Whether the request is in time: `within` counts the last day in."""
    day = last_day(item)
    if day is None:
        return YES
    if day.earliest is not None and item.on <= day.earliest:
        return YES
    if day.latest is not None and item.on > day.latest:
        return Told(NO.value, f"the last day was {day.latest.isoformat()}")
    if day.earliest is None:
        return Told(UNKNOWN.value, "the day from which the deadline counts is not told")
    return Told(UNKNOWN.value, f"in time until {day.earliest.isoformat()}, not for every day that the date can mean")


def appeal_last_day(appeal: Appeal, ruled_on: dt.date) -> dt.date:
    """The last day of an appeal against a ruling."""
    return ruled_on + dt.timedelta(days=appeal.days)


def _since(item: Item, since: Since) -> tuple[dt.date | None, dt.date | None]:
    """Earliest and latest day from which the deadline can count."""
    shown = item.scan.shown
    if since is Since.METERED:
        day = item.mailing.metered_on if item.mailing else None
        return day, day
    if since is Since.PRINTED and item.facts.printed_on is not None:
        return item.facts.printed_on, item.facts.printed_on
    latest = None if shown is None else shown.last
    if since is Since.PRINTED:
        # An indicium may show a later day than that of its printing, never an earlier one.
        return None, latest
    return (None if shown is None else shown.first), latest
