"""Lines of lettering: ink, its connected parts, and the rows that they stand in.

Letters of one line overlap in height and stand nearer to each other than they are tall; so parts are linked
to chains. A chain that is too low for letters (points, hyphens, apostrophes, dots of i) joins the line
whose band it stands in.
"""

from dataclasses import dataclass, fields

import cv2
import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from verify.locate.edges import middle
from verify.locate.ink import LEAST_CONTRAST, Levels
from verify.locate.plane import Patch

Floats = npt.NDArray[np.float64]
Pixels = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.intp]

FULL = 128
"""Value of full ink in the ink picture: the region's is underestimated where strokes are thin, and needs room."""
SHARE = 0.42
"""Share of full ink from which a pixel belongs to a letter: a little under half, since thin strokes are blurred."""
FAINT = 0.25
"""Likewise of a point, of which no pixel is covered whole."""
PAPER_DPI = 50.0
PAPER_REACH = 0.24
"""Inches within which the paper shows between letters."""
SPECK = 0.006
"""Inches: smaller matter is dust. The point of 6-point type measures 0.0076 in."""
TALLEST = 0.42
"""Inches: 24-point parentheses measure 0.31 in, with a margin for a fatter face and two lines that touch."""
LONGEST = 30.0
"""Times its height that a part may be long: words of touching letters are, rules are longer."""
MOST_PARTS = 800
"""Parts in one region; more is a picture or noise, of which the largest are looked at."""
LINKED_GAP = 1.1
"""Heights of the taller letter between two letters of one line: a space and its bearings are 0.4 em, letters 0.5 to
0.7 em tall."""
LINKED_OVERLAP = 0.5
"""Share of the lower letter's height that lies beside the taller."""
LINKED_HEIGHTS = 0.5
"""Least ratio of the heights of two linked letters: 0.57 for a small letter beside a parenthesis."""
COLLINEAR_GAP = 2.2
"""Heights of a letter between two chains that are one line: a point and two spaces are 1.4."""
SAME_HEIGHT = 0.12
"""Share by which their heights may differ."""
SAME_BASE = 0.12
"""Heights of a letter by which their baselines may."""
OUT = 0.3
"""Heights of a letter that a low part may stand over or under its line's letters: the dot of i over letters without
ascender is 0.15 away, an underscore 0.1."""
STEM = 1.6
"""Widths of its dot that a stem is wide at most."""
LOW = 0.62
"""Height of a low part against letters, at most: an apostrophe has 0.36, the circle of a percent sign 0.55."""
STANDS = 0.07
"""Share of its height that a letter may stand above or below the baseline: round letters reach 0.02 below it, and
a pixel of a 7-point capital at 200 dpi is 0.075."""
PROUD = (1.08, 1.3)
"""Height of a single dollar sign, slash or parenthesis against capitals and digits, when it stands just so that it
seems to stand on the baseline. A capital among small letters is 1.31 times as high."""
STACKED = 0.4
"""Share of its width that a part stands over or under another of the same letter."""
DESCENDER = 0.27
"""Length of a descender against the height of letters: 0.21 em against 0.74 to 0.93."""
LETTER = 0.04
"""Inches: letters without ascender of 5.5-point type; two parts of this height are a line of their own."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How much ink each pixel of a patch bears."""

    values: Pixels
    """H x W, FULL where the ink is full."""
    patch: Patch
    contrast: float
    """Grey levels between paper and full ink."""
    paper: float
    """Grey of the paper, mean."""


