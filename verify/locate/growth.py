"""The exact grid of modules, grown from a small lattice over everything that goes on in step with it.

Every edge between two modules of a symbol lies on a line of its grid, so the whole symbol says where the grid
lies, not its border alone: a broken finder costs nothing. A piece of the picture is drawn with the grid as it is
known so far; where the edges in each block of it lie off whole modules, the grid is wrong by as much. Growing by
a few blocks at a time keeps that below half a module, beyond which it could not be told from its neighbour.
"""

from dataclasses import replace

import cv2
import numpy as np

from verify.locate.edges import Floats, Pixels
from verify.locate.grid import BLOCK, Bits, Grid, Many, cut, extent, flat, maps, spread, steps
from verify.locate.plane import inverse, mapped

DRAWN_PX = 5
"""Pixels a module in the picture that is drawn along the grid."""
GROWTH = 2
"""Blocks by which each side grows at once; one where the paper is bent, beyond whose next block all is unsure."""
STRAIGHT = 0.15
"""Modules by which a grid may be bent to be followed quickly."""
ROUNDS = 20
"""Enough to grow from a window to 144 modules."""
FILLED = 0.35
"""Share of the blocks in a symbol's extent that are in step at least; lettering beside it may stretch the extent."""
STILL_GROWING = 1.04
"""More blocks than this times those of the round before: a letter joins now and then, a symbol a row of blocks."""
MOST_BLOCKS = 48
"""Along a side: 144 modules and what lies around them."""
LEAST_SHARE, SHARE = 0.07, 0.45
"""Share of a block's edges' strength in the wave of the grid, from which it counts as part of the symbol: at least
the first, and the second of what is usual in this symbol. Sharp modules have 0.5, modules blurred over 0.4 of
their size 0.2, lettering 0.05 to 0.15 (by trial)."""
LARGE_BLOCKS, LARGE_SHARE = 256, 0.2
"""UNSOURCED a grid that reaches farther than 64 x 64 modules with a smaller usual share follows lines of lettering:
symbols that were read were smaller or sharper (tuning seed), pages of lettering end at 0.13 to 0.21."""
FEWEST_BLOCKS = 4
"""Less is no symbol: 10 modules are 2 to 3 blocks each way."""
FAINT = 0.1
"""A block with less of the wave than this share of the others' bears no modules."""
OVERTONES = (2, 3, 5)
"""Into how many parts a window may have divided a module."""
TRUE_SHARE = 0.7
"""Of the finer wave's size, from which a coarser one is the lattice's own: chance gives 0.1."""
SHARP_SHARE = 0.18
"""Of all edges' strength: overtones show only where edges are sharp, and there the fundamental has 0.4."""
FARTHEST = 0.35
"""Modules by which a block may be off and still be believed."""
STIFFNESS = 0.02
"""Weight, in fully known blocks, of what farther neighbours say against nearer ones."""
REACHES = (4.0, 2.0, 0.8)
"""Blocks over which neighbours are heard, farthest first; at first nothing is displaced."""


def fundamental(gray: Pixels, to_px: Floats) -> Floats:
    """The lattice itself where `to_px` is one that divides its modules by two, three or five.

    Sharp edges have overtones as strong as their fundamental. In a true lattice whole modules, odd and even, bear
    as many edges; in one that is too fine every second or third line bears them all.
    """
    window = flat(to_px, (-3, -3, 6, 6))
    across, down = _profiles(drawn(gray, window), window.blocks)
    total = np.stack((across.sum(axis=0).reshape(-1), down.sum(axis=1).reshape(-1)))
    at = (np.arange(total.shape[1]) + 0.5) / DRAWN_PX + window.first[0]
    least = np.abs(total @ np.exp(-2j * np.pi * at))
    found = to_px
    for parts in OVERTONES:
        wave = total @ np.exp(-2j * np.pi * at / parts)
        if (np.abs(wave) > np.maximum(TRUE_SHARE * least, SHARP_SHARE * total.sum(axis=1))).all():
            x, y = -np.angle(wave) / (2 * np.pi) * parts
            found = to_px @ np.array([(parts, 0, x), (0, parts, y), (0, 0, 1)])
    return found


def grow(gray: Pixels, to_px: Floats) -> Grid | None:
    """The grid around module (0, 0) as far as the picture keeps step with it; None where it does not.

    Args:
        gray: H x W.
        to_px: 3 x 3 from modules to pixels near (0, 0).
    """
    grid, before = flat(to_px, (-2, -2, 4, 4)), 0
    for number in range(ROUNDS):
        grid = _followed(gray, grid, projective=number >= 2)
        reached, count = extent(grid.in_step), int(np.count_nonzero(grid.in_step))
        if reached is None or count < FEWEST_BLOCKS or (number >= 2 and _scattered(count, reached)):
            return None
        if count > LARGE_BLOCKS and grid.usual < LARGE_SHARE:
            return None
        if number >= 2 and count <= before * STILL_GROWING:
            return grid
        before = count
        bent = float(np.abs(grid.shift).max()) > STRAIGHT
        grid = cut(grid, _grown(reached, 1 if bent else GROWTH))
    return _followed(gray, grid, projective=True)


