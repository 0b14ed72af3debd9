"""Which size of symbol, and where on the grid: by the modules that every symbol of that size has.

Finder and timing of the outside and of every data region inside are looked for together at every place and in
every turn; what is left of them outvotes what was lost.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from indicia.spec.ecc200 import SIZES, SymbolSize

Many = npt.NDArray[np.float32]

CLEAR = 0.75
"""Agreement of a symbol that leaves no doubt of its polarity."""
SOLID_ALONE = 0.25
"""Share of all fixed modules by which solid sides may outdo the alternating ones: paper and blots have solid sides."""
REVERSED = 0.8
"""What a symbol in reverse is worth: beside the timing of one that has lost a side, paper makes its solid sides."""
LEAST_SCORE, LEAST_AGREEMENT = 4.0, 0.45
"""Of a pattern. Standard deviations above chance, see `Pattern.score`: the best of 10,000 places on noise reaches 4.
UNSOURCED agreement: symbols that were read had 0.53 and more (tuning seed), lettering has 0.4 at most places."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One place at which a symbol of one size fits."""

    size: SymbolSize
    """Of the symbol; one that lies on its side is as high as `size` is wide."""
    row: int
    """Of its upper left module in the picture, among the modules that were searched."""
    column: int
    turns: int
    """Counter-clockwise quarter turns that bring the corner of the solid sides to the lower left."""
    mirrored: bool
    """Known to be seen from behind: a rectangle whose solid corner lies on the wrong side."""
    light_on_dark: bool
    """Printed in reverse."""
    score: float
    """Agreement of the fixed modules with what they should be, over what chance gives: n modules of which a share
    of (1 + a) / 2 are right score a times the root of n."""

    agreement: float
    """Mean agreement of its fixed modules: 1 all are right, 0 half of them."""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns in the picture."""
        rows, columns = self.size.rows, self.size.columns
        return (columns, rows) if self.turns % 2 ^ self.mirrored else (rows, columns)


def patterns(dark: Many, least: tuple[int, int], most: int) -> list[Pattern]:
    """The best places for a symbol, best first, at most one for each size, turn and polarity.

    Args:
        dark: R x C modules, 1 dark to -1 light, 0 unknown, more than the symbol's own.
        least: Rows and columns below which no symbol can explain what is there.
        most: How many to give.
    """
    found = _printed(dark, least, light_on_dark=False)
    if not found or found[0].agreement < CLEAR:
        # Symbols in reverse are rare: they are looked for where nothing else is clear.
        found = sorted([*found, *_printed(-dark, least, light_on_dark=True)], key=_worth)
    return found[:most]


def _printed(dark: Many, least: tuple[int, int], *, light_on_dark: bool) -> list[Pattern]:
    """All places of one polarity, best first."""
    sums = _Sums.of(dark)
    return sorted((p for shape in _shapes() for p in _best(sums, shape, least, light_on_dark)), key=_worth)


def _worth(pattern: Pattern) -> float:
    """Smaller for better: a large size needs less agreement by its score alone, blots have some of everything."""
    return -pattern.score * math.sqrt(pattern.agreement) * (REVERSED if pattern.light_on_dark else 1.0)


@dataclass(frozen=True, slots=True)
class _Shape:
    """A symbol as it may lie in the picture: upright or on its side."""

    size: SymbolSize
    rows: int
    columns: int
    region_rows: int
    """Modules of a region with its frame, along y in the picture."""
    region_columns: int

    @property
    def fixed(self) -> int:
        """Modules of finder and timing, where they cross counted twice."""
        return 2 * (self.rows // self.region_rows * self.columns + self.columns // self.region_columns * self.rows)


@cache
def _shapes() -> tuple[_Shape, ...]:
    """Every size upright, and every rectangle on its side."""
    upright = [_Shape(s, s.rows, s.columns, s.region_rows + 2, s.region_columns + 2) for s in SIZES]
    lying = [_Shape(s.size, s.columns, s.rows, s.region_columns, s.region_rows) for s in upright if s.rows != s.columns]
    return (*upright, *lying)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Running sums of modules along rows and columns, plain and with every other one negative."""

    along: Many
    """R x (C + 1)."""
    along_alternating: Many
    down: Many
    """(R + 1) x C."""
    down_alternating: Many

    @classmethod
    def of(cls, dark: Many) -> "_Sums":
        """The sums of `dark`."""
        rows, columns = dark.shape
        sign_x = (1 - 2 * (np.arange(columns) % 2)).astype(np.float32)
        sign_y = (1 - 2 * (np.arange(rows) % 2)).astype(np.float32)[:, None]
        across = [np.pad(np.cumsum(part, axis=1), ((0, 0), (1, 0))) for part in (dark, dark * sign_x)]
        down = [np.pad(np.cumsum(part, axis=0), ((1, 0), (0, 0))) for part in (dark, dark * sign_y)]
        return cls(across[0], across[1], down[0], down[1])

    def rows(self, length: int) -> tuple[Many, Many]:
        """Sums of `length` modules from each place on along its row: plain, and alternating from dark on."""
        plain = self.along[:, length:] - self.along[:, :-length]
        other = self.along_alternating[:, length:] - self.along_alternating[:, :-length]
        sign = (1 - 2 * (np.arange(other.shape[1]) % 2)).astype(np.float32)
        return plain, other * sign

    def columns(self, length: int) -> tuple[Many, Many]:
        """Likewise down its column."""
        plain = self.down[length:] - self.down[:-length]
        other = self.down_alternating[length:] - self.down_alternating[:-length]
        sign = (1 - 2 * (np.arange(other.shape[0]) % 2)).astype(np.float32)[:, None]
        return plain, other * sign


