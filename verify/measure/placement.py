"""The indicium's box, what belongs to it, and what stands in its clear zone (DMM 604.4.8.3, 4.8.4b).

Lettering is not read here; ink is grouped. The boundary of 604.4.8.4b runs along the right and top edge of
the piece, so whatever stands right of the symbol's left side and above its bottom is inside it and counts
as the indicium's. From there the group grows over ink that stands nearer than lettering of one block does.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from indicia.geometry import Box, union
from indicia.spec.kinds import Shape
from indicia.spec.placement import INDICIUM_CLEAR_ZONE
from indicia.spec.special import NEXT_TO_MAX
from verify.compiled import compiled
from verify.locate.ink import (
    BORDER,
    COARSE_DPI,
    SPECK,
    UNKNOWN_SPREAD_PX,
    Levels,
    Mask,
    coarse_mask,
    fine_mask,
    grown,
    numbers,
    runs,
    spread_px,
)
from verify.locate.mailpiece import shape_of
from verify.locate.plane import Patch, Plane
from verify.measure.address import address_angle
from verify.seen import FimSeen, IndiciumSeen, Measured

Numbers = npt.NDArray[np.int32]

JOIN = 0.15
"""Inches: ink nearer than this belongs together. This project's choice: well under the 1/2-in clear zone and
above the gaps inside an indicium."""
LOOK = 0.6
"""Inches looked over left of and below the boundary: a little more than the 1/2 in that must be clear."""
LOOK_FLAT = NEXT_TO_MAX + 0.1
"""Likewise on flats, where a redate or correction may stand next to its original (604.4.9.1, 4.9.2)."""
FARTHER = (0.3, 1.5)
"""Inches that lettering of the indicium may reach farther left or lower than symbol and FIM do: the second is
tried when the first does not hold it with everything that must be looked over around it."""
FIM_GUARD = 0.02
"""Inches around the FIM's bars that are not looked at for lettering."""
GRID_PX = 0.5
"""A side of lettering lies between two pixels."""
TIP_SPREADS = 0.63
"""Standard deviations of the blur by which the tip of a thin stroke seems to end too early: a tip that shows three
quarters of its ink passes half of the full contrast 1/4 * sqrt(2 pi) deviations inside its end."""
INTRUDER_LEAST = 0.005
"""Inches by which matter must reach into the clear zone to be listed."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The coarse ink around the indicium."""

    patch: Patch
    mask: Mask
    """1 where there is ink, FIM left out."""
    own: Mask
    """1 where it is the indicium's."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What an indicium is looked for around."""

    box: Box
    """Its symbol, or its words."""
    angle_deg: float
    """Counter-clockwise turn of it."""
    symbol: int | None
    """Its place in `Seen.symbols`; None for words."""
    local: bool = False
    """A redate or correction: its boundary is its own box, not the corner of the piece (604.4.8.4b)."""
    alone: bool = False
    """Nothing else belongs to it, however near it stands: the one line of an ink-jet date correction."""


def look_over(width: float, height: float) -> float:
    """How far left of and below an indicium other matter is looked for on a piece of that size, inches."""
    return LOOK_FLAT if shape_of(width, height) is Shape.FLAT else LOOK


def measure_indicium(plane: Plane, anchor: Anchor, fim: FimSeen | None, *, levels: Levels) -> IndiciumSeen:
    """The indicium around a symbol, or around words.

    Args:
        plane: The piece.
        anchor: What it is built on.
        fim: The FIM, which belongs to the boundary but not to the box.
        levels: Grey of ink and paper.
    """
    fim = None if anchor.local else fim
    around = _neighbourhood(plane, anchor, fim, levels)
    symbol = () if anchor.symbol is None else (anchor.box,)
    lettering, blur_px = _lettering(plane, around, symbol, levels)
    parts = (*symbol, *lettering) or (anchor.box,)
    box = union(parts)
    boundary = box if fim is None else union((box, fim.box))
    others = _others(plane, around, boundary, levels)
    to_left, below = _clear(boundary, others, plane, local=anchor.local)
    uncertainty = (GRID_PX + TIP_SPREADS * blur_px) / plane.dpi
    return IndiciumSeen(
        symbol=anchor.symbol,
        box=box,
        parts=parts,
        uncertainty=uncertainty,
        clear_left=Measured(to_left, 2 * uncertainty),
        clear_below=Measured(below, 2 * uncertainty),
        intruders=tuple(other for other in others if _intrudes(other, boundary, plane)),
        address_angle=address_angle(plane, anchor.angle_deg, box, levels),
    )


