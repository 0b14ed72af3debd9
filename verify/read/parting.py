"""Stretches that turn out to be of two kinds: words of another weight or size stand near each other on one line."""

import math

import numpy as np

from verify.compiled import compiled
from verify.locate.segments import Numbers, Segments
from verify.read.cells import Floats
from verify.read.fitting import DOUBTFUL, FITS
from verify.read.glyphs import Alphabet
from verify.read.stretches import Stretches
from verify.read.view import OPEN, WEIGHED, Bools, View

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
    parted = view.parted
    words = Segments.split(np.append(True, np.diff(found.words) != 0) | parted.begins)
    owner = parted.owner[words.starts]
    gain = words.sums(view.lead)
    weight = np.where(gain > WEIGHED, 1 - view.bold[owner], view.bold[owner])
    em, off = _sizes(view, words, known)
    another = np.append(True, owner[1:] != owner[:-1])
    _begin(another, weight, np.abs(gain) > WEIGHED, em, off)
    alone = view.poor(UNLIKE)[owner]
    another |= alone
    begins = np.zeros(len(view.lead), dtype=np.bool_)
    begins[words.starts[another]] = True
    return begins, np.where(alone, OPEN, weight)[another]


@compiled
def _begin(another: Bools, weight: Numbers, sure: Bools, em: Floats, off: Floats) -> None:
    """Say where a part of another weight or size begins.

    Args:
        another: Of each word: whether a stretch begins there; then, whether a part does.
        weight: The one that it fits better.
        sure: Whether that is so for certain.
        em: Its size, NaN where it does not tell.
        off: How uncertain.
    """
    last, size, spread = -1, math.nan, 0.0
    for word in range(len(another)):
        if another[word]:
            last, size, spread = weight[word], em[word], off[word]
            continue
        another[word] = sure[word] and weight[word] != last
        another[word] |= abs(em[word] - size) > max(TWO_SIZES * size, off[word] + spread)
        last = weight[word] if sure[word] else last
        if not math.isnan(em[word]):
            size, spread = em[word], off[word]


def _sizes(view: View, words: Segments, known: Alphabet) -> tuple[Floats, Floats]:
    """Pixels an em of each word by its characters' places, and how uncertain; NaN where they do not tell."""
    foot = view.feet
    advances = known.advances[view.chosen].astype(np.float64)
    asked = np.cumsum(advances) - advances + known.centres[view.chosen]
    x, y = (values - (words.sums(values) / words.counts)[words.owner] for values in (asked, foot))
    size = np.maximum(words.sums(x * x), 1e-9)
    em = words.sums(x * y) / size
    rest = y - em[words.owner] * x
    rms = np.sqrt(words.sums(rest * rest) / np.maximum(1, words.counts - 2))
    plain = (words.counts >= SIZED) & (words.most(view.misfit) < FITS) & (rms < LOOSE * em)
    return np.where(plain, em, np.nan), 2 * np.maximum(rms, PLACE_PX) / np.sqrt(size)


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
