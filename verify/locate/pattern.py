"""Which size of symbol, and where on the grid: by the modules that every symbol of that size has.

Finder and timing of the outside and of every data region inside are looked for together at every place and in
every turn; what is left of them outvotes what was lost.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from indicia.spec.ecc200 import SIZES, SymbolSize
from verify.locate.pattern_loops import best_places

Many = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]

CLEAR = 0.75
"""Agreement of a symbol that leaves no doubt of its polarity."""
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
    """All places of one polarity, best first: the best of each shape and turn, where it is better than chance."""
    scores, places = best_places(np.ascontiguousarray(dark, dtype=np.float32), _sides(), least)
    shapes = _shapes()
    found = [
        _pattern(shapes[number], turns, float(scores[number, turns]), places[number, turns], light_on_dark)
        for number, turns in np.argwhere(scores >= _least_scores()[:, None]).tolist()
    ]
    return sorted(found, key=_worth)


def _pattern(shape: "_Shape", turns: int, score: float, place: Numbers, light_on_dark: bool) -> Pattern:
    # A rectangle on its side needs an odd turn; upright an even one; otherwise it is a mirror image.
    lying = shape.rows != shape.size.rows
    return Pattern(
        shape.size,
        int(place[0]),
        int(place[1]),
        turns,
        mirrored=shape.rows != shape.columns and lying != bool(turns % 2),
        light_on_dark=light_on_dark,
        score=score,
        agreement=score / math.sqrt(shape.fixed),
    )


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


@cache
def _sides() -> Numbers:
    """S x 4: rows and columns of each shape and of its regions."""
    return np.array([(s.rows, s.columns, s.region_rows, s.region_columns) for s in _shapes()], dtype=np.intp)


@cache
def _least_scores() -> Many:
    """S: below which a place is as good as chance."""
    least = [max(LEAST_SCORE, LEAST_AGREEMENT * math.sqrt(shape.fixed)) for shape in _shapes()]
    return np.array(least, dtype=np.float32)
