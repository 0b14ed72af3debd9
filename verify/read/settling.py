"""Stretches looked at, and set anew by what is seen, until they fit: whole rounds without a step of plain Python."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled
from verify.read.cells import Levels, Sides
from verify.read.comparing import Templates, look
from verify.read.fitting import Tables, asked
from verify.read.looks import looks_of, together
from verify.read.view import Bools, Rows, Table, most_left

Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.intp]

SETTLED = (0.02, 0.04)
"""Median share that a stretch leaves unexplained up to which a setting is not fitted any further: in a good region, in
any."""
MORE_ROUNDS = 2
"""Times that others are fitted again."""
LOOKS_EACH = 3 + 2 * MORE_ROUNDS
"""Rows that a character takes at most: looked at first, then in both weights, and so in every further round."""


class Region(NamedTuple):
    """What stretches are looked for in, and with."""

    rows: Rows
    """Room for what is looked at."""
    levels: Levels
    """The ink."""
    blobs: Sides
    templates: Templates
    tables: Tables
    drawn: Bools
    """LOOKS: which of the templates are there."""


@compiled
def tried(stretches: Table, region: Region, start: int, edges: Floats, told: bool) -> int:
    """Look at stretches in their first settings, and again one step from there.

    Args:
        stretches: S, filled.
        region: Where and with what.
        start: The first row that is free.
        edges: Blur and gain of the region's looks, pixels of the patch; written when they are not told.
        told: Whether they are.

    Returns:
        The row after the last that was taken; or -1 less a look whose templates are to be drawn first.
    """
    steps = looks_of(stretches["em_x"], edges[0], edges[1])
    if not told:
        steps[:] = np.sort(steps)[len(steps) // 2]
    start = _look(stretches, region, start, steps)
    return start if start < 0 else _step(stretches, region, start, edges, told)


@compiled
def settled(stretches: Table, region: Region, start: int, edges: Floats, told: bool) -> int:
    """Take stretches that were tried, and fit poorly, some steps further; all as `tried` has it."""
    for _ in range(MORE_ROUNDS):
        unsettled = np.flatnonzero(stretches["fit"] > most_left(stretches["fit"], SETTLED))
        if not len(unsettled):
            break
        some = np.empty(len(unsettled), stretches.dtype)
        for at in range(len(unsettled)):
            some[at] = stretches[unsettled[at]]
        start = _step(some, region, start, edges, told or 2 * len(unsettled) <= len(stretches))
        if start < 0:
            break
        for at in range(len(unsettled)):
            if some["fit"][at] < stretches["fit"][unsettled[at]]:
                stretches[unsettled[at]] = some[at]
    return start


@compiled
def _look(stretches: Table, region: Region, start: int, steps: Numbers) -> int:
    """Look at stretches under these looks; what comes back is as of `tried`."""
    for seen in steps:
        if not region.drawn[seen]:
            return int(-1 - seen)
    stretches["look"][:] = steps
    look(stretches, region.rows, start, (region.levels, region.blobs), region.templates)
    return int(start + stretches["count"].sum())


@compiled
def _step(stretches: Table, region: Region, start: int, edges: Floats, told: bool) -> int:
    """Look at stretches as their characters ask for; contested ones in both weights, of which one is kept."""
    count = many = len(stretches)
    better, others = np.empty(2 * count, stretches.dtype), np.empty(count, stretches.dtype)
    for number in range(count):
        better[number], others[number] = stretches[number], stretches[number]
    shown = np.empty((count, 3))
    contested = asked(stretches, (region.rows, region.blobs), region.tables, (better[:count], others), shown)
    if not told:
        edges[0], edges[1] = together(shown)
    for number in range(count):
        if contested[number]:
            better[many] = others[number]
            many += 1
    both = better[:many]
    start = _look(both, region, start, looks_of(both["em_x"], edges[0], edges[1]))
    if start < 0:
        return start
    other = count
    for number in range(count):
        if contested[number]:
            more = both["left"][number] - both["left"][other]
            heavier = more if both["bold"][other] else -more
            if both["fit"][other] < both["fit"][number]:
                both[number] = both[other]
            both["heavier"][number] = heavier
            other += 1
        stretches[number] = both[number]
    return start
