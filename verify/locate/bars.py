"""Where rows of postal bars may stand: evenly spaced upright strokes, 20 to 24 an inch, over an inch and more.

The page is looked at on a coarse grid, a few lines through every tracker. On each line a stretch of seven bars
shows nearly all of its changes at one frequency; lettering, symbols and grain spread theirs.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from indicia.geometry import Box
from verify.locate.bars_loops import likeness, stretches_of
from verify.locate.edges import straight
from verify.locate.plane import Floats, Plane

ACROSS_DPI = 96.0
"""Samples an inch along a line: the difference of samples two apart is largest for 24 strokes an inch."""
DOWN_DPI = 44.0
"""Lines an inch: at least one through a tracker (0.039 in), nearly always two."""
HOP = 16
"""Samples from one stretch to the next, half of a stretch: 1/6 in."""
STROKES_PER_INCH = (20.3, 22.0, 23.7)
"""A stretch of 1/3 in answers to what lies half-way between two of these by more than 4/5."""
LEAST_SHARE = 0.55
"""Share of all changes along a stretch that has one of these frequencies. Chosen on slips of one seed, where 0.48 to
0.66 find the same rows: bars in noise and blur keep 0.7 and more, grain alone reaches 0.5 here and there."""
LEAST_SWING = 6.0
"""Grey levels of the amplitude where nothing is known of the ink."""
DENSE = 0.35
"""Mean of that share over all stretches from end to end. Chosen likewise: rows of bars have 0.8, half-hidden ones
0.5, lettering that is bridged from stem to stem 0.25."""
SHORTEST = 0.9
"""Inches: 32 bars take 1.31, and dirt may hide a part."""
STEEPEST = float(np.tan(np.radians(8)))
"""Slope that is still looked at: 5 degrees are lawful, measuring has its errors."""
LINE_OFF = 0.035
"""How far a stretch may lie off the line through all, inches."""
MOST = 8
"""Rows that are looked at on one page; a piece bears one, and a page of small lettering many that are none."""

_GAP = (5, 3)
"""Stretches along and lines down that a break in a row may measure."""


@dataclass(frozen=True, slots=True)
class Course:
    """Where a row of bars may run, roughly: a straight stretch on the piece, inches."""

    left: float
    """x of its beginning."""
    right: float
    """x of its end."""
    y: float
    """Of its middle line at `left`."""
    slope: float
    """Change of y with x."""
    strength: float
    """How much of it looks like bars; for the order of looking."""


def bar_courses(plane: Plane, regions: tuple[Box, ...], least_swing: float = LEAST_SWING) -> list[Course]:
    """Where rows of bars may run in the regions, the likeliest first.

    Args:
        plane: The piece.
        regions: Where to look, inches.
        least_swing: Least amplitude, grey levels.
    """
    found = [course for region in regions for course in _in_region(plane, region, least_swing)]
    return sorted(found, key=lambda course: -course.strength)[:MOST]


def _in_region(plane: Plane, region: Box, least_swing: float) -> list[Course]:
    size = int(region.width * ACROSS_DPI) // HOP * HOP, int(region.height * DOWN_DPI)
    if size[0] < SHORTEST * ACROSS_DPI or size[1] < 3:
        return []
    view = plane.to_scan @ np.array([(1 / ACROSS_DPI, 0, region.left), (0, 1 / DOWN_DPI, region.top), (0, 0, 1)])
    # No averaging: bars are two samples wide, and grain is averaged along each stretch.
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    grid = cv2.warpPerspective(plane.gray, view, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    waves, turns = _waves()
    # A wave of amplitude a keeps about 2a of it in the differences: 2 HOP samples of (2a)**2 / 2.
    share = likeness(np.asarray(grid), waves, turns, 4 * HOP * least_swing**2)
    mask = np.asarray(share >= LEAST_SHARE, dtype=np.uint8)
    if not mask.any():
        return []
    near = cv2.dilate(mask, np.ones((_GAP[1], _GAP[0]), dtype=np.uint8))
    _, numbered, parts, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    numbers = np.asarray(numbered, dtype=np.int32)
    courses = (
        _course(stretches_of(share, LEAST_SHARE, (numbers, part), (left, top, width, height)), left, region)
        for part, (left, top, width, height, _) in enumerate(parts.tolist())
        if part and (width + 1) * HOP >= SHORTEST * ACROSS_DPI
    )
    return [course for course in courses if course]


@cache
def _waves() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """6 x HOP cosines and sines of the frequencies along half a stretch; 6 of a turn from one half to the next."""
    angles = 2 * np.pi * np.arange(HOP + 1) * np.array(STROKES_PER_INCH)[:, None] / ACROSS_DPI
    waves = np.concatenate((np.cos(angles), np.sin(angles))).astype(np.float32)
    return np.ascontiguousarray(waves[:, :HOP]), np.ascontiguousarray(waves[:, HOP])


def _course(stretches: Floats, first: int, region: Box) -> Course | None:
    """The line through stretches that belong together; None when they are no long, level row.

    Args:
        stretches: 2 x C: their greatest shares, 0 where there is none, and the lines that these have their middle on.
        first: Which stretch of a line the first column is.
        region: What the lines were drawn over.
    """
    there = np.flatnonzero(stretches[0])
    hop = HOP / ACROSS_DPI
    if (there[-1] - there[0] + 2) * hop < SHORTEST:
        return None
    most, lines = stretches[:, there]
    x = np.asarray((there + first + 1) * hop + region.left, dtype=np.float64)
    line = straight(x, (lines + 0.5) / DOWN_DPI + region.top, LINE_OFF)
    if line is None or abs(line[1]) > STEEPEST:
        return None
    offset, slope, agree = line
    left, right = float(x[agree].min()) - hop, float(x[agree].max()) + hop
    strength = float(most[agree].sum())
    if right - left < SHORTEST or strength < DENSE * ((right - left) / hop - 1):
        return None
    return Course(left, right, offset + slope * left, slope, strength)
