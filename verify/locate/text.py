"""Lines of lettering: rows of letters, each with its baseline."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled
from verify.locate.chains import STANDS, chains
from verify.locate.parts import Floats, Ink, Numbers, Parts, parts_of
from verify.locate.segments import Segments

PROUD = (1.08, 1.3)
"""Height of a single dollar sign, slash or parenthesis against capitals and digits, when it stands just so that it
seems to stand on the baseline. A capital among small letters is 1.31 times as high."""
STACKED = 0.4
"""Share of its width that a part stands over or under another of the same letter."""
DESCENDER = 0.27
"""Length of a descender against the height of letters: 0.21 em against 0.74 to 0.93."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows of letters, upper ones first."""

    blobs: Parts
    """N, line after line, each from left to right; what stands one above the other is one."""
    parted: Segments
    """Into L lines."""
    base: Floats
    """L: y of the baseline at x = 0, pixels of the patch."""
    slope: float
    """Pixels that the baselines fall a pixel."""

    def heights(self, words: Segments) -> Floats:
        """Of the tallest blob of each word that stands on its baseline, pixels; 0 when none does.

        Args:
            words: The same blobs, in words.
        """
        blobs, base = self.blobs, self.base[self.parted.owner[words.starts]]
        return _tallest((blobs.top, blobs.bottom, blobs.x), (words.starts, words.counts), base, self.slope)


def lines(ink: Ink) -> Lines | None:
    """Every line of lettering; None where nothing may be a letter."""
    parts = parts_of(ink)
    if not len(parts):
        return None
    chain, slope = chains(parts, ink.patch.dpi)
    blobs, parted = _blobs(parts, chain)
    base = _bases(blobs.bottom - slope * blobs.x, blobs.heights, parted)
    order = np.argsort(base + slope * blobs.left[parted.starts], kind="stable")
    return Lines(blobs.of(parted.rows(order)), Segments.of(parted.counts[order]), base[order], slope)


def _bases(level: Floats, heights: Floats, parted: Segments) -> Floats:
    """L: where most letters of each line stand; where many hang lower by a descender, where the others stand.

    Args:
        level: N feet of the letters, the slope taken out.
        heights: N.
        parted: Into lines.
    """
    tall = heights[parted.ranked(heights)[parted.starts + np.maximum(1, parted.counts // 4) - 1]]
    each = tall[parted.owner]
    letters = heights > 0.6 * each
    lines = parted.starts, parted.counts
    base = _modes(level, letters, lines, STANDS * tall)
    higher = letters & (np.abs(base[parted.owner] - level - DESCENDER * each) < 0.5 * DESCENDER * each)
    hang = parted.sums(higher) >= np.maximum(2.0, 0.15 * parted.sums(letters))
    return np.where(hang, _modes(level, higher, lines, STANDS * tall), base) if hang.any() else base


@compiled
def _modes(values: Floats, counted: npt.NDArray[np.bool_], parted: tuple[Numbers, Numbers], reach: Floats) -> Floats:
    """L: the middle of each line's counted values where they lie closest together; any where none is counted.

    Args:
        values: N.
        counted: N.
        parted: Starts and counts of L lines.
        reach: L: how far apart values may lie that lie together.
    """
    found = np.zeros(len(reach))
    for line in range(len(reach)):
        start, most = parted[0][line], 0
        for one in range(start, start + parted[1][line]):
            count, total = 0, 0.0
            for other in range(start, start + parted[1][line]):
                if counted[one] and counted[other] and abs(values[one] - values[other]) <= reach[line]:
                    count += 1
                    total += values[other]
            if count > most:
                most, found[line] = count, total / count
    return found


@compiled
def _tallest(
    sides: tuple[Floats, Floats, Floats], words: tuple[Numbers, Numbers], base: Floats, slope: float
) -> Floats:
    """W heights of the tallest blob of each word that stands on its baseline; 0 when none does.

    Args:
        sides: Top, bottom, and x of the middle of N blobs.
        words: Starts and counts of W words.
        base: W: y of their baselines at x = 0.
        slope: Of the baselines.
    """
    (top, bottom, x), found = sides, np.zeros(len(base))
    for word in range(len(base)):
        own = range(words[0][word], words[0][word] + words[1][word])
        tallest = first = second = third = 0.0
        for at in own:
            tallest = max(tallest, bottom[at] - top[at])
        for at in own:
            tall = bottom[at] - top[at]
            if tall > 0.5 * tallest and abs(bottom[at] - base[word] - slope * x[at]) <= STANDS * tallest:
                if tall > first:
                    first, second, third = tall, first, second
                elif tall > second:
                    second, third = tall, second
                elif tall > third:
                    third = tall
        ratio = first / max(second, 1e-6)
        proud = PROUD[0] < ratio < PROUD[1] and third > 0.93 * second
        found[word] = second if proud else first
    return found


def _blobs(parts: Parts, chain: Numbers) -> tuple[Parts, Segments]:
    """Parts that stand one above the other as one, line after line, from left to right."""
    order = np.lexsort((parts.left, chain))
    parts, chain = parts.of(order), chain[order]
    width = parts.right - parts.left
    # How far the parts before reach, lines kept apart, and the narrower of a part and the one before it.
    apart = chain * (2 * float(parts.right.max()) + 1)
    reached = (np.maximum.accumulate(parts.right + apart) - apart)[:-1]
    narrower = np.minimum(width[1:], reached - parts.left[:-1])
    begins = np.append(True, (reached - parts.left[1:] <= STACKED * narrower) | (chain[1:] != chain[:-1]))
    stacks = Segments.split(begins)
    area = stacks.sums(parts.area)
    blobs = Parts(
        left=stacks.least(parts.left),
        top=stacks.least(parts.top),
        right=stacks.most(parts.right),
        bottom=stacks.most(parts.bottom),
        x=stacks.sums(parts.x * parts.area) / area,
        y=stacks.sums(parts.y * parts.area) / area,
        area=area,
    )
    return blobs, Segments.of(np.bincount(chain[stacks.starts]))
