"""Roughly where the edges of the piece lie: probes from every side of the frame to the first thing they meet.

On a piece that lies on something those first things form a long straight line; on a piece that fills the
frame they are scattered ink.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verify.compiled import compiled
from verify.locate.edges import Floats, Pixels

PROBES = 64
"""Probes from each side of the frame."""
PROBE_STEP = 2
"""Every how many pixels a probe looks."""
PROBE_WIDTH = 4
"""Neighbouring pixel lines averaged to one probe: less noise, and an edge skewed by 10 degrees stays sharp."""
SMALLEST_PX = 2 * PROBES * PROBE_WIDTH
"""Pictures with a shorter side are taken as filled by the piece."""
MAX_SLOPE = float(np.tan(np.radians(16)))
"""Slope that an edge may have: 10 degrees of skew, and what a trapezoid adds to it."""
SHARE = 0.3
"""Share of the probes that must agree: a sliver of background beside a skewed piece meets only some."""
NOISE_FACTOR = 5.0
"""A probe's first change must exceed the noise by this factor: among the thousands of its samples, and with the
noise of the mean that it is compared with, less is met by chance."""
MEMORY, GAP = 17, 2
"""Samples before another that it is compared with, and between them and it: an edge may rise over some."""
LEAST_STEP = 5.0
"""Smallest change in grey levels that can be an edge.

