"""How dark each place for a bar is against the paper beside it, from above the row to below it."""

import math
from dataclasses import dataclass, replace

import numpy as np

from verify.locate.bargrid import STRIP_DPI, BarGrid
from verify.locate.edges import straight
from verify.locate.plane import Floats
from verify.read import barprofile_loops as loops

BAR_HALF = 0.17
"""Half of the width that is averaged for a bar, in pitches: bars are 0.3 to 0.6 wide, blur takes their sides."""
GAP_HALF = 0.13
"""Half of the width that is averaged for a gap."""
PAPER_SHARE = 0.85
"""Rank of the grey that is paper, among the greys of a gap from above the row to below it."""
SHARED_HALF = 0.016
"""Inches: half of the height that every bar fills, less than half of the least tracker (0.039)."""
SHORTEST_REACH = 0.02
"""Inches: bars that differ by less have one height."""
TRIM = 0.2
"""Share of an extender's height that is left out at either end: blur, and a row that bends."""
STRAY = 0.012
"""How far a bar's middle may stand off the line through all, inches."""
LEVELLINGS = 2
"""A row that is badly out of level hides how far its bars reach; the second time they are told better."""


@dataclass(frozen=True, slots=True)
class BarProfiles:
    """V x K: V rows of the strip, K places of the grid."""

    grid: BarGrid
    v: Floats
    """V: inches from the middle line, downwards."""
    depth: Floats
    """V x K: darker than the gaps at both sides by so much, 1 is a bar's ink."""
    clear: Floats
    """V x K: 1 where the gaps are paper, 0 where they are as dark as ink or half so: nothing can be told there."""
    paper: Floats
    """K: grey of the paper."""
    swing: float
    """Difference between paper and a bar, grey levels."""
    bend: Floats
    """K: inches that the row's middle line lies below that of the strip; already taken out of `depth`."""
    bend_slope_off: float = 0.0
    """Uncertainty of the slope of the bend."""

    @property
    def present(self) -> Floats:
        """K: how much there is a bar at all, 0 to 1 and a little beyond."""
        return np.asarray(self.mean(-SHARED_HALF, SHARED_HALF)[0])

    def mean(self, top: float, bottom: float) -> tuple[Floats, Floats]:
        """K depths between two heights, and how far they can be trusted, 0 to 1."""
        return loops.means(self.depth, self.clear, self.v, (top, bottom))

    def levelled(self, by: Floats, slope_off: float) -> "BarProfiles":
        """The same with each place moved up by so many inches (K)."""
        depth, clear = loops.moved(self.depth, self.clear, by * STRIP_DPI)
        return replace(self, depth=depth, clear=clear, bend=self.bend + by, bend_slope_off=slope_off)


@dataclass(frozen=True, slots=True)
class Heights:
    """Heights of a row: inches from the middle line, downwards."""

    top: float
    """Of bars that reach up."""
    shared_top: float
    """Of bars that do not."""
    shared_bottom: float
    bottom: float

    @property
    def up(self) -> float:
        """How far bars reach above the others."""
        return self.shared_top - self.top

    @property
    def down(self) -> float:
        """How far bars reach below the others."""
        return self.bottom - self.shared_bottom

    @property
    def height(self) -> float:
        """Of a bar that reaches both ways."""
        return self.bottom - self.top


def bar_profiles(grid: BarGrid) -> BarProfiles | None:
    """The profiles of all places of the grid; None when no place is darker than the paper."""
    pixels, v = grid.strip.pixels, grid.strip.v
    between = np.append(grid.centers - grid.pitch / 2, grid.centers[-1] + grid.pitch / 2)
    course, pitch = grid.slant * v * STRIP_DPI, grid.pitch * STRIP_DPI
    bars = loops.greys(pixels, grid.centers * STRIP_DPI, course, BAR_HALF * pitch)
    gaps = loops.greys(pixels, between * STRIP_DPI, course, GAP_HALF * pitch)
    paper = loops.ranked(gaps, int(PAPER_SHARE * len(gaps)))
    paper = np.maximum(paper[:-1], paper[1:])
    middle = np.flatnonzero(np.abs(v) <= SHARED_HALF)
    depth, clear, swing = loops.depths(bars, gaps, paper, (int(middle[0]), int(middle[-1]) + 1))
    return BarProfiles(grid, v, depth, clear, paper, swing, np.zeros(len(paper))) if swing > 0 else None


def heights_of(profiles: BarProfiles, bars: slice) -> Heights:
    """The heights of the bars at some places."""
    ordered = np.sort(profiles.depth[:, bars], axis=1)
    count = ordered.shape[1]
    # A third and more of the bars reach each way, as many do not.
    most, least = ordered[:, int(0.82 * count)], ordered[:, int(0.18 * count)]
    top, bottom = dark_stretch(profiles.v, most)
    shared_top, shared_bottom = dark_stretch(profiles.v, least)
    return Heights(top, shared_top, shared_bottom, bottom)


def dark_stretch(v: Floats, depth: Floats) -> tuple[float, float]:
    """Where the dark stretch around the middle begins and ends."""
    middle = len(v) // 2
    return (
        -_first_light(-v[middle::-1], depth[middle::-1]),
        _first_light(v[middle:], depth[middle:]),
    )


def _first_light(v: Floats, depth: Floats) -> float:
    light = depth < 0.5
    if light[0] or not light.any():
        return float(v[0] if light[0] else v[-1])
    first = int(light.argmax())
    before, after = float(depth[first - 1]), float(depth[first])
    return float(v[first - 1] + (before - 0.5) / (before - after) * (v[first] - v[first - 1]))


def level(profiles: BarProfiles, bars: slice) -> tuple[BarProfiles, Heights]:
    """The profiles moved so that the row is level throughout, and its heights."""
    heights = heights_of(profiles, bars)
    for _ in range(LEVELLINGS):
        line = _bend(profiles, bars, heights)
        if line is None:
            break
        offset, slope, slope_off = line
        profiles = profiles.levelled(offset + slope * profiles.grid.centers, slope_off)
        heights = heights_of(profiles, bars)
    return profiles, heights


def _bend(profiles: BarProfiles, bars: slice, heights: Heights) -> tuple[float, float, float] | None:
    """How far below the strip's middle the row runs at u = 0, how that changes with u, and how well that is known.

    Which ends each bar has is told well enough before.
    """
    up, down = (one[0][bars] > 0.5 for one in extenders(profiles, heights))
    ends = np.array((heights.top, heights.shared_top, heights.shared_bottom, heights.bottom))
    low = loops.off_level(profiles.depth[:, bars], profiles.clear[:, bars], profiles.v, (ends, up, down))
    along = profiles.grid.centers[bars]
    line = straight(along, low, STRAY)
    if line is None:
        return None
    offset, slope, agree = line
    off = (low - offset - slope * along)[agree]
    slope_off = 2 * float(np.std(off)) / (float(np.std(along[agree])) * math.sqrt(len(off)))
    return offset, slope, slope_off


def _extender(top: float, bottom: float) -> tuple[float, float]:
    """The heights between which an extender is looked at."""
    trim = TRIM * (bottom - top)
    return top + trim, bottom - trim


def extenders(profiles: BarProfiles, heights: Heights) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
    """K depths and trust of the upper, then of the lower extenders."""
    return (
        profiles.mean(*_extender(heights.top, heights.shared_top)),
        profiles.mean(*_extender(heights.shared_bottom, heights.bottom)),
    )
