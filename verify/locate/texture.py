"""Where a page may bear a matrix symbol: places whose grey changes densely in every direction.

A bar code changes in one direction only, paper in none, lettering less often. A symbol's modules should measure
3 to 6 pixels for the windows that are looked at next, so the page is looked at in steps of half its size.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from verify.locate.edges import Pixels, middle

CELL_PX = 8
"""Side of a cell of the map of texture: one to three modules."""
SPREAD_CELLS = 5
"""Texture is averaged over so many cells each way: the smallest symbol that fills most of it is 10 x 10."""
APART_CELLS = 5
"""Two places lie at least half of this apart."""
EVERY_CELLS = 2
"""Of all places, every so manieth cell each way is looked at: a small symbol's middle lies within a cell of one."""
LEAST_TEXTURE = 1.5
"""UNSOURCED mean grey step over two pixels below which no module stands out: sensor noise of sigma 1 makes 1.1."""
ABOVE_PAPER = 1.6
"""A place has so many times the texture of the page's middle, unless it is beyond doubt."""
BEYOND_DOUBT = 6.0
"""Grey steps of a tenth of full contrast at every other module."""
SMALLEST_PX = 20
"""A level with a shorter side bears no symbol: 10 modules of 2 pixels."""


@dataclass(frozen=True, slots=True)
class Level:
    """The page at one of its scales."""

    gray: Pixels
    """H x W."""
    factor: float
    """Pixels of the page per pixel of this level."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where a level is densely textured, densest first."""

    points_px: npt.NDArray[np.intp]
    """N x 2 (x, y), pixels of the level."""
    texture: npt.NDArray[np.float32]
    """N: mean grey step in the direction of the least."""


def levels(gray: Pixels, smallest: int) -> list[Level]:
    """The page at full size, half, quarter, down to a shorter side of `smallest` pixels."""
    found = [Level(gray, 1.0)]
    while min(found[-1].gray.shape) >= 2 * smallest:
        last = found[-1]
        height, width = last.gray.shape
        size = width // 2, height // 2
        half = cv2.resize(last.gray[: size[1] * 2, : size[0] * 2], size, interpolation=cv2.INTER_AREA)
        found.append(Level(np.asarray(half, dtype=np.uint8), last.factor * 2))
    return found


def places(gray: Pixels, most: int, *, every: bool = False) -> Places:
    """At most `most` densely textured places.

    Args:
        gray: H x W.
        most: How many.
        every: Those beside denser ones, too: what is densest may lie off a small symbol's middle.
    """
    if min(gray.shape) < SMALLEST_PX:
        return Places(np.zeros((0, 2), dtype=np.intp), np.zeros(0, dtype=np.float32))
    dense = _texture(gray)
    if every:
        chosen = np.zeros(dense.shape, dtype=np.bool_)
        chosen[::EVERY_CELLS, ::EVERY_CELLS] = True
    else:
        chosen = dense >= cv2.dilate(dense, np.ones((APART_CELLS, APART_CELLS), np.uint8))
    floor = max(LEAST_TEXTURE, min(BEYOND_DOUBT, ABOVE_PAPER * middle(dense)))
    row, column = np.nonzero(chosen & (dense > floor))
    order = np.argsort(-dense[row, column], kind="stable")[:most]
    points = np.stack((column[order], row[order]), axis=1) * CELL_PX + (CELL_PX // 2 + 1)
    return Places(points, dense[row[order], column[order]])


def _texture(gray: Pixels) -> npt.NDArray[np.float32]:
    """Mean grey step along each axis and diagonal, the least of the four, a value a cell."""
    steps = (
        cv2.absdiff(gray[1:-1, 2:], gray[1:-1, :-2]),
        cv2.absdiff(gray[2:, 1:-1], gray[:-2, 1:-1]),
        cv2.absdiff(gray[2:, 2:], gray[:-2, :-2]),
        cv2.absdiff(gray[2:, :-2], gray[:-2, 2:]),
    )
    height, width = gray.shape
    cells = max(1, (width - 2) // CELL_PX), max(1, (height - 2) // CELL_PX)
    rows, columns = min(cells[1] * CELL_PX, height - 2), min(cells[0] * CELL_PX, width - 2)
    least: npt.NDArray[np.float32] | None = None
    for step in steps:
        mean = cv2.resize(step[:rows, :columns], cells, interpolation=cv2.INTER_AREA).astype(np.float32)
        around = cv2.blur(mean, (SPREAD_CELLS, SPREAD_CELLS), borderType=cv2.BORDER_REPLICATE)
        spread = np.asarray(around, dtype=np.float32)
        least = spread if least is None else np.minimum(least, spread)
    return np.asarray(least, dtype=np.float32)
