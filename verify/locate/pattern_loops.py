"""The loops of `pattern`: how well the fixed modules of every shape of symbol fit at every place of a grid.

ISO/IEC 16022:2006 5.1: left and bottom of a region are solid; its top alternates from dark at the left, its right
from dark at the bottom. A line that is lost counts nothing; none counts against the others.
"""

import math

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled

Many = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.intp]

SOLID_ALONE = 0.25
"""Share of all fixed modules by which solid sides may outdo the alternating ones: paper and blots have solid sides."""
TURNS = 4


@compiled
def best_places(dark: Many, sides: Numbers, least: tuple[int, int]) -> tuple[Many, Numbers]:
    """The best score of each of S shapes in each turn, and the row and column of its place.

    Args:
        dark: R x C modules, 1 dark to -1 light, 0 unknown.
        sides: S x 4: rows and columns of each shape, and of its regions with their frames.
        least: Rows and columns below which a shape is passed over.

    Returns:
        S x 4 scores, minus infinity for shapes that were passed over or find no place, and S x 4 x 2 places.
    """
    # Rows and columns are summed alike: what runs along a row of the one runs along a row of the other.
    across, down = _running(dark), _running(dark.T.copy())
    scores = np.full((len(sides), TURNS), -np.inf, dtype=np.float32)
    places = np.zeros((len(sides), TURNS, 2), dtype=np.intp)
    for number in range(len(sides)):
        rows, columns, region_rows, region_columns = sides[number]
        high, wide = dark.shape[0] - rows + 1, dark.shape[1] - columns + 1
        if high < 1 or wide < 1 or rows < least[0] or columns < least[1]:
            continue
        by_rows, by_columns = _lines(across, columns), _lines(down, rows)
        fixed = 2 * (rows // region_rows * columns + columns // region_columns * rows)
        alone, chance = np.float32(SOLID_ALONE * fixed), np.float32(math.sqrt(fixed))
        for row in range(high):
            for column in range(wide):
                top = _told(by_rows, row, rows, region_rows, column)
                bottom = _told(by_rows, row + region_rows - 1, rows, region_rows, column)
                left = _told(by_columns, column, columns, region_columns, row)
                right = _told(by_columns, column + region_columns - 1, columns, region_columns, row)
                # The corner of the solid sides: lower left, upper left, upper right, lower right.
                for turn, solid, alternating in (
                    (0, bottom[0] + left[0], top[1] + right[2]),
                    (1, top[0] + left[0], bottom[1] + right[1]),
                    (2, top[0] + right[0], bottom[2] + left[1]),
                    (3, bottom[0] + right[0], top[2] + left[2]),
                ):
                    score = (alternating + np.minimum(solid, alternating + alone)) / chance
                    if score > scores[number, turn]:
                        scores[number, turn] = score
                        places[number, turn, 0], places[number, turn, 1] = row, column
    return scores, places


@compiled
def _running(dark: Many) -> tuple[Many, Many]:
    """R x (C + 1) running sums along rows: plain, and with every other module negative."""
    plain = np.zeros((dark.shape[0], dark.shape[1] + 1), dtype=np.float32)
    other = np.zeros_like(plain)
    for row in range(dark.shape[0]):
        for column in range(dark.shape[1]):
            value = dark[row, column]
            plain[row, column + 1] = plain[row, column] + value
            other[row, column + 1] = other[row, column] + (-value if column % 2 else value)
    return plain, other


@compiled
def _lines(running: tuple[Many, Many], length: int) -> Many:
    """R x L x 3: what speaks for a line of `length` modules from each place on.

    Solid; alternating from dark at its beginning; alternating from dark at its end.
    """
    plain, other = running
    told = np.empty((plain.shape[0], plain.shape[1] - length, 3), dtype=np.float32)
    for row in range(told.shape[0]):
        for first in range(told.shape[1]):
            alternating = other[row, first + length] - other[row, first]
            alternating = -alternating if first % 2 else alternating
            told[row, first, 0] = max(plain[row, first + length] - plain[row, first], np.float32(0))
            told[row, first, 1] = max(alternating, np.float32(0))
            told[row, first, 2] = max(-alternating, np.float32(0))
    return told


@compiled
def _told(lines: Many, start: int, extent: int, step: int, at: int) -> tuple[np.float32, np.float32, np.float32]:
    """What speaks for the lines on one side of all regions; see `_lines`."""
    solid = first = last = np.float32(0)
    for number in range(extent // step):
        line = start + number * step
        solid += lines[line, at, 0]
        first += lines[line, at, 1]
        last += lines[line, at, 2]
    return solid, first, last
