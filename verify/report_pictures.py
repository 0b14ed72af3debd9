"""The picture of one finding: the part of the piece that it is about, with what was measured drawn on it."""

from dataclasses import dataclass

import numpy as np
from PIL import Image

from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.rulebook.evidence import Quantity
from verify.answer import Answer, PageFinding
from verify.overlay.canvas import Canvas, Look, Point
from verify.overlay.focus import places
from verify.overlay.panel import look_of
from verify.overlay.sheet import located
from verify.overlay.view import CELL, KEPT_MARGIN, Pixels, part, veiled
from verify.seen import MailpieceSeen
from verify.words import limit, measured

SIZE_PX = (880, 460)
"""Width and height of a picture at most."""
_SCALE_MAX = 300.0
"""Pixels an inch at most: more than a scan has shows nothing more."""
_AROUND = 0.18
"""Inches around what a finding is about."""
_LEAST = (2.4, 1.0)
"""Inches that a picture shows at least: less is not recognized."""
_BEYOND = 0.06
"""Inches of white beyond the edges of the piece, so that its edge is seen."""
_REACH = 0.75
"""Inches around a distance or an overlap."""
_BELOW = 0.4
"""Inches below a level dimension line."""
_INSIDE = 0.12
"""Inches from the side of a mark at which a dimension line stands."""
_LINE_PX = 4
_LABEL_PX = 28
"""Pictures are shown at about half of their size."""
Line = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class _Cut:
    """A part of the piece that is being drawn on."""

    canvas: Canvas
    region: Box
    """Inches on the piece."""
    scale: float
    """Pixels an inch."""

    def at(self, x: float, y: float) -> Point:
        """Pixel of a place on the piece."""
        return (x - self.region.left) * self.scale, (y - self.region.top) * self.scale

    def box(self, box: Box) -> Box:
        """A box on the piece in pixels."""
        return Box(*self.at(box.left, box.top), *self.at(box.right, box.bottom))


def finding_picture(scan: Pixels, answer: Answer, one: PageFinding, *, face: Face, addresses: bool) -> Pixels | None:
    """What a finding is about, RGB; None on a page without scale.

    Args:
        scan: The page as it was handed in.
        answer: What the verifier says of it.
        one: One of its findings.
        face: To letter with.
        addresses: Leave everything readable; otherwise only postage marks and facing bars are.
    """
    piece = answer.seen.mailpiece
    if piece is None:
        return None
    boxes = places(answer, one)
    region = _region(answer, piece, boxes, one)
    scale = min(_SCALE_MAX, SIZE_PX[0] / region.width, SIZE_PX[1] / region.height)
    view = part(scan, piece, region, scale).pixels
    if not addresses:
        kept = [mark.box for mark in located(answer)] + ([] if answer.seen.fim is None else [answer.seen.fim.box])
        shown = [_moved(box.grown(KEPT_MARGIN), region, scale) for box in kept if min(box.overlap(region)) > 0]
        view = veiled(view, shown, CELL * scale)
    cut = _Cut(Canvas(Image.fromarray(view), face), region, scale)
    _draw(cut, piece, boxes, one, answer)
    return np.asarray(cut.canvas.image, dtype=np.uint8)


def _region(answer: Answer, piece: MailpieceSeen, boxes: tuple[Box, ...], one: PageFinding) -> Box:
    """The part of the piece that is shown, inches."""
    page = Box(0.0, 0.0, piece.width.value, piece.height.value)
    if not boxes:
        return page.grown(_BEYOND)
    wished = _near_an_edge(answer, piece, one) or _where_they_meet(boxes) or union(boxes).grown(_AROUND)
    wider, higher = max(0.0, _LEAST[0] - wished.width) / 2, max(0.0, _LEAST[1] - wished.height) / 2
    outer = page.grown(_BEYOND)
    return Box(
        max(wished.left - wider, outer.left),
        max(wished.top - higher, outer.top),
        min(wished.right + wider, outer.right),
        min(wished.bottom + higher, outer.bottom),
    )


