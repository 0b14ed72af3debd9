"""Inks as device colours. The colour of a print on paper is the printer's; these only tell inks apart."""

from indicia.spec.kinds import Ink

# UNSOURCED device colours: DMM 604.4.8.9 names colours and gives no coordinates; these are plain primaries, the
# fluorescent red the orange-red of meter ink as a screen can show it.
RGB: dict[Ink, tuple[int, int, int]] = {
    Ink.BLACK: (0, 0, 0),
    Ink.RED: (204, 0, 0),
    Ink.BLUE: (0, 51, 153),
    Ink.FLUORESCENT_RED: (255, 56, 36),
}
"""Red, green, blue, 0 to 255."""


def brightness(ink: Ink) -> float:
    """How bright a pixel full of ink is in a grey picture, 0 to 255 (luma of ITU-R BT.601)."""
    red, green, blue = RGB[ink]
    return 0.299 * red + 0.587 * green + 0.114 * blue
