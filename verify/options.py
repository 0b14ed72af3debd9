"""What the operator tells the verifier beside the picture."""

import datetime as dt
import enum
import math
import re
from dataclasses import dataclass, field
from typing import TypeVar

from indicia.errors import UsageError
from indicia.spec.kinds import Facing
from indicia.spec.placement import NAMED_SIZES
from verify.checks import EVERY_CHECK, Check
from verify.policy import Policy

_SIZE = re.compile(r"([0-9]*\.?[0-9]+)x([0-9]*\.?[0-9]+)")
_ZIP = re.compile(r"([0-9]{5})(?:-[0-9]{4})?")
_Choice = TypeVar("_Choice", bound=enum.StrEnum)


class FacingMethod(enum.StrEnum):
    """How the facer finds the piece, as the command line says it."""

    FIM = "fim"
    FLUORESCENT = "fluorescent"
    LABEL = "label"

    @property
    def facing(self) -> Facing:
        """The manual's own word."""
        return {
            FacingMethod.FIM: Facing.FIM,
            FacingMethod.FLUORESCENT: Facing.FLUORESCENT_INK,
            FacingMethod.LABEL: Facing.LABEL,
        }[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How pieces are judged; nothing here depends on the picture."""

    on: dt.date
    """Day of deposit."""
    facing: Facing | None = None
    """Facing method, where the operator knows it."""
    after_last_collection: bool = False
    """The pieces entered after the day's last scheduled collection (604.4.8.13a)."""
    policy: Policy = field(default_factory=Policy)
    """What to demand."""
    deposit_zip: str | None = None
    """ZIP Code of the office of deposit, five digits (604.4.10.4); None leaves that row out."""
    checks: frozenset[Check] = EVERY_CHECK
    """What is looked at and judged."""


def parse_day(day: dt.date | str) -> dt.date:
    """The day itself, or the one that an ISO date names.

    Raises:
        UsageError: it names none.
    """
    if isinstance(day, dt.datetime):
        return day.date()
    if isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"{day!r} is not a date; allowed: YYYY-MM-DD") from None


def parse_choice(kind: type[_Choice], word: str, what: str) -> _Choice:
    """The member of a closed set that a word names.

    Raises:
        UsageError: it names none.
    """
    try:
        return kind(word)
    except ValueError:
        raise UsageError(f"{what} {word!r}; allowed: {', '.join(kind)}") from None


def parse_zip(zip_code: str | None) -> str | None:
    """The five digits of a ZIP Code of five or nine; None stays None.

    Raises:
        UsageError: it is none.
    """
    if zip_code is None:
        return None
    match = _ZIP.fullmatch(zip_code)
    if match is None:
        raise UsageError(f"{zip_code!r} is not a ZIP Code; allowed: 12345 or 12345-6789")
    return match[1]


def parse_size(size: tuple[float, float] | str | None) -> tuple[float, float] | None:
    """Width and height in inches of a pair, of `9.5x4.125`, or of a named size as `#10`; None stays None.

    Raises:
        UsageError: no such size.
    """
    if isinstance(size, str):
        # Names first: 6x9 is the trade's name of an envelope 9 inches long.
        numbers = _SIZE.fullmatch(size)
        given = (float(numbers[1]), float(numbers[2])) if numbers else (0.0, 0.0)
        size = NAMED_SIZES.get(size, given)
    if size is not None and not all(math.isfinite(side) and side > 0 for side in size):
        raise UsageError(f"no such size; allowed: WIDTHxHEIGHT in inches, or {', '.join(NAMED_SIZES)}")
    return size
