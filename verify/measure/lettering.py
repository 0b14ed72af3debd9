"""Measures of a run of lettering: size, weight, face, contrast, harm and angle, each from what was recognised."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicia.units import points
from verify.read.cells import Floats, Setting, Singles
from verify.read.glyphs import EM_PX, Alphabet
from verify.read.pens import SPACE
from verify.seen import Measured

Numbers = npt.NDArray[np.intp]
Drawn = tuple[Singles, npt.NDArray[np.bool_]]
"""Pictures of characters, and which of their pixels are meant."""

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
    """Pixels an em."""
    uncertainty: float
    """Pixels."""
    off_em: float
    """Root mean square distance of a pen from its place, em."""
    told: int
    """Characters beyond the two that any size fits."""
    kinds: int
    """Different advance widths among the characters."""


def by_widths(places_px: Floats, numbers: Numbers, spaces: Numbers, known: Alphabet) -> Widths | None:
    """Size by least squares of the pens' places; None for fewer than two characters that hang together.

    Args:
        places_px: N pens, pixels of the patch along the baseline.
        numbers: N templates.
        spaces: N spaces before each, -1 where another gap starts a new count.
        known: The characters.
    """
    steps = known.advances[numbers[:-1]] + SPACE * np.maximum(spaces[1:], 0)
    pens = np.concatenate(((0.0,), np.cumsum(steps, dtype=np.float64)))
    part = np.cumsum(spaces < 0) - int(spaces[0] < 0)
    x, y = _from_means(pens, part), _from_means(places_px, part)
    size = float(x @ x)
    if size < 1e-3:
        return None
    em = float(x @ y) / size
    rest = y - em * x
    told = len(numbers) - int(part[-1]) - 2
    spread = math.sqrt(float(rest @ rest) / max(1, told))
    return Widths(
        em, 2 * max(spread, PEN_FLOOR_PX) / math.sqrt(size), spread / em, told, len(np.unique(known.advances[numbers]))
    )


def _from_means(values: Floats, part: Numbers) -> Floats:
    means = np.bincount(part, weights=values) / np.bincount(part)
    return np.asarray(values - means[part], dtype=np.float64)


def size_pt(widths: Widths | None, setting: Setting, dpi: float, count: int) -> Measured:
    """Type size from widths and heights, each by its weight."""
    tall = setting.em_y
    # A capital's height is known to a third of a normalised pixel, and better by the many.
    tall_off = tall * (TALLER + 0.02 / math.sqrt(count))
    if widths is None:
        return Measured(points(tall / dpi), points(tall_off / dpi))
    weights = np.array((widths.uncertainty**-2, tall_off**-2))
    em = float(weights @ (widths.em, tall) / weights.sum())
    return Measured(points(em / dpi), points(float(weights.sum()) ** -0.5 / dpi))


def is_arial(widths: Widths | None, setting: Setting, misfit: float, dpi: float) -> bool | None:
    """Whether the face has Arial's widths, proportions and, roughly, shapes; None when too little is there to tell.

    Args:
        widths: What the pens say.
        setting: Sizes by widths and by heights.
        misfit: Median share of the characters' ink that the face's outlines leave unexplained.
        dpi: Of the patch.
    """
    if widths is None or widths.told < TELLING - 2:
        return None
    ratio = setting.em_y / widths.em
    dots = DOT_OFF * dpi / widths.em
    narrow = widths.off_em < math.hypot(WIDTHS_OFF, dots)
    alike = narrow and PROPORTION[0] - dots < ratio < PROPORTION[1] + dots and misfit < SHAPES_OFF
    # Figures have one width in most faces: they may contradict Arial, but do not prove it.
    return None if alike and widths.kinds < WIDTHS_TELLING else alike


def contrast(depth: float, paper: float) -> float:
    """Print contrast ratio of ink that is `depth` grey levels darker than paper of that grey."""
    return min(1.0, max(0.0, depth / max(1.0, paper)))


def harm(cells: Singles, print_: Drawn, plain: Drawn) -> tuple[Floats, Floats]:
    """N shares of strokes missing, and of counters and gaps filled.

    Args:
        cells: N x D, the ink.
        print_: N x D, what was read as it looks in this print, in its place, and where its strokes are.
        plain: N x D, the same without spread of ink, and where its counters are.
    """
    (pictures, stroke), (expected, inside) = print_, plain
    missing = np.count_nonzero(stroke & (cells < pictures - MISSING), axis=1)
    filled = np.count_nonzero(inside & (cells > expected + FILLED), axis=1)
    return _share(missing, np.count_nonzero(stroke, axis=1)), _share(filled, np.count_nonzero(inside, axis=1))


def _share(part: npt.NDArray[np.intp], whole: npt.NDArray[np.intp]) -> Floats:
    return np.where(whole >= LEAST_STROKE, part / np.maximum(whole, 1), 0.0)


def angle(setting: Setting, places_px: Floats) -> Measured:
    """Counter-clockwise turn of the baseline in the patch, degrees."""
    # Each character's height over the baseline is known to a tenth of a normalised pixel.
    off = 0.1 * setting.em_y / EM_PX
    spread = math.sqrt(float(((places_px - places_px.mean()) ** 2).sum()) + setting.em_x**2 / 12)
    return Measured(-math.degrees(math.atan(setting.slope)), math.degrees(2 * off / spread))
