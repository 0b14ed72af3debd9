"""A grid of modules in the picture: where each module lies, straight or bent, and the picture drawn along it."""

from dataclasses import dataclass, replace
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from verify.locate.edges import Floats, Pixels
from verify.locate.plane import mapped

Many = npt.NDArray[np.float32]
Bits = npt.NDArray[np.bool_]

BLOCK = 4
"""Modules along a block; the grid is bent a block at a time."""
FEW_ROWS = 32
"""Rows of a product at once: 32 x 37 x 185 and less stay on one thread for all but the largest symbols."""
MOST_BEND = 0.6
"""Modules by which blocks beyond the border may go on bending; more is no paper."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Module coordinates to pixels."""

    to_px: Floats
    """3 x 3, without the local displacement."""
    first: tuple[int, int]
    """Column and row, modules, where the map of displacements begins: the blocks that are known."""
    shift: Many
    """B x B' x 2: how far (x, y) the picture's modules lie from the straight grid's in each block, modules."""
    in_step: Bits
    """B x B': blocks whose edges keep step with the grid."""
    usual: float = 0.0
    """Share of their strength in the wave of the grid that the better of these blocks have."""

    @property
    def blocks(self) -> tuple[int, int]:
        """Rows and columns of blocks."""
        return self.in_step.shape[0], self.in_step.shape[1]

    def pixels(self, points: Floats) -> Floats:
        """... x 2 module coordinates (x, y) in pixels."""
        return mapped(self.to_px, points + self.shifted(points)).reshape(points.shape)

    def shifted(self, points: Floats) -> Floats:
        """... x 2 displacement at each point, between the middles of blocks."""
        at = ((points - self.first) / BLOCK - 0.5).astype(np.float32)
        rows = at.reshape(len(at), -1, 2)
        x, y = np.ascontiguousarray(rows[..., 0]), np.ascontiguousarray(rows[..., 1])
        found = cv2.remap(self.shift, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(found, dtype=np.float64).reshape(points.shape)


def flat(to_px: Floats, blocks: tuple[int, int, int, int]) -> Grid:
    """A straight grid over blocks from (left, top), so many (wide, high)."""
    left, top, wide, high = blocks
    shift = np.zeros((high, wide, 2), dtype=np.float32)
    return Grid(to_px, (left * BLOCK, top * BLOCK), shift, np.zeros((high, wide), dtype=np.bool_))


def extent(in_step: Bits) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom blocks around those in step."""
    rows, columns = np.flatnonzero(in_step.any(axis=1)), np.flatnonzero(in_step.any(axis=0))
    if not len(rows):
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def cut(grid: Grid, wanted: tuple[int, int, int, int]) -> Grid:
    """The grid over other blocks (left, top, right, bottom), not fewer than those in step.

    Blocks not known before go on as those at the border do, so that bent paper is followed.
    """
    left, top, right, bottom = wanted
    rows, columns = grid.blocks
    inner = grid.shift[max(0, top) : min(bottom, rows), max(0, left) : min(right, columns)]
    border = (max(0, -top), max(0, bottom - rows)), (max(0, -left), max(0, right - columns)), (0, 0)
    shift = np.pad(inner, border, mode="edge")
    onwards = np.pad(inner, border, mode="reflect", reflect_type="odd") if min(inner.shape[:2]) > 1 else shift
    first = grid.first[0] + left * BLOCK, grid.first[1] + top * BLOCK
    shape = bottom - top, right - left
    bent = shift + np.clip(onwards - shift, -MOST_BEND, MOST_BEND)
    return Grid(grid.to_px, first, bent.astype(np.float32), np.zeros(shape, dtype=np.bool_), grid.usual)


def around(grid: Grid, blocks: int) -> Grid:
    """The grid over its blocks in step and so many more on each side."""
    known = extent(grid.in_step)
    if known is None:
        return grid
    left, top, right, bottom = known
    return cut(grid, (left - blocks, top - blocks, right + blocks, bottom + blocks))


def near_in_step(grid: Grid, blocks: int) -> Many:
    """R x C modules of `around`: 1 in blocks in step and their neighbours, 0 where the grid means nothing."""
    known = extent(grid.in_step)
    if known is None:
        return np.zeros((grid.blocks[0] * BLOCK, grid.blocks[1] * BLOCK), dtype=np.float32)
    left, top, right, bottom = known
    near = np.pad(grid.in_step[top:bottom, left:right].astype(np.uint8), blocks)
    wide = cv2.dilate(near, np.ones((3, 3), np.uint8)).astype(np.float32)
    return np.kron(wide, np.ones((BLOCK, BLOCK), dtype=np.float32))


def rescaled(grid: Grid, factor: float) -> Grid:
    """The grid in pixels `factor` times as small."""
    return replace(grid, to_px=np.diag((factor, factor, 1.0)) @ grid.to_px)


def pitch_px(grid: Grid) -> float:
    """Pixels a module in the middle of the grid."""
    rows, columns = grid.blocks
    middle = np.array(grid.first) + np.array((columns, rows)) * BLOCK / 2
    at = mapped(grid.to_px, middle + np.array(((0, 0), (1, 0), (0, 1))))
    return float(np.hypot(*(at[1] - at[0])) + np.hypot(*(at[2] - at[0]))) / 2


def maps(grid: Grid, rows: Many, columns: Many) -> tuple[Many, Many]:
    """Pixels, as OpenCV counts them, of each crossing; straight between the corners of blocks.

    Args:
        grid: Module coordinates to pixels.
        rows: N x (B + 1) weights of the corners, see `spread`.
        columns: M x (B' + 1), likewise.
    """
    corners = np.mgrid[0 : grid.blocks[0] + 1, 0 : grid.blocks[1] + 1].transpose(1, 2, 0)[..., ::-1]
    at = grid.pixels(corners * BLOCK + np.array(grid.first, dtype=np.float64)).astype(np.float32) - np.float32(0.5)
    x, y = (_product(rows, at[..., i], columns) for i in (0, 1))
    return x, y


def _product(rows: Many, nodes: Many, columns: Many) -> Many:
    """`rows @ nodes @ columns.T`, a few rows at a time: BLAS starts threads for larger products, which costs more."""
    across = nodes @ columns.T
    parts = [rows[first : first + FEW_ROWS] @ across for first in range(0, len(rows), FEW_ROWS)]
    return np.concatenate(parts)


def along(gray: Pixels, grid: Grid, rows: tuple[float, ...], columns: tuple[float, ...]) -> tuple[Many, Bits]:
    """The picture at each crossing of places along the grid, and whether it lies inside the picture.

    Args:
        gray: H x W.
        grid: Module coordinates to pixels.
        rows: Places in modules from where the grid begins; any number.
        columns: Likewise.
    """
    x, y = maps(grid, spread(grid.blocks[0], rows), spread(grid.blocks[1], columns))
    height, width = gray.shape
    inside = (x >= -0.5) & (x <= width - 0.5) & (y >= -0.5) & (y <= height - 0.5)
    values = cv2.remap(gray, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(values, dtype=np.float32), inside


@cache
def steps(modules: int, per_module: int) -> tuple[float, ...]:
    """The middles of `per_module` equal parts of each module."""
    return tuple(((np.arange(modules * per_module) + 0.5) / per_module).tolist())


@cache
def spread(blocks: int, places: tuple[float, ...]) -> Many:
    """Weights of the B + 1 corners along a side for each place, in modules."""
    at = np.array(places) / BLOCK
    weights = np.maximum(0, 1 - np.abs(at[:, None] - np.arange(blocks + 1)[None, :]))
    return np.asarray(weights, dtype=np.float32)
