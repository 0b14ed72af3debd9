"""Field types of case files: sums, times, names."""

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StringConstraints

from indicia.units import MILLS_PER_DOLLAR, mills

_HOURS = re.compile(r"([0-9]{1,4}):([0-5][0-9])")
_SERIAL = r"^[A-Z0-9][A-Z0-9 -]{0,31}$"
_MOST_MILLS = 2**32 - 1
"""What the descending register of an IBI's message holds (four bytes)."""


def _sum(value: Any) -> int:
    most = Decimal(_MOST_MILLS) / MILLS_PER_DOLLAR
    try:
        parsed = Decimal(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else Decimal(-1)
        # Compared before it is scaled: a number of a million digits is never written out.
        if 0 <= parsed <= most:
            return mills(parsed)
    except (InvalidOperation, ValueError):
        pass
    raise ValueError(f"dollars with up to three decimals, as a string, at most {most}")


def _minutes(value: Any) -> int:
    if isinstance(value, str) and (parts := _HOURS.fullmatch(value)):
        return int(parts[1]) * 60 + int(parts[2])
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10_000:
        return value * 60
    raise ValueError("hours and minutes as 2:12, a string, or whole hours")


Sum = Annotated[int, BeforeValidator(_sum, json_schema_input_type=str)]
"""A sum in mills; in the file dollars with up to three decimals."""

Minutes = Annotated[int, BeforeValidator(_minutes, json_schema_input_type=str)]
"""A working time in minutes; in the file `2:12`."""

Name = Annotated[str, Field(max_length=80)]
"""A name; empty where it is not told."""

Label = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
"""A name that also stands in names of files: letters, digits, points, hyphens."""

Serial = Annotated[str, StringConstraints(pattern=_SERIAL)]
"""Serial number of a system, as printed."""
