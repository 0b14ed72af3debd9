"""The four edges of the piece in the scan, or the finding that it fills the frame.

Rough edges come from `probes`; here each is fitted at full resolution along the whole side that it is to be.
A row of lettering, a barcode or a printed rule can make a rough edge, but not a side of a piece: it ends
early, or it is as dark as ink with the same paper on both sides.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from verify.compiled import compiled
from verify.locate.edges import (
    STEP_PX,
    Floats,
    Line,
    Pixels,
    Profiles,
    Swing,
    across,
    corners,
    departures,
    fitted,
    middle,
    outwards,
)
from verify.locate.probes import LEAST_STEP, SHARE, SMALLEST_PX, RoughEdge, Stretch, rough_edges

SIDES = ("top", "right", "bottom", "left")

PROFILES = 48
"""Profiles across each side."""
PLACES = np.linspace(0.02, 0.98, PROFILES)
"""Where along the side: not at the very corners, which may be round."""
BUNDLE, BUNDLE_STEP_PX = 5, 2.0
"""Of a faint edge each is the mean of so many neighbours: paper has grain, a shadow may be hardly darker."""
FAINT_STEP = 30.0
"""Grey levels between paper and background above which an edge is never faint."""
FAINT_SHARE = 0.7
"""Share of the profiles that must agree on an edge which shows as a thin shadow only."""
INK_SHARE = 0.6
"""A thin dark line of at least this share of the ink's contrast, with paper on both sides, is printed."""
STEP_LEVEL, SHADOW_LEVEL = 0.5, 0.8
"""Where an edge lies on its swing: halfway on a step; nearer to the peak on a shadow that is hardly wider
than the blur, whose inner flank reaches into the paper."""
EARLY_LEVEL = 0.15
"""Share of its swing at which a change to lighter has begun."""
SHADOW_UNCERTAINTY_PX = 1.0
"""How well a shadow at best tells the edge that casts it."""
SHARP_PX = 1.6
"""Half a blurred step rises within so many pixels (sigma 1.5)."""
NEAR_PX = 8.0
"""How far profiles reach to both sides of an edge that is known to a pixel or two."""
SHADOW_REACH = 0.015
"""How far a shadow may reach from the piece, as a share of the frame's longer side."""
LEAST_UNCERTAINTY_PX = 0.25
"""Nothing is known better: the level at which an edge is taken is a convention."""
INK_SAMPLE_PX = 17
"""Every how many pixels, both ways, the contrast of ink is looked at."""
MAX_OBLIQUE = 0.2
"""Cosine of the corners' angles: a trapezoid of 5 % bends them by some degrees each way."""
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


@dataclass(frozen=True, slots=True)
class Edge:
    """One fitted side of the piece."""

    line: Line
    uncertainty_px: float
    """How far it may be off."""


def outline(gray: Pixels) -> Outline:
    """Where the piece lies in `gray`."""
    height, width = gray.shape
    frame = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
    if min(height, width) < SMALLEST_PX:
        return _filling(frame)
    edges = _edges(gray, rough_edges(gray), frame)
    known = [edge for edge in edges if edge]
    if not known or (len(known) == 1 and known[0].uncertainty_px >= SHADOW_UNCERTAINTY_PX):
        return _filling(frame)
    quad = corners([(e.line.start, e.line.end) if e else _cut(edges, frame, i) for i, e in enumerate(edges)])
    if not _plausible(quad, frame):
        return _filling(frame)
    cut = frozenset(SIDES[i] for i, edge in enumerate(edges) if edge is None)
    return Outline(quad, cut, max(edge.uncertainty_px for edge in known), fills_frame=False)


def _filling(frame: Floats) -> Outline:
    """A piece whose edges are the frame's, known to half a pixel."""
    return Outline(frame, frozenset(), 0.5, fills_frame=True)


def _side(quad: Floats, side: int) -> Stretch:
    return quad[side], quad[(side + 1) % 4]


def _cut(edges: list[Edge | None], frame: Floats, side: int) -> Stretch:
    """Where a side that lies outside the frame would at least be: square to the sides that are known."""
    start, end = _side(frame, side)
    for other, turn in ((side - 2, (-1, 0)), (side - 1, (0, 1)), ((side + 1) % 4, (0, -1))):
        edge = edges[other]
        if edge is not None:
            along = edge.line.end - edge.line.start
            direction = turn[0] * along + turn[1] * np.array((-along[1], along[0]))
            middle_ = (start + end) / 2
            return middle_, middle_ + direction
    return start, end


