"""The ink of a patch against its paper, and its connected parts."""

from dataclasses import dataclass, fields

import cv2
import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
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
    deep = np.asarray(cv2.subtract(paper, pixels), dtype=np.uint8)
    contrast = _full(deep, max(LEAST_CONTRAST, levels.light - levels.dark))
    values = cv2.convertScaleAbs(deep, alpha=FULL / contrast)
    return Ink(np.asarray(values, dtype=np.uint8), patch, contrast, float(paper.mean()))


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


def parts_of(ink: Ink) -> Parts:
    """The connected parts that may be letters."""
    mask = (ink.values > SHARE * FULL).view(np.uint8)
    # Points of the smallest type are paler than strokes: what is half as dark and stands free counts too.
    free = cv2.dilate(mask, np.ones((5, 5), dtype=np.uint8)) == 0
    mask |= (free & (ink.values > FAINT * FULL)).view(np.uint8)
    _, _, stats, centroids = cv2.connectedComponentsWithStats(mask, connectivity=8)
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
