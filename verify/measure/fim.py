"""The FIM's geometry (DMM 708.9.0): every bar's two sides, its top and its bottom, at sub-pixel precision."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from indicia.spec import fim as spec
from verify.locate.edge_loops import first_lights
from verify.locate.edges import least_squares, middle, sample
from verify.locate.fim import FimFound
from verify.locate.plane import Floats, Plane
from verify.measure.reflectance import linear
from verify.seen import FimSeen, Measured

ROWS = np.linspace(0.16, 0.48, 16)
"""Inches from the top edge where the sides are measured."""
SIDE_REACH = 0.45
"""How far profiles reach to both sides of a bar's side, as a share of the nominal bar width."""
STEP = 0.04
"""Step of those profiles, as a share of the nominal bar width."""
END_REACH = 0.45
"""Inches that the bars' ends are searched outwards from the rows where they are sure to be."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Left and right sides of the bars, as straight lines x = x0 + slope * (y - y0)."""

    left: npt.NDArray[np.float64]
    """x at y0, inches."""
    right: npt.NDArray[np.float64]
    slope: float
    y0: float
    scatter: float
    """Standard deviation of a crossing, inches."""
    dark: float
    """Grey of the bars."""
    light: float
    """Grey of the paper between them."""


def measure_fim(plane: Plane, found: FimFound, edge_uncertainty: float) -> FimSeen | None:
    """The FIM in inches; None when its bars cannot be measured.

    Args:
        plane: The piece.
        found: Where the bars stand, roughly.
        edge_uncertainty: How well the edges of the piece are known, inches.
    """
    sides = _sides(plane, found)
    if sides is None:
        return None
    places = np.array([i for i, bit in enumerate(spec.PATTERNS[found.kind]) if bit == "1"], dtype=np.float64)
    centers, widths = (sides.left + sides.right) / 2, sides.right - sides.left
    _, pitch = least_squares(places, centers)
    tops, bottoms = _ends(plane, sides)
    of_line = 2 * sides.scatter / math.sqrt(len(ROWS)) + 0.05 / plane.dpi
    against_edge = math.hypot(edge_uncertainty, of_line)
    worst_width = widths[np.argmax(np.abs(widths - spec.BAR_WIDTH))] * math.cos(math.atan(sides.slope))
    worst_bottom = bottoms[np.argmax(np.abs(bottoms - spec.BOTTOM))]
    reach = sides.slope * np.array((tops.min() - sides.y0, bottoms.max() - sides.y0))
    return FimSeen(
        kind=found.kind,
        right=Measured(plane.width - float(sides.right[-1]), against_edge),
        top=Measured(float(tops.max()), math.hypot(edge_uncertainty, 0.25 / plane.dpi)),
        bottom=Measured(float(worst_bottom), math.hypot(edge_uncertainty, 0.25 / plane.dpi)),
        bar_width=Measured(float(worst_width), math.sqrt(2) * of_line),
        pitch=Measured(pitch, of_line / float(np.ptp(places))),
        slant_deg=Measured(math.degrees(math.atan(sides.slope)), math.degrees(of_line / float(np.ptp(ROWS)))),
        prd=max(0.0, linear(sides.light) - linear(sides.dark)),
        box=Box(
            float(sides.left[0] + reach.min()),
            float(tops.min()),
            float(sides.right[-1] + reach.max()),
            float(bottoms.max()),
        ),
    )