def _edges(gray: Pixels, rough: list[RoughEdge | None], frame: Floats) -> list[Edge | None]:
    """The fitted sides. A rough edge that is no side of the piece is dropped, and the others get new ends."""
    while True:
        standing = [(edge.agreeing, i) for i, edge in enumerate(rough) if edge]
        if not standing:
            return [None] * 4
        quad = corners([edge.stretch if edge else _side(frame, i) for i, edge in enumerate(rough)])
        if not _plausible(quad, frame):
            rough = _without(rough, {min(standing)[1]})
            continue
        edges = [_fitted(gray, _side(quad, i)) if edge else None for i, edge in enumerate(rough)]
        failed = {i for _, i in standing if edges[i] is None}
        if not failed:
            return edges
        rough = _without(rough, failed)


def _without(rough: list[RoughEdge | None], dropped: set[int]) -> list[RoughEdge | None]:
    return [None if i in dropped else edge for i, edge in enumerate(rough)]


@compiled
def _plausible(quad: Floats, frame: Floats) -> bool:
    """Whether four corners form the upright, convex outline of something large enough."""
    for corner in range(4):
        x, y = quad[(corner + 1) % 4] - quad[corner]
        next_x, next_y = quad[(corner + 2) % 4] - quad[(corner + 1) % 4]
        length, next_length = math.hypot(x, y), math.hypot(next_x, next_y)
        # A corner at infinity makes a side that is not a number.
        if not MIN_EXTENT * frame[2, corner % 2] <= length < np.inf:
            return False
        if not x * next_y > y * next_x or not abs(x * next_x + y * next_y) < MAX_OBLIQUE * length * next_length:
            return False
    return True


def _fitted(gray: Pixels, side: Stretch) -> Edge | None:
    """The edge along a side of the piece; None when there is none.

    A rough edge may be the outer end of a shadow, so the first fit looks far inwards, the second near itself.
    """
    first = _fit(gray, side, (SHADOW_REACH * max(gray.shape) + NEAR_PX, NEAR_PX))
    second = _fit(gray, (first.line.start, first.line.end), (NEAR_PX, NEAR_PX)) if first else None
    return _at_its_shadow(gray, second) if second else None


def _at_its_shadow(gray: Pixels, edge: Edge) -> Edge:
    """The edge moved to a shadow that only the middle of all profiles shows, where the background is lighter."""
    start, end = edge.line.start, edge.line.end
    profiles = _profiles(gray, (start, end), (NEAR_PX, NEAR_PX))
    together = Profiles(np.median(profiles.values, axis=0, keepdims=True), profiles.offsets)
    inside, outside = float(together.values[0, :6].mean()), float(together.values[0, -6:].mean())
    where = departures(together, inside, LEAST_STEP / 2, Swing.DARKER, level=SHADOW_LEVEL)[0]
    if outside <= inside or not where < -SHADOW_UNCERTAINTY_PX:
        return edge
    shift = where * outwards(start, end)
    line = Line(start + shift, end + shift, edge.line.residual_px, edge.line.used)
    return Edge(line, max(edge.uncertainty_px, SHADOW_UNCERTAINTY_PX))


def _profiles(gray: Pixels, side: Stretch, reach: tuple[float, float], bundle: int = 1) -> Profiles:
    """Profiles across a side, each the mean of so many neighbours."""
    start, end = side
    along = BUNDLE_STEP_PX / np.hypot(*(end - start))
    beside = along * (np.arange(bundle) - (bundle - 1) / 2)
    each = [across(gray, start, end, PLACES + shift, reach=reach) for shift in beside]
    values = sum((one.values for one in each[1:]), each[0].values) / np.float32(bundle)
    return Profiles(np.asarray(values, dtype=np.float32), each[0].offsets)


