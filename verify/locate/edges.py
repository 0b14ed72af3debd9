"""Straight edges at sub-pixel precision. Pixel (row r, column c) covers x from c to c + 1, y from r to r + 1."""

import enum
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from verify.locate import edge_loops

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

STEP_PX = 0.5
"""Distance of the samples along a profile."""
MIN_POINTS = 6
"""Fewer crossings than this are no line."""
MOST_PAIRS = 400
"""A line's slope is the middle one between at most about so many pairs of its points."""


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
    return edge_loops.sampled(gray, np.ascontiguousarray(points).reshape(-1, 2)).reshape(points.shape[:-1])


def across(gray: Pixels, start: Floats, end: Floats, at: Floats, *, reach: tuple[float, float]) -> Profiles:
    """Profiles across the edge from `start` to `end`, whose outside lies to the left of that direction.

    Args:
        gray: H x W.
        start: (x, y) in pixels.
        end: Likewise; the corners of an outline taken clockwise have their outside on the left.
        at: N places along the edge, 0 at `start`, 1 at `end`.
        reach: How far the profiles reach inwards and outwards, pixels.
    """
    offsets = np.arange(-reach[0], reach[1] + STEP_PX / 2, STEP_PX)
    return Profiles(edge_loops.profiles(gray, np.stack((start, end)), at, offsets), offsets)


def outwards(start: Floats, end: Floats) -> Floats:
    """The unit vector to the left of the way from `start` to `end`, to the eye, y running down."""
    x, y = end - start
    return np.array((y, -x)) / math.hypot(x, y)


def departures(profiles: Profiles, inside: float, least: float, swing_to: Swing, *, level: float = 0.5) -> Floats:
    """Where each profile has gone `level` of the way to its farthest value; NaN where it never goes `least` away.

    Args:
        profiles: From inside to outside.
        inside: The grey before the edge.
        least: Smallest swing that counts as an edge, grey levels.
        swing_to: The direction of a change that counts.
        level: Share of the swing at which the edge lies.
    """
    return edge_loops.turns(profiles.values, profiles.offsets, inside, swing_to.value, (least, level))


def middle(values: npt.NDArray[np.floating[Any]]) -> float:
    """The median (the upper one of an even number); NumPy's own costs ten times as much on few values."""
    return float(np.partition(values.reshape(-1), values.size // 2)[values.size // 2])


def straight(along: Floats, offset: Floats, tolerance: float) -> tuple[float, float, npt.NDArray[np.bool_]] | None:
    """The line `offset = a + b * along` that most points agree with, and which do; None for too few points.

    Args:
        along: N places.
        offset: N values, NaN where there is none.
        tolerance: Largest distance of a point that agrees.
    """
    found, a, b, agree = edge_loops.agreeing_line(along, offset, tolerance, MIN_POINTS, MOST_PAIRS)
    return (a, b, agree) if found else None


def least_squares(x: Floats, y: Floats) -> tuple[float, float]:
    """`a` and `b` of the line `y = a + b * x` with the least squares."""
    mean_x, mean_y = x.sum() / len(x), y.sum() / len(y)
    from_mean = x - mean_x
    b = float(from_mean @ (y - mean_y) / (from_mean @ from_mean))
    return float(mean_y - b * mean_x), b


def fitted(start: Floats, end: Floats, at: Floats, crossings: Floats, *, tolerance: float = 1.0) -> Line | None:
    """The edge through `crossings` (pixels outwards from the rough edge at `at`); None when they form no line."""
    found = straight(at, crossings, tolerance)
    if found is None:
        return None
    a, b, agree = found
    normal = outwards(start, end)
    left = crossings[agree] - a - b * at[agree]
    residual = float(np.sqrt(np.mean(left * left)))
    return Line(start + a * normal, end + (a + b) * normal, residual, float(np.mean(agree)))


def meet(first: tuple[Floats, Floats], second: tuple[Floats, Floats]) -> Floats:
    """Where two lines, each through two points, meet, (x, y); infinite for parallel lines."""
    (p, q), (r, s) = first, second
    d, e = q - p, s - r
    across_ = d[0] * e[1] - d[1] * e[0]
    if not across_:
        return np.full(2, np.inf)
    part = ((r[0] - p[0]) * e[1] - (r[1] - p[1]) * e[0]) / across_
    return np.asarray(p + part * d)


def corners(lines: list[tuple[Floats, Floats]]) -> Floats:
    """4 x 2 corners of the outline whose top, right, bottom and left lines are given."""
    return np.array([meet(lines[i - 1], lines[i]) for i in range(4)])
