"""Stretches that turn out to be of two kinds: words of another weight or size stand near each other on one line."""

import math

import numpy as np

from verify.compiled import compiled
from verify.locate.segments import Numbers
from verify.read.cells import Sides, Singles, foot_of
from verify.read.fitting import DOUBTFUL, FITS
from verify.read.glyphs import Alphabet
from verify.read.stretches import Stretches
from verify.read.view import OPEN, WEIGHED, Bools, Rows, Table, View

Widths = tuple[Singles, Singles]
"""Advances of the templates, and middles of their ink right of the pen, em."""

UNLIKE = (0.02, 0.05)
"""Median share of its ink that a stretch leaves unexplained when nothing is known of it: in a good region, in any."""
HALF = 0.5
"""Share of what a stretch leaves unexplained that its parts leave when they are set apart."""
SIZED = 4
"""Characters whose widths tell a size well."""
TWO_SIZES = 0.035
"""Share by which two such sizes differ when they are two: a third of a point of 10."""
LOOSE = 0.04
"""Em, root mean square, that the characters of a word stand off their places; more is a space or a misread one."""
PLACE_PX = 0.15
"""Pixels that a place is uncertain at least: printers and scanners step by whole ones."""


def parts(view: View, found: Stretches, known: Alphabet) -> tuple[Bools, Numbers]:
    """N: where a part of another weight or size begins; and the weight of each part.

    A word that the two weights explain alike goes with the word before it. Words of stretches that fit badly are
    parts by themselves, of an open weight.
    """
    pool, begins = view.pool, np.zeros(len(found.words), dtype=np.bool_)
    weights = np.empty(len(found.words), dtype=np.intp)
    lettering = pool.rows, pool.blobs, (known.advances, known.centres)
    _begin(view.table, lettering, found.words, view.poor(UNLIKE), (begins, weights))
    return begins, weights[begins]


@compiled
def _begin(
    stretches: Table, seen: tuple[Rows, Sides, Widths], words: Numbers, alone: Bools, out: tuple[Bools, Numbers]
) -> None:
    """Say where parts begin, and their weights.

    Args:
        stretches: S, one after the other, of all blobs.
        seen: What was looked at, the blobs, and advances and middles of the templates.
        words: N numbers of words.
        alone: S: whether each of its words is a part.
        out: N: whether a part begins, and where one does, its weight; filled.
    """
    (rows, blobs, known), (begins, weights) = seen, out
    for number in range(len(stretches)):
        first, count = stretches["first"][number], stretches["count"][number]
        row, bold = stretches["row"][number] - first, stretches["bold"][number]
        line = stretches["base"][number], stretches["slope"][number]
        last, size, spread, start = bold, math.nan, 0.0, first
        while start < first + count:
            end = start + 1
            while end < first + count and words[end] == words[start]:
                end += 1
            gain = 0.0
            for at in range(start, end):
                gain += rows.lead[row + at]
            weight, sure = (1 - bold if gain > WEIGHED else bold), abs(gain) > WEIGHED
            em, off = _size((rows, blobs, known), (start, end, row), line)
            if start == first:
                begins[start], last, size, spread = True, weight, em, off
            else:
                begins[start] = alone[number] or (sure and weight != last)
                begins[start] |= abs(em - size) > max(TWO_SIZES * size, off + spread)
                last = weight if sure else last
                if not math.isnan(em):
                    size, spread = em, off
            weights[start] = OPEN if alone[number] else weight
            start = end


@compiled
def _size(
    seen: tuple[Rows, Sides, Widths], word: tuple[int, int, int], line: tuple[float, float]
) -> tuple[float, float]:
    """Pixels an em of a word by its characters' places, and how uncertain; NaN where they do not tell.

    Args:
        seen: As `_begin` has it.
        word: Its first blob, the one after its last, and what to add to a blob's number for its row.
        line: Base and slope of the baseline.
    """
    (rows, blobs, (advances, centres)), (start, end, row) = seen, word
    count = end - start
    if count < SIZED:
        return math.nan, 0.0
    asked, feet, pen = np.empty(count), np.empty(count), 0.0
    for at in range(count):
        if rows.misfit[row + start + at] >= FITS:
            return math.nan, 0.0
        chosen = rows.chosen[row + start + at]
        asked[at], feet[at] = pen + centres[chosen], foot_of(blobs.x[start + at], blobs.y[start + at], line[0], line[1])
        pen += advances[chosen]
    asked -= asked.mean()
    feet -= feet.mean()
    size = max((asked * asked).sum(), 1e-9)
    em = (asked * feet).sum() / size
    rest = feet - em * asked
    rms = math.sqrt((rest * rest).sum() / max(1, count - 2))
    return em if rms < LOOSE * em else math.nan, 2 * max(rms, PLACE_PX) / math.sqrt(size)


def differ(view: View, each: View, owner: Numbers) -> Bools:
    """Which stretches are of two weights or sizes for certain.

    Args:
        view: The stretches.
        each: Their parts, fitted.
        owner: The stretch of each part.
    """
    count = len(view)
    told = each.telling & (each.fit < DOUBTFUL)
    every = np.arange(count)
    two = np.isin(every, owner[told & (each.bold == 1)]) & np.isin(every, owner[told & (each.bold == 0)])
    # What fits badly as a whole may have been taken for capitals in parts.
    like = ~view.poor(UNLIKE)
    sized = (each.fit < DOUBTFUL) & (each.table["count"] >= SIZED) & like[owner]
    least, most = np.full(count, np.inf), np.zeros(count)
    np.minimum.at(least, owner[sized], each.setting.em_x[sized])
    np.maximum.at(most, owner[sized], each.setting.em_x[sized])
    left = np.bincount(owner, each.table["left"], count)
    better = like & np.isin(every, owner) & (left < HALF * view.table["left"])
    return two | (most > (1 + TWO_SIZES) * least) | better
