import datetime as dt

import pytest

from indicia.errors import InputError
from indicia.payload.dates import UNDATED, FieldDate, decode_date, encode_date, parse_date
from indicia.spec.kinds import DateForm


@pytest.mark.parametrize(
    ("form", "number"),
    [(DateForm.COMPLETE, 20050615), (DateForm.MONTH_YEAR, 20050600), (DateForm.NONE, 0)],
)
def test_each_form_has_its_number(form: DateForm, number: int) -> None:
    assert number == encode_date(form, dt.date(2005, 6, 15))


def test_a_complete_date_is_one_day() -> None:
    day = dt.date(2004, 2, 29)
    assert FieldDate(DateForm.COMPLETE, day, day) == decode_date(20040229)


def test_month_and_year_is_the_whole_month() -> None:
    expected = FieldDate(DateForm.MONTH_YEAR, dt.date(2004, 2, 1), dt.date(2004, 2, 29))
    assert expected == decode_date(20040200)


def test_zero_is_undated() -> None:
    assert UNDATED == decode_date(0)


@pytest.mark.parametrize("number", [20050229, 20051300, 20050015, 20050631, 600, 15, 2**32 - 1])
def test_numbers_outside_the_calendar_are_no_date(number: int) -> None:
    assert decode_date(number) is None


@pytest.mark.parametrize(("number", "iso"), [(20050615, "2005-06-15"), (20050600, "2005-06"), (0, None)])
def test_iso_text_and_back(number: int, iso: str | None) -> None:
    date = decode_date(number)
    assert date is not None
    assert iso == date.iso
    assert number == parse_date(iso)


@pytest.mark.parametrize("text", ["2005-02-29", "2005-13", "2005-06-00", "20050615", "2005", "2005-W01-1", ""])
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="mailing_date: found"):
        parse_date(text)


def test_a_form_that_shows_a_date_needs_one() -> None:
    with pytest.raises(InputError, match="needs a date"):
        encode_date(DateForm.COMPLETE)
