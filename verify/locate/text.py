"""Lines of lettering: rows of letters, each with its baseline."""

from dataclasses import dataclass

import numpy as np

from verify.locate.chains import STANDS, chains
from verify.locate.parts import Floats, Ink, Numbers, Parts, parts_of

PROUD = (1.08, 1.3)
"""Height of a single dollar sign, slash or parenthesis against capitals and digits, when it stands just so that it
seems to stand on the baseline. A capital among small letters is 1.31 times as high."""
STACKED = 0.4
"""Share of its width that a part stands over or under another of the same letter."""
DESCENDER = 0.27
"""Length of a descender against the height of letters: 0.21 em against 0.74 to 0.93."""


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


def lines(ink: Ink) -> list[Line]:
    """Every line of lettering, upper ones first."""
    parts = parts_of(ink)
    if not len(parts):
        return []
    chain, slope = chains(parts, ink.patch.dpi)
    found = [_line(parts.of(np.flatnonzero(chain == number)), slope) for number in np.unique(chain)]
    return sorted(found, key=lambda line: line.base + line.slope * line.blobs.left[0])


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
