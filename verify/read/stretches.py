"""Stretches of a line: neighbouring words of one size, and what that size may be."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verify.locate.parts import Parts
from verify.locate.text import Line
from verify.read.cells import Setting

Numbers = npt.NDArray[np.intp]

CAPITAL_SHARE = 0.705
"""Height of a capital that the ink mask shows, em: 0.688 in Arimo, 0.716 in Arial, round ones 0.02 more."""
SMALL_SHARE = 0.55
"""Likewise of letters without ascender: 0.528 in Arimo, 0.519 in Arial."""
DESCENDING_SHARE = 0.75
"""Height of `g`, `p`, `q`, `y` with descender, em."""
DESCENDER = 0.212
"""How far they reach below the baseline, em."""
WORD_GAP = 0.36
"""Heights of a capital between two words; inside a word letters stand up to 0.2 em apart."""
PARTED = 0.85
"""Heights of a capital between two stretches at least, even of one size: what stands so far off may be of another
weight. A space between L and T, the widest within a line, is 0.7."""
ALIKE = (0.05, 1.5)
"""Share, and pixels, by which heights of words of one size differ: round letters are 0.02 taller, and a coarse
printer's and the scan's pixels round."""
SMALL_RATIO = (0.66, 0.86)
"""Height of a word of small letters against the capitals of the same size, with a pixel either way."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring blobs of one line that have one size."""

    line: Line
    numbers: Numbers
    """Of its blobs in the line."""
    height: float
    """Of its tallest letter on the baseline, pixels; of the line's where it has none."""
    small: bool
    """It may be set in small letters of the size of its neighbours."""

    @property
    def blobs(self) -> Parts:
        """Its own."""
        return self.line.blobs.of(self.numbers)

    @property
    def as_capitals(self) -> Setting:
        """Its setting when its tallest letter is a capital."""
        return self._set(self.height / CAPITAL_SHARE)

    @property
    def otherwise(self) -> tuple[Setting, Setting]:
        """Its setting when it has only small letters without ascender, and when all of them have descenders."""
        lower = self.height / DESCENDING_SHARE
        return self._set(self.height / SMALL_SHARE), self._set(lower, -DESCENDER * lower)

    def words(self) -> "list[Stretch]":
        """Each of its words by itself."""
        tallest = float(self.blobs.heights.max())
        return [
            Stretch(self.line, word, self.line.height(word) or self.height, self.small)
            for word in _words(self.line, self.numbers, tallest)
        ]

    def _set(self, em: float, off_base: float = 0.0) -> Setting:
        return Setting(em, em, self.line.base + off_base, self.line.slope)


def stretches(line: Line) -> list[Stretch]:
    """The stretches of a line, from left to right."""
    everything = np.arange(len(line.blobs))
    tallest = line.height(everything) or float(line.blobs.heights.max())
    words = _words(line, everything, tallest)
    heights = [line.height(word) for word in words]
    capitals = max(heights) or tallest
    made: list[tuple[Numbers, float]] = []
    for word, height in zip(words, heights, strict=True):
        apart = line.blobs.left[word[0]] - line.blobs.right[word[0] - 1] if made else 0.0
        if made and _same(height, made[-1][1]) and apart < PARTED * (height or capitals):
            before, known = made.pop()
            made.append((np.concatenate((before, word)), max(known, height)))
        else:
            made.append((word, height))
    return [
        Stretch(line, numbers, height or capitals, SMALL_RATIO[0] < height / capitals < SMALL_RATIO[1])
        for numbers, height in made
    ]


def _words(line: Line, numbers: Numbers, tallest: float) -> list[Numbers]:
    blobs = line.blobs.of(numbers)
    gap = blobs.left[1:] - blobs.right[:-1]
    # Small words between large ones are set wider apart than their own size asks: the nearer ones' heights count.
    around = np.minimum(tallest, np.maximum(blobs.heights[1:], blobs.heights[:-1]))
    around = np.maximum(around, 0.5 * tallest)
    return list(np.split(numbers, np.flatnonzero(gap > WORD_GAP * around) + 1))


def _same(height: float, known: float) -> bool:
    """Whether two words may be one stretch: equally tall, or one without any letter on the baseline."""
    return not height or not known or abs(height - known) <= max(ALIKE[0] * known, ALIKE[1])
