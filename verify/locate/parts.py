"""The ink of a patch against its paper, and its connected parts."""

from dataclasses import dataclass, fields

import cv2
import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from verify.compiled import compiled
from verify.locate.components import components, packed, with_points
from verify.locate.greys import counts_of
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
EVEN = 4
"""Grey levels by which the paper may differ and be taken for one grey: 2 of 100 at the least contrast of print."""
GRAIN = 8.0
"""Spreads above its middle that paper reaches: the fifths beside the middle of a normal distribution lie 0.51
deviations apart, and 4 deviations are passed by one pixel of 30,000."""
LEAST_INKED = 12
"""Pixels of ink from which their mean tells how dark ink is: those of a point of 8-point type at 200 dpi."""
SPECK = 0.006
"""Inches: smaller matter is dust. The point of 6-point type measures 0.0076 in."""
TALLEST = 0.42
"""Inches: 24-point parentheses measure 0.31 in, with a margin for a fatter face and two lines that touch."""
LONGEST = 30.0
"""Times its height that a part may be long: words of touching letters are, rules are longer."""
WIDE = 1.0
"""Widths of its height from which a part may be two letters that touch: two figures are 1.5."""
BRIDGE = 0.72
"""Share of full ink that a bridge between two letters stays below, and the thinnest stroke does not: two edges half a
pixel apart give 0.45 to 0.6, two round ones with ink that spread 0.7. Chosen on blocks of two seeds."""
LEAST_CUT_PX = 5
"""Height of what is looked at for bridges; dust and hyphens are lower."""
MOST_PARTS = 800
"""Parts in one region; more is a picture or noise, of which the largest are looked at."""


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
    grain: float
    """Value that paper reaches by grain and noise."""


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


def ink_of(patch: Patch, levels: Levels, without: list[Box]) -> Ink:
    """The ink of a patch against the paper around it, which may be lit unevenly.

    Args:
        patch: At the scale to read at.
        levels: Grey of ink and paper on the piece.
        without: What is not lettering, inches; taken for paper.
    """
    pixels = patch.pixels
    covered = [slices for slices in map(patch.slices, without) if pixels[slices].size]
    if covered:
        pixels = pixels.copy()
        for slices in covered:
            pixels[slices] = min(255, round(levels.light))
    smooth = _paper(pixels, patch.dpi)
    low, paper, high = float(smooth.min()), float(smooth.mean()), float(smooth.max())
    if high - low <= EVEN:
        depth = np.clip(round(paper) - np.arange(256), 0, 255)
        counts = np.bincount(depth, weights=counts_of(pixels), minlength=256).astype(np.float64)
    else:
        height, width = pixels.shape
        around = cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR)
        pixels = np.asarray(cv2.subtract(around, pixels), dtype=np.uint8)
        depth, counts = np.arange(256), counts_of(pixels)
    grain = _grain(counts)
    contrast = _full(counts, max(LEAST_CONTRAST, levels.light - levels.dark), grain)
    table = np.clip(np.rint(depth * (FULL / contrast)), 0, 255).astype(np.uint8)
    return Ink(np.asarray(cv2.LUT(pixels, table), dtype=np.uint8), patch, contrast, paper, grain * FULL / contrast)


def _paper(pixels: Pixels, dpi: float) -> Pixels:
    """Grey of the paper at a coarse scale: the lightest around."""
    height, width = pixels.shape
    factor = max(1, min(round(dpi / PAPER_DPI), height, width))
    rows, columns = height // factor, width // factor
    # Whole blocks are averaged many times as quickly as others; the last few rows and columns are as the ones before.
    whole = pixels[: rows * factor, : columns * factor]
    small = cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA)
    reach = round(PAPER_REACH * PAPER_DPI) | 1
    lightest = cv2.dilate(small, np.ones((reach, reach), dtype=np.uint8), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.blur(lightest, (reach, reach), borderType=cv2.BORDER_REPLICATE), dtype=np.uint8)


def _grain(counts: Floats) -> float:
    """Depth that grain of the paper and noise of the scan reach, grey levels.

    The middle of all pixels is paper; how far the fifth below and above it lie apart is its spread, as long as ink
    covers less than two fifths of the patch.
    """
    passed = np.cumsum(counts)
    low, mid, high = np.searchsorted(passed, passed[-1] * np.array((0.4, 0.5, 0.6)))
    return float(mid + GRAIN * (high - low))


