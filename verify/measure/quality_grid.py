"""The grid of a symbol as it was printed, and the reflectance of its modules through the measuring aperture.

The symbol is laid out flat, some pixels a module, by the homography of its corners. Where neighbouring modules
differ, the edge between them is found in that view. What all edges have in common (shift, scale, shear, ink spread)
and what is left of them, averaged over a neighbourhood, tells where each module lies. Print that strays far is laid
out again along the grid that was found, until the edges lie where they are looked for.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from verify.locate.plane import Floats, Pixels, inverse, mapped, through

Field = npt.NDArray[np.float32]
Bits = npt.NDArray[np.bool_]

MARGIN = 2
"""Modules around the symbol that are looked at: one is its quiet zone, the second gives the aperture room."""
SCALES = (6, 10)
"""Fewest and most pixels a module of the flat view; within it the scan's own."""
SETTLED = 0.2
"""Modules: a grid that strays no farther is followed well enough, the edges lie within half a module of it."""
_NEAR = 5
"""Modules across the neighbourhood over which edges are averaged: single ones are some hundredths off."""
_LEAST_EDGES = 3
"""Edges that a neighbourhood must have to say where it lies; without, it lies where the whole symbol puts it."""
_LEAST_SWING = 0.25
"""Share of the greatest difference between neighbours that an edge must have to be told from dirt."""
_FLAT = 1e-3
"""Reflectances that differ less, summed over a profile, do not differ."""
_LEAST_BIT = np.float32(1e-3) * np.eye(5, dtype=np.float32)
_RIM_STEPS = 8
"""Of the aperture's rim in each pixel."""


