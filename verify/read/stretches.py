"""Stretches of a line: neighbouring words of one size, and what that size may be."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from verify.locate.parts import Parts
from verify.locate.segments import Numbers, Segments
from verify.locate.text import Lines
from verify.read.cells import Floats, Setting

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
    """The region's, line after line, each from left to right."""
    words: Numbers
    """Rising numbers of words, of each blob."""
    first: Numbers
    """S numbers of the first blob."""
    counts: Numbers
    """S: blobs."""
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
        columns: dict[str, Any] = {name: getattr(self, name)[numbers] for name in _OF_STRETCHES}
        return replace(self, **columns)

    def with_(self, others: "Stretches") -> "Stretches":
        """These and others of the same lines."""
        columns: dict[str, Any] = {
            name: np.concatenate((getattr(self, name), getattr(others, name))) for name in _OF_STRETCHES
        }
        return replace(self, **columns)

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
        """Parts that begin where `begins` says so of all blobs, and the stretch that each is of.

        The stretches are all there are.
        """
        parts, parted = Segments.split(begins), Segments.of(self.counts)
        owner = parted.owner[parts.starts]
        stands = Lines(self.blobs, parted, self.base, self.slope).heights(parts)
        height = np.where(stands > 0, stands, self.height[owner])
        line, base, small = self.line[owner], self.base[owner], self.small[owner]
        made = replace(self, first=parts.starts, counts=parts.counts, line=line, base=base, height=height, small=small)
        return made, owner

    def _set(self, em: Floats, off_base: Floats | float = 0.0) -> Setting:
        return Setting(em, em.copy(), self.base + off_base, np.full(len(em), self.slope))


_OF_STRETCHES = ("first", "counts", "line", "base", "height", "small")


def stretches(lines: Lines, least_px: float) -> Stretches | None:
    """The stretches of all lines at least so tall, line by line from left to right; None without any."""
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
    share, tall = height / capitals[line], np.where(height > 0, height, capitals[line])
    small = (SMALL_RATIO[0] < share) & (share < SMALL_RATIO[1])
    inner = Segments.of(of_words.sums(words.counts).astype(np.intp))
    kept = np.flatnonzero(tall >= least_px)
    if not len(kept):
        return None
    if len(kept) < len(tall):
        rows = inner.rows(kept)
        blobs, inner = blobs.of(rows), Segments.of(inner.counts[kept])
        words = Segments.split(np.append(True, np.diff(words.owner[rows]) != 0))
        line, tall, small = line[kept], tall[kept], small[kept]
    return Stretches(blobs, words.owner, inner.starts, inner.counts, line, lines.base[line], lines.slope, tall, small)


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
