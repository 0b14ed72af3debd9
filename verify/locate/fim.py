"""Finding a facing identification mark: 4 to 7 tall bars on nine places, alone in their clear zone."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from indicia.spec import fim as spec
from indicia.spec.kinds import FimKind
from indicia.spec.placement import ZONED_SHAPES
from verify.locate.mailpiece import shape_of
from verify.locate.plane import Patch, Plane

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

_PLACES = {
    kind: np.array([i for i, bit in enumerate(pattern) if bit == "1"], dtype=np.float64)
    for kind, pattern in sorted(spec.PATTERNS.items(), key=lambda item: -item[1].count("1"))
}
"""Numbers of the places that bear a bar; patterns of many bars first."""


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
    smooth = cv2.blur(band.pixels, (1, max(1, round(ROW_HEIGHT * band.dpi))))
    rows = smooth[[min(int((y - band.box.top) * band.dpi), len(band.pixels) - 1) for y in ROWS]]
    return _agreed([_match(row, band, pitch_share) for row in rows])


def _match(
    row: npt.NDArray[np.uint8], band: Patch, pitch_share: float
) -> tuple[FimKind, npt.NDArray[np.float64]] | None:
    """The pattern that one row of the band shows, with the middles of its bars in inches."""
    paper, dark = int(np.partition(row, -len(row) // 4)[-len(row) // 4]), int(row.min())
    if paper - dark < LEAST_CONTRAST:
        return None
    bits = np.zeros(len(row) + 2, dtype=np.bool_)
    np.less(row, (paper + dark) / 2, out=bits[1:-1])
    places = np.flatnonzero(bits[1:] != bits[:-1]) / band.dpi + band.box.left
    return _pattern(places[::2], places[1::2], band.box, pitch_share)


def _pattern(
    starts: npt.NDArray[np.float64], ends: npt.NDArray[np.float64], extent: Box, pitch_share: float
) -> tuple[FimKind, npt.NDArray[np.float64]] | None:
    """The neighbouring dark stretches that are a FIM with its margins."""
    centers, widths = (starts + ends) / 2, ends - starts
    before = starts - np.append(extent.left - MARGIN, ends[:-1])
    after = np.append(starts[1:], extent.right + MARGIN) - ends
    good = (widths >= WIDTHS[0] * spec.BAR_WIDTH) & (widths <= WIDTHS[1] * spec.BAR_WIDTH)
    for kind, places in _PLACES.items():
        for first in np.flatnonzero(good[: max(0, len(good) - len(places) + 1)]):
            bars = slice(first, first + len(places))
            alone = before[first] >= MARGIN and after[bars][-1] >= MARGIN
            if alone and good[bars].all() and _fits(centers[bars], places, pitch_share):
                return kind, centers[bars]
    return None


def _fits(centers: npt.NDArray[np.float64], places: npt.NDArray[np.float64], pitch_share: float) -> bool:
    """Whether bars stand on the places of a pattern."""
    pitch = (centers[-1] - centers[0]) / (places[-1] - places[0])
    off = np.abs(centers - centers[0] - places * pitch)
    return bool(abs(pitch / spec.PITCH - 1) <= pitch_share and off.max() <= PLACE_SHARE * pitch)


def _agreed(matches: list[tuple[FimKind, npt.NDArray[np.float64]] | None]) -> FimFound | None:
    """What nearly all rows say; None when they do not agree on one straight mark."""
    kinds = [match[0] for match in matches if match]
    if len(kinds) < ROWS_NEEDED:
        return None
    kind = max(set(kinds), key=kinds.count)
    rows = np.array([y for y, match in zip(ROWS, matches, strict=True) if match and match[0] is kind])
    centers = np.array([match[1] for match in matches if match and match[0] is kind])
    if len(rows) < ROWS_NEEDED:
        return None
    slope, at_zero = np.polyfit(rows, centers.mean(axis=1), 1)
    straight = np.abs(centers.mean(axis=1) - at_zero - slope * rows) <= 0.3 * spec.PITCH
    if abs(slope) > MAX_SLOPE or np.count_nonzero(straight) < ROWS_NEEDED:
        return None
    y = float(np.mean(ROWS))
    at_y = np.median(centers - slope * (rows[:, None] - y), axis=0)
    return FimFound(kind, at_y, y, float(slope))