def _full(counts: Floats, expected: float, grain: float) -> float:
    """Grey levels between paper and full ink here: the mean of the inked pixels, each weighed by its ink.

    Args:
        counts: 256 numbers of pixels by depth.
        expected: Of the piece.
        grain: Depth that is no ink.
    """
    depth = np.arange(256.0)
    # Noise of the paper is no ink; lettering much paler than the piece's ink is still looked for.
    least = round(max(LEAST_CONTRAST, 0.2 * expected, grain))
    inked = counts[least:]
    mass = float(inked @ depth[least:])
    if inked.sum() < LEAST_INKED:
        return expected
    return max(LEAST_CONTRAST, float(inked @ depth[least:] ** 2) / mass)


def parts_of(ink: Ink) -> Parts:
    """The connected parts that may be letters."""
    # Whole numbers: compared with fractions, pixels would be made wide first.
    strong = int(max(SHARE * FULL, ink.grain))
    # Points of the smallest type are paler than strokes: what is half as dark and stands free counts too.
    faint = packed(ink.values > int(max(FAINT * FULL, ink.grain)))
    left, top, right, bottom, x, y, area = components(with_points(packed(ink.values > strong), faint))
    width, height = right - left, bottom - top
    dpi = ink.patch.dpi
    kept = (np.maximum(width, height) >= SPECK * dpi) & (height <= TALLEST * dpi) & (width <= LONGEST * height)
    # Half of the smallest point's square: grain of the paper is smaller.
    kept &= area >= 0.5 * (SPECK * dpi) ** 2
    numbers = np.flatnonzero(kept)
    if len(numbers) > MOST_PARTS:
        numbers = numbers[np.argsort(-area[numbers], kind="stable")[:MOST_PARTS]]
    parts = Parts(left, top, right, bottom, x, y, area).of(numbers)
    return _cut(parts, ink.values, strong)


def _cut(parts: Parts, values: Pixels, strong: int) -> Parts:
    """The parts, those that hang together by a pale bridge cut there."""
    wide = np.flatnonzero((parts.right - parts.left > WIDE * parts.heights) & (parts.heights >= LEAST_CUT_PX))
    sides = np.stack((parts.left, parts.top, parts.right, parts.bottom), axis=1)[wide].astype(np.intp)
    bridges = _bridges(values, sides, int(BRIDGE * FULL))
    if not len(bridges):
        return parts
    made, gone = _pieces(values, sides, bridges, strong)
    kept = parts.of(np.delete(np.arange(len(parts)), wide[gone]))
    return Parts(*(np.concatenate((getattr(kept, n), column)) for n, column in zip(Parts.names(), made, strict=True)))


@compiled
def _bridges(values: Pixels, sides: Numbers, pale: int) -> Numbers:
    """B x 2: a part and the palest column of a run of pale columns that has dark ones on either side.

    Args:
        values: H x W, the ink.
        sides: N x 4: left, top, right, bottom of parts.
        pale: Ink that a pale column stays below.
    """
    found, count = np.empty(((sides[:, 2] - sides[:, 0]).sum(), 2), dtype=np.intp), 0
    for number in range(len(sides)):
        left, top, right, bottom = sides[number]
        dark, palest, place = False, pale, left
        for column in range(left, right):
            deepest = 0
            for row in range(top, bottom):
                deepest = max(deepest, values[row, column])
            if deepest < palest and dark:
                palest, place = deepest, column
            elif deepest >= pale:
                if palest < pale:
                    found[count, 0], found[count, 1] = number, place
                    count += 1
                dark, palest = True, pale
    return found[:count]


@compiled
def _pieces(values: Pixels, sides: Numbers, bridges: Numbers, strong: int) -> tuple[Floats, Numbers]:
    """The columns of `Parts` of what bridges cut apart, 7 x M, and which parts are cut.

    Args:
        values: H x W, the ink.
        sides: N x 4: left, top, right, bottom of parts.
        bridges: B x 2: part and column.
        strong: What ink is deeper than.
    """
    gone = np.unique(bridges[:, 0])
    made, count, at = np.zeros((7, len(bridges) + len(gone))), 0, 0
    for number in gone:
        start, top, right, bottom = sides[number]
        while start < right:
            last = at >= len(bridges) or bridges[at, 0] != number
            end = right if last else bridges[at, 1]
            piece = made[:, count]
            piece[0], piece[1], piece[2], piece[3] = end, bottom, start, top
            for row in range(top, bottom):
                for column in range(start, end):
                    if values[row, column] > strong:
                        piece[0], piece[1] = min(piece[0], column), min(piece[1], row)
                        piece[2], piece[3] = max(piece[2], column + 1), max(piece[3], row + 1)
                        piece[4] += column + 0.5
                        piece[5] += row + 0.5
                        piece[6] += 1
            piece[4:6] /= max(1.0, piece[6])
            start, count, at = end, count + 1, at + (0 if last else 1)
    return made[:, :count], gone
