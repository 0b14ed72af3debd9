"""The loops of `symbol`: one fit of a symbol's outline, and the edges along one of its alternating tracks."""

import math

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled
from verify.locate.edge_loops import agreeing_line, grey_at, profiles, turns, upper_median

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.intp]

INWARDS, OUTWARDS = 0.5, 1.1
"""How far profiles reach from the outline, modules."""
INNER = 0.4
"""Modules of a profile that are surely dark."""
NEAR = 0.4
"""Modules that an edge may stand off its place to be taken for it."""
KEPT = 0.9
"""Share of a track's edges that tell the pitch: the worst tenth is left out."""


@compiled
def fit(
    gray: Pixels, quad: Floats, places: tuple[Floats, Numbers], module: float, limits: tuple[float, float, int, int]
) -> tuple[bool, Floats, Floats]:
    """Whether a symbol's outline could be fitted; its 4 x 2 corners; mean residual, dark and light grey.

    Args:
        gray: H x W.
        quad: 4 x 2 corners, roughly.
        places: Where along the sides the dark modules are, side after side, each 0 to 1; how many on each.
        module: Pixels a module, roughly.
        limits: Least contrast of dark and light; samples' distance, pixels; of a line the points that it needs,
            and how many pairs of them are enough.
    """
    at, counts = places
    contrast, step, least, pairs = limits
    offsets = np.arange(-INWARDS * module, OUTWARDS * module + step / 2, step)
    values, told = np.empty((len(at), len(offsets)), dtype=np.float32), np.zeros(3)
    ends = np.cumsum(counts)
    edge, lines = np.empty((2, 2)), np.empty((4, 2, 2))
    for side in range(4):
        edge[0], edge[1] = quad[side], quad[(side + 1) % 4]
        own = slice(ends[side] - counts[side], ends[side])
        values[own] = profiles(gray, edge, at[own], offsets)
    dark = upper_median(values[:, : max(1, round(INNER * module))].copy().reshape(-1))
    peaks = np.empty(len(values), dtype=np.float32)
    for number in range(len(values)):
        peaks[number] = values[number].max()
    light = upper_median(peaks)
    told[1], told[2] = dark, light
    if light - dark < contrast:
        return False, quad, told
    crossings = turns(values, offsets, dark, 1, (0.5 * (light - dark), 0.5))
    for side in range(4):
        own = slice(ends[side] - counts[side], ends[side])
        found, a, b, agree = agreeing_line(at[own], crossings[own], max(0.75, 0.2 * module), least, pairs)
        if not found:
            return False, quad, told
        start, end = quad[side], quad[(side + 1) % 4]
        along = end - start
        normal = np.array((along[1], -along[0])) / math.hypot(along[0], along[1])
        lines[side, 0], lines[side, 1] = start + a * normal, end + (a + b) * normal
        left = (crossings[own] - a - b * at[own])[agree]
        told[0] += math.sqrt((left * left).sum() / len(left)) / 4
    return True, _corners(lines), told


@compiled
def _corners(lines: Floats) -> Floats:
    """4 x 2: where each of four lines, each through two points (4 x 2 x 2), meets the one before it."""
    found = np.full((4, 2), np.inf)
    for side in range(4):
        (p, q), (r, s) = (lines[side - 1, 0], lines[side - 1, 1]), (lines[side, 0], lines[side, 1])
        d, e = q - p, s - r
        across = d[0] * e[1] - d[1] * e[0]
        if across:
            found[side] = p + ((r[0] - p[0]) * e[1] - (r[1] - p[1]) * e[0]) / across * d
    return found


@compiled
def track(
    gray: Pixels, to_scan: Floats, way: tuple[float, float, float, float], modules: int, of: tuple[int, float]
) -> tuple[float, float]:
    """Slope of the edges of one alternating track against their numbers, and its uncertainty; NaN when damaged.

    Args:
        gray: H x W.
        to_scan: 3 x 3, modules to pixels.
        way: Where the track begins, x and y, modules; its direction.
        modules: How many it has; the first is dark.
        of: Samples a module; the grey between dark and light.
    """
    samples, level = of
    x0, y0, dx, dy = way
    where, lightens, count = np.empty(modules * samples), np.empty(modules * samples, dtype=np.bool_), 0
    before = np.float32(0)
    for at in range(modules * samples):
        along = (at + 0.5) / samples
        x, y = x0 + along * dx, y0 + along * dy
        depth = to_scan[2, 0] * x + to_scan[2, 1] * y + to_scan[2, 2]
        column = (to_scan[0, 0] * x + to_scan[0, 1] * y + to_scan[0, 2]) / depth
        row = (to_scan[1, 0] * x + to_scan[1, 1] * y + to_scan[1, 2]) / depth
        value = np.float32(grey_at(gray, column, row)) - np.float32(level)
        if at and (value < 0) != (before < 0):
            edge = (at - 0.5 + before / (before - value)) / samples
            number = round(edge)
            # Edge k ends a dark module where k is odd.
            if abs(edge - number) < NEAR and (value >= 0) == (number % 2 == 1) and number > 0:
                where[count], lightens[count], count = edge, value >= 0, count + 1
        before = value
    if not count or count < 0.6 * (modules - 1):
        return math.nan, math.nan
    return slope(where[:count], lightens[:count])


@compiled
def slope(where: Floats, lightens: Flags) -> tuple[float, float]:
    """Least squares of N edges on their whole numbers, the worst left out, with an offset for each direction."""
    found, off = _common(where, lightens)
    keep = off <= np.sort(off)[int(KEPT * (len(off) - 1))]
    where, lightens = where[keep], lightens[keep]
    found, off = _common(where, lightens)
    scatter = math.sqrt((off * off).sum() / len(off))
    return found, 2 * scatter / (float(np.std(np.rint(where))) * math.sqrt(len(off)))


@compiled
def _common(where: Floats, lightens: Flags) -> tuple[float, Floats]:
    """The slope that both directions of edges share, and how far each edge is off its line."""
    x, y = np.rint(where), where.copy()
    for direction in (True, False):
        group = lightens == direction
        if group.any():
            middle_x, middle_y = x[group].mean(), y[group].mean()
            for at in range(len(x)):
                if group[at]:
                    x[at] -= middle_x
                    y[at] -= middle_y
    found = (x * y).sum() / (x * x).sum()
    return found, np.abs(y - found * x)
