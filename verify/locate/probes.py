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
    down, aside = gray[::PROBE_STEP], gray[:, ::PROBE_STEP].T
    return [_side(gray.shape, side, view) for side, view in enumerate((down, aside[::-1], down[::-1], aside))]


def _side(shape: tuple[int, ...], side: int, view: Pixels) -> RoughEdge | None:
    """The line that the probes from one side of the frame (0 top, clockwise) meet.

    Args:
        shape: Of the picture.
        side: Which one.
        view: Every PROBE_STEP-th line of pixels along it, from the frame inwards.
    """
    breadth = shape[1] if side % 2 == 0 else shape[0]
    places = _places(breadth)
    first = np.asarray(PROBE_STEP * _first_changes(view, places), dtype=np.float64)
    if np.count_nonzero(np.isfinite(first)) < SHARE * PROBES:
        return None
    along, tolerance = places + np.float64(PROBE_WIDTH / 2), max(2.0 * PROBE_STEP, 0.002 * breadth)
    count, a, b, agree = _consensus(along, first, tolerance)
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
def _first_changes(view: Pixels, places: npt.NDArray[np.intp]) -> Floats:
    """Where each probe first leaves the grey that it just had, samples from the frame; NaN for never.

    Args:
        view: L x A: samples from the frame inwards, pixels along it.
        places: Where the probes lie along the frame.
    """
    depth = len(view)
    ahead = MEMORY // 2 + GAP
    steps = np.empty((len(places) + 3) // 4 * ((depth + 2) // 3 - 1), dtype=np.float32)
    for number in range(0, len(places), 4):
        for step in range((depth + 2) // 3 - 1):
            one, other = (
                _sum(view, 3 * step, places[number]),
                _sum(view, 3 * step + 3, places[number]),
            )
            steps[number // 4 * ((depth + 2) // 3 - 1) + step] = abs(other - one)
    limit = max(
        LEAST_STEP * PROBE_WIDTH, NOISE_FACTOR * 1.05 * float(np.partition(steps, len(steps) // 2)[len(steps) // 2])
    )
    found = np.full(len(places), np.nan)
    sums = np.empty(depth)
    half = MEMORY // 2
    for number in range(len(places)):
        for at in range(min(ahead, depth)):
            sums[at] = _sum(view, at, places[number])
        before = sums[0] * (half + 1)
        for at in range(1, half + 1):
            before += sums[min(at, depth - 1)]
        for at in range(ahead, depth):
            sums[at] = _sum(view, at, places[number])
            if abs(sums[at] - before / MEMORY) > limit:
                found[number] = at + 0.5
                break
            middle = at - ahead
            before += sums[middle + half + 1] - sums[max(middle - half, 0)]
    return found


@compiled
def _sum(view: Pixels, at: int, place: int) -> float:
    """Neighbouring pixels of a probe added up."""
    total = 0.0
    for aside in range(PROBE_WIDTH):
        total += view[at, place + aside]
    return total


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
