"""What a page is made of: marks in inches, everything decided, nothing left to the renderer.

The origin is the top left corner of the page, x to the right, y down. Symbol modules and bars are
already on the printer's grid (`Page.dpi`): a renderer never rounds to another one.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from indicia.spec.kinds import FimKind, Ink, Role

_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Text:
    """One line of lettering."""

    string: str
    """What it says."""
    role: Role
    """What it is for."""
    x: float
    """Pen start: x of the first glyph's origin, inches."""
    baseline: float
    """y of the baseline, inches."""
    size_pt: float
    """Type size, points."""
    bold: bool
    """Bold or regular weight."""
    ink_box: Box
    """Tight ink of the glyphs, inches."""
    advances_pt: tuple[float, ...] = ()
    """Advance of each character, points: a renderer steps by these and no other widths."""
    ink: Ink = Ink.BLACK
    """Colour that it is printed in."""


@dataclass(frozen=True, slots=True)
class SymbolMark:
    """A 2-D symbol without its quiet zone."""

    box: Box
    """The symbol, inches; a whole number of dots a module."""
    modules: npt.NDArray[np.bool_]
    """R x C, True is dark, row 0 on top."""
    module_dots: int
    """Printer dots a module, at `Page.dpi`."""
    ink: Ink = Ink.BLACK
    """Colour that it is printed in."""


@dataclass(frozen=True, slots=True)
class BarsMark:
    """A row of bars: FIM, POSTNET or Intelligent Mail."""

    kind: str
    """`fim`, `postnet` or `imb`."""
    bars: tuple[Box, ...]
    """Every bar, inches, left to right."""
    digits: str = ""
    """What POSTNET or Intelligent Mail says."""
    fim: FimKind | None = None
    """Which FIM."""
    ink: Ink = Ink.BLACK
    """Colour that it is printed in."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A filled upright rectangle: a line, a bar of a postmark, a solid patch."""

    box: Box
    """All of it, inches; on the dot grid."""
    ink: Ink = Ink.BLACK
    """Colour that it is printed in."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The outline of a box, drawn inside its edges."""

    box: Box
    """Outer edges, inches; on the dot grid."""
    line: float
    """Thickness of the line, inches; whole dots, at most half of the shorter side."""
    ink: Ink = Ink.BLACK
    """Colour that it is printed in."""

    def __post_init__(self) -> None:
        if not 0 < 2 * self.line <= min(self.box.width, self.box.height) + _SLACK:
            raise ValueError(f"a line of {self.line} in does not fit inside {self.box}")

    @property
    def sides(self) -> tuple[Box, Box, Box, Box]:
        """Top, bottom, left and right line without the corners, where two of them meet."""
        outer = self.box
        inner = outer.grown(-self.line)
        return (
            Box(inner.left, outer.top, inner.right, inner.top),
            Box(inner.left, inner.bottom, inner.right, outer.bottom),
            Box(outer.left, inner.top, inner.left, inner.bottom),
            Box(inner.right, inner.top, outer.right, inner.bottom),
        )


@dataclass(frozen=True, slots=True)
class Banner:
    """SPECIMEN across a picture that is not postage (DMM 604.4.7.3)."""

    string: str
    """What it says."""
    box: Box
    """The area that it is printed across, inches."""
    size_pt: float
    """Type size, points."""
    angle_deg: float
    """Counter-clockwise turn of the lettering."""
    ink: Ink = Ink.BLACK
    """Colour that it is printed in."""


Mark = Text | SymbolMark | BarsMark | Rule | Frame | Banner


@dataclass(frozen=True, slots=True)
class Page:
    """One page as the printer prints it."""

    width: float
    """Inches."""
    height: float
    """Inches."""
    dpi: int
    """The printer's grid that modules and bars are snapped to."""
    marks: tuple[Mark, ...] = field(default=())
    """In drawing order."""

    @property
    def inks(self) -> tuple[Ink, ...]:
        """Every ink that it is printed in, the first one used first."""
        return tuple(dict.fromkeys(mark.ink for mark in self.marks))
