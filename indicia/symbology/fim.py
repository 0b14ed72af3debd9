"""Facing identification marks as bars (DMM 708.9.0 of 2005)."""

from indicia.geometry import Box
from indicia.spec import fim as spec
from indicia.spec.kinds import FimKind
from indicia.symbology import dots

_POSITIONS = {
    kind: tuple(position for position, bit in enumerate(pattern) if bit == "1")
    for kind, pattern in spec.PATTERNS.items()
}
_STEPS = len(next(iter(spec.PATTERNS.values()))) - 1


def bars(kind: FimKind, *, right: float, top: float, dpi: int) -> tuple[Box, ...]:
    """The bars of `kind`, left to right, every side on a whole dot.

    Args:
        kind: which pattern.
        right: x of the right side of the rightmost bar, inches; the row's one origin.
        top: y of the tops, inches.
        dpi: printer dots an inch.

    Raises:
        UsageError: the resolution is too coarse for the bar's tolerances.
    """
    width = dots.whole_dots(
        spec.BAR_WIDTH - spec.BAR_WIDTH_TOLERANCE,
        spec.BAR_WIDTH + spec.BAR_WIDTH_TOLERANCE,
        dpi,
        "a FIM bar's width",
    )
    height = dots.whole_dots(
        spec.BAR_HEIGHT - spec.BAR_HEIGHT_TOLERANCE,
        spec.BAR_HEIGHT + spec.BAR_HEIGHT_TOLERANCE,
        dpi,
        "a FIM bar's height",
    )
    origin, y = round(right * dpi), round(top * dpi)
    # Steps are counted from the right, where the mark is anchored.
    sides = dots.offsets([position - _STEPS for position in _POSITIONS[kind]], spec.PITCH, dpi)
    return tuple(dots.box(origin + s - width, y, origin + s, y + height, dpi=dpi) for s in sides)
