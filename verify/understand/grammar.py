"""What a date, an amount, a ZIP Code and a serial number look like in words (DMM 604.4.8.5, 4.8.12)."""

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicia.spec.content import MONTHS
from indicia.spec.kinds import DateForm
from indicia.units import mills
from verify.understand.tokens import Token

_MONTH = r"(?P<month>[A-Z]{3,9})\.?"
_YEAR = r"'?(?P<year>\d{1,4})"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_MONTH} (?P<day>\d{{1,2}}),? {_YEAR}",
        rf"(?P<day>\d{{1,2}}) {_MONTH},? {_YEAR}",
        rf"{_MONTH},? {_YEAR}",
        r"(?P<month>\d{1,2})[/-](?P<day>\d{1,2})[/-](?P<year>\d{2,4})",
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
    )
)
"""Month, day and year in the orders in which they are written; 604.4.8.12 prescribes none."""
DATE_WORDS = 3
"""Words of a date at most."""
_FULL_MONTHS = tuple(name.upper() for name in calendar.month_name[1:])
_AMOUNT = re.compile(r"\$?(\d{0,4}\.\d{2,3})")
_ZIP = re.compile(r"\d{5}(-\d{4})?")
_DEVICE = re.compile(r"[A-Z0-9]{2} ?[A-Z0-9]{2} ?\d{10}")
SERIAL_WORDS = 3
"""Words of a serial number at most: manufacturer, model, number."""
_NUMBER = re.compile(r"(?=(?:[A-Z-]*\d){5})[A-Z0-9-]{6,14}")
"""Six characters or more, five of them digits: a serial number of some other form."""
_OVERPRINT = re.compile(r"(?:[A-Z]+\.? ?)+ \d{1,2}[-/]\d{2,4}")
_VESSEL = re.compile(r"USS .+ \([A-Z]+-?\d+\)")
_STATE = re.compile(r"[A-Z]{2}")
_CENTURY = 2000
"""Of years of two digits: the manual is of 2005."""
_DIGITS = str.maketrans("OQDIlSBZ", "00011582")
"""What a digit that is not sure is taken for in scans."""


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as it is printed; it need not be one of the calendar."""

    year: int
    """Four digits."""
    month: int
    """1 to 12; other numbers are no month."""
    day: int | None
    """None for month and year alone."""
    year_digits: int
    """Digits that the year is printed with."""

    @property
    def form(self) -> DateForm:
        """Complete, or month and year."""
        return DateForm.MONTH_YEAR if self.day is None else DateForm.COMPLETE

    @property
    def real(self) -> dt.date | None:
        """The day, of month and year the first; None when the calendar has no such day."""
        try:
            return dt.date(self.year, self.month, 1 if self.day is None else self.day)
        except ValueError:
            return None


def parse_date(words: str) -> PrintedDate | None:
    """The date that words say; None when they say none."""
    for pattern in _DATES:
        match = pattern.fullmatch(words.upper())
        if match is not None and (month := _month(match["month"])) is not None:
            parts = match.groupdict()
            year = int(parts["year"])
            digits = len(parts["year"])
            day = parts.get("day")
            return PrintedDate(year + _CENTURY if digits < 4 else year, month, int(day) if day else None, digits)
    return None


def parse_amount(words: str) -> int | None:
    """Mills of an amount as it is printed; None when it is none."""
    match = _AMOUNT.fullmatch(words)
    return None if match is None else mills(Decimal(match[1]))


def is_zip(words: str) -> bool:
    """Whether words are a ZIP Code of five or nine digits."""
    return _ZIP.fullmatch(words) is not None


def is_serial(words: str) -> bool:
    """Whether words are a device's number: manufacturer, model and ten digits, or some other long number."""
    said = words.upper()
    return _DEVICE.fullmatch(said) is not None or (_NUMBER.fullmatch(said) is not None and not is_zip(words))


def is_overprint(words: str) -> bool:
    """Whether words are a mailer's initials with month and year (604.3.6)."""
    return _OVERPRINT.fullmatch(words.upper()) is not None


def is_state(word: str) -> bool:
    """Whether a word may be the two letters of a state."""
    return _STATE.fullmatch(word.upper()) is not None


def is_vessel(words: str) -> bool:
    """Whether words are the name of a naval vessel with its hull number, as USS SARATOGA (CV-60)."""
    return _VESSEL.fullmatch(words.upper()) is not None


def numeral(read: Sequence[Token]) -> str:
    """Words in which a doubtful letter that looks like a digit is that digit."""
    return " ".join(
        "".join(
            character.translate(_DIGITS) if doubt else character
            for character, doubt in zip(token.string, token.doubtful, strict=True)
        )
        for token in read
    )


def _month(word: str) -> int | None:
    """Its number; a number stays itself, right or wrong."""
    if word.isdigit():
        return int(word)
    if word in MONTHS:
        return MONTHS.index(word) + 1
    if word == "SEPT":
        return 9
    return _FULL_MONTHS.index(word) + 1 if word in _FULL_MONTHS else None
