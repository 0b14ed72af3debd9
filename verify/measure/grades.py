"""From values to grades: limits, the overlay of damage that the standards use throughout, and letters."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from indicia.spec.print_quality import GRADES, LETTERS

Grades = npt.NDArray[np.uint8]
"""Whole grades, 0 to 4, of any shape."""

_TOLERANCE = 1e-9
"""Values that are a limit but for the rounding of floats meet it: 1 - 2 * 14 / 56 is meant as one half."""


def at_least(value: float, limits: Sequence[float]) -> int:
    """The grade of a value that is the better the greater it is."""
    return next((grade for grade, limit in zip(GRADES, limits, strict=False) if value >= limit - _TOLERANCE), 0)


def at_most(value: float, limits: Sequence[float]) -> int:
    """The grade of a value that is the better the smaller it is."""
    return next((grade for grade, limit in zip(GRADES, limits, strict=False) if value <= limit + _TOLERANCE), 0)


def below(value: float, limits: Sequence[float]) -> int:
    """The grade of a value that must stay below its limit."""
    return next((grade for grade, limit in zip(GRADES, limits, strict=False) if value < limit - _TOLERANCE), 0)


def graded(values: npt.NDArray[np.floating], limits: Sequence[float]) -> Grades:
    """The grade of every value, the better the greater."""
    # Limits fall from grade 4 to grade 1: a value has the grade of how many of them it reaches.
    rising = np.array(limits[::-1], dtype=values.dtype)
    return np.searchsorted(rising, values, side="right").astype(np.uint8)


def overlaid(damage_at: Callable[[int], int]) -> int:
    """The best grade that a set keeps when all of its members below that grade are written off as damage.

    ISO/IEC 15415:2011 7.8.4 and ISO/IEC 16022:2006 Annex M: at every grade, the lower of it and of the grade that
    the damage then has; the highest of these counts.

    Args:
        damage_at: the grade of the damage when all members below a grade count as damaged.
    """
    return max(min(grade, damage_at(grade)) for grade in GRADES)


def letter(grade: float) -> str:
    """A to F for a grade of 4.0 to 0.0."""
    return LETTERS[int(grade + 0.5)]
