"""Measures of a run of lettering: size, weight, face, contrast, harm and angle, each from what was recognised."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicia.units import points
from verify.compiled import compiled
from verify.locate.segments import Numbers, Segments
from verify.read.cells import Floats, Singles
from verify.read.glyphs import EM_PX, Alphabet
from verify.read.pens import SPACE
from verify.seen import Measured

Places = npt.NDArray[np.uint16]
Bools = npt.NDArray[np.bool_]

MISSING = 0.5
"""Ink that a stroke's pixel must lack to be missing."""
FILLED = 0.35
"""Ink that a counter's pixel must have too much to be filled: it is paper to the eye no more."""
LEAST_STROKE = 4
"""Pixels of stroke or paper under which a character tells nothing."""
DOT_OFF = 0.0015
"""Inches that a coarse printer's dots (200 an inch) put a letter off its place or height: under a third of one."""
TELLING = 4
"""Characters under which a face is not told."""
WIDTHS_TELLING = 3
"""Different widths that make a face."""
# The next three were chosen on blocks of DejaVu, FreeSans, Liberation Serif and Mono of one seed beside Arimo's and
# hold on another: Arimo measures up to 0.006, 0.98 to 1.06 and up to 0.05; the others miss at least one nearly always.
WIDTHS_OFF = 0.012
"""Em, root mean square, that pens of Arial's widths are out of their places."""
PROPORTION = (0.965, 1.09)
"""Height against width: capitals of Arial are 1.04 times as tall as Arimo's of the same widths, of DejaVu 0.93."""
SHAPES_OFF = 0.06
"""Share of the ink that shapes of other cuts of the face leave unexplained."""
TALLER = 0.045
"""Share by which heights of faces with Arial's widths differ: capitals of Arimo have 0.688 em, Arial's 0.716."""
PEN_FLOOR_PX = 0.15
"""Pixels of the scan that a pen's place is uncertain at least: printers and scanners step by whole ones."""


@dataclass(frozen=True, slots=True)
class Widths:
    """What the pens of a run say."""

    em: float
    """Pixels an em; NaN for fewer than two characters."""
    uncertainty: float
    """Pixels."""
    off_em: float
    """Root mean square distance of a pen from its place, em."""
    told: int
    """Characters beyond the two that any size fits."""
    kinds: int
    """Different advance widths among the characters."""


def by_widths(places_px: Floats, numbers: Numbers, spaces: Numbers, known: Alphabet, runs: Segments) -> list[Widths]:
    """Size of each run by least squares of the pens' places.

    Args:
        places_px: N pens, pixels of the patch along the baseline.
        numbers: N templates.
        spaces: N spaces before each, but for the first of a run.
        known: The characters.
        runs: The characters in runs.
    """
    columns = _by_widths(known.advances[numbers], places_px, spaces, (runs.starts, runs.counts))
    return [Widths(em, off, rms, int(told), int(kinds)) for em, off, rms, told, kinds in columns.tolist()]


@compiled
def _by_widths(advances: Singles, places: Floats, spaces: Numbers, runs: tuple[Numbers, Numbers]) -> Floats:
    """R x 5: the columns of `Widths`.

    Args:
        advances: N, em.
        places: N pens, pixels.
        spaces: N spaces before each.
        runs: Starts and counts of R runs.
    """
    found = np.empty((len(runs[0]), 5))
    for run in range(len(runs[0])):
        start, count = runs[0][run], runs[1][run]
        pens, pen, kinds = np.empty(count), 0.0, 0
        for at in range(count):
            if at:
                pen += SPACE * max(spaces[start + at], 0)
            pens[at] = pen
            pen += advances[start + at]
            new = True
            for other in range(at):
                new = new and advances[start + other] != advances[start + at]
            kinds += int(new)
        x, y = pens - pens.mean(), places[start : start + count] - places[start : start + count].mean()
        size = max((x * x).sum(), 1e-9)
        em = (x * y).sum() / size if count > 1 else math.nan
        rest = y - em * x
        spread = math.sqrt((rest * rest).sum() / max(1, count - 2))
        found[run, 0], found[run, 1] = em, 2 * max(spread, PEN_FLOOR_PX) / math.sqrt(size)
        found[run, 2], found[run, 3], found[run, 4] = spread / em, count - 2, kinds
    return found


