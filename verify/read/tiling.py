"""Letters that touch or are broken: the row of characters, pen after pen, that explains the most ink.

No part of the ink is taken for a letter beforehand. At every half pixel each character is tried; what it explains
is twice its product with the picture less its own square. The best row is found by walking the pen from left to
right by advance widths, a little slack allowed.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

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
    won = NATS * (2 * windows @ templates.T - energy).astype(np.float64) - EACH
    path = _walk(won, np.rint(advances * EM_PX * STEPS).astype(np.intp))
    step = float(setting.em_x) / EM_PX / STEPS
    return [Tile(number, start + position * step) for position, number in path]


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


def _walk(won: Floats, steps: Numbers) -> list[tuple[int, int]]:
    """Positions and characters of the row that wins the most.

    Args:
        won: P x T, by each character at each position.
        steps: T advances in positions.
    """
    # Of characters with one advance only the best at a position matters.
    widths, which = np.unique(steps, return_inverse=True)
    best = np.full((len(won), len(widths)), -np.inf)
    who = np.zeros((len(won), len(widths)), dtype=np.intp)
    for number in range(len(widths)):
        same = np.flatnonzero(which == number)
        at = won[:, same].argmax(axis=1)
        best[:, number], who[:, number] = won[np.arange(len(won)), same[at]], same[at]
    return _backwards(best, who, widths)


def _backwards(best: Floats, who: Numbers, widths: Numbers) -> list[tuple[int, int]]:
    """The row itself: what can still be won from each position on, then the way that wins it."""
    count, slack = len(best), len(SLACK) - 1
    tries: list[list[tuple[float, int, int]]] = [[] for _ in range(count)]
    at, number = np.nonzero(best > WORTH)
    columns = at.tolist(), best[at, number].tolist(), widths[number].tolist(), who[at, number].tolist()
    for position, gain, width, character in zip(*columns, strict=True):
        tries[position].append((gain, width, character))
    # Beyond the last position nothing is won; before position 0 no pen stands.
    room = count + int(widths.max()) + 2 * len(SLACK)
    ahead, eased = [0.0] * room, [0.0] * room
    choice: list[tuple[int, int] | None] = [None] * count
    for position in range(count - 1, -1, -1):
        most = max(ahead[position + 1] - BLANK, 0.0)
        # Advances are longer than the slack: what lies around the next pen is already known.
        for gain, width, character in tries[position]:
            win = gain + eased[position + width]
            if win > most:
                most, choice[position] = win, (width, character)
        ahead[position] = most
        near = position + slack
        eased[near] = max(ahead[near + off] - SLACK[abs(off)] for off in range(-slack, slack + 1))
    return _followed(choice, ahead)


def _followed(choice: list[tuple[int, int] | None], ahead: list[float]) -> list[tuple[int, int]]:
    path: list[tuple[int, int]] = []
    slack = len(SLACK) - 1
    at = max(range(len(choice)), key=ahead.__getitem__)
    while at < len(choice):
        taken = choice[at]
        if taken is None:
            at += 1
            continue
        path.append((at, taken[1]))
        pen = at + taken[0]
        around = range(pen - slack, pen + slack + 1)
        at = max(around, key=lambda place: ahead[place] - SLACK[abs(place - pen)])
    return path
