"""The outline of a symbol at sub-pixel precision, from the rough corners that a reader gives.

Left and bottom of an ECC 200 symbol are solid, top and right alternate, so the outline is taken where
border modules are dark. The pitch of the modules comes from the alternating tracks: their edges lie one
module apart whatever the ink has gained.
"""

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from verify.locate.edges import Floats, Pixels, Profiles, Swing, across, corners, departures, fitted, middle, sample
from verify.locate.plane import inverse, mapped, through

ROUNDS = 2
"""Fits of the outline: the second samples at the module centres that the first one found."""
LEAST_CONTRAST = 12.0
"""Smallest difference of dark and light modules, grey levels."""
SAMPLES_PER_MODULE = 12
"""Along the alternating tracks."""


@dataclass(frozen=True, slots=True)
class SymbolOutline:
    """Where a symbol lies in the scan."""

    corners_px: Floats
    """4 x 2: top left, top right, bottom right, bottom left."""
    residual_px: float
    """Root mean square distance of the outline's points from its lines; 1 where nothing could be fitted."""
    pitch: float
    """Module size over outline divided by modules: 1 for ink that neither gained nor shrank."""
    pitch_uncertainty: float
    """Of `pitch`, from the scatter of the tracks' edges."""
    dark: float
    """Grey of the dark modules."""
    light: float
    """Grey of the paper around."""


def refine(gray: Pixels, rough_px: Floats, rows: int, columns: int) -> SymbolOutline:
    """The fitted outline; the rough one where the border is too damaged to be fitted.

    Args:
        gray: H x W.
        rough_px: 4 x 2 corners from the reader.
        rows: R, modules.
        columns: C, modules.
    """
    if seen_from_behind(rough_px, rows, columns):
        rows, columns = columns, rows
    quad, residual = rough_px, 1.0
    dark, light = 0.0, 255.0
    for _ in range(ROUNDS):
        fit = _fit(gray, quad, rows, columns)
        if fit is None:
            break
        quad, residual, dark, light = fit
    pitch, uncertainty = _pitch(gray, quad, (rows, columns), (dark + light) / 2)
    return SymbolOutline(quad, residual, pitch, uncertainty, dark, light)


def seen_from_behind(corners_px: Floats, rows: int, columns: int) -> bool:
    """Whether a rectangle is as high as it should be wide: a mirror image with its solid sides at left and bottom.

    Args:
        corners_px: 4 x 2, the solid sides at the left and bottom of them.
        rows: R, modules.
        columns: C, modules; a square tells nothing and is never seen from behind by its shape.
    """
    down, across_ = corners_px[3] + corners_px[2], corners_px[1] + corners_px[2]
    high = float(np.hypot(*(down - corners_px[0] - corners_px[1])))
    wide = float(np.hypot(*(across_ - corners_px[0] - corners_px[3])))
    return rows != columns and (high > wide) != (rows > columns)


