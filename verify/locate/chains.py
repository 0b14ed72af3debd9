"""Parts of ink as rows of letters.

Letters of one line overlap in height and stand nearer to each other than they are tall; so parts are linked
to chains. A chain that is too low for letters (points, hyphens, apostrophes, dots of i) joins the line whose band
it stands in, and chains that go on with each other on one baseline are one.
"""

import numpy as np

from verify.compiled import compiled
from verify.locate.components import join, numbered
from verify.locate.edges import middle
from verify.locate.parts import Floats, Numbers, Parts

LINKED_GAP = 1.1
"""Heights of the taller letter between two letters of one line: a space and its bearings are 0.4 em, letters 0.5 to
0.7 em tall."""
LINKED_OVERLAP = 0.5
"""Share of the lower letter's height that lies beside the taller."""
LINKED_HEIGHTS = 0.5
"""Least ratio of the heights of two linked letters: 0.57 for a small letter beside a parenthesis."""
COLLINEAR_GAP = 2.2
"""Heights of a letter between two chains that are one line: a point and two spaces are 1.4."""
SAME_HEIGHT = 0.3
"""Share by which their heights may differ: words without ascenders are 0.25 lower."""
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
LETTER = 0.04
"""Inches: letters without ascender of 5.5-point type; three parts of this height are a line of their own."""
PAIR = 0.065
"""Inches: likewise of two parts, which may be the asterisks of a 12-point line: each is 0.352 em high, and a pixel."""


def chains(parts: Parts, dpi: float) -> tuple[Numbers, float]:
    """N numbers of the lines that the parts belong to, and the slope of all lines, pixels that they fall a pixel."""
    linked = _linked(parts.left, parts.top, parts.right, parts.bottom)
    slope = _slope(parts, linked)
    attached = _attached(parts, linked, slope, (LETTER * dpi, PAIR * dpi))
    return _collinear(parts, attached, slope), slope


@compiled
def _linked(left: Floats, top: Floats, right: Floats, bottom: Floats) -> Numbers:
    """N numbers of chains: letters of like height beside each other."""
    root = np.arange(len(left))
    for one in range(len(left)):
        for other in range(one):
            tall, low = bottom[one] - top[one], bottom[other] - top[other]
            tall, low = max(tall, low), min(tall, low)
            gap = max(left[one], left[other]) - min(right[one], right[other])
            common = min(bottom[one], bottom[other]) - max(top[one], top[other])
            if gap < LINKED_GAP * tall and common > LINKED_OVERLAP * low and low > LINKED_HEIGHTS * tall:
                join(root, one, other)
    return numbered(root)[0]


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


def _attached(parts: Parts, chain: Numbers, slope: float, letters_px: tuple[float, float]) -> Numbers:
    """The chains once low ones have joined the line whose band they stand in.

    Args:
        parts: N parts.
        chain: N numbers of chains, of which there are C.
        slope: Of all lines.
        letters_px: Heights from which three parts of a chain, and two, are letters.
    """
    tall, base = _bands(parts, chain, slope)
    count, (letter_px, pair_px) = np.bincount(chain), letters_px
    loose = np.flatnonzero(~((count >= 2) & (tall >= np.where(count == 2, pair_px, letter_px)))[chain])
    if not len(loose) or len(tall) == 1:
        return chain
    sides = parts.left, parts.top, parts.right, parts.bottom, parts.x
    return _renumbered(_moved(sides, chain, loose, (tall, base), slope))


@compiled
def _moved(
    sides: tuple[Floats, Floats, Floats, Floats, Floats],
    chain: Numbers,
    loose: Numbers,
    bands: tuple[Floats, Floats],
    slope: float,
) -> Numbers:
    """N chains, the loose parts in the lines that they stand in or nearest to.

    Args:
        sides: Left, top, right, bottom, and x of the middle of N parts.
        chain: N.
        loose: L of the parts.
        bands: Heights of the letters of C chains, and where they stand at x = 0.
        slope: Of all lines.
    """
    (left, top, right, bottom, x), (tall, base), moved = sides, bands, chain.copy()
    for one in loose:
        beside, dotted = np.full(len(tall), np.inf), np.zeros(len(tall), dtype=np.bool_)
        width, height, lean = right[one] - left[one], bottom[one] - top[one], slope * x[one]
        for other in range(len(left)):
            across = max(left[one], left[other]) - min(right[one], right[other])
            down = max(top[one], top[other]) - min(bottom[one], bottom[other])
            beside[chain[other]] = min(beside[chain[other]], max(across, 0.0))
            # A dot over a stem as narrow as itself.
            stem = across < -0.6 * width and right[other] - left[other] < STEM * width and top[other] > top[one]
            dotted[chain[other]] |= stem and down < 0.35 * (bottom[other] - top[other])
        nearest = np.inf
        for line in range(len(tall)):
            # How far it is out of the band of the line's letters.
            out = max(top[one] - lean - base[line], base[line] - tall[line] - (bottom[one] - lean))
            joins = out < OUT * tall[line] and height < LOW * tall[line] and beside[line] < LINKED_GAP * tall[line]
            if joins and line != chain[one]:
                stands = abs(bottom[one] - lean - base[line]) < STANDS * tall[line] + 1
                stands = stands and beside[line] < 0.8 * tall[line]
                away = max(out, 0.0) + 0.15 * beside[line] - tall[line] * (0.15 * dotted[line] + 0.3 * stands)
                if away < nearest:
                    nearest, moved[one] = away, line
    return moved


def _renumbered(chain: Numbers) -> Numbers:
    """The same chains as 0, 1, ... without gaps."""
    return np.asarray(np.unique(chain, return_inverse=True)[1], dtype=np.intp)


def _bands(parts: Parts, chain: Numbers, slope: float) -> tuple[Floats, Floats]:
    """C heights of the letters of each chain (the median of its tall parts), and where they stand at x = 0."""
    heights, level = parts.heights, parts.bottom - slope * parts.x
    tallest = np.zeros(int(chain.max()) + 1)
    np.maximum.at(tallest, chain, heights)
    letters = heights > 0.6 * tallest[chain]
    return _medians(heights[letters], chain[letters]), _medians(level, chain)


def _medians(values: Floats, chain: Numbers) -> Floats:
    """C medians, the upper one of an even number; every chain has a value."""
    counts = np.bincount(chain)
    return np.asarray(values[np.lexsort((values, chain))][np.cumsum(counts) - counts + counts // 2], dtype=np.float64)


def _collinear(parts: Parts, chain: Numbers, slope: float) -> Numbers:
    """The chains once those that go on with each other, of one height on one baseline, are one."""
    tall, base = _bands(parts, chain, slope)
    left, right = np.full(len(tall), np.inf), np.full(len(tall), -np.inf)
    np.minimum.at(left, chain, parts.left)
    np.maximum.at(right, chain, parts.right)
    return _in_line(tall, base, left, right)[chain]


@compiled
def _in_line(tall: Floats, base: Floats, left: Floats, right: Floats) -> Numbers:
    """C numbers of lines: chains that go on with each other."""
    root = np.arange(len(tall))
    for one in range(len(tall)):
        for other in range(one):
            height = max(tall[one], tall[other])
            gap = max(left[one], left[other]) - min(right[one], right[other])
            if (
                abs(tall[one] - tall[other]) < SAME_HEIGHT * height
                and abs(base[one] - base[other]) < SAME_BASE * height
                and gap < COLLINEAR_GAP * height
            ):
                join(root, one, other)
    return numbered(root)[0]
