"""The angle between the indicium and the address: 604.4.8.3 wants them parallel.

Lettering is not read here. Lines of it are parallel, so the ink below the indicium falls into the fewest
rows when it is looked at along its lines.
"""

import math

import numpy as np

from indicia.geometry import Box
from indicia.spec.placement import OCR_FROM_LEFT, OCR_FROM_RIGHT
from verify.compiled import compiled
from verify.locate.edges import Floats
from verify.locate.ink import COARSE_DPI, Levels, coarse_mask
from verify.locate.plane import Plane
from verify.seen import Measured

DPI = COARSE_DPI / 2
MAX_DEG = 12.0
"""Angles that are looked at."""
STEPS_DEG = (2.0, 0.5)
"""First over the whole range, then around the best."""
POINTS = 1000
"""Dots of ink that are enough to tell an angle."""
LEAST_POINTS = 60
"""Fewer say nothing."""
LEAST_WIDTH = 0.7
"""Inches that an address is wide at least."""
LEAST_GAIN = 1.15
"""By how much the best angle gathers the ink better than the worst: pictures have no lines."""
BELOW = 0.1
"""Inches below the indicium where an address may begin."""
MARGIN = 0.2
"""Inches at the bottom edge that are not looked at."""


def address_angle(plane: Plane, symbol_angle_deg: float, indicium: Box, levels: Levels) -> Measured | None:
    """Degrees between the symbol's rows and the lines of the address below; None when there are no lines.

    Args:
        plane: The piece.
        symbol_angle_deg: Counter-clockwise turn of the symbol.
        indicium: Its box; the address stands below it.
        levels: Grey of ink and paper.
    """
    bottom, top = plane.height - MARGIN, indicium.bottom + BELOW
    if bottom - top < BELOW or plane.width < OCR_FROM_LEFT + OCR_FROM_RIGHT + LEAST_WIDTH:
        return None
    patch = plane.patch(Box(OCR_FROM_LEFT, top, plane.width - OCR_FROM_RIGHT, bottom), DPI, every_row=False)
    rows, columns = np.nonzero(coarse_mask(patch, levels))
    if len(rows) < LEAST_POINTS or np.ptp(columns) < LEAST_WIDTH * DPI:
        return None
    found = lines_angle(columns.astype(np.float64), rows.astype(np.float64))
    if found is None:
        return None
    # Over the width of the ink a line of it is known to a row.
    uncertainty = math.degrees(math.atan(1 / float(np.ptp(columns)))) + STEPS_DEG[-1] / 2
    return Measured(abs(symbol_angle_deg - found), uncertainty)


def lines_angle(x: Floats, y: Floats, max_deg: float = MAX_DEG) -> float | None:
    """Counter-clockwise angle of the lines that dots of ink stand in, degrees; None when they stand in none."""
    step = 1 + len(x) // POINTS
    x, y = x[::step], y[::step]
    coarse = np.arange(-max_deg, max_deg + 1e-9, STEPS_DEG[0])
    gathered = [_gathered(x, y, angle) for angle in coarse]
    if max(gathered) < LEAST_GAIN * min(gathered):
        return None
    best = coarse[int(np.argmax(gathered))]
    fine = best + np.arange(-STEPS_DEG[0], STEPS_DEG[0] + 1e-9, STEPS_DEG[1])
    gathered = [_gathered(x, y, angle) for angle in fine]
    at = int(np.argmax(gathered))
    if not 0 < at < len(fine) - 1:
        return float(fine[at])
    before, here, after = gathered[at - 1 : at + 2]
    return float(fine[at] + STEPS_DEG[1] * 0.5 * (before - after) / (before - 2 * here + after))


@compiled
def _gathered(x: Floats, y: Floats, angle_deg: float) -> float:
    """How much the dots fall together when looked at along an angle: the sum of squares over the rows."""
    along = y + x * math.tan(math.radians(angle_deg))
    first, last = along.min(), along.max()
    rows = np.zeros(int(last - first) + 1)
    for place in along:
        rows[int(place - first)] += 1
    return float((rows * rows).sum())
