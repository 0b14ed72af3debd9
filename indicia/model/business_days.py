"""Days counted as the regulations count them: business days, federal holidays, months."""

import calendar
import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from indicia.spec import dates

_DAY = dt.timedelta(days=1)
_SATURDAY = 5


def is_business_day(day: dt.date) -> bool:
    """Whether `day` is neither a Saturday, a Sunday nor a federal holiday."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def business_days_after(day: dt.date, count: int) -> dt.date:
    """The business day that is `count` (1 or more) business days after `day`, which is not counted itself."""
    return last_of_business_days(day + _DAY, count)


def last_of_business_days(first: dt.date, count: int) -> dt.date:
    """The last of `count` (1 or more) business days, of which `first` is one when it is a business day.

    Raises:
        ValueError: `count` is less than 1.
    """
    if count < 1:
        raise ValueError(f"{count} business days; allowed: 1 or more")
    day = first
    while True:
        count -= is_business_day(day)
        if count == 0:
            return day
        day += _DAY


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day `months` later, or the last day of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[dt.date]:
    """The federal holidays that fall or are observed in `year`."""
    # New Year's Day may be observed in the year before.
    named = [*_named(year), *_named(min(year + 1, dt.MAXYEAR))]
    observed = [
        day + dates.OBSERVED_SHIFT_DAYS[day.weekday()] * _DAY
        for day in named
        if day.weekday() in dates.OBSERVED_SHIFT_DAYS
    ]
    return frozenset(day for day in [*named, *observed] if day.year == year)


def _named(year: int) -> Iterator[dt.date]:
    for month, day, since in dates.DAY_HOLIDAYS:
        if year >= since:
            yield dt.date(year, month, day)
    for month, weekday, nth, since in dates.WEEKDAY_HOLIDAYS:
        if year >= since:
            yield _weekday(year, month, weekday, nth)


def _weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    if nth == dates.LAST:
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
        return last - ((last.weekday() - weekday) % 7) * _DAY
    first = dt.date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1)) * _DAY