def _fit(gray: Pixels, side: Stretch, reach: tuple[float, float]) -> Edge | None:
    """One fit, with profiles that reach so many pixels inwards and outwards."""
    profiles = _profiles(gray, side, reach)
    inside, outside, darkest = _levels(profiles)
    faint = abs(inside - outside) < FAINT_STEP
    if faint:
        profiles = _profiles(gray, side, reach, BUNDLE)
        inside, outside, darkest = _levels(profiles)
        if inside - darkest > INK_SHARE * _ink_contrast(gray):
            return None
    for edge, uncertainty in _crossings(profiles, (inside, outside, darkest), faint=faint):
        line = fitted(*side, PLACES, edge, tolerance=1.5)
        if line is not None and line.used >= (FAINT_SHARE if faint else SHARE):
            return Edge(line, max(line.uncertainty_px, uncertainty))
    return None


def _crossings(
    profiles: Profiles, levels: tuple[float, float, float], *, faint: bool
) -> Iterator[tuple[Floats, float]]:
    """Where the profiles may leave the piece, and how well such a change tells its edge, pixels; likelier first."""
    inside, outside, darkest = levels
    # Where a clear shadow lies between the piece and a lighter background, the piece ends at the shadow.
    shadow, step = inside - darkest, outside - inside
    if shadow < max(2 * LEAST_STEP, step / 2):
        yield _lightening(profiles, inside)
        return
    # A shadow that is fainter than the step beyond it may drown in noise which that step outshines.
    level = SHADOW_LEVEL if faint else STEP_LEVEL
    edge = departures(profiles, inside, LEAST_STEP, Swing.DARKER, level=level)
    yield edge, _flank(profiles, edge) if faint else LEAST_UNCERTAINTY_PX
    if step >= 2 * LEAST_STEP:
        lightening, uncertainty = _lightening(profiles, inside)
        yield lightening, uncertainty + SHADOW_UNCERTAINTY_PX


def _flank(profiles: Profiles, edge: Floats) -> float:
    """How far it is from the edges to the darkest of their shadow: blur that wide may have moved them."""
    known = np.isfinite(edge)
    if not known.any():
        return SHADOW_UNCERTAINTY_PX
    darkest = profiles.offsets[profiles.values[known].argmin(axis=1)]
    return max(SHADOW_UNCERTAINTY_PX, middle(darkest - edge[known]))


def _lightening(profiles: Profiles, inside: float) -> tuple[Floats, float]:
    """Where the profiles pass from the piece to a lighter background."""
    half = departures(profiles, inside, LEAST_STEP, Swing.LIGHTER, level=STEP_LEVEL)
    early = _beginnings(profiles, inside, half)
    known = np.isfinite(half)
    rise = middle(half[known] - early[known]) if known.any() else 0.0
    # A dark piece on a light background may pass into its shadow unseen: the rise is then longer than blur.
    return (half, LEAST_UNCERTAINTY_PX) if rise <= SHARP_PX else (early, rise)


def _beginnings(profiles: Profiles, inside: float, half: Floats) -> Floats:
    """Where each profile begins to rise to `half`: the last place before it that still has the piece's grey."""
    swing = profiles.values - np.float32(inside)
    still = (swing <= EARLY_LEVEL * swing.max(axis=1, keepdims=True)) & (profiles.offsets < half[:, None])
    last = still.shape[1] - 1 - still[:, ::-1].argmax(axis=1)
    return np.where(np.isfinite(half), profiles.offsets[last] + STEP_PX / 2, np.nan)


def _levels(profiles: Profiles) -> tuple[float, float, float]:
    """Grey inside, grey outside where it differs, and the darkest that an edge shows in most profiles."""
    inside = middle(profiles.values[:, :6])
    outer = profiles.values[:, -6:].mean(axis=1)
    differing = outer[np.abs(outer - inside) >= FAINT_STEP]
    outside = middle(differing if len(differing) >= SHARE * PROFILES else outer)
    lowest = np.sort(profiles.values.min(axis=1))
    return inside, outside, float(lowest[len(lowest) // 3])


def _ink_contrast(gray: Pixels) -> float:
    """How much darker than paper the ink of this scan is, grey levels, from a thin sample of its middle."""
    height, width = gray.shape
    inner = gray[height // 8 : -height // 8 : INK_SAMPLE_PX, width // 8 : -width // 8 : INK_SAMPLE_PX].reshape(-1)
    ink, paper = (int(share * len(inner)) for share in (0.005, 0.6))
    levels = np.partition(inner, (ink, paper))
    return float(int(levels[paper]) - int(levels[ink]))
