"""Days: mailing periods, days without collection, the withdrawal of non-IMI systems."""

import datetime as dt
from typing import NamedTuple

# DMM 604.4.8.12 [P030.9.12]: the year by all four digits or by the last two.
YEAR_DIGITS = (2, 4)

# DMM 604.4.8.13b [P030.9.13]: month and year, through this day of the following month.
MONTH_YEAR_LAST_DAY = 3

# DMM 604.4.8.13a [P030.9.13]: presort mail accepted after midnight may bear the previous day's date.
PRESORT_DAYS_AFTER = 1

# 85 FR 78234: indicia of systems that are not IMI are not valid after this day.
NON_IMI_LAST_DAY = dt.date(2025, 6, 30)

LAST = -1
"""The last such weekday of a month, in `WeekdayHoliday.nth`."""


class DayHoliday(NamedTuple):
    """A holiday on a day of the month."""

    month: int
    day: int
    since: int
    """First year."""


class WeekdayHoliday(NamedTuple):
    """A holiday on a weekday of a month."""

    month: int
    weekday: int
    """0 Monday to 6 Sunday."""
    nth: int
    """1 for the first of the month, LAST for the last."""
    since: int
    """First year."""


# 5 U.S.C. 6103(a): New Year's Day, Juneteenth, Independence Day, Veterans Day, Christmas Day. The years are
# those since which all of them fall as they do today: Pub. L. 94-97 (Veterans Day back to 11 November from
# 1978), Pub. L. 117-17 (Juneteenth).
DAY_HOLIDAYS = (
    DayHoliday(1, 1, 1978),
    DayHoliday(6, 19, 2021),
    DayHoliday(7, 4, 1978),
    DayHoliday(11, 11, 1978),
    DayHoliday(12, 25, 1978),
)

# 5 U.S.C. 6103(a): birthday of Martin Luther King, Jr. (Pub. L. 98-144), Washington's Birthday, Memorial Day,
# Labor Day, Columbus Day, Thanksgiving Day.
WEEKDAY_HOLIDAYS = (
    WeekdayHoliday(1, 0, 3, 1986),
    WeekdayHoliday(2, 0, 3, 1978),
    WeekdayHoliday(5, 0, LAST, 1978),
    WeekdayHoliday(9, 0, 1, 1978),
    WeekdayHoliday(10, 0, 2, 1978),
    WeekdayHoliday(11, 3, 4, 1978),
)

# 5 U.S.C. 6103(b), Executive Order 11582: a holiday on this weekday is also observed so many days later
# (Saturday: the Friday before; Sunday: the Monday after).
OBSERVED_SHIFT_DAYS = {5: -1, 6: 1}

# No collection on this weekday (this project's reading of "scheduled collection", 604.4.8.13a): Sunday.
WEEKDAY_WITHOUT_COLLECTION = 6
