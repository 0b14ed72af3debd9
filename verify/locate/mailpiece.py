"""From an outline in pixels to the upright piece in inches."""

import math
from dataclasses import dataclass

import numpy as np

from indicia.spec import placement
from indicia.spec.kinds import Shape
from verify.locate.edges import Floats, Pixels
from verify.locate.outline import SIDES, Outline
from verify.locate.plane import Plane, inverse, through
from verify.seen import DpiSource, MailpieceSeen, Measured

SIZE_TOLERANCE = 1 / 16
"""DMM 604.1.3: stamped envelopes may vary by 1/16 in; a size that close to a limit still counts as inside it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Pixels an inch along x and y of the scan, and where they come from."""

    x_dpi: float
    y_dpi: float
    source: DpiSource
    uncertainty: float = 0.0
    """Of the scale, as a share of it."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How the piece lies in the picture."""

    quarters: int
    """Counter-clockwise quarter turns, 0 to 3."""
    mirrored: bool
    """Seen from behind."""


def skew_deg(outline: Outline) -> float:
    """Counter-clockwise turn of the outline in the picture, -45 to 45 degrees."""
    top_left, top_right, bottom_right, bottom_left = outline.corners_px
    along = top_right - top_left + bottom_right - bottom_left
    down = bottom_left - top_left + bottom_right - top_right
    turned = np.array((down[1], -down[0])) + along
    # Not minus zero, which would be written as such.
    return math.degrees(math.atan2(-turned[1], turned[0])) + 0.0


def turn_of(up_px: Floats, outline: Outline, *, mirrored: bool) -> Turn:
    """The turn of a piece on which `up_px` (x, y in the picture) points to the top edge."""
    angle = math.degrees(math.atan2(-up_px[1], up_px[0])) - 90 - skew_deg(outline)
    return Turn(round(angle / 90) % 4, mirrored)


def upright(outline: Outline, turn: Turn) -> Floats:
    """The corners in the order of the upright piece: top left, top right, bottom right, bottom left."""
    order = (1, 0, 3, 2) if turn.mirrored else (0, 1, 2, 3)
    return outline.corners_px[[(i - turn.quarters) % 4 for i in order]]


def plane_of(gray: Pixels, outline: Outline, turn: Turn, scale: Scale) -> Plane:
    """The upright piece in inches."""
    quad = upright(outline, turn)
    sides = (np.roll(quad, -1, axis=0) - quad) / (scale.x_dpi, scale.y_dpi)
    top, right, bottom, left = np.hypot(sides[:, 0], sides[:, 1])
    width, height = float(top + bottom) / 2, float(left + right) / 2
    to_piece = through(quad, width, height)
    dpi = (scale.x_dpi + scale.y_dpi) / 2
    return Plane(gray, to_piece, inverse(to_piece), width, height, dpi)


def scale_of_size(outline: Outline, turn: Turn, size: tuple[float, float]) -> Scale:
    """The scale at which the upright piece has `size` (width, height in inches)."""
    quad = upright(outline, turn)
    sides = np.roll(quad, -1, axis=0) - quad
    top, right, bottom, left = np.hypot(sides[:, 0], sides[:, 1])
    along_width, along_height = float(top + bottom) / 2 / size[0], float(left + right) / 2 / size[1]
    x, y = (along_width, along_height) if turn.quarters % 2 == 0 else (along_height, along_width)
    return Scale(x, y, DpiSource.SIZE)


def slant_share(outline: Outline) -> float:
    """By what share the scale differs between the middle of the piece and its sides, beyond what fits may err.

    A piece that was photographed at a slant is larger on one side; which of its sides has the scale that is
    stated cannot be told.
    """
    if outline.cut_off or outline.fills_frame:
        return 0.0
    sides = np.roll(outline.corners_px, -1, axis=0) - outline.corners_px
    lengths = np.hypot(sides[:, 0], sides[:, 1])
    between = np.abs(lengths[:2] - lengths[2:]) - 2 * outline.uncertainty_px
    return float(np.max(between / (lengths[:2] + lengths[2:]), initial=0.0))


def mailpiece_seen(plane: Plane, outline: Outline, turn: Turn, scale: Scale) -> MailpieceSeen:
    """What is known of the piece."""
    edge = outline.uncertainty_px / plane.dpi
    names = ("top", "left", "bottom", "right") if turn.mirrored else SIDES
    cut_off = frozenset(names[(SIDES.index(side) + turn.quarters) % 4] for side in outline.cut_off)
    return MailpieceSeen(
        width=Measured(plane.width, 2 * edge + plane.width * scale.uncertainty),
        height=Measured(plane.height, 2 * edge + plane.height * scale.uncertainty),
        skew_deg=skew_deg(outline),
        rotation=turn.quarters * 90,
        dpi=plane.dpi,
        dpi_source=scale.source,
        shape=shape_of(plane.width, plane.height),
        to_piece=plane.to_piece,
        cut_off=cut_off,
        # Most distances that rules ask about are within an inch of an edge.
        edge_uncertainty=edge + scale.uncertainty,
        mirrored=turn.mirrored,
    )


def shape_of(width: float, height: float) -> Shape:
    """The shape by size alone, width along the address (DMM 201, 301).

    A piece that is no letter because it is too small, or too short along the address (a 4 x 6 in label), is
    a parcel: what is seen then is a label.
    """
    if _within(width, height, placement.CARD_MIN, placement.CARD_MAX):
        return Shape.CARD
    if _within(width, height, placement.LETTER_MIN, placement.LETTER_MAX):
        return Shape.LETTER
    exceeds_letter = width > placement.LETTER_MAX[0] or height > placement.LETTER_MAX[1]
    long, short = max(width, height), min(width, height)
    label = width < placement.LETTER_MIN[0] - SIZE_TOLERANCE
    if exceeds_letter and not label and long <= placement.FLAT_MAX[0] and short <= placement.FLAT_MAX[1]:
        return Shape.FLAT
    return Shape.PARCEL


def _within(width: float, height: float, least: tuple[float, float], most: tuple[float, float]) -> bool:
    return (
        least[0] - SIZE_TOLERANCE <= width <= most[0] + SIZE_TOLERANCE
        and least[1] - SIZE_TOLERANCE <= height <= most[1] + SIZE_TOLERANCE
    )