@dataclass(frozen=True, slots=True)
class Parts:
    """N connected parts of ink, pixels of the patch."""

    left: Floats
    top: Floats
    right: Floats
    bottom: Floats
    x: Floats
    """Middle of the ink."""
    y: Floats
    area: Floats

    def __len__(self) -> int:
        return len(self.left)

    @property
    def heights(self) -> Floats:
        """N."""
        return self.bottom - self.top

    def of(self, numbers: Numbers) -> "Parts":
        """Some of them."""
        return Parts(*(getattr(self, name)[numbers] for name in self.names()))

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Of the columns."""
        return tuple(field.name for field in fields(cls))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of letters."""

    blobs: Parts
    """From left to right; what stands one above the other is one."""
    base: float
    """y of the baseline at x = 0, pixels of the patch."""
    slope: float
    """Pixels that the baseline falls a pixel."""

    def height(self, numbers: Numbers) -> float:
        """Of the tallest of some of its blobs that stand on the baseline, pixels; 0 when none does."""
        some = self.blobs.of(numbers)
        heights = some.heights
        tall = float(heights.max())
        stands = np.abs(some.bottom - self.base - self.slope * some.x) <= STANDS * tall
        ordered = np.sort(heights[stands & (heights > 0.5 * tall)])[::-1]
        if len(ordered) >= 3 and PROUD[0] < ordered[0] / ordered[1] < PROUD[1] and ordered[2] > 0.93 * ordered[1]:
            return float(ordered[1])
        return float(ordered[0]) if len(ordered) else 0.0


def ink_of(patch: Patch, levels: Levels, without: list[Box]) -> Ink:
    """The ink of a patch against the paper around it, which may be lit unevenly.

    Args:
        patch: At the scale to read at.
        levels: Grey of ink and paper on the piece.
        without: What is not lettering, inches; taken for paper.
    """
    pixels = patch.pixels
    if without:
        pixels = pixels.copy()
        for box in without:
            rows, columns = patch.slices(box)
            pixels[rows, columns] = min(255, round(levels.light))
    paper = _paper(pixels, patch.dpi)
    deep = cv2.subtract(paper, pixels)
    contrast = _full(deep, max(LEAST_CONTRAST, levels.light - levels.dark))
    values = cv2.convertScaleAbs(deep, alpha=FULL / contrast)
    return Ink(np.asarray(values, dtype=np.uint8), patch, contrast, float(paper.mean()))


def lines(ink: Ink) -> list[Line]:
    """Every line of lettering, upper ones first."""
    parts = _parts(ink)
    if not len(parts):
        return []
    chain = _chains(parts)
    slope = _slope(parts, chain)
    chain = _attached(parts, chain, slope, LETTER * ink.patch.dpi)
    chain = _collinear(parts, chain, slope)
    found = [_line(parts.of(np.flatnonzero(chain == number)), slope) for number in np.unique(chain)]
    return sorted(found, key=lambda line: line.base + line.slope * line.blobs.left[0])


