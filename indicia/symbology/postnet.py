"""POSTNET: ZIP Code digits to tall and short bars (DMM 708.4.0 of 2005)."""

from indicia.errors import InputError
from indicia.geometry import Box
from indicia.spec import postnet as spec
from indicia.symbology import dots


def check_digit(digits: str) -> int:
    """The digit that brings the sum of all to a multiple of ten."""
    return -sum(map(int, digits)) % 10


def encode(digits: str) -> str:
    """The bars of `digits`, `1` tall and `0` short: 32, 52 or 62 with frame and check digit.

    Raises:
        InputError: not 5, 9 or 11 digits.
    """
    if len(digits) not in spec.DIGITS or not (digits.isascii() and digits.isdigit()):
        raise InputError(f"POSTNET takes 5, 9 or 11 digits, not {digits!r}")
    body = "".join(spec.CODES[int(digit)] for digit in f"{digits}{check_digit(digits)}")
    return f"{spec.FRAME}{body}{spec.FRAME}"


def bars(digits: str, *, left: float, bottom: float, dpi: int) -> tuple[Box, ...]:
    """The bars of `digits`, left to right, every side on a whole dot.

    Args:
        digits: 5, 9 or 11 digits; the check digit is added.
        left: x of the left side of the first bar, inches; the row's one origin.
        bottom: y of the common baseline, inches.
        dpi: printer dots an inch.

    Raises:
        InputError: not 5, 9 or 11 digits.
        UsageError: the resolution is too coarse for the bar's tolerances.
    """
    pattern = encode(digits)
    width = dots.whole_dots(
        spec.BAR_WIDTH - spec.BAR_WIDTH_TOLERANCE,
        spec.BAR_WIDTH + spec.BAR_WIDTH_TOLERANCE,
        dpi,
        "a POSTNET bar's width",
    )
    heights = {"1": _height(spec.TALL_HEIGHT, dpi), "0": _height(spec.SHORT_HEIGHT, dpi)}
    lefts = dots.offsets(range(len(pattern)), 1 / spec.BARS_PER_INCH, dpi)
    x, y = round(left * dpi), round(bottom * dpi)
    return tuple(
        dots.box(x + offset, y - heights[bit], x + offset + width, y, dpi=dpi)
        for offset, bit in zip(lefts, pattern, strict=True)
    )


def _height(nominal: float, dpi: int) -> int:
    return dots.whole_dots(
        nominal - spec.HEIGHT_TOLERANCE, nominal + spec.HEIGHT_TOLERANCE, dpi, "a POSTNET bar's height"
    )