def _sides(plane: Plane, found: FimFound) -> Sides | None:
    """The sides of all bars."""
    course = found.centers[:, None] + found.slope * (ROWS - found.y)
    dark, light = _greys(plane, found, course)
    if light <= dark:
        return None
    y = np.broadcast_to(ROWS, course.shape)
    lines = np.concatenate([_side(plane, course, y, direction, (dark + light) / 2) for direction in (-1.0, 1.0)])
    half_rows = len(ROWS) // 2
    slope = _middle_of_known((lines[:, half_rows:] - lines[:, :half_rows]) / (ROWS[half_rows:] - ROWS[:half_rows]))
    if not np.isfinite(slope):
        return None
    y0 = float(np.mean(ROWS))
    upright = lines - slope * (ROWS - y0)
    at = _middles(upright)
    if not np.isfinite(at).all():
        return None
    scatter = 1.4826 * _middle_of_known(np.abs(upright - at[:, None]))
    left, right = np.split(at, 2)
    return Sides(left, right, slope, y0, scatter, dark, light)


def _middles(values: Floats) -> Floats:
    """The median of what is known in each row; NaN where fewer than half is."""
    ordered = np.sort(values, axis=1)
    known = np.isfinite(values).sum(axis=1)
    rows = np.arange(len(values))
    middles = (ordered[rows, np.maximum(known - 1, 0) // 2] + ordered[rows, np.minimum(known // 2, len(ROWS) - 1)]) / 2
    return np.where(known >= len(ROWS) / 2, middles, np.nan)


def _middle_of_known(values: Floats) -> float:
    """The median of what is known; NaN when nothing is."""
    known = values[np.isfinite(values)]
    return middle(known) if known.size else math.nan


def _greys(plane: Plane, found: FimFound, course: Floats) -> tuple[float, float]:
    """Grey of the bars and of the paper between them."""
    places = np.array([i for i, bit in enumerate(spec.PATTERNS[found.kind]) if bit == "1"])
    empty = np.setdiff1d(np.arange(-1, 10), places)
    pitch = (found.centers[-1] - found.centers[0]) / (places[-1] - places[0])
    gaps = course[0] + (empty[:, None] - places[0]) * pitch
    bars = _grey_at(plane, course)
    return middle(bars), middle(_grey_at(plane, gaps))


def _grey_at(plane: Plane, x: Floats) -> npt.NDArray[np.float32]:
    """Grey at so many x in each of the measured rows."""
    points = np.stack((x, np.broadcast_to(ROWS, x.shape)), axis=-1)
    return sample(plane.gray, plane.pixels(points).reshape(points.shape))


def _side(plane: Plane, course: Floats, y: Floats, direction: float, level: float) -> Floats:
    """Where bars with their middles at `course` and `y` pass to paper in a direction, x; NaN for nowhere."""
    first, step = (0.5 - SIDE_REACH) * spec.BAR_WIDTH, STEP * spec.BAR_WIDTH
    starts = np.stack((course + direction * first, y), axis=-1).reshape(-1, 2)
    steps = np.broadcast_to(np.array((direction * step, 0.0)), starts.shape)
    passed = first_lights(plane.gray, plane.to_scan, starts, steps, (1 + int(2 * SIDE_REACH / STEP), level))
    return np.asarray(course + direction * (first + step * passed.reshape(course.shape)), dtype=np.float64)


def _ends(plane: Plane, sides: Sides) -> tuple[Floats, Floats]:
    """Tops and bottoms of the bars, inches from the top edge; a bar that runs over the edge has its top at 0."""
    step, level = 0.5 / plane.dpi, (sides.dark + sides.light) / 2
    centers = (sides.left + sides.right) / 2
    ends = []
    for start, direction in ((ROWS[0], -step), (ROWS[-1], step)):
        starts = np.column_stack((centers + sides.slope * (start - sides.y0), np.full(len(centers), start)))
        steps = np.broadcast_to(np.array((sides.slope * direction, direction)), starts.shape)
        passed = first_lights(plane.gray, plane.to_scan, starts, steps, (math.ceil(END_REACH / step), level))
        ends.append(start + direction * passed)
    tops = np.nan_to_num(np.maximum(ends[0], 0.0), nan=0.0)
    bottoms = np.where(np.isfinite(ends[1]), ends[1], ROWS[-1] + END_REACH)
    return tops, bottoms
