"""Ink on paper: masks of what is printed, and the boxes of its runs."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from verify.compiled import compiled
from verify.locate.plane import Patch

Mask = npt.NDArray[np.uint8]

COARSE_DPI = 100.0
"""Scale for grouping ink."""
SPECK = 0.02
"""Inches: matter smaller than this in both directions is dust, not print."""
BORDER = 0.03
"""Inches along the edges of the piece where shadow and frayed paper are not told from ink."""
RUN_GAP = 0.07
"""Inches between letters and words that belong to one run of lettering."""
STROKE_SHARE = 0.35
"""Share of the ink's contrast that a coarse pixel must show: half-covered strokes count, texture does not."""
LEAST_CONTRAST = 18.0
"""Grey levels below the paper that ink shows at least."""
UNKNOWN_SPREAD_PX = 1.0
"""Blur that is taken for that of a patch without edges: more than scanners and printers have together."""
_SHARP = 0.9
"""Share of the steps at edges that are less steep than those whose edge lies just between two pixels."""
_LEAST_EDGES = 20


def _steepest(spread_px: float) -> float:
    """Step between two pixels with an edge just between them, as a share of its contrast.

    The edge is blurred by a normal distribution; a pixel is the mean of the light on it. That is
    F(1/2) - F(-1/2) with F(x) the mean of the blurred edge over x - 1/2 to x + 1/2.
    """
    inner = 1 / spread_px
    density = (math.exp(-(inner**2) / 2) - 1) / math.sqrt(2 * math.pi)
    return math.erf(inner / math.sqrt(2)) + 2 * spread_px * density


_SPREADS = np.geomspace(4.0, 0.05, 60)
_STEPS = np.array([_steepest(float(spread)) for spread in _SPREADS])


@dataclass(frozen=True, slots=True)
class Levels:
    """Grey of ink and paper on this piece."""

    dark: float
    light: float


def coarse_mask(patch: Patch, levels: Levels) -> Mask:
    """1 where a coarse patch bears ink, judged against the paper around, which may be lit unevenly."""
    reach = max(3, round(0.25 * patch.dpi)) | 1
    around = cv2.getStructuringElement(cv2.MORPH_RECT, (reach, reach))
    paper = cv2.morphologyEx(patch.pixels, cv2.MORPH_CLOSE, around)
    paper = cv2.blur(paper, (reach, reach))
    need = max(LEAST_CONTRAST, STROKE_SHARE * (levels.light - levels.dark))
    return np.asarray(cv2.subtract(paper, patch.pixels) > need, dtype=np.uint8)


def fine_mask(patch: Patch, levels: Levels) -> Mask:
    """1 where a patch at the scan's own scale is darker than halfway between paper and ink."""
    return np.asarray(patch.pixels < (levels.light + levels.dark) / 2, dtype=np.uint8)


def spread_px(patch: Patch, levels: Levels) -> float:
    """Standard deviation of the blur that optics and ink put on edges of print, pixels of the patch."""
    counts = _steps(patch.pixels, (levels.light + levels.dark) / 2)
    if counts.sum() < _LEAST_EDGES:
        return UNKNOWN_SPREAD_PX
    share = _quantile(counts, _SHARP) / max(1.0, levels.light - levels.dark)
    return float(np.interp(share, _STEPS, _SPREADS))


@compiled
def _steps(pixels: Mask, level: float) -> npt.NDArray[np.intp]:
    """256: how often neighbours in every other row, one darker than a grey and one not, differ by so much."""
    counts = np.zeros(256, dtype=np.intp)
    for row in range(0, pixels.shape[0], 2):
        line = pixels[row]
        for column in range(1, len(line)):
            before, after = np.int32(line[column - 1]), np.int32(line[column])
            if (before < level) != (after < level):
                counts[abs(after - before)] += 1
    return counts


def _quantile(counts: npt.NDArray[np.intp], share: float) -> float:
    """The value that a share of all are below, by how often each of 0, 1, ... is there; linear between two."""
    passed = np.cumsum(counts)
    at = share * (passed[-1] - 1)
    lower, upper = np.searchsorted(passed, (math.floor(at), math.ceil(at)), side="right")
    return float(lower + (at - math.floor(at)) * (upper - lower))


def joined(mask: Mask, across_px: float, down_px: float) -> tuple[Mask, int, int]:
    """The mask with gaps up to that size closed, wider on every side by the two numbers of pixels (x, y)."""
    # Odd: an even kernel would shift what it closes by a pixel.
    width, height = max(1, round(across_px)) | 1, max(1, round(down_px)) | 1
    wider = cv2.copyMakeBorder(mask, height, height, width, width, cv2.BORDER_CONSTANT, value=0)
    closed = cv2.morphologyEx(wider, cv2.MORPH_CLOSE, np.ones((height, width), dtype=np.uint8))
    return np.asarray(closed, dtype=np.uint8), width, height


def boxes(mask: Mask) -> list[tuple[int, int, int, int]]:
    """Left, top, width, height in pixels of every connected part."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h in map(cv2.boundingRect, outlines)]


def grown(mask: Mask, by_px: float) -> Mask:
    """The mask spread by so many pixels to every side."""
    size = 2 * max(0, round(by_px)) + 1
    return np.asarray(cv2.dilate(mask, np.ones((size, size), dtype=np.uint8)), dtype=np.uint8)


def numbers(mask: Mask) -> npt.NDArray[np.int32]:
    """H x W numbers of the connected parts, 0 is none."""
    return np.asarray(cv2.connectedComponents(np.ascontiguousarray(mask), connectivity=8)[1], dtype=np.int32)


def runs(mask: Mask, patch: Patch) -> list[Box]:
    """Tight boxes of the runs of lettering in `mask`, specks left out, inches on the piece."""
    closed, dx, dy = joined(mask, RUN_GAP * patch.dpi, 0.02 * patch.dpi)
    least = SPECK * patch.dpi
    return [
        patch.inches(x - dx, y - dy, x - dx + width, y - dy + height)
        for x, y, width, height in boxes(closed)
        if max(width, height) >= least
    ]
