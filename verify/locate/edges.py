"""Straight edges at sub-pixel precision. Pixel (row r, column c) covers x from c to c + 1, y from r to r + 1."""

import enum
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

STEP_PX = 0.5
"""Distance of the samples along a profile."""
MIN_POINTS = 6
"""Fewer crossings than this are no line."""


class Swing(enum.Enum):
    """Which way the grey goes at an edge, from inside to outside."""

    LIGHTER = 1
    DARKER = -1


@dataclass(frozen=True, slots=True)
class Line:
    """A fitted edge: a straight stretch in scan pixels."""

    start: Floats
    """(x, y)."""
    end: Floats
    """(x, y)."""
    residual_px: float
    """Root mean square distance of the crossings that were used."""
    used: float
    """Share of the profiles that agree with the line."""

    @property
    def uncertainty_px(self) -> float:
        """Two standard deviations of a crossing: how far the line may lie from the edge."""
        return 2 * self.residual_px


@dataclass(frozen=True, slots=True)
class Profiles:
    """Grey values across an edge, from inside to outside."""

    values: npt.NDArray[np.float32]
    """N x L."""
    offsets: Floats
    """L: pixels outwards from the rough edge."""


def sample(gray: Pixels, points: Floats) -> npt.NDArray[np.float32]:
    """Grey values at `points` (... x 2, x and y in pixels), bilinear; beyond the border its own value."""
    at = np.asarray(points, dtype=np.float32) - np.float32(0.5)
    flat = at.reshape(len(at), -1, 2)
    x, y = np.ascontiguousarray(flat[..., 0]), np.ascontiguousarray(flat[..., 1])
    values = cv2.remap(gray, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(values, dtype=np.float32).reshape(points.shape[:-1])


def across(gray: Pixels, start: Floats, end: Floats, at: Floats, *, reach: tuple[float, float]) -> Profiles:
    """Profiles across the edge from `start` to `end`, whose outside lies to the left of that direction.

    Args:
        gray: H x W.
        start: (x, y) in pixels.
        end: Likewise; the corners of an outline taken clockwise have their outside on the left.
        at: N places along the edge, 0 at `start`, 1 at `end`.
        reach: How far the profiles reach inwards and outwards, pixels.
    """
    direction = (end - start) / np.hypot(*(end - start))
    outwards = np.array((direction[1], -direction[0]))
    offsets = np.arange(-reach[0], reach[1] + STEP_PX / 2, STEP_PX)
    on_edge = start + at[:, None] * (end - start)
    points = on_edge[:, None, :] + offsets[None, :, None] * outwards
    return Profiles(sample(gray, points), offsets)


def departures(profiles: Profiles, level: float, least: float, swing_to: Swing) -> Floats:
    """Where each profile has left `level` halfway to its farthest value; NaN where it never goes `least` away.

    Args:
        profiles: From inside to outside.
        level: The grey inside, before the edge.
        least: Smallest swing that counts as an edge, grey levels.
        swing_to: The direction of a change that counts.
    """
    swing = (profiles.values - np.float32(level)) * np.float32(swing_to.value)
    half = swing.max(axis=1) / 2
    past = swing > half[:, None]
    first = past.argmax(axis=1)
    rows = np.arange(len(swing))
    before = swing[rows, np.maximum(first - 1, 0)]
    after = swing[rows, first]
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(after > before, (half - before) / (after - before), 0.0)
    where = profiles.offsets[np.maximum(first - 1, 0)] + np.clip(part, 0, 1) * STEP_PX
    return np.where((half * 2 >= least) & (first > 0), where, np.nan)


@cache
def _pairs(count: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """All pairs of indices that lie at least a quarter of `count` apart."""
    return np.triu_indices(count, max(1, count // 4))


def straight(along: Floats, offset: Floats, tolerance: float) -> tuple[float, float, npt.NDArray[np.bool_]] | None:
    """The line `offset = a + b * along` that most points agree with, and which do; None for too few points.

    Args:
        along: N places.
        offset: N values, NaN where there is none.
        tolerance: Largest distance of a point that agrees.
    """
    known = np.flatnonzero(np.isfinite(offset))
    if len(known) < MIN_POINTS:
        return None
    x, y = along[known], offset[known]
    first, second = _pairs(len(known))
    slope = (y[second] - y[first]) / (x[second] - x[first])
    middle = np.median(slope)
    intercept = np.median(y - middle * x)
    agree = np.abs(y - intercept - middle * x) <= tolerance
    if np.count_nonzero(agree) < MIN_POINTS:
        return None
    b, a = np.polyfit(x[agree], y[agree], 1)
    agree = np.abs(y - a - b * x) <= tolerance
    if np.count_nonzero(agree) < MIN_POINTS:
        return None
    b, a = np.polyfit(x[agree], y[agree], 1)
    mask = np.zeros(len(along), dtype=np.bool_)
    mask[known[agree]] = True
    return float(a), float(b), mask


def fitted(start: Floats, end: Floats, at: Floats, crossings: Floats, *, tolerance: float = 1.0) -> Line | None:
    """The edge through `crossings` (pixels outwards from the rough edge at `at`); None when they form no line."""
    found = straight(at, crossings, tolerance)
    if found is None:
        return None
    a, b, agree = found
    direction = (end - start) / np.hypot(*(end - start))
    outwards = np.array((direction[1], -direction[0]))
    left = crossings[agree] - a - b * at[agree]
    residual = float(np.sqrt(np.mean(left * left)))
    return Line(start + a * outwards, end + (a + b) * outwards, residual, float(np.mean(agree)))


def meet(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats:
    """Where two lines, each through two points, meet, (x, y)."""
    p, q = (np.cross((*a, 1.0), (*b, 1.0)) for a, b in (first, second))
    x, y, w = np.cross(p, q)
    return np.array((x / w, y / w))


def corners(lines: list[tuple[Floats, Floats]]) -> Floats:
    """4 x 2 corners of the outline whose top, right, bottom and left lines are given."""
    return np.array([meet(lines[i - 1], lines[i]) for i in range(4)])
