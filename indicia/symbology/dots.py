"""Bars on the printer's grid: whole dots for every side, one origin for every row."""

from collections.abc import Sequence

from indicia.errors import UsageError
from indicia.geometry import Box


def whole_dots(low: float, high: float, dpi: int, what: str) -> int:
    """The whole number of dots nearest to the middle of `low` to `high` inches.

    Raises:
        UsageError: no whole number of dots lies in that range; `what` names the length.
    """
    return require(low, high, round((low + high) / 2 * dpi), dpi, what)


def require(low: float, high: float, dots: int, dpi: int, what: str) -> int:
    """The same `dots`, which measure `low` to `high` inches.

    Raises:
        UsageError: they do not; `what` names the length.
    """
    if not low <= dots / dpi <= high:
        raise UsageError(
            f"{what} must measure {low:g} to {high:g} in and would be {dots / dpi:.4f} in "
            f"({dots} dots of {dpi} an inch): choose a finer resolution"
        )
    return dots


def offsets(positions: Sequence[int], pitch: float, dpi: int) -> tuple[int, ...]:
    """Dots from the origin to each of `positions`, counted in steps of `pitch` inches.

    Each is rounded by itself: a rounded pitch repeated would carry its error along the row.
    """
    return tuple(round(position * pitch * dpi) for position in positions)


def box(left: int, top: int, right: int, bottom: int, *, dpi: int) -> Box:
    """The box with these sides, dots from the page's corner, in inches."""
    return Box(left / dpi, top / dpi, right / dpi, bottom / dpi)
