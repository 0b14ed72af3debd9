"""The four edges of the piece in the scan, or the finding that it fills the frame.

From every side of the frame probes run inwards to the first thing that differs from where they began.
On a piece that lies on something those first things form a long straight line; on a piece that fills the
frame they are scattered ink. Lines are then fitted at full resolution.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from verify.locate.edges import MIN_POINTS, Floats, Line, Pixels, Swing, across, corners, departures, fitted

SIDES = ("top", "right", "bottom", "left")

PROBES = 64
"""Probes from each side of the frame."""
PROBE_STEP = 2
"""Every how many pixels a probe looks."""
PROBE_WIDTH = 4
"""Neighbouring pixel lines averaged to one probe: less noise, and an edge skewed by 10 degrees stays sharp."""
MAX_SLOPE = float(np.tan(np.radians(12)))
"""Skew that an edge may have: 10 degrees and some room."""
STEP_SHARE = 0.3
"""Share of the probes that must agree on an edge where paper and background differ: a sliver of background
beside a skewed piece meets only part of them."""
FAINT_SHARE = 0.7
"""The same for an edge that shows as a thin shadow only: lettering must not pass for it."""
NOISE_FACTOR = 6.0
"""A probe's first change must exceed the noise by this factor."""
LEAST_STEP = 5.0
"""Smallest change in grey levels that can be an edge."""
INK_SHARE = 0.6
"""A thin dark line of at least this share of the ink's contrast, with paper on both sides, is a printed rule."""
MIN_EXTENT = 0.2
"""A piece is at least this share of the frame, along both axes."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The piece in scan pixels, before it is known which side is up."""

    corners_px: Floats
    """4 x 2: top left, top right, bottom right, bottom left as the picture lies."""
    cut_off: frozenset[str]
    """Sides of the picture where the piece runs out of the frame."""
    uncertainty_px: float
    """How well the edges are known."""
    fills_frame: bool
    """No background shows."""


def outline(gray: Pixels) -> Outline:
    """Where the piece lies in `gray`."""
    height, width = gray.shape
    frame = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
    ink = _ink_contrast(gray)
    found = [_side(gray, i, probes, ink) for i, probes in enumerate(_probes(gray))]
    if not any(found):
        return _filling(frame)
    lines = [(line.start, line.end) if line else (frame[i], frame[(i + 1) % 4]) for i, line in enumerate(found)]
    quad = corners(lines)
    if not _plausible(quad, frame):
        return _filling(frame)
    cut = frozenset(SIDES[i] for i, line in enumerate(found) if line is None)
    spread = max(line.uncertainty_px for line in found if line)
    return Outline(quad, cut, max(spread, 0.25), fills_frame=False)


def _filling(frame: Floats) -> Outline:
    """A piece whose edges are the frame's, known to half a pixel."""
    return Outline(frame, frozenset(), 0.5, fills_frame=True)


def _plausible(quad: Floats, frame: Floats) -> bool:
    """Whether four corners form the upright, convex outline of something large enough."""
    sides = np.roll(quad, -1, axis=0) - quad
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    if not np.isfinite(quad).all() or (lengths < MIN_EXTENT * np.tile(frame[2], 2)).any():
        return False
    following = np.roll(sides, -1, axis=0)
    turns = sides[:, 0] * following[:, 1] - sides[:, 1] * following[:, 0]
    square = np.abs(np.sum(sides * following, axis=1)) < 0.15 * lengths * np.roll(lengths, -1)
    return bool((turns > 0).all() and square.all())


