"""The printer's grid: lengths brought to whole dots, always towards the lawful side."""

import math

_SLACK = 1e-6


def up(length: float, dpi: int) -> float:
    """The least whole number of dots that is not under `length` inches, in inches."""
    return math.ceil(length * dpi - _SLACK) / dpi


def down(length: float, dpi: int) -> float:
    """The greatest whole number of dots that is not over `length` inches, in inches."""
    return math.floor(length * dpi + _SLACK) / dpi
