"""The loops of `edges`: grey along profiles, where profiles turn, the line that most points agree with."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


@compiled
def grey_at(gray: Pixels, x: float, y: float) -> float:
    """Grey at a place in pixels, bilinear; beyond the border its own value."""
    height, width = gray.shape
    x, y = min(max(x - 0.5, 0.0), width - 1.0), min(max(y - 0.5, 0.0), height - 1.0)
    column, row = int(x), int(y)
    right, below = min(column + 1, width - 1), min(row + 1, height - 1)
    x, y = x - column, y - row
    upper = gray[row, column] * (1 - x) + gray[row, right] * x
    lower = gray[below, column] * (1 - x) + gray[below, right] * x
    return float(upper * (1 - y) + lower * y)


@compiled
def sampled(gray: Pixels, points: Floats) -> Singles:
    """Grey at N x 2 places."""
    values = np.empty(len(points), dtype=np.float32)
    for number in range(len(points)):
        values[number] = grey_at(gray, points[number, 0], points[number, 1])
    return values


@compiled
def profiles(gray: Pixels, edge: Floats, at: Floats, offsets: Floats) -> Singles:
    """N x L grey across an edge at N places along it, at L offsets to the left of its direction.

    Args:
        gray: H x W.
        edge: Its two ends, 2 x 2, (x, y) each.
        at: N places, 0 at the first end, 1 at the second.
        offsets: L distances, pixels.
    """
    along_x, along_y = edge[1, 0] - edge[0, 0], edge[1, 1] - edge[0, 1]
    length = math.hypot(along_x, along_y)
    out_x, out_y = along_y / length, -along_x / length
    values = np.empty((len(at), len(offsets)), dtype=np.float32)
    for place in range(len(at)):
        x, y = edge[0, 0] + at[place] * along_x, edge[0, 1] + at[place] * along_y
        for step in range(len(offsets)):
            values[place, step] = grey_at(gray, x + offsets[step] * out_x, y + offsets[step] * out_y)
    return values


@compiled
def turns(values: Singles, offsets: Floats, inside: float, direction: int, limits: tuple[float, float]) -> Floats:
    """Where each of N profiles has gone part of the way to its farthest value; NaN where that is not far enough.

    Args:
        values: N x L.
        offsets: L, evenly spaced.
        inside: The grey that they leave.
        direction: 1 for swings to lighter grey, -1 to darker.
        limits: Smallest swing that counts; share of the swing at which the edge lies.
    """
    least, level = limits
    found = np.full(len(values), np.nan)
    step = offsets[1] - offsets[0] if len(offsets) > 1 else 0.0
    for number in range(len(values)):
        peak = -np.inf
        for value in values[number]:
            peak = max(peak, (value - inside) * direction)
        need = peak * level
        for at in range(len(offsets)):
            after = (values[number, at] - inside) * direction
            if after > need:
                if peak >= least and at > 0:
                    before = (values[number, at - 1] - inside) * direction
                    part = min(max((need - before) / (after - before), 0.0), 1.0) if after > before else 0.0
                    found[number] = offsets[at - 1] + part * step
                break
    return found


@compiled
def upper_median(values: npt.NDArray[np.floating[Any]]) -> float:
    """The median, the upper one of an even number; the values change places."""
    return float(np.partition(values, len(values) // 2)[len(values) // 2])


@compiled
def agreeing_line(
    along: Floats, offset: Floats, tolerance: float, least: int, most_pairs: int
) -> tuple[bool, float, float, Flags]:
    """Whether there is a line `offset = a + b * along`, its `a` and `b`, and which of N points agree with it.

    Args:
        along: N places.
        offset: N values, NaN where there is none.
        tolerance: Largest distance of a point that agrees.
        least: Points that a line needs.
        most_pairs: Slopes between so many pairs of points are enough.
    """
    agree = np.zeros(len(along), dtype=np.bool_)
    known = np.flatnonzero(np.isfinite(offset))
    count = len(known)
    if count < least:
        return False, 0.0, 0.0, agree
    x, y = along[known], offset[known]
    # Pairs of points that lie at least a quarter of all apart.
    apart = max(1, count // 4)
    pairs = (count - apart) * (count - apart + 1) // 2
    every = 1 + pairs // most_pairs
    slopes = np.empty((pairs + every - 1) // every)
    number = 0
    for first in range(count - apart):
        for second in range(first + apart, count):
            if number % every == 0:
                slopes[number // every] = (y[second] - y[first]) / (x[second] - x[first])
            number += 1
    b = upper_median(slopes)
    a = upper_median(y - b * x)
    for _ in range(2):
        sums = np.zeros(5)
        for place, value in zip(x, y):  # noqa: B905 - compiled zip knows no strict
            if abs(value - a - b * place) <= tolerance:
                sums += np.array((1.0, place, value, place * place, place * value))
        if sums[0] < least:
            return False, a, b, agree
        for at in range(count):
            agree[known[at]] = abs(y[at] - a - b * x[at]) <= tolerance
        middle_x, middle_y = sums[1] / sums[0], sums[2] / sums[0]
        b = (sums[4] - sums[1] * middle_y) / (sums[3] - sums[1] * middle_x)
        a = middle_y - b * middle_x
    return True, a, b, agree


@compiled
def first_lights(gray: Pixels, to_scan: Floats, starts: Floats, steps: Floats, until: tuple[int, float]) -> Floats:
    """How many steps each of N ways goes until its grey passes a level, between two steps; NaN for never, or at once.

    Args:
        gray: H x W.
        to_scan: 3 x 3, from the places of the ways to pixels.
        starts: N x 2, x and y.
        steps: N x 2, likewise.
        until: Most places on a way; the level.
    """
    count, level = until
    found = np.full(len(starts), np.nan)
    for way in range(len(starts)):
        before = 0.0
        for step in range(count):
            x, y = starts[way, 0] + step * steps[way, 0], starts[way, 1] + step * steps[way, 1]
            depth = to_scan[2, 0] * x + to_scan[2, 1] * y + to_scan[2, 2]
            column = (to_scan[0, 0] * x + to_scan[0, 1] * y + to_scan[0, 2]) / depth
            row = (to_scan[1, 0] * x + to_scan[1, 1] * y + to_scan[1, 2]) / depth
            grey = grey_at(gray, column, row)
            if grey > level:
                if step:
                    found[way] = step - 1 + (level - before) / (grey - before)
                break
            before = grey
    return found
