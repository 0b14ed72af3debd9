"""Field types that several parts of an order share."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints

from indicia.units import mills

STRICT = ConfigDict(extra="forbid", str_strip_whitespace=False, allow_inf_nan=False, use_attribute_docstrings=True)
"""Unknown keys are refused by name; what stands under a field describes it in the schema."""

MAX_POSTAGE_MILLS = 2**24 - 1
"""What the postage field of an IBI holds (three bytes)."""


def _amount(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise ValueError("dollars with up to three decimals, as a string")  # noqa: TRY004 - pydantic reads ValueError
    try:
        parsed = Decimal(value)
        amount = mills(parsed) if parsed.is_finite() else -1
    except (InvalidOperation, ValueError):
        raise ValueError("dollars with up to three decimals, as a string") from None
    if not 0 <= amount <= MAX_POSTAGE_MILLS:
        raise ValueError(f"0 to {Decimal(MAX_POSTAGE_MILLS) / 1000} dollars")
    return amount


def _date(value: Any) -> dt.date:
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("a calendar date as YYYY-MM-DD") from None


Mills = Annotated[int, BeforeValidator(_amount, json_schema_input_type=str)]
"""A sum in mills; in the order dollars with up to three decimals."""

Day = Annotated[dt.date, BeforeValidator(_date, json_schema_input_type=str)]
"""A day; in the order YYYY-MM-DD."""

_ZIP = r"^[0-9]{5}$"
_ZIP_PLUS_4 = r"^[0-9]{5}-[0-9]{4}$"
_TWO = r"^[A-Z0-9]{2}$"
_PRINTED = r"^[\x21-\x7e\xa1-\xff]([\x20-\x7e\xa1-\xff]*[\x21-\x7e\xa1-\xff])?$"
_CAPITALS = r"^[A-Z0-9][A-Z0-9 .,&'()/-]*$"
_TRACKING = r"^[0-9][0-4][0-9]{18}$"
_PERMIT = r"^[A-Z0-9-]{1,12}$"

PATTERNS_IN_WORDS = {
    _ZIP: "five digits, as a string",
    _ZIP_PLUS_4: "nine digits with a hyphen, as 34078-2740",
    _TWO: "two capital letters or digits",
    _PRINTED: "printable characters of Latin-1 without blanks at the ends",
    _CAPITALS: "capital letters, digits and .,&'()/-",
    _TRACKING: "20 digits, the second of them 0 to 4",
    _PERMIT: "at most 12 capital letters, digits and hyphens",
}
"""What a text must look like, for people."""

ZipCode = Annotated[str, StringConstraints(pattern=_ZIP)]
"""A five-digit ZIP Code."""

TwoCharacters = Annotated[str, StringConstraints(pattern=_TWO)]
"""A manufacturer or model id: two capitals or digits."""

PrintedText = Annotated[str, StringConstraints(pattern=_PRINTED, max_length=80)]
"""One line of printable characters, no blanks at its ends."""

Capitals = Annotated[str, StringConstraints(pattern=_CAPITALS, max_length=80)]
"""One line of capitals."""

ZipPlus4 = Annotated[str, StringConstraints(pattern=_ZIP_PLUS_4)]
"""A ZIP+4 Code with its hyphen."""

AddressLines = Annotated[tuple[PrintedText, ...], Field(min_length=1, max_length=8)]
"""The lines of an address, top to bottom."""

PsdSerial = Annotated[int, Field(ge=0, le=2**32 - 1, strict=True)]
"""A PSD serial number (u32 in the payload)."""

Tracking = Annotated[str, StringConstraints(pattern=_TRACKING)]
"""Barcode identifier, service type, mailer and serial of an Intelligent Mail barcode."""

PermitNumber = Annotated[str, StringConstraints(pattern=_PERMIT)]
"""Number of a permit, as printed."""
