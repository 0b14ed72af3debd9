"""The mailing period of 604.4.8.13: the days on which a piece with a given date may be deposited."""

import datetime as dt
import enum
from dataclasses import dataclass

from indicia.payload.dates import FieldDate
from indicia.rulebook.calendar import collection_before, first_of_next_month, has_collection
from indicia.rulebook.evidence import Measurement, Quantity
from indicia.spec import dates
from indicia.spec.kinds import DateForm


class PeriodStatus(enum.StrEnum):
    """The day of deposit against the mailing period."""

    IN_PERIOD = "in-period"
    EARLY = "early"
    LATE = "late"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Entry:
    """How and when a piece came to the Postal Service."""

    on: dt.date
    """Day of deposit."""
    after_last_collection: bool = False
    """Entered after the day's last scheduled collection (604.4.8.13a)."""
    presort: bool = False
    """Known to be dispatch-prepared presort mail, accepted after midnight (604.4.8.13a). A picture does not
    tell, so nothing is presort unless somebody says so: otherwise no late piece would ever be refused."""
    any_day: bool = False
    """Prepaid reply mail of a PC Postage system: its date does not bind (604.4.8.13a)."""


@dataclass(frozen=True, slots=True)
class Period:
    """The mailing period of one indicium and where the day of deposit lies."""

    status: PeriodStatus
    first: dt.date | None
    """First day of lawful deposit; None when every day is lawful."""
    last: dt.date | None
    """Last day of lawful deposit; None when every day is lawful."""
    days_outside: int = 0
    """Days between the deposit and the nearest lawful day; 0 inside."""


def mailing_period(date: FieldDate, entry: Entry) -> Period:
    """The mailing period of an indicium dated `date`, and the status of a deposit as `entry` tells."""
    if date.first is None:
        return Period(PeriodStatus.UNDATED, None, None)
    if entry.any_day:
        return Period(PeriodStatus.IN_PERIOD, None, None)
    first, last = _month(date.first) if date.form is DateForm.MONTH_YEAR else _complete(date.first, entry)
    if entry.on < first:
        return Period(PeriodStatus.EARLY, first, last, (first - entry.on).days)
    if entry.on > last:
        return Period(PeriodStatus.LATE, first, last, (entry.on - last).days)
    return Period(PeriodStatus.IN_PERIOD, first, last)


def period_evidence(period: Period) -> dict[Quantity, Measurement]:
    """What the rows of 604.4.8.13 ask."""
    if period.first is None:
        return {Quantity.ANY_DAY: Measurement(True)}
    note = "" if period.status is PeriodStatus.IN_PERIOD else f"{period.status.value}: {_span(period)}"
    return {Quantity.PERIOD: Measurement(period.days_outside, note=note)}


def _month(first: dt.date) -> tuple[dt.date, dt.date]:
    if (first.year, first.month) == (dt.MAXYEAR, 12):
        return first, dt.date.max
    return first, first_of_next_month(first).replace(day=dates.MONTH_YEAR_LAST_DAY)


def _complete(day: dt.date, entry: Entry) -> tuple[dt.date, dt.date]:
    # Only a day with a collection can be "the date of the next scheduled collection".
    early = entry.after_last_collection and has_collection(day)
    first = collection_before(day) if early else day
    after = dt.timedelta(days=dates.PRESORT_DAYS_AFTER if entry.presort else 0)
    return first, min(day, dt.date.max - after) + after


def _span(period: Period) -> str:
    return f"lawful on {period.first}" + ("" if period.last == period.first else f" to {period.last}")