def over(gray: Pixels, grid: Grid, corner: tuple[int, int], shape: tuple[int, int]) -> Grid:
    """The grid over one symbol alone, fitted to its own edges and beginning at its upper left module.

    Args:
        gray: H x W.
        grid: Grown over the symbol and perhaps its neighbours.
        corner: Row and column of its first module.
        shape: Rows and columns, modules.
    """
    row, column = corner
    blocks = -(-shape[1] // BLOCK), -(-shape[0] // BLOCK)
    every = np.mgrid[0 : blocks[1], 0 : blocks[0]].transpose(1, 2, 0)[..., ::-1].reshape(-1, 2) * BLOCK + BLOCK / 2
    shift = grid.shifted(every + np.array((column, row))).reshape(blocks[1], blocks[0], 2)
    there = np.array([(1, 0, column), (0, 1, row), (0, 0, 1)], dtype=np.float64)
    own = Grid(grid.to_px @ there, (0, 0), shift.astype(np.float32), np.zeros(blocks[::-1], dtype=np.bool_), grid.usual)
    for _ in range(2):
        own = _followed(gray, own, projective=True)
    return own


def _scattered(count: int, reached: tuple[int, int, int, int]) -> bool:
    """Whether the blocks in step are too few for what they span, as the strokes of lettering are."""
    left, top, right, bottom = reached
    return count < FILLED * (right - left) * (bottom - top)


def _grown(reached: tuple[int, int, int, int], by: int) -> tuple[int, int, int, int]:
    """The extent with room to grow."""
    left, top, right, bottom = reached
    across = min(by, max(0, MOST_BLOCKS - (right - left)) // 2)
    down = min(by, max(0, MOST_BLOCKS - (bottom - top)) // 2)
    return left - across, top - down, right + across, bottom + down


def drawn(gray: Pixels, grid: Grid) -> Many:
    """The picture along the grid, DRAWN_PX a module, over all blocks; beyond the border its own value."""
    rows, columns = (spread(side, steps(side * BLOCK, DRAWN_PX)) for side in grid.blocks)
    x, y = maps(grid, rows, columns)
    values = cv2.remap(gray, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(values, dtype=np.float32)


def _followed(gray: Pixels, grid: Grid, *, projective: bool) -> Grid:
    """The grid moved to where the edges are."""
    across, down = (_wave(part) for part in _profiles(drawn(gray, grid), grid.blocks))
    size = np.minimum(np.abs(across[0]), np.abs(down[0]))
    share = np.minimum(np.abs(across[0]) / across[1], np.abs(down[0]) / down[1])
    off = np.stack((-np.angle(across[0]), -np.angle(down[0])), axis=2) / (2 * np.pi)
    near = (share > LEAST_SHARE) & (np.abs(off).max(axis=2) < FARTHEST) & _inside(gray, grid)
    in_step, usual = near, grid.usual
    if near.any():
        usual = max(usual, _upper(share[near], 75))
        in_step = _together(near & (share > SHARE * usual) & (size > FAINT * _upper(size[near], 50)))
    weight = np.where(in_step, size, 0)
    if not in_step.any():
        return replace(grid, in_step=in_step)
    return _fitted(replace(grid, in_step=in_step, usual=usual), off + grid.shift, weight, projective)


def _upper(values: Many, share: int) -> float:
    """The value under which so many of a hundred lie; NumPy's own costs ten times as much on few values."""
    at = len(values) * share // 100
    return float(np.partition(values, at)[at])


def _together(blocks: Bits) -> Bits:
    """The largest group of blocks with gaps of at most two between them."""
    joined = cv2.dilate(blocks.astype(np.uint8), np.ones((3, 3), np.uint8))
    count, labels = cv2.connectedComponents(joined)
    if count <= 2:
        return blocks
    most = np.bincount(labels[blocks]).argmax()
    return np.asarray(blocks & (labels == most))


def _inside(gray: Pixels, grid: Grid) -> Bits:
    """B x B': blocks whose middle lies in the picture."""
    rows, columns = grid.blocks
    middles = (np.mgrid[0:rows, 0:columns].transpose(1, 2, 0)[..., ::-1] + 0.5) * BLOCK
    at = grid.pixels(middles + np.array(grid.first))
    return np.asarray(((at >= 0) & (at <= gray.shape[::-1])).all(axis=2))


def _profiles(picture: Many, blocks: tuple[int, int]) -> tuple[Many, Many]:
    """B x B' x (BLOCK * DRAWN_PX) strengths of the edges across x, by x, and across y, by y, in each block."""
    across, down = np.zeros_like(picture), np.zeros_like(picture)
    across[:, 1:-1] = np.abs(picture[:, 2:] - picture[:, :-2])
    down[1:-1] = np.abs(picture[2:] - picture[:-2])
    rows, columns = blocks
    step = BLOCK * DRAWN_PX
    by_x = across.reshape(rows, step, columns, step).sum(axis=1)
    by_y = down.reshape(rows, step, columns, step).sum(axis=3).transpose(0, 2, 1)
    return by_x, by_y


def _wave(strength: Many) -> tuple[Many, Many]:
    """Sums of B x B' profiles against a wave of one module, and plain; each with its neighbours."""
    phase = np.exp(-2j * np.pi * (np.arange(BLOCK * DRAWN_PX) + 0.5) / DRAWN_PX).astype(np.complex64)
    wave, plain = strength @ phase, strength.sum(axis=2)
    smooth = [_smoothed(np.ascontiguousarray(part)) for part in (wave.real, wave.imag, plain)]
    return np.asarray(smooth[0] + 1j * smooth[1]), smooth[2] + np.float32(1e-3)


def _smoothed(values: Many) -> Many:
    """With a share of the eight neighbours; none beyond the border."""
    kernel = np.array((0.5, 1.0, 0.5), dtype=np.float32)
    return np.asarray(cv2.sepFilter2D(values, cv2.CV_32F, kernel, kernel, borderType=cv2.BORDER_CONSTANT))


def _fitted(grid: Grid, off: Many, weight: Many, projective: bool) -> Grid:
    """The straight grid through the displaced blocks, and what each is still off.

    Args:
        grid: As it was, with the blocks now in step.
        off: B x B' x 2 displacement (x, y) of each block against the straight grid, modules.
        weight: B x B', how well each is known.
        projective: Whether enough is known to tell a tilt.
    """
    rows, columns = grid.blocks
    row, column = np.nonzero(grid.in_step)
    centre = np.stack((column, row), axis=1) * BLOCK + np.array(grid.first) + BLOCK / 2
    middle = centre.mean(axis=0)
    correction = _correction(centre - middle, off[row, column], weight[row, column], projective)
    there, back = np.eye(3), np.eye(3)
    there[:2, 2], back[:2, 2] = middle, -middle
    correction = there @ correction @ back
    every = np.mgrid[0:rows, 0:columns].transpose(1, 2, 0)[..., ::-1].reshape(-1, 2) * BLOCK
    every = every + np.array(grid.first) + BLOCK / 2
    # Where the old grid should have put each block, in modules of the new one.
    seen = every + off.reshape(-1, 2)
    left = (mapped(inverse(correction), seen) - every).reshape(rows, columns, 2)
    return replace(grid, to_px=grid.to_px @ correction, shift=_local(left, weight))


def _correction(at: Floats, off: Many, weight: Many, projective: bool) -> Floats:
    """The homography, near the identity, from true module coordinates to those of the grid as it was."""
    x, y = at[:, 0], at[:, 1]
    one, none = np.ones_like(x), np.zeros_like(x)
    tilt = ((x * x, x * y), (x * y, y * y)) if projective else ((), ())
    upper = np.stack((one, x, y, none, none, none, *tilt[0]), axis=1)
    lower = np.stack((none, none, none, one, x, y, *tilt[1]), axis=1)
    system, wanted = np.concatenate((upper, lower)), np.concatenate((off[:, 0], off[:, 1])).astype(np.float64)
    weights = np.concatenate((weight, weight)).astype(np.float64)
    weights /= weights.max()
    # A corner that slid by a module must not pull the rest: two rounds with less weight for what is far off.
    solution = np.zeros(system.shape[1])
    trust = np.ones_like(weights)
    for _ in range(3):
        scaled = system * (weights * trust)[:, None]
        ridge = np.diag(1e-3 + 1e-6 * (system * system).sum(axis=0))
        solution = np.linalg.solve(scaled.T @ system + ridge, scaled.T @ wanted)
        trust = 1 / (1 + ((wanted - system @ solution) / 0.1) ** 2)
    a, b, c, d, e, f, *rest = solution
    g, h = rest if rest else (0.0, 0.0)
    return np.array([(1 + b, c, a), (e, 1 + f, d), (-g, -h, 1)])


def _local(left: Floats, weight: Many) -> Many:
    """Displacements left over: of blocks that are not known those of their neighbours, near or far."""
    known = (weight / max(float(weight.max()), 1e-6)).astype(np.float32)[..., None]
    sums = np.concatenate((left.astype(np.float32) * known, known), axis=2)
    found = np.zeros(left.shape, dtype=np.float32)
    for reach in REACHES:
        spread_ = cv2.GaussianBlur(sums, (0, 0), reach, borderType=cv2.BORDER_CONSTANT)
        found = (spread_[..., :2] + np.float32(STIFFNESS) * found) / (spread_[..., 2:] + np.float32(STIFFNESS))
    return np.asarray(found, dtype=np.float32)
