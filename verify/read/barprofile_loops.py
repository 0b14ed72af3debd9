"""The loops of `barprofile`: how dark bars and gaps of a strip are, row by row, and what whole bars have of that."""

import math

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled

Singles = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@compiled
def greys(pixels: Singles, centers: Floats, course: Floats, half: float) -> Floats:
    """V x K mean greys of a strip around K places.

    Args:
        pixels: V x U grey.
        centers: K columns.
        course: V: how far the places lie farther right in each row, columns.
        half: Half of the width that is averaged, columns.
    """
    height, width = pixels.shape
    found = np.empty((height, len(centers)))
    for row in range(height):
        for place in range(len(centers)):
            at = centers[place] + course[row]
            left = min(max(at - half, 0.0), width - 0.001)
            right = min(max(at + half, 0.0), width - 0.001)
            first, last = int(left), int(right)
            total = pixels[row, last] * (right - last) - pixels[row, first] * (left - first)
            for column in range(first, last):
                total += pixels[row, column]
            found[row, place] = total / (2 * half)
    return found


@compiled
def ranked(values: Floats, rank: int) -> Floats:
    """K: of each of the columns of V x K values the one that so many are below."""
    found = np.empty(values.shape[1])
    for place in range(values.shape[1]):
        found[place] = np.partition(values[:, place], rank)[rank]
    return found


