"""Months, postal quarters, postal accounting periods."""

import calendar
import datetime as dt
from dataclasses import dataclass

from indicia.spec.deadlines import FISCAL_YEAR_BEGINS, Every

_DAY = dt.timedelta(days=1)
_QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first through the last."""

    label: str
    """2005-06-15, 2005-06, FY2005-Q3, FY2005-AP09."""
    first: dt.date
    """First day."""
    last: dt.date
    """Last day."""

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first <= day <= self.last


def period_of(every: Every, day: dt.date) -> Period:
    """The day, month, postal quarter or accounting period that `day` lies in."""
    match every:
        case Every.DAY:
            return Period(day.isoformat(), day, day)
        case Every.MONTH:
            return _months(f"{day:%Y-%m}", day.year, day.month, 1)
        case Every.QUARTER:
            first = (day.month - 1) // _QUARTER_MONTHS * _QUARTER_MONTHS + 1
            number = _fiscal_month(first) // _QUARTER_MONTHS + 1
            return _months(f"FY{_fiscal_year(day)}-Q{number}", day.year, first, _QUARTER_MONTHS)
        case Every.ACCOUNTING_PERIOD:
            return _months(f"FY{_fiscal_year(day)}-AP{_fiscal_month(day.month) + 1:02}", day.year, day.month, 1)


def after(every: Every, period: Period) -> Period:
    """The period that follows."""
    return period_of(every, period.last + _DAY)


def _months(label: str, year: int, first: int, count: int) -> Period:
    last = first + count - 1
    return Period(label, dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1]))


def _fiscal_month(month: int) -> int:
    """From 0 for October."""
    return (month - FISCAL_YEAR_BEGINS) % 12


def _fiscal_year(day: dt.date) -> int:
    return day.year + (day.month >= FISCAL_YEAR_BEGINS)