def _neighbourhood(plane: Plane, anchor: Anchor, fim: FimSeen | None, levels: Levels) -> Neighbourhood:
    """Coarse ink of the indicium and all that must be looked over left of and below it."""
    look = look_over(plane.width, plane.height)
    set_ = anchor.box if fim is None else union((anchor.box, fim.box))
    for farther in FARTHER:
        left, bottom = max(0.0, set_.left - look - farther), min(plane.height, set_.bottom + look + farther)
        found = _inked(plane, Box(left, 0.0, plane.width, bottom), anchor, fim, levels)
        x, y, _, height = cv2.boundingRect(found.own)
        own = found.patch.inches(x, y, x, y + height)
        if (left == 0.0 or own.left - look >= left) and (bottom == plane.height or own.bottom + look <= bottom):
            break
    return found


def _inked(plane: Plane, reach: Box, anchor: Anchor, fim: FimSeen | None, levels: Levels) -> Neighbourhood:
    """The coarse ink in `reach`, told into the indicium's and the rest."""
    patch = plane.patch(reach, COARSE_DPI)
    mask = coarse_mask(patch, levels)
    _clear_borders(mask, patch, plane)
    if fim is not None:
        mask[patch.slices(fim.box.grown(FIM_GUARD))] = 0
    return Neighbourhood(patch, mask, _own(mask, patch, anchor, plane))


def _own(mask: Mask, patch: Patch, anchor: Anchor, plane: Plane) -> Mask:
    """The ink that is the indicium's."""
    box = anchor.box
    if anchor.alone:
        own = np.zeros_like(mask)
        inside = patch.slices(box.grown(SPECK))
        own[inside] = mask[inside]
        return own
    return _grouped(mask, patch, box if anchor.local else Box(box.left, 0.0, plane.width, box.bottom))


def _clear_borders(mask: Mask, patch: Patch, plane: Plane) -> None:
    """Take off what lies along the edges of the piece."""
    inner = patch.slices(Box(BORDER, BORDER, plane.width - BORDER, plane.height - BORDER))
    kept = mask[inner].copy()
    mask[:] = 0
    mask[inner] = kept


def _grouped(mask: Mask, patch: Patch, seed: Box) -> Mask:
    """The ink that belongs to what stands in `seed`, through gaps below JOIN."""
    spread = grown(mask, JOIN * patch.dpi / 2)
    numbered = numbers(spread[::2, ::2])
    rows, columns = patch.slices(seed)
    return _belonging(mask, numbered, (rows.start, rows.stop), (columns.start, columns.stop))