def _paper(pixels: Pixels, dpi: float) -> Pixels:
    """Grey of the paper at each pixel: the lightest around, at a coarse scale."""
    height, width = pixels.shape
    factor = dpi / PAPER_DPI
    size = max(1, round(width / factor)), max(1, round(height / factor))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    reach = round(PAPER_REACH * PAPER_DPI) | 1
    lightest = cv2.dilate(small, np.ones((reach, reach), dtype=np.uint8), borderType=cv2.BORDER_REPLICATE)
    smooth = cv2.blur(lightest, (reach, reach), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _full(deep: Pixels, expected: float) -> float:
    """Grey levels between paper and full ink here: the mean of the inked pixels, each weighed by its ink."""
    counts = cv2.calcHist([deep], [0], None, [256], [0, 256]).ravel()
    depth = np.arange(256.0)
    # Noise of the paper is no ink; lettering much paler than the piece's ink is still looked for.
    counts[: round(max(LEAST_CONTRAST, 0.2 * expected))] = 0
    mass = float(counts @ depth)
    return max(LEAST_CONTRAST, float(counts @ depth**2) / mass) if mass else expected


def _parts(ink: Ink) -> Parts:
    """The connected parts that may be letters."""
    mask = (ink.values > SHARE * FULL).view(np.uint8)
    # Points of the smallest type are paler than strokes: what is half as dark and stands free counts too.
    near = cv2.dilate(mask, np.ones((5, 5), dtype=np.uint8))
    faint = (ink.values > FAINT * FULL).view(np.uint8) & ~near
    _, _, stats, centroids = cv2.connectedComponentsWithStats(mask | (faint & 1), connectivity=8)
    left, top, width, height, area = stats[1:].T.astype(np.float64)
    x, y = centroids[1:].T + 0.5
    dpi = ink.patch.dpi
    kept = (np.maximum(width, height) >= SPECK * dpi) & (height <= TALLEST * dpi) & (width <= LONGEST * height)
    # Half of the smallest point's square: grain of the paper is smaller.
    kept &= area >= 0.5 * (SPECK * dpi) ** 2
    numbers = np.flatnonzero(kept)
    if len(numbers) > MOST_PARTS:
        numbers = numbers[np.argsort(-area[numbers], kind="stable")[:MOST_PARTS]]
    return Parts(left, top, left + width, top + height, x, y, area).of(numbers)


def _chains(parts: Parts) -> Numbers:
    """N numbers of chains: letters of like height beside each other."""
    height = parts.heights
    tall, low = np.maximum.outer(height, height), np.minimum.outer(height, height)
    gap = np.maximum.outer(parts.left, parts.left) - np.minimum.outer(parts.right, parts.right)
    common = np.minimum.outer(parts.bottom, parts.bottom) - np.maximum.outer(parts.top, parts.top)
    linked = (gap < LINKED_GAP * tall) & (common > LINKED_OVERLAP * low) & (low > LINKED_HEIGHTS * tall)
    return connected(linked)


def connected(linked: npt.NDArray[np.bool_]) -> Numbers:
    """N numbers of the connected groups of an N x N relation that everything has to itself; 0, 1, ..."""
    number = np.arange(len(linked))
    while True:
        least = np.where(linked, number[None, :], len(linked)).min(axis=1)
        least = least[least]
        if np.array_equal(least, number):
            return np.asarray(np.unique(number, return_inverse=True)[1], dtype=np.intp)
        number = least


def _slope(parts: Parts, chain: Numbers) -> float:
    """The common slope of the lines, from letters of one chain that are equally tall; 0 without any."""
    order = np.lexsort((parts.x, chain))
    first, second = order[:-1], order[1:]
    height = parts.heights
    alike = np.abs(height[first] - height[second]) <= 0.08 * np.maximum(height[first], height[second])
    alike &= chain[first] == chain[second]
    alike &= np.abs(parts.bottom[first] - parts.bottom[second]) <= 0.3 * height[first]
    if np.count_nonzero(alike) < 2:
        return 0.0
    first, second = first[alike], second[alike]
    steps = parts.x[second] - parts.x[first]
    rise = (parts.bottom + parts.top)[second] - (parts.bottom + parts.top)[first]
    # The median of the single slopes, each counted by its run, is the first guess; what agrees with it is averaged.
    guess = middle(rise / 2 / np.maximum(steps, 1.0))
    agree = np.abs(rise / 2 - guess * steps) <= 0.1 * height[first]
    return float(rise[agree].sum() / 2 / max(1.0, steps[agree].sum())) if agree.any() else guess


def _attached(parts: Parts, chain: Numbers, slope: float, letter_px: float) -> Numbers:
    """The chains once low ones have joined the line whose band they stand in.

    Args:
        parts: N parts.
        chain: N numbers of chains, of which there are C.
        slope: Of all lines.
        letter_px: Height from which two parts of a chain are letters.
    """
    count, heights = int(chain.max()) + 1, parts.heights
    members = [np.flatnonzero(chain == number) for number in range(count)]
    tall = np.array([middle(heights[some][heights[some] > 0.6 * heights[some].max()]) for some in members])
    base = np.array([middle((parts.bottom - slope * parts.x)[some]) for some in members])
    loose = np.flatnonzero(~((np.bincount(chain) >= 2) & (tall >= letter_px))[chain])
    if not len(loose) or count == 1:
        return chain
    # L x N: how far each loose part stands beside and over or under each other one.
    across = np.maximum.outer(parts.left[loose], parts.left) - np.minimum.outer(parts.right[loose], parts.right)
    down = np.maximum.outer(parts.top[loose], parts.top) - np.minimum.outer(parts.bottom[loose], parts.bottom)
    width = parts.right - parts.left
    # A dot over or under a stem as narrow as itself.
    stem = (across < -0.6 * width[loose, None]) & (width < STEM * width[loose, None]) & (down < 0.35 * heights)
    # L x C: how far it is out of the band of a line's letters, and from the nearest of them.
    beside = np.stack([np.maximum(across[:, some], 0.0).min(axis=1) for some in members], axis=1)
    dotted = np.stack([stem[:, some].any(axis=1) for some in members], axis=1)
    lean = slope * parts.x[loose, None]
    out = np.maximum((parts.top[loose, None] - lean) - base, (base - tall) - (parts.bottom[loose, None] - lean))
    joins = (out < OUT * tall) & (heights[loose, None] < LOW * tall) & (beside < LINKED_GAP * tall)
    joins[np.arange(len(loose)), chain[loose]] = False
    away = np.where(joins, np.maximum(out, 0.0) + 0.15 * beside - 0.15 * tall * dotted, np.inf)
    moved = chain.copy()
    best = away.argmin(axis=1)
    moved[loose] = np.where(joins.any(axis=1), best, chain[loose])
    return moved


def _collinear(parts: Parts, chain: Numbers, slope: float) -> Numbers:
    """The chains once those that go on with each other, of one height on one baseline, are one."""
    members = [np.flatnonzero(chain == number) for number in np.unique(chain)]
    heights, level = parts.heights, parts.bottom - slope * parts.x
    tall = np.array([middle(heights[some][heights[some] > 0.6 * heights[some].max()]) for some in members])
    base = np.array([middle(level[some]) for some in members])
    left = np.array([parts.left[some].min() for some in members])
    right = np.array([parts.right[some].max() for some in members])
    height = np.maximum.outer(tall, tall)
    linked = np.abs(np.subtract.outer(tall, tall)) < SAME_HEIGHT * height
    linked &= np.abs(np.subtract.outer(base, base)) < SAME_BASE * height
    linked &= np.maximum.outer(left, left) - np.minimum.outer(right, right) < COLLINEAR_GAP * height
    joined = np.empty_like(chain)
    for some, number in zip(members, connected(linked), strict=True):
        joined[some] = number
    return joined


def _line(parts: Parts, slope: float) -> Line:
    """The parts of one row as a line."""
    blobs = _blobs(parts)
    tall = float(np.sort(blobs.heights)[-max(1, len(blobs) // 4)])
    level = blobs.bottom - slope * blobs.x
    return Line(blobs, _base(level[blobs.heights > 0.6 * tall], tall), slope)


def _base(level: Floats, tall: float) -> float:
    """Where most letters stand; where many hang lower by a descender, where the others stand."""
    base = _mode(level, STANDS * tall)
    higher = level[np.abs(base - level - DESCENDER * tall) < 0.5 * DESCENDER * tall]
    return _mode(higher, STANDS * tall) if len(higher) >= max(2.0, 0.15 * len(level)) else base


def _mode(values: Floats, reach: float) -> float:
    """The middle of the values where they lie closest together."""
    near = np.abs(values[:, None] - values[None, :]) <= reach
    best = int(near.sum(axis=1).argmax())
    return float(values[near[best]].mean())


def _blobs(parts: Parts) -> Parts:
    """Parts that stand one above the other as one, from left to right."""
    parts = parts.of(np.argsort(parts.left, kind="stable"))
    width = parts.right - parts.left
    # How far the parts before reach, and the narrower of a part and the one before it.
    reached = np.maximum.accumulate(parts.right)[:-1]
    narrower = np.minimum(width[1:], reached - parts.left[:-1])
    starts = np.flatnonzero(np.append(True, reached - parts.left[1:] <= STACKED * narrower))
    area = np.add.reduceat(parts.area, starts)
    return Parts(
        left=np.minimum.reduceat(parts.left, starts),
        top=np.minimum.reduceat(parts.top, starts),
        right=np.maximum.reduceat(parts.right, starts),
        bottom=np.maximum.reduceat(parts.bottom, starts),
        x=np.add.reduceat(parts.x * parts.area, starts) / area,
        y=np.add.reduceat(parts.y * parts.area, starts) / area,
        area=area,
    )
