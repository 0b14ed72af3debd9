"""Stretches of a line: neighbouring words of one size, and what that size may be."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verify.locate.parts import Parts
from verify.locate.segments import Numbers, Segments
from verify.locate.text import Lines
from verify.read.cells import Floats, Setting, joined

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
class Stretches:
    """S stretches: neighbouring blobs of one line that have one size."""

    blobs: Parts
    """N, stretch after stretch, each from left to right."""
    parted: Segments
    words: Numbers
    """N numbers of words, rising."""
    line: Numbers
    """S numbers of lines."""
    base: Floats
    """S: y of the baselines at x = 0."""
    slope: float
    """Pixels that the baselines fall a pixel."""
    height: Floats
    """S: of the tallest letter on the baseline, pixels; of the line's where it has none."""
    small: npt.NDArray[np.bool_]
    """S: it may be set in small letters of the size of its neighbours."""

    def of(self, numbers: Numbers) -> "Stretches":
        """Some of them."""
        rows = self.parted.rows(numbers)
        return Stretches(
            self.blobs.of(rows),
            Segments.of(self.parted.counts[numbers]),
            self.words[rows],
            self.line[numbers],
            self.base[numbers],
            self.slope,
            self.height[numbers],
            self.small[numbers],
        )

    def with_(self, others: "Stretches") -> "Stretches":
        """These and others of the same lines."""
        return Stretches(
            joined([self.blobs, others.blobs]),
            Segments.of(np.concatenate((self.parted.counts, others.parted.counts))),
            np.concatenate((self.words, others.words)),
            np.concatenate((self.line, others.line)),
            np.concatenate((self.base, others.base)),
            self.slope,
            np.concatenate((self.height, others.height)),
            np.concatenate((self.small, others.small)),
        )

    @property
    def as_capitals(self) -> Setting:
        """S settings when the tallest letters are capitals."""
        return self._set(self.height / CAPITAL_SHARE)

    @property
    def otherwise(self) -> tuple[Setting, Setting]:
        """S settings when there are only small letters without ascender, and when all have descenders."""
        lower = self.height / DESCENDING_SHARE
        return self._set(self.height / SMALL_SHARE), self._set(lower, -DESCENDER * lower)

    def parts(self, begins: npt.NDArray[np.bool_]) -> tuple["Stretches", Numbers]:
        """Parts that begin where `begins` says so (N), and the stretch that each is of."""
        parts = Segments.split(begins)
        owner = self.parted.owner[parts.starts]
        stands = Lines(self.blobs, self.parted, self.base, self.slope).heights(parts)
        height = np.where(stands > 0, stands, self.height[owner])
        line, base, small = self.line[owner], self.base[owner], self.small[owner]
        return Stretches(self.blobs, parts, self.words, line, base, self.slope, height, small), owner

    def _set(self, em: Floats, off_base: Floats | float = 0.0) -> Setting:
        return Setting(em, em.copy(), self.base + off_base, np.full(len(em), self.slope))


def stretches(lines: Lines) -> Stretches:
    """The stretches of all lines, line by line from left to right."""
    blobs, parted = lines.blobs, lines.parted
    heights, each = blobs.heights, parted.owner
    tallest = lines.heights(parted)
    tallest = np.where(tallest > 0, tallest, parted.most(heights))
    gap = blobs.left[1:] - blobs.right[:-1]
    # Small words between large ones are set wider apart than their own size asks: the nearer ones' heights count.
    around = np.minimum(tallest[each[1:]], np.maximum(heights[1:], heights[:-1]))
    around = np.maximum(around, 0.5 * tallest[each[1:]])
    words = Segments.split(np.append(True, gap > WORD_GAP * around) | parted.begins)
    stands, row = lines.heights(words), each[words.starts]
    capitals = np.zeros(len(parted))
    np.maximum.at(capitals, row, stands)
    capitals = np.where(capitals > 0, capitals, tallest)
    apart = np.append(np.inf, gap)[words.starts] / np.where(stands > 0, stands, capitals[row])
    first, height = _together(row.tolist(), stands.tolist(), (apart < PARTED).tolist())
    of_words = Segments.split(first)
    line = row[of_words.starts]
    share = height / capitals[line]
    return Stretches(
        blobs,
        Segments.of(of_words.sums(words.counts).astype(np.intp)),
        words.owner,
        line,
        lines.base[line],
        lines.slope,
        np.where(height > 0, height, capitals[line]),
        (SMALL_RATIO[0] < share) & (share < SMALL_RATIO[1]),
    )


def _together(row: list[int], heights: list[float], near: list[bool]) -> tuple[npt.NDArray[np.bool_], Floats]:
    """Whether each word begins a stretch, and how tall each stretch is (0 where nothing stands on its baseline)."""
    first, tall = [True], [heights[0]]
    for number in range(1, len(row)):
        on = near[number] and row[number] == row[number - 1] and _same(heights[number], tall[-1])
        first.append(not on)
        if on:
            tall[-1] = max(tall[-1], heights[number])
        else:
            tall.append(heights[number])
    return np.array(first), np.array(tall)


def _same(height: float, known: float) -> bool:
    """Whether two words may be one stretch: equally tall, or one without any letter on the baseline."""
    return not height or not known or abs(height - known) <= max(ALIKE[0] * known, ALIKE[1])
