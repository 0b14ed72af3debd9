"""Days with and without a scheduled collection: Sundays and federal holidays have none."""

import datetime as dt

from indicia.model.business_days import holidays
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


def first_of_next_month(day: dt.date) -> dt.date:
    """The first day of the month after that of `day`."""
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)
