import datetime as dt

import pytest

from indicia.model.business_days import (
    business_days_after,
    is_business_day,
    last_of_business_days,
    months_after,
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2005-06-15", True),
        ("2005-06-18", False),
        ("2005-06-19", False),
        ("2005-07-04", False),
        ("2004-12-24", False),  # Christmas, a Saturday, is observed on Friday
        ("2005-11-24", False),
        ("2005-11-25", True),
        ("2005-12-26", False),
    ],
)
def test_weekends_and_federal_holidays_are_no_business_days(text: str, expected: bool) -> None:
    assert expected == is_business_day(day(text))


@pytest.mark.parametrize(
    ("first", "count", "expected"),
    [
        ("2005-06-13", 5, "2005-06-17"),
        ("2005-06-15", 5, "2005-06-21"),
        ("2005-06-18", 1, "2005-06-20"),
        ("2005-06-30", 5, "2005-07-07"),  # over Independence Day
    ],
)
def test_business_days_include_the_first(first: str, count: int, expected: str) -> None:
    assert day(expected) == last_of_business_days(day(first), count)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [("2005-06-15", 2, "2005-06-17"), ("2005-06-17", 2, "2005-06-21"), ("2005-06-18", 1, "2005-06-20")],
)
def test_a_deadline_in_business_days_begins_the_day_after(start: str, count: int, expected: str) -> None:
    assert day(expected) == business_days_after(day(start), count)


def test_no_days_are_no_deadline() -> None:
    with pytest.raises(ValueError, match="1 or more"):
        business_days_after(day("2005-06-15"), 0)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2005-06-15", 3, "2005-09-15"),
        ("2005-11-30", 3, "2006-02-28"),
        ("2003-11-30", 3, "2004-02-29"),
        ("2005-12-01", 1, "2006-01-01"),
        ("2005-01-31", 24, "2007-01-31"),
        ("2005-03-31", -1, "2005-02-28"),
    ],
)
def test_months_end_on_the_same_day_or_the_last_of_the_month(start: str, months: int, expected: str) -> None:
    assert day(expected) == months_after(day(start), months)
