"""Laying out a mailer's precancel postmark (DMM 604.3.4), drawn from the text: Exhibit 3.4.9 is not at hand.

    ┌──────────────────────┐ ┌───────┐ ├ 1/4 ┤
    │  JUN 15 2005         │═│═══════│═
    │  MAILER'S POSTMARK   │═│═stamp═│═     the box of the stamp is not printed
    │  PERMIT NO. 77       │═│═══════│═
    └──────────────────────┘ └───────┘

The words stand left of the stamp, where 3.1.8 wants the office of mailing, so no line can cover the permit number.
A precanceled piece bears no FIM: the FIM clear zone is not reserved on it.
"""

import math
from collections.abc import Iterator
from dataclasses import replace

from indicia.compose.precancel import overprint
from indicia.geometry import Box, union
from indicia.layout import grid
from indicia.layout.address import least_return_width, place_surroundings
from indicia.layout.arrange import Block
from indicia.layout.centred import centred_at, centred_block, one_size
from indicia.layout.job import Job
from indicia.layout.layout import Layout
from indicia.layout.marks import Rule, Text
from indicia.layout.misfit import LayoutRefused, Misfit
from indicia.layout.placed import Placed
from indicia.spec import placement, precancel
from indicia.spec.kinds import Role
from indicia.typeset import set_run

# This project's choices; the manual sets none of these numbers. Inches, type in points.
_FROM_EDGE = 1 / 4
"""Stamp from the right and the top edge."""
_LINE = 1 / 32
"""Thickness of the defacing lines."""
_PITCH = 3 / 16
"""Farthest from line to line."""
_OVERHANG = 1 / 16
"""How far the lines run beyond the stamp on both sides."""
_GAP = 1 / 10
"""White between the words and the lines."""
_CLEAR = 1 / 8
"""White between the postmark and the addresses."""
_SIZES_PT = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5, 5.0)
_GAPS_EM = (0.5, 0.25)
_MAX_WIDTH = 1.75
"""Of the words."""
_MAX_SHARE = 1 / 2
"""Of the piece's width right of which the words stay, but where the return address needs less."""
_OVERPRINT_PT = 9.0
_OVERPRINT_MIN_PT = 4.0
_OVERPRINT_WHITE = 0.015
"""White above and below the overprint, between two lines."""


def lay_out_precancel(job: Job) -> Layout:
    """Words, lines over the stamp, overprint, addresses.

    Raises:
        LayoutRefused: the words, the overprint or an address do not fit.
    """
    stamp = stamp_box(job)
    lines = _lines(job, stamp)
    marked = _overprint(job, stamp, lines)
    words = _words(job, stamp, union(line.box for line in lines).left - _GAP)
    for part in (marked, words):
        if isinstance(part, Misfit):
            raise LayoutRefused(part, job.piece)
    placed = Placed((*_texts(words), *_texts(marked)), lines=lines)
    around = place_surroundings(job, union([placed.ink, stamp]), clearance=0.0, clear_zone=_CLEAR)
    if isinstance(around, Misfit):
        rule = "604.3.1.8-return" if around.what.startswith("the return address") else around.rule
        raise LayoutRefused(replace(around, rule=rule), job.piece)
    return Layout(job=job, choice=None, indicium=placed, surroundings=around, strict=True)


def stamp_box(job: Job) -> Box:
    """Where the stamp is: in the upper right corner, 1/4 in from both edges (this project's reading of 604.1.7)."""
    stamp = job.order.stamp
    width, height = (stamp.width, stamp.height) if stamp is not None else (0.0, 0.0)
    right, top = grid.down(job.width - _FROM_EDGE, job.dpi), grid.up(_FROM_EDGE, job.dpi)
    if right - width < 0 or top + height > job.height:
        misfit = Misfit("604.3.4.6-b-lines", "the stamp", max(width, height), min(right, job.height - top))
        raise LayoutRefused(misfit, job.piece)
    return Box(right - width, top, right, top + height)


def _lines(job: Job, stamp: Box) -> tuple[Rule, ...]:
    """Lines over the whole width of the stamp, evenly over its height."""
    count = max(precancel.LINES_MIN, math.ceil(stamp.height / _PITCH))
    pitch = stamp.height / count
    thick = max(1, round(min(_LINE, pitch / 3) * job.dpi)) / job.dpi
    left, right = grid.down(stamp.left - _OVERHANG, job.dpi), grid.up(stamp.right + _OVERHANG, job.dpi)
    tops = [grid.down(stamp.top + (i + 1 / 2) * pitch - thick / 2, job.dpi) for i in range(count)]
    return tuple(Rule(Box(left, top, right, top + thick)) for top in tops)


def _words(job: Job, stamp: Box, right: float) -> tuple[Text, ...] | Misfit:
    """The words beside the stamp; above the OCR read area where they fit there in some size."""
    sender = placement.RETURN_ADDRESS_FROM_EDGE + least_return_width(job) + _CLEAR + 1 / job.dpi
    width = min(_MAX_WIDTH, right - min(job.width * _MAX_SHARE, sender))
    floors = [] if job.zones is None else [job.zones.ocr.top]
    floors.append(max([stamp.bottom, *floors]))
    if width <= 0:
        return Misfit("604.3.4.6-b-words", "the postmark", _MAX_WIDTH, width)
    blocks = list(_blocks(job, width))
    for floor in floors:
        room = floor - stamp.top - 1 / job.dpi
        fitting = next((block for block in blocks if block.width <= width and block.height <= room), None)
        if fitting is not None:
            top = max(stamp.top, min(stamp.center[1], (stamp.top + floor) / 2) - fitting.height / 2)
            return centred_at(fitting, right - fitting.width / 2, grid.down(top, job.dpi), job.dpi)
    smallest = blocks[-1]
    if smallest.width > width:
        return Misfit("604.3.4.6-b-words", "a word of the postmark", smallest.width, width)
    return Misfit("604.3.4.6-b-words", "the postmark", smallest.height, floors[-1] - stamp.top)


def _blocks(job: Job, width: float) -> Iterator[Block]:
    for size in _SIZES_PT:
        for gap in _GAPS_EM:
            yield centred_block(job.composition.units, job.face, one_size(size), width=width, gap_em=gap)


def _overprint(job: Job, stamp: Box, lines: tuple[Rule, ...]) -> Text | Misfit | None:
    """Initials, month and year on the stamp, between its two middle lines (604.3.6)."""
    element = overprint(job.order)
    if element is None:
        return None
    above, below = lines[(len(lines) - 1) // 2].box, lines[(len(lines) - 1) // 2 + 1].box
    unit = set_run(job.face, element.string, role=Role.OVERPRINT, size_pt=1.0, bold=element.bold)
    room = below.top - above.bottom - 2 * _OVERPRINT_WHITE - 1 / job.dpi
    size = min(_OVERPRINT_PT, stamp.width / unit.ink.width, room / unit.ink.height)
    if size < _OVERPRINT_MIN_PT:
        return Misfit("604.3.6-overprint", "the overprint", unit.ink.width * _OVERPRINT_MIN_PT, stamp.width)
    run = set_run(job.face, element.string, role=Role.OVERPRINT, size_pt=size, bold=element.bold)
    x = stamp.center[0] - run.ink.width / 2 - run.ink.left
    baseline = (above.bottom + below.top) / 2 + run.ink.height / 2 - run.ink.bottom
    return run.at(x, grid.down(baseline, job.dpi))


def _texts(part: tuple[Text, ...] | Text | Misfit | None) -> tuple[Text, ...]:
    match part:
        case Text():
            return (part,)
        case tuple():
            return part
        case _:
            return ()
