import datetime as dt

import pytest

from indicia.model.business_days import holidays
from indicia.rulebook.calendar import collection_before, has_collection


def test_the_holidays_of_2005_are_the_statutes_with_their_observed_days() -> None:
    expected = {
        dt.date(2005, 1, 1),  # Saturday; observed on Friday, 31 December 2004
        dt.date(2005, 1, 17),
        dt.date(2005, 2, 21),
        dt.date(2005, 5, 30),
        dt.date(2005, 7, 4),
        dt.date(2005, 9, 5),
        dt.date(2005, 10, 10),
        dt.date(2005, 11, 11),
        dt.date(2005, 11, 24),
        dt.date(2005, 12, 25),  # Sunday
        dt.date(2005, 12, 26),  # its observed day
    }
    assert expected == holidays(2005)


def test_new_years_day_on_a_saturday_is_observed_the_year_before() -> None:
    assert dt.date(2004, 12, 31) in holidays(2004)


def test_juneteenth_is_a_holiday_since_2021() -> None:
    assert dt.date(2021, 6, 19) in holidays(2021)
    assert dt.date(2020, 6, 19) not in holidays(2020)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2005, 6, 15), True),  # a Wednesday
        (dt.date(2005, 6, 18), True),  # a Saturday
        (dt.date(2005, 6, 19), False),  # a Sunday
        (dt.date(2005, 7, 4), False),
        (dt.date(2005, 12, 26), False),
    ],
)
def test_sundays_and_holidays_have_no_collection(day: dt.date, *, expected: bool) -> None:
    assert expected is has_collection(day)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2005, 6, 15), dt.date(2005, 6, 14)),
        (dt.date(2005, 6, 20), dt.date(2005, 6, 18)),  # Monday back over Sunday
        (dt.date(2005, 7, 5), dt.date(2005, 7, 2)),  # Tuesday back over the Fourth and Sunday
        (dt.date(2005, 12, 27), dt.date(2005, 12, 24)),  # back over Christmas observed and Christmas
    ],
)
def test_the_collection_before_skips_days_without_one(day: dt.date, expected: dt.date) -> None:
    assert expected == collection_before(day)


def test_the_ends_of_the_calendar_hold() -> None:
    assert dt.date.min == collection_before(dt.date.min)
    assert dt.date(dt.MAXYEAR, 12, 30) == collection_before(dt.date.max)
