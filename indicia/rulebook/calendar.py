"""Days with and without a scheduled collection: Sundays and federal holidays have none."""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from indicia.spec import dates

_DAY = dt.timedelta(days=1)


def has_collection(day: dt.date) -> bool:
    """Whether mail is collected on `day`."""
    return day.weekday() != dates.WEEKDAY_WITHOUT_COLLECTION and day not in holidays(day.year)


def collection_before(day: dt.date) -> dt.date:
    """The last collection day before `day` (the first day of the calendar has none before it)."""
    earlier = max(day, dt.date.min + _DAY) - _DAY
    while not has_collection(earlier):
        earlier -= _DAY
    return earlier


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
        after = first_of_next_month(dt.date(year, month, 1))
        return after - ((after.weekday() - weekday - 1) % 7 + 1) * _DAY
    first = dt.date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (nth - 1)) * _DAY


def first_of_next_month(day: dt.date) -> dt.date:
    """The first day of the month after that of `day`."""
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
