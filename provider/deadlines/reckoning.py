"""The day on which a deadline falls."""

import datetime as dt
from collections.abc import Callable, Mapping

from indicia.errors import InputError
from indicia.model.business_days import business_days_after, last_of_business_days, months_after
from indicia.spec.deadlines import Row, Unit

_RECKONED: Mapping[Unit, Callable[[dt.datetime, int], dt.date]] = {
    Unit.AT_ONCE: lambda began, _: began.date(),
    Unit.HOURS: lambda began, hours: (began + dt.timedelta(hours=hours)).date(),
    Unit.DAYS: lambda began, days: began.date() + dt.timedelta(days=days),
    Unit.BUSINESS_DAYS: lambda began, days: business_days_after(began.date(), days),
    Unit.BUSINESS_DAYS_FROM_FIRST: lambda began, days: last_of_business_days(began.date(), days),
    Unit.MONTHS: lambda began, months: months_after(began.date(), months),
    Unit.YEARS: lambda began, years: months_after(began.date(), 12 * years),
    Unit.DAY_OF_NEXT_MONTH: lambda began, day: months_after(began.date().replace(day=1), 1).replace(day=day),
}


def due_day(row: Row, began: dt.datetime, named: dt.date | None = None) -> dt.date:
    """The last day of a duty or a right, the first day of what holds from then on.

    Args:
        row: the deadline.
        began: when, UTC; only a count of hours looks at more than its day.
        named: the day that was named when it began.

    Raises:
        InputError: the row asks for a named day and there is none.
    """
    if row.unit is not Unit.NAMED_DAY:
        return _RECKONED[row.unit](began, row.length)
    if named is None:
        raise InputError(f"{row.id} needs the day that was named for it")
    return named


def due_moment(row: Row, began: dt.datetime) -> dt.datetime | None:
    """The last moment of a deadline that is counted in hours; None for one counted in days."""
    return began + dt.timedelta(hours=row.length) if row.unit is Unit.HOURS else None
