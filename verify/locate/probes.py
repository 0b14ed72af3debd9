"""Roughly where the edges of the piece lie: probes from every side of the frame to the first thing they meet.

On a piece that lies on something those first things form a long straight line; on a piece that fills the
frame they are scattered ink.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from verify.locate.edges import Floats, Pixels, middle

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
"""Smallest change in grey levels that can be an edge."""

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
    return [_side(gray.shape, side, probes) for side, probes in enumerate(_probes(gray))]


def _side(shape: tuple[int, ...], side: int, probes: npt.NDArray[np.int16]) -> RoughEdge | None:
    """The line that the probes from one side of the frame (0 top, clockwise) meet."""
    breadth = shape[1] if side % 2 == 0 else shape[0]
    along = _places(breadth) + np.float64(PROBE_WIDTH / 2)
    first = _first_changes(probes) * PROBE_STEP
    guess = _consensus(along, first, max(2.0 * PROBE_STEP, 0.002 * breadth))
    if guess is None:
        return None
    a, b, agree = guess
    if np.count_nonzero(agree) < SHARE * PROBES:
        return None
    ends = np.flatnonzero(agree)[[0, -1]]
    start, end = (_unturned((along[i], a + b * along[i]), shape, side) for i in ends)
    # Along the top and the right the probes are counted clockwise, along the others backwards.
    return RoughEdge((start, end) if side < 2 else (end, start), int(np.count_nonzero(agree)))


def _places(breadth: int) -> npt.NDArray[np.intp]:
    """Where the probes lie along a side of `breadth` pixels."""
    step = breadth // PROBES
    return _first_strip(breadth) + step // 2 + step * np.arange(PROBES)


def _first_strip(breadth: int) -> int:
    """Where the first of PROBES equal strips of a side begins."""
    return (breadth - breadth // PROBES * PROBES) // 2


def _unturned(point: tuple[float, float], shape: tuple[int, ...], side: int) -> Floats:
    """A point given as (along the side, distance from it) in scan pixels (x, y)."""
    along, depth = point
    height, width = shape[:2]
    return np.array(((along, depth), (width - depth, along), (along, height - depth), (depth, along))[side])


def _probes(gray: Pixels) -> tuple[npt.NDArray[np.int16], ...]:
    """The probes of the four sides, each PROBES x L, every PROBE_STEP-th pixel from the frame inwards.

    Values are PROBE_WIDTH times the grey.
    """
    vertical = np.ascontiguousarray(_summed(gray[::PROBE_STEP], axis=1).T)
    horizontal = _summed(gray[:, ::PROBE_STEP], axis=0)
    return vertical, horizontal[:, ::-1], vertical[:, ::-1], horizontal


def _summed(gray: Pixels, axis: int) -> npt.NDArray[np.int16]:
    """PROBE_WIDTH neighbouring rows (axis 0) or columns (axis 1) added up, at the places of the probes."""
    places = _places(gray.shape[axis])
    first, step = int(places[0]), int(places[1] - places[0])
    if axis == 0:
        lines = [gray[first + i : first + i + step * PROBES : step][:PROBES] for i in range(PROBE_WIDTH)]
    else:
        # Neighbours are taken together: they share a line of the processor's cache.
        start = _first_strip(gray.shape[1])
        strips = gray[:, start : start + step * PROBES].reshape(len(gray), PROBES, step)
        together = np.ascontiguousarray(strips[..., first - start : first - start + PROBE_WIDTH])
        lines = [together[..., i] for i in range(PROBE_WIDTH)]
    total = lines[0].astype(np.int16)
    for line in lines[1:]:
        total += line
    return total


def _first_changes(probes: npt.NDArray[np.int16]) -> Floats:
    """Where each probe first leaves the grey that it just had, samples from the frame; NaN for never.

    Light falls off across a scan by more than white paper differs from a white lid, so a sample is compared with
    the mean of those just before it, not with the first ones.
    """
    steps = np.abs(np.diff(probes[::4, ::3], axis=1))
    noise = middle(steps.astype(np.float32)) * 1.05
    before = cv2.blur(probes, (MEMORY, 1), borderType=cv2.BORDER_REPLICATE)
    # The mean around a sample is that of the samples before the one that lies half its width and GAP further on.
    ahead = MEMORY // 2 + GAP
    off = cv2.absdiff(probes[:, ahead:], before[:, :-ahead])
    changed = off > max(LEAST_STEP * PROBE_WIDTH, NOISE_FACTOR * noise)
    first = changed.argmax(axis=1)
    found = changed[np.arange(len(first)), first]
    return np.where(found, first + ahead + 0.5, np.nan)


def _consensus(along: Floats, first: Floats, tolerance: float) -> tuple[float, float, npt.NDArray[np.bool_]] | None:
    """The line that most probes agree with, among the lines through pairs of them: `a`, `b`, which agree."""
    known = np.flatnonzero(np.isfinite(first))
    if len(known) < SHARE * PROBES:
        return None
    chosen = known[:: max(1, len(known) // 24)]
    one, other = np.triu_indices(len(chosen), max(2, len(chosen) // 4))
    x, y = along[chosen], first[chosen]
    slopes = (y[other] - y[one]) / (x[other] - x[one])
    allowed = np.abs(slopes) <= MAX_SLOPE
    if not allowed.any():
        return None
    slopes, starts = slopes[allowed], y[one][allowed] - slopes[allowed] * x[one][allowed]
    off = np.abs(first[known] - starts[:, None] - slopes[:, None] * along[known])
    best = int(np.count_nonzero(off <= tolerance, axis=1).argmax())
    agree = np.zeros(len(along), dtype=np.bool_)
    agree[known[off[best] <= tolerance]] = True
    return float(starts[best]), float(slopes[best]), agree