def _near_an_edge(answer: Answer, piece: MailpieceSeen, one: PageFinding) -> Box | None:
    """Of a distance: its surroundings, not the whole mark."""
    line, mark = _distance(answer, piece, one), None if one.indicium is None else answer.indicia[one.indicium].mark
    if line is None or mark is None:
        return None
    (left, top), (right, bottom) = line
    whole = Box(min(left, right), min(top, bottom), max(left, right), max(top, bottom)).grown(_REACH)
    if top != bottom:
        return whole
    # A level line stands near the bottom of a mark, where there is less to see below it, or at the FIM's top.
    fim = answer.seen.fim
    low = bottom if one.finding.quantity is not Quantity.FIM_RIGHT or fim is None else fim.box.bottom
    return Box(whole.left, whole.top, whole.right, low + _BELOW)


def _where_they_meet(boxes: tuple[Box, ...]) -> Box | None:
    """What two overlapping boxes share, with its surroundings."""
    if len(boxes) != 2 or min(boxes[0].overlap(boxes[1])) <= 0:
        return None
    return _shared(*boxes).grown(_REACH)


def _shared(one: Box, other: Box) -> Box:
    return Box(
        max(one.left, other.left),
        max(one.top, other.top),
        min(one.right, other.right),
        min(one.bottom, other.bottom),
    )


def _moved(box: Box, region: Box, scale: float) -> Box:
    """A box on the piece in pixels of the view."""
    sides = (box.left - region.left, box.top - region.top, box.right - region.left, box.bottom - region.top)
    return Box(*(side * scale for side in sides))


def _draw(cut: _Cut, piece: MailpieceSeen, boxes: tuple[Box, ...], one: PageFinding, answer: Answer) -> None:
    """The edge of the piece, what the finding is about, and its dimension line where it is a distance."""
    look = look_of(one)
    cut.canvas.outline(cut.box(Box(0.0, 0.0, piece.width.value, piece.height.value)), Look.PLAIN)
    parts = [part for mark in located(answer) for part in mark.parts]
    cut.canvas.taken += [cut.box(part).grown(_LINE_PX) for part in parts]
    if len(boxes) == 2 and min(boxes[0].overlap(boxes[1])) > 0:
        cut.canvas.outline(cut.box(boxes[0]).grown(_LINE_PX), Look.PLAIN)
        cut.canvas.outline(cut.box(boxes[1]), Look.ZONE)
        cut.canvas.hatch(cut.box(_shared(*boxes)), look)
        cut.canvas.outline(cut.box(_shared(*boxes)), look)
        return
    line = _distance(answer, piece, one)
    for box in boxes:
        cut.canvas.outline(cut.box(box).grown(_LINE_PX), look if line is None else Look.PLAIN)
    if line is not None:
        _dimension(cut, one, cut.at(*line[0]), cut.at(*line[1]))


def _dimension(cut: _Cut, one: PageFinding, start: Point, end: Point) -> None:
    look = look_of(one)
    cut.canvas.dimension(start, end, look)
    text = f"{measured(one.finding)} in\n{limit(one.finding)}"
    width, height = cut.canvas.extent(text, _LABEL_PX)
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    sides = [(x - width / 2, y + 14), (x - width - 16, y - height / 2), (x + 16, y - height / 2)]
    cut.canvas.label(text, [*sides, (x - width / 2, y - height - 14)], look, bold=True, size_px=_LABEL_PX)


def _distance(answer: Answer, piece: MailpieceSeen, one: PageFinding) -> Line | None:
    """Both ends of the distance that was measured, inches; None for what is no distance."""
    fim, quantity = answer.seen.fim, one.finding.quantity
    mark = None if one.indicium is None else answer.indicia[one.indicium].mark
    width, height = piece.width.value, piece.height.value
    if quantity is Quantity.FIM_RIGHT and fim is not None:
        # Above the lettering that stands beside the bars.
        y = fim.box.top + _INSIDE
        return (fim.box.right, y), (width, y)
    if mark is None:
        return None
    box = mark.box
    whole = box if fim is None else union((box, fim.box))
    right, low = box.right - _INSIDE, box.bottom - _INSIDE
    lines: dict[Quantity, Line] = {
        Quantity.RIGHT_EDGE: ((box.right, low), (width, low)),
        Quantity.TOP_EDGE: ((right, 0.0), (right, box.top)),
        Quantity.CLEAR_LEFT: ((whole.left - mark.clear_left.value, low), (whole.left, low)),
        Quantity.CLEAR_BELOW: ((right, whole.bottom), (right, whole.bottom + mark.clear_below.value)),
        Quantity.BOTTOM_EDGE: ((right, box.bottom), (right, height)),
    }
    return lines.get(quantity)