def size_pt(widths: Widths, tall_px: float, dpi: float, count: int) -> Measured:
    """Type size from widths and heights (pixels an em), each by its weight."""
    # A capital's height is known to a third of a normalised pixel, and better by the many.
    tall_off = tall_px * (TALLER + 0.02 / math.sqrt(count))
    if math.isnan(widths.em):
        return Measured(points(tall_px / dpi), points(tall_off / dpi))
    by_width, by_height = widths.uncertainty**-2, tall_off**-2
    em = (by_width * widths.em + by_height * tall_px) / (by_width + by_height)
    return Measured(points(em / dpi), points((by_width + by_height) ** -0.5 / dpi))


def is_arial(widths: Widths, tall_px: float, misfit: float, dpi: float) -> bool | None:
    """Whether the face has Arial's widths, proportions and, roughly, shapes; None when too little is there to tell.

    Args:
        widths: What the pens say.
        tall_px: Size by heights, pixels an em.
        misfit: Median share of the characters' ink that the face's outlines leave unexplained.
        dpi: Of the patch.
    """
    if math.isnan(widths.em) or widths.told < TELLING - 2:
        return None
    ratio = tall_px / widths.em
    dots = DOT_OFF * dpi / widths.em
    narrow = widths.off_em < math.hypot(WIDTHS_OFF, dots)
    alike = narrow and PROPORTION[0] - dots < ratio < PROPORTION[1] + dots and misfit < SHAPES_OFF
    # Figures have one width in most faces: they may contradict Arial, but do not prove it.
    return None if alike and widths.kinds < WIDTHS_TELLING else alike


def contrast(depth: float, paper: float) -> float:
    """Print contrast ratio of ink that is `depth` grey levels darker than paper of that grey."""
    return min(1.0, max(0.0, depth / max(1.0, paper)))


@compiled
def harm(
    cells: tuple[Numbers, Places, Singles],
    rows: Numbers,
    seen: tuple[Singles, Singles],
    numbers: tuple[Numbers, Numbers],
    drawn: tuple[Singles, Singles, Bools, Bools],
) -> tuple[Floats, Floats]:
    """N shares of strokes missing, and of counters and gaps filled.

    Args:
        cells: Where the inked pixels of each character that was looked at begin, their places, and their ink.
        rows: N of these characters.
        seen: N: full ink, and pixels that the character stands right of the template's middle.
        numbers: N templates: what was read as it looks in this print, and without spread of ink.
        drawn: Of all templates: pictures, their change across, where strokes are, and where counters are.
    """
    (begins, pixels, values), (full, aside), (printed, bare), (pictures, across, stroke, counter) = (
        cells,
        seen,
        numbers,
        drawn,
    )
    broken, filled = np.zeros(len(rows)), np.zeros(len(rows))
    cell = np.zeros(pictures.shape[1], dtype=np.float32)
    for number, row in enumerate(rows):
        cell[:] = 0
        for at in range(begins[row], begins[row + 1]):
            cell[pixels[at]] = values[at] / full[number]
        strokes = missing = gaps = spread = 0
        whole, plain, off = printed[number], bare[number], aside[number]
        for pixel in range(len(cell)):
            if stroke[whole, pixel]:
                strokes += 1
                missing += cell[pixel] < pictures[whole, pixel] + across[whole, pixel] * off - MISSING
            if counter[plain, pixel]:
                gaps += 1
                spread += cell[pixel] > pictures[plain, pixel] + across[plain, pixel] * off + FILLED
        broken[number] = missing / strokes if strokes >= LEAST_STROKE else 0.0
        filled[number] = spread / gaps if gaps >= LEAST_STROKE else 0.0
    return broken, filled


def angle(slope: float, em_px: tuple[float, float], spread_px: float) -> Measured:
    """Counter-clockwise turn of a baseline in the patch, degrees.

    Args:
        slope: Pixels that it falls a pixel.
        em_px: Pixels an em, by widths and by heights.
        spread_px: Root of the sum of squared distances of the pens from their middle.
    """
    # Each character's height over the baseline is known to a tenth of a normalised pixel.
    off = 0.1 * em_px[1] / EM_PX
    spread = math.sqrt(spread_px**2 + em_px[0] ** 2 / 12)
    return Measured(-math.degrees(math.atan(slope)), math.degrees(2 * off / spread))
