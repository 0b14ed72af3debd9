"""Units: inches, points, printer dots, mills. Lengths are inches unless a name says otherwise."""

from decimal import Decimal

POINTS_PER_INCH = 72
MILLS_PER_DOLLAR = 1000


def points(inches: float) -> float:
    """Points in a length of `inches`."""
    return inches * POINTS_PER_INCH


def inches(points_: float) -> float:
    """Inches in a length of `points_` points."""
    return points_ / POINTS_PER_INCH


def snap(length: float, dpi: int) -> float:
    """The multiple of one printer dot nearest to `length` inches."""
    return round(length * dpi) / dpi


MOST_DIGITS = 18
"""Of a sum in mills: what eight bytes hold."""


def mills(dollars: Decimal) -> int:
    """Mills in a sum of `dollars`.

    Raises:
        ValueError: the sum has a fraction of a mill, or more digits than any account.
    """
    scaled = dollars * MILLS_PER_DOLLAR
    # Before it is compared: ten to the power of a million is written in nine characters and takes seconds to write out.
    if scaled.adjusted() >= MOST_DIGITS:
        raise ValueError(f"{dollars} is more than any sum of postage")
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{dollars} has more than three decimals")
    return int(scaled)


def dollars(amount_mills: int) -> Decimal:
    """The sum in dollars, always with three decimals."""
    return (Decimal(amount_mills) / MILLS_PER_DOLLAR).quantize(Decimal("0.001"))