@cache
def _dark_modules(rows: int, columns: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Centres of the dark border modules along top, right, bottom, left, each 0 to 1 clockwise.

    ISO/IEC 16022:2006 5.1: the top track begins dark at the left, the right track dark at the bottom.
    """
    top = (np.arange(0, columns, 2) + 0.5) / columns
    right = (np.arange(rows - 1, -1, -2)[::-1] + 0.5) / rows
    return top, right, (np.arange(columns) + 0.5) / columns, (np.arange(rows) + 0.5) / rows


def _fit(gray: Pixels, quad: Floats, rows: int, columns: int) -> tuple[Floats, float, float, float] | None:
    """Corners, residual, dark and light grey of one fit; None where a side has no edge."""
    module = _module_px(quad, rows, columns)
    places = _dark_modules(rows, columns)
    sides = [(quad[i], quad[(i + 1) % 4]) for i in range(4)]
    profiles = [
        across(gray, *side, at, reach=(0.5 * module, 1.1 * module)) for side, at in zip(sides, places, strict=True)
    ]
    together = Profiles(np.concatenate([p.values for p in profiles]), profiles[0].offsets)
    dark = middle(together.values[:, : max(1, round(0.4 * module))])
    light = middle(together.values.max(axis=1))
    if light - dark < LEAST_CONTRAST:
        return None
    edge = departures(together, dark, 0.5 * (light - dark), Swing.LIGHTER)
    crossings = np.split(edge, np.cumsum([len(at) for at in places])[:-1])
    tolerance = max(0.75, 0.2 * module)
    lines = [
        fitted(*side, at, crossing, tolerance=tolerance)
        for side, at, crossing in zip(sides, places, crossings, strict=True)
    ]
    known = [line for line in lines if line is not None]
    if len(known) < 4:
        return None
    fitted_corners = corners([(line.start, line.end) for line in known])
    if np.abs(fitted_corners - quad).max() > 2 * module + 2:
        return None
    return fitted_corners, sum(line.residual_px for line in known) / 4, dark, light


def _module_px(quad: Floats, rows: int, columns: int) -> float:
    """Pixels a module, roughly."""
    width = np.hypot(*(quad[1] - quad[0])) / columns
    height = np.hypot(*(quad[3] - quad[0])) / rows
    return float(width + height) / 2


def _pitch(gray: Pixels, quad: Floats, shape: tuple[int, int], level: float) -> tuple[float, float]:
    """Module size along the alternating tracks, as a share of the outline's, and its uncertainty."""
    rows, columns = shape
    to_scan = inverse(through(quad, columns, rows))
    # Along the top from the left, along the right from the bottom: both begin with a dark module.
    steps = (np.arange(columns * SAMPLES_PER_MODULE) + 0.5) / SAMPLES_PER_MODULE
    top = _track(gray, mapped(to_scan, np.stack((steps, np.full_like(steps, 0.5)), axis=1)), level)
    steps = (np.arange(rows * SAMPLES_PER_MODULE) + 0.5) / SAMPLES_PER_MODULE
    side = np.stack((np.full_like(steps, columns - 0.5), rows - steps), axis=1)
    right = _track(gray, mapped(to_scan, side), level)
    known = [found for found in (top, right) if found is not None]
    if not known:
        return 1.0, 1 / min(rows, columns)
    return float(np.mean([k[0] for k in known])), float(np.max([k[1] for k in known]))


def _track(gray: Pixels, points: Floats, level: float) -> tuple[float, float] | None:
    """Slope of the edges of one alternating track against their numbers, with uncertainty; None when damaged."""
    values = sample(gray, points[None])[0] - np.float32(level)
    change = np.flatnonzero(np.signbit(values[:-1]) != np.signbit(values[1:]))
    if not len(change):
        return None
    part = values[change] / (values[change] - values[change + 1])
    where = (change + 0.5 + part) / SAMPLES_PER_MODULE
    number = np.rint(where)
    lightens = ~np.signbit(values[change + 1])
    # Edge k ends a dark module where k is odd.
    right = (np.abs(where - number) < 0.4) & (lightens == (number % 2 == 1)) & (number > 0)
    expected = len(points) // SAMPLES_PER_MODULE - 1
    if np.count_nonzero(right) < 0.6 * expected:
        return None
    return _slope(where[right], number[right], lightens[right])


def _slope(where: Floats, number: Floats, lightens: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Least squares of `where` on `number` with an offset for each direction of the edge, worst tenth left out."""
    slope, off = _common_slope(where, number, lightens)
    keep = off <= np.sort(off)[int(0.9 * (len(off) - 1))]
    slope, off = _common_slope(where[keep], number[keep], lightens[keep])
    count = len(off)
    scatter = math.sqrt(float(off @ off) / count)
    return slope, 2 * scatter / (float(np.std(number[keep])) * math.sqrt(count))


def _common_slope(where: Floats, number: Floats, lightens: npt.NDArray[np.bool_]) -> tuple[float, Floats]:
    """The slope that both directions of edges share, and how far each edge is off its line."""
    x, y = number.copy(), where.copy()
    for group in (lightens, ~lightens):
        if group.any():
            x[group] -= x[group].mean()
            y[group] -= y[group].mean()
    slope = float(x @ y / (x @ x))
    return slope, np.abs(y - slope * x)
