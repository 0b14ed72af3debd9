"""The mailing date in a payload: a decimal number YYYYMMDD, YYYYMM00 for month and year, 0 undated."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from indicia.errors import InputError
from indicia.spec.kinds import DateForm


@dataclass(frozen=True, slots=True)
class FieldDate:
    """A mailing date as the payload carries it (DMM 604.4.8.12a, b, c)."""

    form: DateForm
    """Complete, month and year, or none."""
    first: dt.date | None
    """The day, or the first day of the month; None when undated."""
    last: dt.date | None
    """The day, or the last day of the month; None when undated."""

    @property
    def iso(self) -> str | None:
        """`2005-06-15`, `2005-06`, or None when undated."""
        if self.first is None:
            return None
        iso = self.first.isoformat()
        return iso if self.form is DateForm.COMPLETE else iso[:7]


_ISO = re.compile(r"([0-9]{4})-([0-9]{2})(?:-(0[1-9]|[1-3][0-9]))?")
UNDATED = FieldDate(DateForm.NONE, None, None)


def encode_date(form: DateForm, date: dt.date | None = None) -> int:
    """The number in the field; of a month-and-year date the day is dropped.

    Raises:
        InputError: a form that shows a date comes without one.
    """
    if form is DateForm.NONE:
        return 0
    if date is None:
        raise InputError(f"mailing date: the form {form} needs a date")
    day = date.day if form is DateForm.COMPLETE else 0
    return date.year * 10_000 + date.month * 100 + day


def decode_date(number: int) -> FieldDate | None:
    """The date that the field stands for, None when it is no date of the calendar."""
    if number == 0:
        return UNDATED
    year, month, day = number // 10_000, number // 100 % 100, number % 100
    if not (dt.MINYEAR <= year <= dt.MAXYEAR and 1 <= month <= 12):
        return None
    days = calendar.monthrange(year, month)[1]
    if day > days:
        return None
    if day:
        complete = dt.date(year, month, day)
        return FieldDate(DateForm.COMPLETE, complete, complete)
    return FieldDate(DateForm.MONTH_YEAR, dt.date(year, month, 1), dt.date(year, month, days))


def parse_date(text: str | None) -> int:
    """The number in the field for `2005-06-15`, `2005-06` or None.

    Raises:
        InputError: neither of these.
    """
    if text is None:
        return 0
    parts = _ISO.fullmatch(text)
    number = int(f"{parts[1]}{parts[2]}{parts[3] or '00'}") if parts else 0
    if number == 0 or decode_date(number) is None:
        raise InputError(f"mailing_date: found {text!r}; allowed: YYYY-MM-DD, YYYY-MM or null")
    return number
