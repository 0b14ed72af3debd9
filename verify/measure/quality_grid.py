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
    (x, wider), (y, higher) = (
        _along(lines, states, view.scale)
        for lines, states in ((view.light, dark), (np.asarray(cv2.transpose(view.light), dtype=np.float32), dark.T))
    )
    return Edges(np.stack((x, y.T), axis=-1), (wider, higher))


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
    weights = (terms.T @ flat) / np.einsum("nt,nt->t", terms, terms)[:, None]
    left = (flat - terms @ weights).reshape(off.shape)
    return left, (1 + float(weights[1, 0]) / columns, 1 + float(weights[2, 1]) / rows)


@cache
def _plane(rows: int, columns: int) -> Field:
    """N x 4: by these terms an ideal grid seen in perspective lies off another; x and y are shares of the whole."""
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    x, y = (x + 0.5) / columns - 0.5, (y + 0.5) / rows - 0.5
    return np.stack((np.ones_like(x), x, y, x * y), axis=-1).reshape(-1, 4)


@cache
def _plane_of_edges(rows: int, columns: int) -> Field:
    """The same for the edges between neighbours along x: R (C - 1) x 4."""
    terms = _plane(rows, columns).reshape(rows, columns, 4)
    return np.ascontiguousarray((terms[:, 1:] + terms[:, :-1]).reshape(-1, 4) / 2)


def _along(light: Field, dark: Bits, scale: int) -> tuple[Field, float]:
    """How far modules lie off along x, R x C, and how much wider the dark is, modules."""
    rows, columns = dark.shape
    band = light[MARGIN * scale : -MARGIN * scale].reshape(rows, scale, -1)
    # The middle half of each row of modules: its neighbours above and below do not reach there.
    inner = range(scale // 4, scale - scale // 4)
    profiles = sum((band[:, k] for k in inner), start=np.zeros_like(band[:, 0]))
    start = MARGIN * scale + scale // 2
    # From the middle of each module to that of the next.
    steps = profiles[:, start : start + (columns - 1) * scale].reshape(rows, columns - 1, scale)
    middles = profiles[:, start : start + columns * scale : scale]
    swing = middles[:, 1:] - middles[:, :-1]
    # +1 where dark ends, -1 where it begins.
    sense = dark[:, :-1].astype(np.float32) - dark[:, 1:]
    told = swing * sense > max(_LEAST_SWING * float(np.abs(swing).max()), _FLAT)
    at = np.flatnonzero(told)
    if len(at) < rows:
        return np.zeros(dark.shape, dtype=np.float32), 0.0
    # How much of the way has the light of the module where it began.
    share = middles[:, 1:].reshape(-1).take(at)[:, None] - steps.reshape(-1, scale).take(at, axis=0)
    share /= swing.reshape(-1).take(at)[:, None]
    length = np.clip(share, 0, 1, out=share) @ np.ones(scale, dtype=np.float32)
    off = (length - np.float32(scale - scale // 2)) / np.float32(scale)
    return _at_centres(off, at, sense)


def _at_centres(off: Field, at: npt.NDArray[np.intp], sense: Field) -> tuple[Field, float]:
    """From edges to modules: what all have in common, and the mean of the rest around each.

    Args:
        off: N edges, how far each lies off.
        at: N, which of the R x (C - 1) edges between neighbours they are.
        sense: R x (C - 1), the sign of the way in which the growth of the dark moves each.
    """
    rows, columns = sense.shape[0], sense.shape[1] + 1
    terms = np.empty((len(at), 5), dtype=np.float32)
    _plane_of_edges(rows, columns).take(at, axis=0, out=terms[:, :4])
    terms[:, 4] = sense.reshape(-1).take(at) / 2
    # The least bit more keeps it solvable when only one kind of edge was told.
    found = np.linalg.solve(terms.T @ terms + _LEAST_BIT, terms.T @ off)
    values, told = np.zeros((2, rows, columns + 1), dtype=np.float32)
    # With a column of nothing on both sides.
    there = at + 2 * (at // (columns - 1)) + 1
    values.reshape(-1)[there] = off - terms @ found
    told.reshape(-1)[there] = 1
    plane = (_plane(rows, columns) @ found[:4]).reshape(rows, columns)
    return plane + _averaged(values, told), float(found[4])


def _averaged(values: Field, told: Field) -> Field:
    """R x C means of the known edges around each module.

    Args:
        values: R x (C + 1) edges left and right of every module.
        told: 1 where one is known.
    """
    # An even number of edges lies as far left of a module's centre as right of it.
    size, anchor = (_NEAR - 1, _NEAR), (_NEAR // 2 - 1, _NEAR // 2)
    total, count = (
        cv2.boxFilter(one, -1, size, anchor=anchor, normalize=False, borderType=cv2.BORDER_CONSTANT)[:, :-1]
        for one in (values, told)
    )
    return np.where(count >= _LEAST_EDGES, total / np.maximum(count, 1), np.float32(0))


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
