"""What one page shows, measured and not yet judged: the one value between looking and judging.

Boxes are inches in the frame of the mailpiece as it should be read: upright, origin at the top left
corner, x right, y down. `px` values are pixels of the scan as it was handed in. Every measured length
has an uncertainty: the half-width of the interval that holds the true value, same unit.
"""

import enum
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from indicia.spec.kinds import FimKind, Shape


class DpiSource(enum.StrEnum):
    """Where the scale came from, in order of trust."""

    FILE = "file"
    FLAG = "flag"
    SIZE = "size"
    FIM = "fim"
    SYMBOL = "symbol"


class Reader(enum.StrEnum):
    """Who decoded a symbol."""

    ZXING = "zxing"
    LIBDMTX = "libdmtx"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Measured:
    """A number with its uncertainty."""

    value: float
    uncertainty: float


@dataclass(frozen=True, slots=True)
class MailpieceSeen:
    """The piece on its background."""

    width: Measured
    """Inches, along the address."""
    height: Measured
    """Inches."""
    skew_deg: float
    """Positive when the piece lies turned counter-clockwise in the image; -45 to 45."""
    rotation: int
    """Counter-clockwise quarter turns of the piece in the image, in degrees: 0, 90, 180, 270."""
    dpi: float
    """Pixels an inch on the piece (mean of x and y)."""
    dpi_source: DpiSource
    """Where the scale came from."""
    shape: Shape
    """By its size (DMM 201, 301)."""
    to_piece: npt.NDArray[np.float64]
    """3 x 3 homography: scan pixels (x, y, 1) to inches on the upright piece."""
    cut_off: frozenset[str]
    """Edges (`left top right bottom` of the upright piece) that lie outside the scan."""
    edge_uncertainty: float
    """Inches: how well the piece's edges are known."""
    mirrored: bool = False
    """The whole piece is seen from behind."""


@dataclass(frozen=True, slots=True)
class SymbolSeen:
    """One Data Matrix symbol."""

    data: bytes
    """What it says."""
    rows: int
    columns: int
    corners_px: npt.NDArray[np.float64]
    """4 x 2 scan pixels (x, y): top left, top right, bottom right, bottom left of the symbol upright."""
    box: Box
    """On the upright piece, without quiet zone."""
    x_dimension: Measured
    """Module size, inches."""
    angle_deg: float
    """Turn of the symbol against the top edge of the upright piece, -45 to 45."""
    reader: Reader
    """Who decoded it."""
    mirrored: bool
    """Read from its mirror image."""
    errors_corrected: int | None
    """Codewords corrected; None when the reader does not say."""
    text: str | None
    """The content where it decodes as text."""


@dataclass(frozen=True, slots=True)
class FimSeen:
    """A facing identification mark."""

    kind: FimKind
    right: Measured
    """Right side of the rightmost bar from the right edge of the piece, inches."""
    top: Measured
    """Tops of the bars from the top edge (the worst bar), inches."""
    bottom: Measured
    """Bottoms of the bars from the top edge (the worst bar), inches."""
    bar_width: Measured
    """The bar farthest from nominal, inches."""
    pitch: Measured
    """Centre to centre of neighbouring positions, inches."""
    slant_deg: Measured
    """Against perpendicular to the top edge."""
    prd: float
    """Print reflectance difference between background and bars, 0 to 1, uncalibrated."""
    box: Box
    """All bars, on the upright piece."""


@dataclass(frozen=True, slots=True)
class IndiciumSeen:
    """The postage mark around one symbol: lettering and symbol, without FIM and quiet zone."""

    symbol: int
    """Index into `Seen.symbols`."""
    box: Box
    """Tight ink of its lettering and symbol."""
    parts: tuple[Box, ...]
    """The symbol and each run of lettering, for intrusion into zones."""
    uncertainty: float
    """Of the sides of `box`, inches."""
    clear_left: Measured
    """Nearest other matter left of the boundary (with the FIM); the distance looked over when none."""
    clear_below: Measured
    """Nearest other matter below the boundary; the distance looked over when none."""
    intruders: tuple[Box, ...]
    """Matter of unknown origin in the clear zone."""
    address_angle: Measured | None
    """Between the indicium and the address lines, degrees; None when no address was found."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that one page shows."""

    mailpiece: MailpieceSeen | None
    """None when no scale can be had: nothing is measured then, symbols are still read."""
    symbols: tuple[SymbolSeen, ...]
    """Every Data Matrix on the page, a US indicium or not."""
    fim: FimSeen | None
    indicia: tuple[IndiciumSeen, ...]
    """One for each symbol that belongs to an indicium."""
    notes: tuple[str, ...] = ()
    """What a person should know: a reader that is missing, scales that disagree."""
