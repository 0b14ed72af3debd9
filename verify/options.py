"""What the operator tells the verifier beside the picture."""

import datetime as dt
import enum
import math
import re
from dataclasses import dataclass
from typing import TypeVar

from indicia.errors import UsageError
from indicia.spec.kinds import Edition, Facing
from indicia.spec.placement import NAMED_SIZES

_SIZE = re.compile(r"([0-9]*\.?[0-9]+)x([0-9]*\.?[0-9]+)")
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
    policy: Edition = Edition.DMM_2005
    """Edition of the rules."""


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
