"""Placing the ad plate of a letterpress meter left of its die (DMM 604.4.8.4a, 4.8.7a, 4.8.8a)."""

import math
from collections.abc import Sequence

from indicia.compose.ad_plate import compose_plate
from indicia.compose.elements import Element
from indicia.geometry import Box
from indicia.layout import grid
from indicia.layout.address import least_return_width
from indicia.layout.arrange import Block, stack
from indicia.layout.centred import centred_at
from indicia.layout.job import Job
from indicia.layout.misfit import Misfit
from indicia.layout.placed import Plate
from indicia.model.indicium import AdPlate
from indicia.spec import placement
from indicia.spec.kinds import PlateKind
from indicia.spec.letterpress import PLATE_EXTENT, WHITE_AROUND
from indicia.typeset import join, set_run

_LINE_GAP_EM = 0.32
"""This project's choice: white between the lines."""
_PLAIN_SHARE = 0.72
"""Same: size of plain lines under bold ones."""
_TEXT_MAX_PT = {PlateKind.ADVERTISING: 18.0, PlateKind.SLOGAN: 18.0, PlateKind.RETURN_ADDRESS: 10.0}
"""Same: a postal marking fills the plate whatever its size."""
_STEP_PT = 0.1
"""Same: sizes are tried in these steps."""
_TRIAL_PT = 100.0


def place_plate(job: Job, asked: AdPlate, *, die: Box) -> Plate | Misfit:
    """The plate, as large as its maker's or as what the FIM clear zone, the OCR read area and the address leave."""
    room = _room(job, die)
    words = compose_plate(asked)
    kind = PlateKind(asked.kind)
    trial = _set(job, words, _TRIAL_PT)
    # Every baseline is brought down to the next whole dot.
    height = room.height - len(words) / job.dpi
    fitting = _TRIAL_PT * min(room.width / trial.width, height / trial.height)
    size_pt = min(math.floor(fitting / _STEP_PT) * _STEP_PT, _TEXT_MAX_PT.get(kind, math.inf))
    least_pt = max(word.least_pt / _share(word, words) for word in words)
    if size_pt < least_pt:
        return _misfit(kind, _set(job, words, least_pt), room)
    return _plate(job, kind, _set(job, words, size_pt), room)


def _room(job: Job, die: Box) -> Box:
    """The largest plate that there is room for, its height about that of the die."""
    right, floor = die.left - WHITE_AROUND, die.bottom
    left = placement.RETURN_ADDRESS_FROM_EDGE
    if job.zones is not None:
        right = job.zones.fim.left - WHITE_AROUND
        floor = job.zones.ocr.top - 1 / job.dpi
        # On a page without zones the return address finds its place under the plate.
        sender = least_return_width(job)
        left += sender + WHITE_AROUND if sender else 0.0
    width = max(0.0, min(PLATE_EXTENT[0], right - left))
    height = max(0.0, min(PLATE_EXTENT[1], floor - die.top))
    top = max(die.top, min(die.center[1] - height / 2, floor - height))
    return Box(right - width, top, right, top + height)


def _plate(job: Job, kind: PlateKind, block: Block, room: Box) -> Plate:
    """A marking fills its plate; the plate of any other matter is as large as the matter."""
    top = grid.down(room.center[1] - block.height / 2, job.dpi)
    if kind is PlateKind.POSTAL_MARKING:
        left = room.center[0] - block.width / 2
        box = room
    else:
        left = room.right - block.width
        box = Box(
            left, max(room.top, top), room.right, min(room.bottom, top + block.height + len(block.lines) / job.dpi)
        )
    if kind is PlateKind.RETURN_ADDRESS:
        return Plate(box, block.at(left, top, job.dpi))
    return Plate(box, centred_at(block, left + block.width / 2, top, job.dpi))


def _set(job: Job, words: Sequence[Element], size_pt: float) -> Block:
    runs = [
        set_run(job.face, word.string, role=word.role, size_pt=size_pt * _share(word, words), bold=word.bold)
        for word in words
    ]
    return stack([join([run], gap=0.0) for run in runs], gap_em=_LINE_GAP_EM)


def _share(word: Element, words: Sequence[Element]) -> float:
    """Bold lines lead; where all are plain, all are equal."""
    return _PLAIN_SHARE if not word.bold and any(other.bold for other in words) else 1.0


def _misfit(kind: PlateKind, block: Block, room: Box) -> Misfit:
    marking = kind is PlateKind.POSTAL_MARKING
    rule = "604.4.8.7-plate-small" if marking else "604.4.8.8-zones"
    what = f"the {kind.value.replace('-', ' ')} in the ad plate"
    wide = block.width - room.width >= block.height - room.height
    needed, available = (block.width, room.width) if wide else (block.height, room.height)
    return Misfit(rule, what, needed, available)
