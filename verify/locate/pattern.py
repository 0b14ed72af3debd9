"""Which size of symbol, and where on the grid: by the modules that every symbol of that size has.

Finder and timing of the outside and of every data region inside are looked for together at every place and in
every turn; what is left of them outvotes what was lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from indicia.spec.ecc200 import SIZES, SymbolSize

Many = npt.NDArray[np.float32]

LEAST_SCORE = 4.0
"""Standard deviations above chance, see `Pattern.score`: the best of 10,000 places on noise reaches 4."""


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
    """The best places for a symbol, best first, at most one for each size and turn.

    Args:
        dark: R x C modules, 1 dark to -1 light, 0 unknown, more than the symbol's own.
        least: Rows and columns below which no symbol can explain what is there.
        most: How many to give.
    """
    sums = _Sums.of(dark)
    found = [pattern for shape in _shapes() for pattern in _best(sums, shape, least)]
    # A large size needs less agreement by its score alone: blots and lettering have some of everything.
    found.sort(key=lambda pattern: -pattern.score * pattern.agreement**0.5)
    return found[:most]


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


def _best(sums: _Sums, shape: _Shape, least: tuple[int, int]) -> Iterator[Pattern]:
    """The best place in each turn, where it is better than chance."""
    high, wide = sums.along.shape[0] - shape.rows + 1, sums.down.shape[1] - shape.columns + 1
    if high < 1 or wide < 1 or shape.rows < least[0] or shape.columns < least[1]:
        return
    scores = _scores(sums, shape, high, wide)
    flat = np.abs(scores).reshape(4, -1)
    for turns, best in enumerate(flat.argmax(axis=1)):
        row, column = divmod(int(best), wide)
        value = float(scores[turns, row, column])
        if abs(value) < LEAST_SCORE:
            continue
        # A rectangle on its side needs an odd turn; upright an even one; otherwise it is a mirror image.
        lying = shape.rows != shape.size.rows
        mirrored = shape.rows != shape.columns and lying != bool(turns % 2)
        agreement = abs(value) / shape.fixed**0.5
        yield Pattern(shape.size, row, column, turns, mirrored, value < 0, abs(value), agreement)


def _scores(sums: _Sums, shape: _Shape, high: int, wide: int) -> Many:
    """4 x high x wide: score of each turn at each place.

    ISO/IEC 16022:2006 5.1: left and bottom of a region are solid; its top alternates from dark at the left, its
    right from dark at the bottom.
    """
    tops = range(0, shape.rows, shape.region_rows)
    bottoms = range(shape.region_rows - 1, shape.rows, shape.region_rows)
    lefts = range(0, shape.columns, shape.region_columns)
    rights = range(shape.region_columns - 1, shape.columns, shape.region_columns)
    solid, alternating = sums.rows(shape.columns)
    upright, changing = sums.columns(shape.rows)
    solid_top, solid_bottom = (sum(solid[r : r + high] for r in where) for where in (tops, bottoms))
    changing_top, changing_bottom = (sum(alternating[r : r + high] for r in where) for where in (tops, bottoms))
    solid_left, solid_right = (sum(upright[:, c : c + wide] for c in where) for where in (lefts, rights))
    changing_left, changing_right = (sum(changing[:, c : c + wide] for c in where) for where in (lefts, rights))
    # The corner of the solid sides: lower left, upper left, upper right, lower right.
    found = np.stack(
        (
            solid_bottom + changing_top + solid_left - changing_right,
            solid_top + changing_bottom + solid_left + changing_right,
            solid_top - changing_bottom + solid_right + changing_left,
            solid_bottom - changing_top + solid_right - changing_left,
        )
    )
    return np.asarray(found / np.float32(np.sqrt(shape.fixed)), dtype=np.float32)