Light falls off across a scan by more than white paper differs from a white lid, so a sample is compared with the mean
of those just before it, not with the first ones."""
TRIED = 24
"""Probes, about, whose pairs give the lines that are tried."""

Flags = npt.NDArray[np.bool_]
Sums = npt.NDArray[np.int32]
Stretch = tuple[Floats, Floats]
"""Two points (x, y) in pixels."""


@dataclass(frozen=True, slots=True)
class RoughEdge:
    """What the probes from one side of the frame agree on."""

    stretch: Stretch
    """Where the first and the last of them meet it, clockwise around the piece."""
    agreeing: int
    """How many do."""


def rough_edges(gray: Pixels) -> list[RoughEdge | None]:
    """The edges that face the top, right, bottom and left of the frame; None where none is met."""
    down, across = _down(gray, _places(gray.shape[1])), _across(gray, _places(gray.shape[0]))
    return [
        _side(gray.shape, side, _first_changes(sums, backwards=side in {1, 2}))
        for side, sums in enumerate((down, across, down, across))
    ]


def _side(shape: tuple[int, ...], side: int, changes: Floats) -> RoughEdge | None:
    """The line that the probes from one side of the frame (0 top, clockwise) meet.

    Args:
        shape: Of the picture.
        side: Which one.
        changes: Where each of the probes leaves the grey that it had, samples from the frame; NaN for never.
    """
    if np.count_nonzero(np.isfinite(changes)) < SHARE * PROBES:
        return None
    breadth = shape[1] if side % 2 == 0 else shape[0]
    along, tolerance = _places(breadth) + np.float64(PROBE_WIDTH / 2), max(2.0 * PROBE_STEP, 0.002 * breadth)
    count, a, b, agree = _consensus(along, PROBE_STEP * changes, tolerance)
    if count < SHARE * PROBES:
        return None
    ends = np.flatnonzero(agree)[[0, -1]]
    start, end = (_unturned((along[i], a + b * along[i]), shape, side) for i in ends)
    # Along the top and the right the probes are counted clockwise, along the others backwards.
    return RoughEdge((start, end) if side < 2 else (end, start), count)


def _places(breadth: int) -> npt.NDArray[np.intp]:
    """Where the probes lie along a side of `breadth` pixels: in the middle of PROBES equal strips of it."""
    step = breadth // PROBES
    return (breadth - step * PROBES) // 2 + step // 2 + step * np.arange(PROBES)


def _unturned(point: tuple[float, float], shape: tuple[int, ...], side: int) -> Floats:
    """A point given as (along the side, distance from it) in scan pixels (x, y)."""
    along, depth = point
    height, width = shape[:2]
    return np.array(((along, depth), (width - depth, along), (along, height - depth), (depth, along))[side])


@compiled
def _down(gray: Pixels, places: npt.NDArray[np.intp]) -> Sums:
    """P x L sums of the neighbouring pixels that probes at some columns see on their way down."""
    sums = np.empty((len(places), (len(gray) + PROBE_STEP - 1) // PROBE_STEP), dtype=np.int32)
    for at in range(sums.shape[1]):
        for number in range(len(places)):
            total = np.int32(0)
            for aside in range(PROBE_WIDTH):
                total += gray[PROBE_STEP * at, places[number] + aside]
            sums[number, at] = total
    return sums


@compiled
def _across(gray: Pixels, places: npt.NDArray[np.intp]) -> Sums:
    """P x L sums of the neighbouring pixels that probes at some rows see on their way to the right."""
    sums = np.empty((len(places), (gray.shape[1] + PROBE_STEP - 1) // PROBE_STEP), dtype=np.int32)
    for number in range(len(places)):
        rows = gray[places[number] : places[number] + PROBE_WIDTH]
        for at in range(sums.shape[1]):
            total = np.int32(0)
            for aside in range(PROBE_WIDTH):
                total += rows[aside, PROBE_STEP * at]
            sums[number, at] = total
    return sums


@compiled
def _first_changes(sums: Sums, backwards: bool) -> Floats:
    """P: where each probe first leaves the grey that it just had, samples from its frame; NaN for never.

    Args:
        sums: P x L: what the probes see.
        backwards: The probes come from the far side.
    """
    count, depth = sums.shape
    limit = max(LEAST_STEP * PROBE_WIDTH, NOISE_FACTOR * 1.05 * _usual_step(sums, backwards))
    found = np.full(count, np.nan)
    half, ahead = MEMORY // 2, MEMORY // 2 + GAP
    seen = np.empty(depth, dtype=np.int32)
    for number in range(count):
        # Where a piece lies close to the frame there is little before its edge: the first sample stands for the rest.
        for at in range(min(GAP, depth)):
            seen[at] = sums[number, depth - 1 - at if backwards else at]
        before = seen[0] * MEMORY
        for at in range(GAP, depth):
            seen[at] = sums[number, depth - 1 - at if backwards else at]
            if abs(MEMORY * seen[at] - before) > MEMORY * limit:
                found[number] = at + 0.5
                break
            middle = at - ahead
            before += seen[max(middle + half + 1, 0)] - seen[max(middle - half, 0)]
    return found


@compiled
def _usual_step(sums: Sums, backwards: bool) -> int:
    """The median difference of samples three apart, of some probes."""
    count, depth = sums.shape
    often, total = np.zeros(255 * PROBE_WIDTH + 1, dtype=np.intp), 0
    for number in range(0, count, 4):
        for step in range((depth + 2) // 3 - 1):
            one, other = 3 * step, 3 * step + 3
            if backwards:
                one, other = depth - 1 - one, depth - 1 - other
            often[abs(sums[number, other] - sums[number, one])] += 1
            total += 1
    passed = 0
    for difference in range(len(often)):
        passed += often[difference]
        if 2 * passed > total:
            return difference
    return 0


@compiled
def _consensus(along: Floats, first: Floats, tolerance: float) -> tuple[int, float, float, Flags]:
    """How many points agree with the line through a pair of them that most agree with; its `a`, `b`; which do.

    Args:
        along: N places.
        first: N values, NaN where there is none.
        tolerance: Largest distance of a point that agrees.
    """
    known = np.flatnonzero(np.isfinite(first))
    agree = np.zeros(len(along), dtype=np.bool_)
    chosen = known[:: max(1, len(known) // TRIED)]
    best, best_a, best_b = 0, 0.0, 0.0
    for one in range(len(chosen)):
        for other in range(one + max(2, len(chosen) // 4), len(chosen)):
            x, y = along[chosen[one]], first[chosen[one]]
            b = (first[chosen[other]] - y) / (along[chosen[other]] - x)
            if abs(b) > MAX_SLOPE:
                continue
            a = y - b * x
            count = 0
            for at in known:
                count += abs(first[at] - a - b * along[at]) <= tolerance
            if count > best:
                best, best_a, best_b = count, a, b
    if best:
        for at in known:
            agree[at] = abs(first[at] - best_a - best_b * along[at]) <= tolerance
    return best, best_a, best_b, agree