@compiled
def _belonging(mask: Mask, numbered: Numbers, rows: tuple[int, int], columns: tuple[int, int]) -> Mask:
    """The ink of the parts that have ink in a window.

    Args:
        mask: H x W.
        numbered: H / 2 x W / 2 numbers of parts of the ink, spread; 0 is none.
        rows: First of the window, and the one after its last.
        columns: Likewise.
    """
    own, belongs = np.zeros_like(mask), np.zeros(numbered.max() + 1, dtype=np.uint8)
    for row in range(*rows):
        for column in range(*columns):
            if mask[row, column]:
                belongs[numbered[row // 2, column // 2]] = 1
    belongs[0] = 0
    for row in range(mask.shape[0]):
        for column in range(mask.shape[1]):
            if mask[row, column]:
                own[row, column] = belongs[numbered[row // 2, column // 2]]
    return own


def _lettering(
    plane: Plane, around: Neighbourhood, symbol: tuple[Box, ...], levels: Levels
) -> tuple[tuple[Box, ...], float]:
    """Tight boxes of the runs of lettering without the symbol, at the scan's own scale; the blur of their sides."""
    own = around.own.copy()
    for box in symbol:
        own[around.patch.slices(box.grown(FIM_GUARD))] = 0
    x, y, width, height = cv2.boundingRect(own)
    if not width:
        return (), UNKNOWN_SPREAD_PX
    left, top = max(0, x - 2), max(0, y - 2)
    near = np.asarray(grown(own, 1)[top : y + height + 2, left : x + width + 2])
    patch = plane.patch(around.patch.inches(left, top, left + near.shape[1], top + near.shape[0]))
    size = (patch.pixels.shape[1], patch.pixels.shape[0])
    mask = fine_mask(patch, levels) & np.asarray(cv2.resize(near, size, interpolation=cv2.INTER_NEAREST))
    return tuple(runs(np.asarray(mask, dtype=np.uint8), patch)), spread_px(patch, levels)


def _others(plane: Plane, around: Neighbourhood, boundary: Box, levels: Levels) -> list[Box]:
    """Boxes of the other matter in and beside the clear zone, tight at the scan's own scale."""
    rest = around.mask & (1 - around.own)
    look = look_over(plane.width, plane.height)
    near = Box(boundary.left - look, 0.0, plane.width, boundary.bottom + look).grown(SPECK)
    rows, columns = around.patch.slices(near)
    kept = np.zeros_like(rest)
    kept[rows, columns] = rest[rows, columns]
    if not kept.any():
        return []
    return [_tightened(plane, box, levels) for box in runs(kept, around.patch)]


def _tightened(plane: Plane, box: Box, levels: Levels) -> Box:
    """The box of the ink in and around a coarse box; the coarse one where ink is too pale for the fine mask."""
    patch = plane.patch(_inside(box.grown(1 / COARSE_DPI), plane))
    mask = fine_mask(patch, levels)
    x, y, width, height = cv2.boundingRect(mask)
    return patch.inches(x, y, x + width, y + height) if width else box


def _inside(box: Box, plane: Plane) -> Box:
    """The part of `box` that lies on the piece."""
    return Box(max(0.0, box.left), max(0.0, box.top), min(plane.width, box.right), min(plane.height, box.bottom))


def _clear(boundary: Box, others: list[Box], plane: Plane, *, local: bool) -> tuple[float, float]:
    """Distances to the nearest other matter left of and below the boundary; what was looked over when there is none."""
    look = look_over(plane.width, plane.height)
    top, right = (boundary.top, boundary.right) if local else (0.0, plane.width)
    left_strip = Box(boundary.left - look, top, boundary.left, boundary.bottom + INDICIUM_CLEAR_ZONE)
    low_strip = Box(boundary.left - INDICIUM_CLEAR_ZONE, boundary.bottom, right, boundary.bottom + look)
    to_left = [boundary.left - min(other.right, boundary.left) for other in others if _meets(other, left_strip)]
    below = [max(other.top, boundary.bottom) - boundary.bottom for other in others if _meets(other, low_strip)]
    return min(to_left, default=look), min(below, default=look)


def _meets(box: Box, strip: Box) -> bool:
    return min(box.overlap(strip)) > 0


def _intrudes(other: Box, boundary: Box, plane: Plane) -> bool:
    """Whether matter stands in the clear zone of 604.4.8.4b."""
    zone = Box(boundary.left - INDICIUM_CLEAR_ZONE, 0.0, plane.width, boundary.bottom + INDICIUM_CLEAR_ZONE)
    return other.intrusion(zone) > INTRUDER_LEAST
