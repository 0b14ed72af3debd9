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
class Parameter:
    """One parameter of print quality."""

    value: float | None
    """As ISO/IEC 15415 defines it; None when it could not be measured."""
    grade: float
    """4.0 the best, 0.0 failed."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Print quality of a symbol by the parameters of ISO/IEC 15415."""

    decode: Parameter
    symbol_contrast: Parameter
    """Fraction of 1."""
    modulation: Parameter
    """Least over the codewords as graded with error correction, fraction of 1."""
    reflectance_margin: Parameter
    """Likewise."""
    fixed_pattern_damage: Parameter
    """Least grade of the segments of ISO/IEC 16022 Annex M."""
    axial_nonuniformity: Parameter
    """Fraction of 1."""
    grid_nonuniformity: Parameter
    """Fraction of a module."""
    unused_error_correction: Parameter
    """Fraction of 1, of the worst block."""
    print_growth: tuple[float, float]
    """Along x and y, as a share of half the module; positive where dark has grown. Reported, not graded."""
    quiet_zone: Parameter
    """Free modules around, the narrowest side."""
    aperture_mil: float
    """Diameter of the synthetic aperture, 1/1000 in."""
    calibrated: bool
    """Reflectances were calibrated with a card."""
    overall: float
    """The least grade of all."""
    formal: str
    """As ISO/IEC 15415 writes it: grade/aperture/light/angle."""
    modulation_map: npt.NDArray[np.uint8]
    """R x C modulation grades of the modules, 0 to 4."""


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
    erasures: int | None = 0
    """Codewords that were known to be doubtful and filled in; public readers know none."""
    light_on_dark: bool = False
    """Printed in reverse."""
    quality: Quality | None = None
    """Print quality; None when it was not asked for."""
    unsure: npt.NDArray[np.bool_] | None = None
    """R x C: modules of corrected and erased codewords; None when the symbol was not sampled."""


class BarcodeKind(enum.StrEnum):
    """Postal bars that carry a destination."""

    IMB = "imb"
    POSTNET = "postnet"


@dataclass(frozen=True, slots=True)
class BarcodeSeen:
    """One row of postal bars."""

    kind: BarcodeKind
    digits: str
    """IMb: 20 digits of tracking, then the routing code of 0, 5, 9 or 11; POSTNET: 5, 9 or 11, without check digit."""
    box: Box
    """All bars, on the upright piece."""
    corrected: int
    """Bars that were read against their look."""
    angle_deg: Measured
    """Turn of the row against the top edge of the upright piece, counter-clockwise."""
    bars_per_inch: Measured
    bar_width: Measured
    """Median, inches."""
    full_height: Measured
    """Tall or full bars, median, inches."""


@dataclass(frozen=True, slots=True)
class GlyphSeen:
    """One character."""

    character: str
    box: Box
    """Tight ink, on the upright piece."""
    confidence: float
    """0 to 1: how much better this character fits than any other."""


@dataclass(frozen=True, slots=True)
class TextSeen:
    """One run of lettering: one baseline, one size, one weight; words are parted by a space in `string`."""

    string: str
    box: Box
    """Tight ink, on the upright piece."""
    glyphs: tuple[GlyphSeen, ...]
    """Every character but the spaces, in order."""
    size_pt: Measured
    """Type size, points."""
    bold: bool | None
    """None when the strokes are too few to tell."""
    arial: bool | None
    """Arial or its metric twin; None when the characters are too few to tell."""
    contrast: float
    """Print contrast ratio: difference of paper and ink over paper, uncalibrated."""
    broken: float
    """Share of the strokes missing in the most broken character."""
    filled: float
    """Share of the counters and gaps inked over in the most filled character."""
    angle_deg: Measured
    """Turn of the baseline against the top edge of the upright piece, counter-clockwise."""

    @property
    def confidence(self) -> float:
        """Of the least certain character."""
        return min((glyph.confidence for glyph in self.glyphs), default=0.0)


@dataclass(frozen=True, slots=True)
class ReflectanceSeen:
    """Print against its background, in red and green light; fractions of 1."""

    prd_red: Measured | None
    """Print reflectance difference; None for a scan without colour."""
    prd_green: Measured | None
    background_red: Measured | None
    background_green: Measured | None
    calibrated: bool
    """By a card of known reflectance."""


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
    """A postage mark, its lettering and symbol, without FIM and quiet zone."""

    symbol: int | None
    """Index into `Seen.symbols`; None for one that was found by its lettering."""
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
    reflectance: ReflectanceSeen | None = None
    """Of its print; None when it was not asked for."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that one page shows."""

    mailpiece: MailpieceSeen | None
    """None when no scale can be had: nothing is measured then, symbols are still read."""
    symbols: tuple[SymbolSeen, ...]
    """Every Data Matrix on the page, a US indicium or not."""
    fim: FimSeen | None
    indicia: tuple[IndiciumSeen, ...]
    """One for each symbol, then one for each postage mark without."""
    barcodes: tuple[BarcodeSeen, ...] = ()
    """Every row of postal bars that decodes."""
    texts: tuple[TextSeen, ...] = ()
    """Lettering, top to bottom, then left to right."""
    notes: tuple[str, ...] = ()
    """What a person should know: a reader that is missing, scales that disagree."""
