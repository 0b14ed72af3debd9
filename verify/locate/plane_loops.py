"""The loops of `plane`: points through a homography, pixels averaged to fewer, and shifted by a part of one."""

import math

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


@compiled
def averaged(pixels: Pixels, down: int, across: int) -> Pixels:
    """The mean of every `down` x `across` pixels; what is left over at the right and the bottom is dropped."""
    rows, columns = pixels.shape[0] // down, pixels.shape[1] // across
    sums, found = np.empty(columns * across, dtype=np.int32), np.empty((rows, columns), dtype=np.uint8)
    share = np.float32(1 / (down * across))
    for row in range(rows):
        first = pixels[row * down]
        for column in range(len(sums)):
            sums[column] = first[column]
        for other in range(row * down + 1, row * down + down):
            line = pixels[other]
            for column in range(len(sums)):
                sums[column] += line[column]
        if across == 3:
            for column in range(columns):
                total = sums[3 * column] + sums[3 * column + 1] + sums[3 * column + 2]
                found[row, column] = np.uint8(np.rint(np.float32(total) * share))
        else:
            for column in range(columns):
                total = np.int32(0)
                for aside in range(across):
                    total += sums[column * across + aside]
                found[row, column] = np.uint8(np.rint(np.float32(total) * share))
    return found


@compiled
def shifted(pixels: Pixels, left: float, top: float, size: tuple[int, int]) -> Pixels:
    """W x H pixels from a place between pixels on, bilinear; beyond the border its own value.

    Args:
        pixels: Of a picture.
        left: Column of the first one.
        top: Its row.
        size: W and H.
    """
    height, width = pixels.shape
    columns, rows = size
    column, row = math.floor(left), math.floor(top)
    aside, below = np.float32(left - column), np.float32(top - row)
    # The columns that lie inside with their right neighbour; beyond them the border goes on.
    first, last = min(max(-column, 0), columns + 1), max(min(width - column, columns + 1), 0)
    line, found = np.empty(columns + 1, dtype=np.float32), np.empty((rows, columns), dtype=np.uint8)
    for at in range(rows):
        upper = pixels[min(max(row + at, 0), height - 1)]
        lower = pixels[min(max(row + at + 1, 0), height - 1)]
        for place in range(first):
            line[place] = upper[0] + (np.float32(lower[0]) - upper[0]) * below
        for place in range(first, last):
            one, other = np.float32(upper[column + place]), np.float32(lower[column + place])
            line[place] = one + (other - one) * below
        for place in range(max(first, last), columns + 1):
            line[place] = upper[width - 1] + (np.float32(lower[width - 1]) - upper[width - 1]) * below
        for place in range(columns):
            found[at, place] = np.uint8(np.rint(line[place] + (line[place + 1] - line[place]) * aside))
    return found


@compiled
def through_matrix(matrix: Floats, points: Floats) -> Floats:
    """N x 2 points through a 3 x 3 homography."""
    moved = np.empty((len(points), 2))
    for number in range(len(points)):
        x, y = points[number, 0], points[number, 1]
        depth = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
        moved[number, 0] = (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / depth
        moved[number, 1] = (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / depth
    return moved