@compiled
def upper_half(values: Floats) -> float:
    """The median of the upper half of K values."""
    ordered = np.sort(values)[len(values) // 2 :]
    return float((ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2)


@compiled
def depths(bars: Floats, gaps: Floats, paper: Floats, middle: tuple[int, int]) -> tuple[Floats, Floats, float]:
    """V x K depths and clearness, as `BarProfiles` has them, and the swing, which is not above 0 where no bar is.

    Args:
        bars: V x K greys.
        gaps: V x K + 1 greys before, between and after.
        paper: K greys.
        middle: The first row that every bar fills, and the one after the last.
    """
    height, count = bars.shape
    depth, hidden = np.empty((height, count)), np.empty((height, count))
    lightest = max(1.0, paper.max())
    shared, darker = np.zeros(count), np.empty(count)
    for row in range(height):
        for place in range(count):
            before, after = gaps[row, place], gaps[row, place + 1]
            depth[row, place] = (before + after) / 2 - bars[row, place]
            hidden[row, place] = paper[place] - min(before, after)
    first, last = middle
    for place in range(count):
        shared[place] = depth[first:last, place].sum() / (last - first) / (paper[place] / lightest)
    # Half of the places at least bear a bar: the strip is at most twice as long as the row.
    swing = upper_half(shared)
    if swing <= 0:
        return depth, hidden, swing
    for place in range(count):
        scale = swing * paper[place] / lightest
        for row in range(height):
            depth[row, place] /= scale
            hidden[row, place] /= scale
        ordered = np.sort(hidden[first:last, place])
        darker[place] = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    # Blur and spread ink darken every gap between bars; only what is darker than that hides them.
    usual = max(0.0, upper_half(darker))
    for row in range(height):
        for place in range(count):
            hidden[row, place] = min(max(1.5 - 2 * (hidden[row, place] - usual), 0.0), 1.0)
    return depth, hidden, swing


@compiled
def means(depth: Floats, clear: Floats, v: Floats, between: tuple[float, float]) -> tuple[Floats, Floats]:
    """K depths between two heights, and how far they can be trusted, 0 to 1; of the nearest row where none is there.

    Args:
        depth: V x K.
        clear: V x K.
        v: V, from above to below.
        between: The two heights.
    """
    top, bottom = between
    first, last = 0, len(v)
    while first < last and v[first] < top:
        first += 1
    while last > first and v[last - 1] > bottom:
        last -= 1
    if first == last:
        first = int(np.abs(v - (top + bottom) / 2).argmin())
        last = first + 1
    total, trust = np.zeros(depth.shape[1]), np.zeros(depth.shape[1])
    for row in range(first, last):
        for place in range(len(total)):
            total[place] += min(max(depth[row, place], -0.5), 1.5) * clear[row, place]
            trust[place] += clear[row, place]
    for place in range(len(total)):
        total[place] /= max(trust[place], 1e-6)
        trust[place] /= last - first
    return total, trust


@compiled
def moved(depth: Floats, clear: Floats, by: Floats) -> tuple[Floats, Floats]:
    """V x K depths and clearness, each column moved up by so many rows (K); beyond the border its own value."""
    height, count = depth.shape
    deep, free = np.empty((height, count)), np.empty((height, count))
    for row in range(height):
        for place in range(count):
            at = min(max(row + by[place], 0.0), height - 1.001)
            above = int(at)
            part = at - above
            deep[row, place] = depth[above, place] + part * (depth[above + 1, place] - depth[above, place])
            free[row, place] = clear[above, place] + part * (clear[above + 1, place] - clear[above, place])
    return deep, free


@compiled
def off_level(depth: Floats, clear: Floats, v: Floats, told: tuple[Floats, Flags, Flags]) -> Floats:
    """B: how far below the middle line each bar stands; NaN where little of it shows.

    The middle of a bar lies where its two ends say.

    Args:
        depth: V x B, of the bars alone.
        clear: V x B.
        v: V.
        told: Top, shared top, shared bottom and bottom of the row; which bars reach up, and which down.
    """
    heights, up, down = told
    top, shared_top, shared_bottom, bottom = heights
    total, moment = np.zeros(depth.shape[1]), np.zeros(depth.shape[1])
    for row in range(len(v)):
        if top - 0.01 < v[row] < bottom + 0.01:
            for bar in range(len(total)):
                ink = min(max(depth[row, bar], 0.0), 1.0) * clear[row, bar]
                total[bar] += ink
                moment[bar] += v[row] * ink
    ordered = np.sort(total)
    usual = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    off = np.full(len(total), np.nan)
    for bar in range(len(total)):
        if total[bar] > 0.5 * usual:
            expected = (top if up[bar] else shared_top) + (bottom if down[bar] else shared_bottom)
            off[bar] = moment[bar] / max(total[bar], 1e-6) - expected / 2
    return off


@compiled
def sides(pixels: Singles, middles: Floats, paper: Floats, reach: tuple[float, int, int]) -> Floats:
    """N x 2: columns of both sides of each bar, half-way between its ink and the paper.

    Args:
        pixels: V x U grey.
        middles: N x 2: column and row of the middle of each bar, as places, not as pixels.
        paper: N greys.
        reach: How far from the middle a side is searched, columns; in so many steps; rows that are averaged.
    """
    farthest, steps, rows = reach
    found, ink = np.empty((len(middles), 2)), np.empty(steps)
    step = farthest / (steps - 1)
    for bar in range(len(middles)):
        for side in range(2):
            direction = 2 * side - 1
            for at in range(steps):
                column = middles[bar, 0] + direction * at * step - 0.5
                ink[at] = paper[bar] - _averaged(pixels, column, middles[bar, 1] - rows / 2, rows)
            half = (ink[0] + ink[1]) / 4
            after = 0
            while after < steps and ink[after] >= half:
                after += 1
            after = after % steps or 1
            part = (ink[after - 1] - half) / max(ink[after - 1] - ink[after], 1e-6)
            found[bar, side] = middles[bar, 0] + direction * (after - 1 + min(max(part, 0.0), 1.0)) * step
    return found


@compiled
def _averaged(pixels: Singles, column: float, row: float, rows: int) -> float:
    """Mean grey of so many rows from one on, between pixels; beyond the border its own value."""
    height, width = pixels.shape
    left, top = math.floor(column), math.floor(row)
    aside, below = column - left, row - top
    one, other = min(max(left, 0), width - 1), min(max(left + 1, 0), width - 1)
    total = 0.0
    for number in range(rows + 1):
        share = 1 - below if number == 0 else below if number == rows else 1.0
        line = min(max(top + number, 0), height - 1)
        total += share * (pixels[line, one] * (1 - aside) + pixels[line, other] * aside)
    return total / rows
