"""Finding a facing identification mark: 4 to 7 tall bars on nine places, alone in their clear zone."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from indicia.spec import fim as spec
from indicia.spec.kinds import FimKind
from indicia.spec.placement import ZONED_SHAPES
from verify.locate.edges import least_squares
from verify.locate.fim_loops import Limits, matched
from verify.locate.mailpiece import shape_of
from verify.locate.plane import Plane

SEARCH_LEFT = 3.2
"""From the right edge, inches: the bars' clear zone and as much again as they may be off."""
SEARCH_RIGHT = 1.4
ROWS = tuple(np.linspace(0.19, 0.46, 10))
"""Inches from the top edge where every bar must be crossed: tops lie above 1/8, bottoms below 1/2."""
ROWS_NEEDED = 8
ROW_HEIGHT = 0.02
"""Inches that are averaged to one row: at the steepest slant a bar moves by a tenth of that."""
MARGIN = 0.09
"""Inches without ink on both sides of the bars: less than the 1/8 that a FIM at its limit keeps."""
LEAST_CONTRAST = 25
"""Grey levels between paper and bars."""
WIDTHS = (0.4, 1.9)
"""Bar widths that are looked at, as shares of the nominal one: far beyond the tolerance, which is judged later."""
PITCH_SHARE = 0.15
"""How far the pitch may be off: more than twice its tolerance, so that a FIM beyond it is seen and refused."""
PLACE_SHARE = 0.2
"""How far a bar may be off its place, as a share of the pitch."""
MAX_SLOPE = float(np.tan(np.radians(8)))
"""Slant that is still looked at."""

_KINDS = tuple(sorted(spec.PATTERNS, key=lambda kind: -spec.PATTERNS[kind].count("1")))
"""Patterns of many bars first."""
_COUNTS = np.array([spec.PATTERNS[kind].count("1") for kind in _KINDS])
_PLACES = np.array(
    [
        np.append(np.flatnonzero([bit == "1" for bit in spec.PATTERNS[kind]]), np.zeros(_COUNTS.max() - count))
        for kind, count in zip(_KINDS, _COUNTS, strict=True)
    ]
)
"""Numbers of the places that bear a bar, filled up with 0."""


@dataclass(frozen=True, slots=True)
class FimFound:
    """Rough place of a FIM."""

    kind: FimKind
    centers: npt.NDArray[np.float64]
    """x of each bar's middle at `y`, inches on the piece."""
    y: float
    """Inches."""
    slope: float
    """Change of x with y."""


def pitch_of(found: FimFound) -> float:
    """Centre to centre of neighbouring places, inches."""
    return float(found.centers[-1] - found.centers[0]) / (len(spec.PATTERNS[found.kind]) - 1)


def find_fim(plane: Plane, pitch_share: float = PITCH_SHARE) -> FimFound | None:
    """The FIM at the top edge of the upright piece; None when there is none.

    Args:
        plane: The piece.
        pitch_share: How far the pitch may be off, as a share: more where the scale is a guess.
    """
    if plane.width < SEARCH_RIGHT + 9 * spec.PITCH or plane.height < ROWS[-1]:
        return None
    # Where the indicium of a flat or a label stands there is no room for a FIM: one that ought not to be there stands
    # left of it, anywhere.
    zoned = shape_of(plane.width, plane.height) in ZONED_SHAPES
    left = max(0.0, plane.width - SEARCH_LEFT) if zoned else 0.0
    step = ROWS[1] - ROWS[0]
    band = plane.patch(Box(left, ROWS[0] - step / 2, plane.width - SEARCH_RIGHT, ROWS[-1] + step / 2))
    # A row as the mean of some: a dot of dust, noise or a halftone's dots are no bars.
    smooth = np.asarray(cv2.blur(band.pixels, (1, max(1, round(ROW_HEIGHT * band.dpi)))), dtype=np.uint8)
    rows = smooth[[min(int((y - band.box.top) * band.dpi), len(band.pixels) - 1) for y in ROWS]]
    limits = Limits(
        contrast=LEAST_CONTRAST,
        narrow=WIDTHS[0] * spec.BAR_WIDTH,
        wide=WIDTHS[1] * spec.BAR_WIDTH,
        margin=MARGIN,
        pitch=spec.PITCH,
        pitch_share=pitch_share,
        place_share=PLACE_SHARE,
    )
    return _agreed(*matched(rows, band.box.left, band.dpi, (_PLACES, _COUNTS), limits))


def _agreed(kinds: npt.NDArray[np.intp], middles: npt.NDArray[np.float64]) -> FimFound | None:
    """What nearly all rows say; None when they do not agree on one straight mark."""
    often = np.bincount(kinds[kinds >= 0], minlength=len(_KINDS))
    kind = int(often.argmax())
    if often[kind] < ROWS_NEEDED:
        return None
    rows, centers = np.array(ROWS)[kinds == kind], middles[kinds == kind, : _COUNTS[kind]]
    along = centers.mean(axis=1)
    at_zero, slope = least_squares(rows, along)
    straight = np.abs(along - at_zero - slope * rows) <= 0.3 * spec.PITCH
    if abs(slope) > MAX_SLOPE or np.count_nonzero(straight) < ROWS_NEEDED:
        return None
    y = float(np.mean(ROWS))
    at_y = np.median(centers - slope * (rows[:, None] - y), axis=0)
    return FimFound(_KINDS[kind], at_y, y, slope)