@dataclass(frozen=True, slots=True)
class FlatView:
    """The symbol laid out, in light."""

    light: Field
    """H x W reflectances, 1 is white."""
    scale: int
    """Pixels a module."""

    def through_aperture(self, share: float) -> Field:
        """H x W reflectances through a round aperture whose diameter is that share of a module."""
        return np.asarray(cv2.filter2D(self.light, -1, _disc(share * self.scale)), dtype=np.float32)

    def inspected(self, seen: Field) -> Field:
        """The part of a view that holds symbol and quiet zone."""
        rim = (MARGIN - 1) * self.scale
        return seen[rim:-rim, rim:-rim]

    def middles(self, seen: Field) -> Field:
        """(R + 2) x (C + 2) values at the centres of the view's own grid, quiet zone included."""
        start = (MARGIN - 1) * self.scale + self.scale // 2
        end = -(MARGIN - 1) * self.scale
        return seen[start : end : self.scale, start : end : self.scale]

    def sampled(self, seen: Field, off: Field) -> Field:
        """(R + 2) x (C + 2) values at the modules' centres, quiet zone included.

        Args:
            seen: H x W.
            off: R x C x 2, how far the modules lie from the grid of the view, modules.
        """
        wide = cv2.copyMakeBorder(off, 1, 1, 1, 1, cv2.BORDER_REPLICATE)
        rows, columns = wide.shape[:2]
        # OpenCV counts pixels by their centres.
        x = (np.arange(columns) + MARGIN - 0.5 + wide[..., 0]) * self.scale - 0.5
        y = (np.arange(rows)[:, None] + MARGIN - 0.5 + wide[..., 1]) * self.scale - 0.5
        values = cv2.remap(seen, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR)
        return np.asarray(values, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the modules lie in a view, by the edges between them."""

    off: Field
    """R x C x 2: how far each module's centre lies from the grid of the view, modules (x, y)."""
    growth: tuple[float, float]
    """Spread of the dark along x and y, modules: how much wider a dark bar is than it should be."""


def flat_view(
    gray: Pixels, corners_px: Floats, shape: tuple[int, int], light: Field, off: Field | None = None
) -> FlatView:
    """The symbol laid out flat with MARGIN modules around.

    Args:
        gray: H x W, the scan.
        corners_px: 4 x 2 corners of the symbol in it.
        shape: R, C.
        light: 256 reflectances, one a grey.
        off: R x C x 2, how far each module lies from the grid of the corners, modules; followed when given.
    """
    rows, columns = shape
    to_scan = inverse(through(corners_px, columns, rows))
    scale = _scale(corners_px, shape)
    size = (columns + 2 * MARGIN) * scale, (rows + 2 * MARGIN) * scale
    to_modules = np.array([(1 / scale, 0, 0.5 / scale - MARGIN), (0, 1 / scale, 0.5 / scale - MARGIN), (0, 0, 1)])
    if off is None:
        matrix = np.array([(1, 0, -0.5), (0, 1, -0.5), (0, 0, 1)]) @ to_scan @ to_modules
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        pixels = cv2.warpPerspective(gray, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    else:
        at = mapped(to_modules, np.stack(np.meshgrid(np.arange(size[0]), np.arange(size[1])), axis=-1))
        at += _stretched(off, size).reshape(-1, 2)
        x, y = (mapped(to_scan, at) - 0.5).astype(np.float32).T.reshape(2, size[1], size[0])
        pixels = cv2.remap(gray, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return FlatView(np.asarray(cv2.LUT(pixels, light), dtype=np.float32), scale)


def measured_edges(view: FlatView, dark: Bits) -> Edges:
    """Where the modules lie, from every edge between neighbours that differ.

    Args:
        view: Of the symbol; the modules lie within half a module of its grid.
        dark: R x C, which modules are dark.
    """
    across = _profiles(view.light, dark.shape[0], view.scale)
    down = _profiles(np.asarray(cv2.transpose(view.light), dtype=np.float32), dark.shape[1], view.scale)
    if across.shape == down.shape:
        off, growth = _along(np.stack((across, down)), np.stack((dark, dark.T)), view.scale)
        return Edges(np.stack((off[0], off[1].T), axis=-1), (float(growth[0]), float(growth[1])))
    (x, wider), (y, higher) = (
        _along(one[None], states[None], view.scale) for one, states in ((across, dark), (down, dark.T))
    )
    return Edges(np.stack((x[0], y[0].T), axis=-1), (float(wider[0]), float(higher[0])))


def common(off: Field) -> tuple[Field, tuple[float, float]]:
    """What is left of a grid when the best ideal one is taken off, and the spacing of that one.

    Args:
        off: R x C x 2, modules.

    Returns:
        R x C x 2 modules; the spacing along x and y over that of the grid which `off` is measured from.
    """
    rows, columns = off.shape[:2]
    terms = _plane(rows, columns)
    flat = off.reshape(-1, 2)
    # On a full grid the terms do not depend on each other.
    weights = (terms.T @ flat) / _squares(rows, columns)
    left = (flat - terms @ weights).reshape(off.shape)
    return left, (1 + float(weights[1, 0]) / columns, 1 + float(weights[2, 1]) / rows)


@cache
def _plane(rows: int, columns: int) -> Field:
    """N x 4: by these terms an ideal grid seen in perspective lies off another; x and y are shares of the whole."""
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    x, y = (x + 0.5) / columns - 0.5, (y + 0.5) / rows - 0.5
    return np.stack((np.ones_like(x), x, y, x * y), axis=-1).reshape(-1, 4)


@cache
def _squares(rows: int, columns: int) -> Field:
    """4 x 1 sums of the terms' squares."""
    terms = _plane(rows, columns)
    return np.asarray((terms * terms).sum(axis=0)[:, None])


@cache
def _plane_of_edges(rows: int, columns: int) -> tuple[Field, Field]:
    """The same for the edges between neighbours along x, R (C - 1) x 4, and the products of each two, ... x 16."""
    terms = _plane(rows, columns).reshape(rows, columns, 4)
    between = np.asarray((terms[:, 1:] + terms[:, :-1]).reshape(-1, 4) / 2, dtype=np.float32)
    products = between[:, :, None] * between[:, None, :]
    return between, np.asarray(products.reshape(-1, 16), dtype=np.float32)


def _profiles(light: Field, rows: int, scale: int) -> Field:
    """R x W: the light along each row of modules, the sum of its middle half."""
    band = light[MARGIN * scale : -MARGIN * scale].reshape(rows, scale, -1)
    # Its neighbours above and below do not reach there.
    return np.asarray(np.add.reduce(band[:, scale // 4 : scale - scale // 4], axis=1), dtype=np.float32)


def _along(profiles: Field, dark: Bits, scale: int) -> tuple[Field, Field]:
    """How far modules lie off along x, D x R x C, and how much wider the dark is, D, modules.

    Args:
        profiles: D x R x W, of each direction that is looked at.
        dark: D x R x C.
        scale: Pixels a module.
    """
    columns = dark.shape[2]
    start = MARGIN * scale + scale // 2
    middles = np.ascontiguousarray(profiles[:, :, start : start + columns * scale : scale])
    following = middles[..., 1:]
    swing = following - middles[..., :-1]
    # From the middle of each module to that of the next, one step of all of them after the other.
    steps = np.ascontiguousarray(profiles[:, :, start : start + (columns - 1) * scale].reshape(swing.size, scale).T)
    # +1 where dark ends, -1 where it begins.
    sense = dark[..., :-1].astype(np.float32) - dark[..., 1:]
    most = np.abs(swing).max(axis=(1, 2), keepdims=True)
    told = swing * sense > np.maximum(np.float32(_LEAST_SWING) * most, np.float32(_FLAT))
    # How much of the way has the light of the module where it began.
    share = following.reshape(-1) - steps
    share /= np.where(told, swing, np.float32(1)).reshape(-1)
    length = np.add.reduce(np.clip(share, 0, 1, out=share))
    off = (length - np.float32(scale - scale // 2)) / np.float32(scale)
    return _at_centres(off.reshape(sense.shape), told, sense)


def _at_centres(off: Field, told: Bits, sense: Field) -> tuple[Field, Field]:
    """From edges to modules: what all have in common, and the mean of the rest around each.

    Args:
        off: D x R x (C - 1) edges between neighbours, how far each lies off.
        told: Which of them are known.
        sense: The sign of the way in which the growth of the dark moves each.
    """
    directions, rows, columns = off.shape[0], off.shape[1], off.shape[2] + 1
    known = told.reshape(directions, -1).astype(np.float32)
    here, grown = off.reshape(directions, -1) * known, sense.reshape(directions, -1) * (np.float32(0.5) * known)
    between, products = _plane_of_edges(rows, columns)
    count = known.sum(axis=1)
    system = np.empty((directions, 5, 5), dtype=np.float32)
    system[:, :4, :4] = (known @ products).reshape(directions, 4, 4)
    system[:, :4, 4] = system[:, 4, :4] = grown @ between
    # Growth moves an edge by half of it, either way.
    system[:, 4, 4] = count / 4
    wanted = np.concatenate((here @ between, (here * grown).sum(axis=1, keepdims=True)), axis=1)
    # The least bit more keeps it solvable when only one kind of edge was told.
    found = np.asarray(np.linalg.solve(system + _LEAST_BIT, wanted[..., None])[..., 0], dtype=np.float32)
    found[count < rows] = 0
    left = here - (found[:, :4] @ between.T) * known - found[:, 4:] * grown
    plane = (found[:, :4] @ _plane(rows, columns).T).reshape(directions, rows, columns)
    return plane + _averaged(left.reshape(off.shape), known.reshape(off.shape)), found[:, 4]


def _averaged(values: Field, known: Field) -> Field:
    """D x R x C means of the known edges around each module.

    Args:
        values: D x R x (C - 1) edges between neighbours, 0 where unknown.
        known: 1 where one is known.
    """
    directions, rows, edges = values.shape
    # All in one picture, with a column of nothing on both sides and rows of nothing between.
    sheet = np.zeros((2, directions, rows + _NEAR, edges + 2), dtype=np.float32)
    sheet[0, :, :rows, 1:-1], sheet[1, :, :rows, 1:-1] = values, known
    # An even number of edges lies as far left of a module's centre as right of it.
    size, anchor = (_NEAR - 1, _NEAR), (_NEAR // 2 - 1, _NEAR // 2)
    picture = sheet.reshape(-1, edges + 2)
    sums = cv2.boxFilter(picture, -1, size, anchor=anchor, normalize=False, borderType=cv2.BORDER_CONSTANT)
    total, count = np.asarray(sums, dtype=np.float32).reshape(sheet.shape)[..., :rows, :-1]
    return np.where(count >= _LEAST_EDGES, total / np.maximum(count, np.float32(1)), np.float32(0))


def _stretched(off: Field, size: tuple[int, int]) -> Floats:
    """The R x C x 2 field at every pixel of the view, its rim continued into the margin."""
    wide = cv2.copyMakeBorder(off, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(wide, size, interpolation=cv2.INTER_LINEAR), dtype=np.float64)


def _scale(corners_px: Floats, shape: tuple[int, int]) -> int:
    """Pixels a module of the flat view."""
    across = np.hypot(*(corners_px[1] - corners_px[0])) / shape[1]
    down = np.hypot(*(corners_px[3] - corners_px[0])) / shape[0]
    return int(np.clip(round(float(across + down) / 2), *SCALES))


@cache
def _disc(diameter_px: float) -> Field:
    """A round aperture: the share of each pixel that it covers, in all 1."""
    half = int(np.ceil(diameter_px / 2 - 0.5))
    side = 2 * half + 1
    at = (np.arange(side * _RIM_STEPS) + 0.5) / _RIM_STEPS - side / 2
    inside = (np.hypot(at[:, None], at) <= diameter_px / 2).astype(np.float32)
    covered = inside.reshape(side, _RIM_STEPS, side, _RIM_STEPS).mean(axis=(1, 3))
    return np.asarray(covered / covered.sum(), dtype=np.float32)