def _ink_contrast(gray: Pixels) -> float:
    """How much darker than paper the ink of this scan is, grey levels, from a thin sample of its middle."""
    height, width = gray.shape
    middle = gray[height // 8 : -height // 8 : 7, width // 8 : -width // 8 : 7]
    if middle.size == 0:
        return 0.0
    dark, paper = np.percentile(middle, (0.5, 60))
    return float(paper - dark)


def _side(gray: Pixels, side: int, probes: npt.NDArray[np.float32], ink: float) -> Line | None:
    """The edge of the piece that faces side `side` of the frame (0 top, clockwise); None when there is none.

    Args:
        gray: H x W.
        side: Which one.
        probes: PROBES x L, from that side of the frame inwards.
        ink: Contrast of the ink.
    """
    breadth = gray.shape[1] if side % 2 == 0 else gray.shape[0]
    along = np.asarray(_places(breadth) + PROBE_WIDTH / 2, dtype=np.float64)
    first = _first_changes(probes) * PROBE_STEP
    guess = _consensus(along, first, max(2.0 * PROBE_STEP, 0.002 * breadth))
    if guess is None:
        return None
    a, b, agree = guess
    if np.mean(agree) < STEP_SHARE:
        return None
    start, end = (_unturned((along[i], a + b * along[i]), gray.shape, side) for i in np.flatnonzero(agree)[[0, -1]])
    return _refined(gray, start, end, ink)


def _places(breadth: int) -> npt.NDArray[np.intp]:
    """Where the probes lie along a side of `breadth` pixels."""
    step = (breadth - PROBE_WIDTH) // PROBES
    return step // 2 + step * np.arange(PROBES)


def _unturned(point: tuple[float, float], shape: tuple[int, ...], side: int) -> Floats:
    """A point given as (along the side, distance from it) in scan pixels (x, y)."""
    along, depth = point
    height, width = shape[:2]
    return np.array(((along, depth), (width - depth, along), (along, height - depth), (depth, along))[side])


def _probes(gray: Pixels) -> tuple[npt.NDArray[np.float32], ...]:
    """The probes of the four sides, each PROBES x L, every PROBE_STEP-th pixel from the frame inwards."""
    height, width = gray.shape
    columns = _places(width)
    rows = _places(height)
    down = np.zeros((-(-height // PROBE_STEP), PROBES), dtype=np.uint16)
    across_ = np.zeros((PROBES, -(-width // PROBE_STEP)), dtype=np.uint16)
    for shift in range(PROBE_WIDTH):
        down += gray[::PROBE_STEP, columns[0] + shift : columns[-1] + shift + 1 : columns[1] - columns[0]]
        across_ += gray[rows[0] + shift : rows[-1] + shift + 1 : rows[1] - rows[0], ::PROBE_STEP]
    vertical = np.ascontiguousarray(down.T, dtype=np.float32) / np.float32(PROBE_WIDTH)
    horizontal = across_.astype(np.float32) / np.float32(PROBE_WIDTH)
    return vertical, horizontal[:, ::-1], vertical[:, ::-1], horizontal


def _first_changes(probes: npt.NDArray[np.float32]) -> Floats:
    """Where each probe first leaves the grey that it began with, samples from the frame; NaN for never."""
    noise = float(np.median(np.abs(np.diff(probes[::4], axis=1)))) * 1.05
    level = np.median(probes[:, :3], axis=1)
    changed = np.abs(probes - level[:, None]) > max(LEAST_STEP, NOISE_FACTOR * noise)
    first = changed.argmax(axis=1)
    return np.where(changed.any(axis=1), first + 0.5, np.nan)


def _consensus(along: Floats, first: Floats, tolerance: float) -> tuple[float, float, npt.NDArray[np.bool_]] | None:
    """The line that most probes agree with, among the lines through pairs of them: `a`, `b`, which agree."""
    known = np.flatnonzero(np.isfinite(first))
    if len(known) < MIN_POINTS:
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


def _refined(gray: Pixels, start: Floats, end: Floats, ink: float) -> Line | None:
    """The edge near a rough line, fitted; None when it is no edge of a piece."""
    if _clockwise_is_backwards(start, end, gray.shape):
        start, end = end, start
    reach = max(8.0, 0.004 * max(gray.shape))
    at = np.linspace(0.02, 0.98, 48)
    profiles = across(gray, start, end, at, reach=(reach, reach))
    inside = float(np.median(profiles.values[:, :6]))
    outside = float(np.median(profiles.values[:, -6:]))
    darkest = float(np.median(profiles.values.min(axis=1)))
    # Where a shadow lies between the piece and a lighter background, the piece ends at the shadow.
    darkens = inside - darkest >= 2 * LEAST_STEP
    edge = departures(profiles, inside, LEAST_STEP, Swing.DARKER if darkens else Swing.LIGHTER)
    line = fitted(start, end, at, edge, tolerance=1.5)
    if line is None:
        return None
    step = abs(inside - outside)
    faint = step < min(0.25 * ink, 30.0)
    if faint and (line.used < FAINT_SHARE or inside - darkest > INK_SHARE * ink):
        return None
    return line if line.used >= STEP_SHARE else None


def _clockwise_is_backwards(start: Floats, end: Floats, shape: tuple[int, ...]) -> bool:
    """Whether the middle of the frame lies to the left of the way from `start` to `end`."""
    middle = np.array((shape[1] / 2, shape[0] / 2))
    along, inwards = end - start, middle - start
    return bool(along[0] * inwards[1] - along[1] * inwards[0] < 0)
