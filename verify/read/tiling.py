"""Letters that touch or are broken: the row of characters, pen after pen, that explains the most ink.

No part of the ink is taken for a letter beforehand. At every half pixel each character is tried; what it explains
is twice its product with the picture less its own square. The best row is found by walking the pen from left to
right by advance widths, a little slack allowed.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled
from verify.locate.parts import FULL
from verify.read.cells import GUARD_PX, Pyramid, Setting, Singles, level_of
from verify.read.comparing import NATS
from verify.read.glyphs import ABOVE_PX, COLUMNS, EM_PX, PEN_COLUMN, ROWS

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]

STEPS = 2
"""Pen positions a normalised pixel."""
SLACK = (0.0, 0.5, 2.0)
"""What it costs when the pen stands 0, 1, 2 positions off the last advance."""
EACH = 1.0
"""What a character costs: specks are not to be explained."""
WORTH = -1.0
"""What a character must win to be tried: a character's own cost, so that it explains at least as much as it spoils."""
BLANK = 0.05
"""What a position without character costs."""
BEFORE = 8
"""Normalised pixels before the ink at which the first pen is tried."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One character of the row."""

    number: int
    """Of its template, among those tried."""
    pen_px: float
    """Pixels of the patch along the baseline (x of the point on it)."""


def tile(
    pyramid: Pyramid,
    setting: Setting,
    reach: tuple[float, float],
    tried: tuple[Singles, Singles, npt.NDArray[np.float32]],
    amplitude: float,
) -> list[Tile]:
    """The row of characters between two places of the baseline.

    Args:
        pyramid: The ink.
        setting: Baseline and size.
        reach: x of the first and the last ink, pixels of the patch.
        tried: Templates (T x D, at their pens), their energies (T) and advances (T, em).
        amplitude: Full ink of the stretch.
    """
    templates, energy, advances = tried
    start = reach[0] - BEFORE * float(setting.em_x) / EM_PX
    windows = _windows(pyramid, setting, start, reach) / np.float32(amplitude)
    won = (NATS * (2 * windows @ templates.T - energy) - EACH).astype(np.float32)
    path = _walked(won, np.rint(advances * EM_PX * STEPS).astype(np.intp))
    step = float(setting.em_x) / EM_PX / STEPS
    return [Tile(number, start + position * step) for position, number in path.tolist()]


def _windows(pyramid: Pyramid, setting: Setting, start: float, reach: tuple[float, float]) -> Singles:
    """P x D: what stands around each pen position."""
    unit_x, unit_y = float(setting.em_x) / EM_PX, float(setting.em_y) / EM_PX
    count = max(1, int((reach[1] - start) / unit_x * STEPS) + 1)
    length = count + STEPS * COLUMNS
    along = start + unit_x * ((np.arange(length) + 0.5 * STEPS) / STEPS - PEN_COLUMN)
    down = unit_y * (np.arange(ROWS) + 0.5 - ABOVE_PX)
    x = along[None, :] - setting.slope * down[:, None]
    y = setting.at(along)[None, :] + down[:, None]
    # What stands beside the stretch is another's.
    outside = np.maximum(reach[0] - along, along - reach[1]) / unit_x
    level = level_of(min(unit_x, unit_y))
    places = [(side * 0.5**level - 0.5).astype(np.float32) for side in (x, y)]
    inside = (np.clip(GUARD_PX + 0.5 - outside, 0, 1) / FULL).astype(np.float32)
    strip = np.multiply(pyramid.sampled(places[0], places[1], level), inside, dtype=np.float32)
    # ROWS x length: the window of position p has the columns p, p + STEPS, ...
    views = np.lib.stride_tricks.sliding_window_view(strip, STEPS * COLUMNS, axis=1)[:, :count, ::STEPS]
    return np.ascontiguousarray(views.transpose(1, 0, 2)).reshape(count, ROWS * COLUMNS)


@compiled
def _walked(won: Singles, steps: Numbers) -> Numbers:
    """Positions and characters of the row that wins the most, one row each.

    What can still be won from each position on is worked out from the last to the first; then the way is followed.

    Args:
        won: P x T, by each character at each position.
        steps: T advances in positions.
    """
    count, slack = len(won), len(SLACK) - 1
    # Beyond the last position nothing is won; before position 0 no pen stands.
    ahead = np.zeros(count + steps.max() + 2 * len(SLACK))
    eased = np.zeros(len(ahead))
    choice = np.full(count, -1)
    for position in range(count - 1, -1, -1):
        most = max(ahead[position + 1] - BLANK, 0.0)
        # Advances are longer than the slack: what lies around the next pen is already known.
        for character in range(len(steps)):
            if won[position, character] > WORTH:
                win = won[position, character] + eased[position + steps[character]]
                if win > most:
                    most, choice[position] = win, character
        ahead[position] = most
        near = position + slack
        eased[near] = _around(ahead, near)[0]
    path, taken, at = np.empty((count, 2), dtype=np.intp), 0, int(np.argmax(ahead))
    while at < count:
        if choice[at] < 0:
            at += 1
            continue
        path[taken, 0], path[taken, 1] = at, choice[at]
        taken += 1
        at = _around(ahead, at + steps[choice[at]])[1]
    return path[:taken]


@compiled
def _around(ahead: Floats, pen: int) -> tuple[float, int]:
    """What can be won from around a place at most, and from which position."""
    slack = len(SLACK) - 1
    most, best = -np.inf, pen
    for off in range(-slack, slack + 1):
        win = ahead[pen + off] - SLACK[abs(off)]
        if win > most:
            most, best = win, pen + off
    return most, best