def _best(sums: _Sums, shape: _Shape, least: tuple[int, int], light_on_dark: bool) -> Iterator[Pattern]:
    """The best place in each turn, where it is better than chance."""
    high, wide = sums.along.shape[0] - shape.rows + 1, sums.down.shape[1] - shape.columns + 1
    if high < 1 or wide < 1 or shape.rows < least[0] or shape.columns < least[1]:
        return
    scores = _scores(sums, shape, high, wide).reshape(4, -1)
    least_score = max(LEAST_SCORE, LEAST_AGREEMENT * math.sqrt(shape.fixed))
    for turns, best in enumerate(scores.argmax(axis=1)):
        value = float(scores[turns, best])
        if value < least_score:
            continue
        row, column = divmod(int(best), wide)
        # A rectangle on its side needs an odd turn; upright an even one; otherwise it is a mirror image.
        lying = shape.rows != shape.size.rows
        mirrored = shape.rows != shape.columns and lying != bool(turns % 2)
        yield Pattern(
            shape.size,
            row,
            column,
            turns,
            mirrored=mirrored,
            light_on_dark=light_on_dark,
            score=value,
            agreement=value / math.sqrt(shape.fixed),
        )


def _scores(sums: _Sums, shape: _Shape, high: int, wide: int) -> Many:
    """4 x high x wide: score of each turn at each place.

    ISO/IEC 16022:2006 5.1: left and bottom of a region are solid; its top alternates from dark at the left, its
    right from dark at the bottom. A line that is lost counts nothing; none counts against the others.
    """
    tops = range(0, shape.rows, shape.region_rows)
    bottoms = range(shape.region_rows - 1, shape.rows, shape.region_rows)
    lefts = range(0, shape.columns, shape.region_columns)
    rights = range(shape.region_columns - 1, shape.columns, shape.region_columns)
    across, down = sums.rows(shape.columns), sums.columns(shape.rows)
    top, bottom = (
        _Lines.of([tuple(part[r : r + high] for part in across) for r in where]) for where in (tops, bottoms)
    )
    left, right = (
        _Lines.of([tuple(part[:, c : c + wide] for part in down) for c in where]) for where in (lefts, rights)
    )
    # The corner of the solid sides: lower left, upper left, upper right, lower right.
    solid = np.stack(
        (bottom.solid + left.solid, top.solid + left.solid, top.solid + right.solid, bottom.solid + right.solid)
    )
    alternating = np.stack(
        (top.first + right.last, bottom.first + right.first, bottom.last + left.first, top.last + left.last)
    )
    found = alternating + np.minimum(solid, alternating + np.float32(SOLID_ALONE * shape.fixed))
    return np.asarray(found / np.float32(np.sqrt(shape.fixed)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Lines:
    """What speaks for the lines on one side of all regions, at each place."""

    solid: Many
    first: Many
    """For alternating from dark at their beginning."""
    last: Many
    """For alternating from dark at their end."""

    @classmethod
    def of(cls, sums: list[tuple[Many, ...]]) -> "_Lines":
        """Lost lines count nothing.

        Args:
            sums: Of each line, the plain and the alternating sums.
        """
        solid, first, last = (np.zeros_like(sums[0][0]) for _ in range(3))
        for plain, other in sums:
            solid += np.maximum(plain, 0)
            first += np.maximum(other, 0)
            last -= np.minimum(other, 0)
        return cls(solid, first, last)
