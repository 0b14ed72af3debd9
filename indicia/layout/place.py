"""Placing the indicium: symbol, FIM and human-readable block against the edges and zones of the page.

On cards and letters, left to right (DMM 604.4.8.3 with 708.9.0):

    ┌────────┐ ├─ FIM clear zone ─┤ ┌──────────────────┐ ├ 1/4 ┤
    │ symbol │      ║║║ ║ ║║║       │ US POSTAGE  …    │
    └────────┘                      └──────────────────┘

elsewhere the block stands directly beside the symbol.
"""

from dataclasses import dataclass

import numpy as np

from indicia.geometry import Box, union
from indicia.layout import grid
from indicia.layout.arrange import Room, best_block, tightest_block
from indicia.layout.job import Job
from indicia.layout.marks import BarsMark, SymbolMark, Text
from indicia.layout.misfit import Misfit
from indicia.layout.symbol_fit import SymbolChoice
from indicia.layout.zones import Zones
from indicia.spec import fim as fim_spec
from indicia.spec import placement
from indicia.spec import symbol as symbol_spec
from indicia.spec.kinds import Facing, FimKind
from indicia.symbology import fim

_BESIDE_MAX_WIDTH = 1.75
"""This project's choice: widest block beside a symbol where no zone sets its width, inches."""
_BESIDE_MIN_HEIGHT = 1.125
"""Same: the block may be as high as the symbol, and at least this, inches."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The indicium in its place."""

    symbol: SymbolMark
    lettering: tuple[Text, ...]
    fim: BarsMark | None

    @property
    def boundary(self) -> Box:
        """All elements, the FIM included; the clear zone lies left of and below it (DMM 604.4.8.4b)."""
        boxes = [self.symbol.box, *(text.ink_box for text in self.lettering)]
        return union([*boxes, *(self.fim.bars if self.fim else ())])


def place_indicium(job: Job, choice: SymbolChoice, *, clearance: float, strict: bool) -> Placed | Misfit:
    """The indicium with this symbol, or why it does not fit.

    Args:
        job: what is laid out.
        choice: symbol size and module.
        clearance: inches kept beyond the manual's least distances, for the printer's tolerance.
        strict: stay above the OCR read area.
    """
    zones = job.zones
    if zones is None:
        return _beside(job, choice, clearance=clearance)
    return _astride(job, choice, zones, clearance=clearance, strict=strict)


def _astride(job: Job, choice: SymbolChoice, zones: Zones, *, clearance: float, strict: bool) -> Placed | Misfit:
    top = grid.up(placement.INDICIUM_FROM_TOP + clearance, job.dpi)
    floor = zones.ocr.top if strict else zones.ocr.top + zones.ocr.height / 4
    if top + choice.height > floor + 1e-9:
        return Misfit("604.4.8.3-ocr-zone", f"a symbol {choice.size}", choice.height, floor - top)
    right = grid.down(zones.fim.left - _quiet(choice), job.dpi)
    if right - choice.width < placement.INDICIUM_FROM_TOP:
        return Misfit("604.4.8.3-fim-zone", f"a symbol {choice.size}", choice.width, right)
    left_limit = zones.fim.right + 1 / job.dpi
    right_limit = job.width - placement.INDICIUM_FROM_RIGHT - clearance
    room = Room(right_limit - left_limit, floor - top - 1 / job.dpi)
    lettering = _lettering(job, room, right=right_limit, top=top)
    if isinstance(lettering, Misfit):
        return lettering
    return Placed(_symbol(choice, right - choice.width, top), lettering, _fim(job))


def _beside(job: Job, choice: SymbolChoice, *, clearance: float) -> Placed | Misfit:
    top = grid.up(placement.INDICIUM_FROM_TOP + clearance, job.dpi)
    right_limit = job.width - placement.INDICIUM_FROM_RIGHT - clearance
    left_limit = placement.INDICIUM_FROM_RIGHT + clearance
    gap = max(_quiet(choice), 1 / 10)
    room = Room(
        min(_BESIDE_MAX_WIDTH, right_limit - left_limit - choice.width - gap),
        max(_BESIDE_MIN_HEIGHT, choice.height),
    )
    lettering = _lettering(job, room, right=right_limit, top=top)
    if isinstance(lettering, Misfit):
        return lettering
    block = union(text.ink_box for text in lettering)
    left = grid.down(block.left - gap - choice.width, job.dpi)
    return Placed(_symbol(choice, left, top), lettering, None)


def _lettering(job: Job, room: Room, *, right: float, top: float) -> tuple[Text, ...] | Misfit:
    block = best_block(job.composition, job.face, room)
    if block is None:
        tightest = tightest_block(job.composition, job.face, room.width)
        if tightest.width > room.width:
            return Misfit("604.4.8.6-other", "a word of the indicium", tightest.width, room.width)
        return Misfit("604.4.8.3-ocr-zone", "the lettering of the indicium", tightest.height, room.height)
    return block.at(grid.down(right - block.width, job.dpi), top, job.dpi)


def _symbol(choice: SymbolChoice, left: float, top: float) -> SymbolMark:
    blank = np.zeros((choice.size.rows, choice.size.columns), dtype=np.bool_)
    box = Box(left, top, left + choice.width, top + choice.height)
    return SymbolMark(box=box, modules=blank, module_dots=choice.module_dots)


def _quiet(choice: SymbolChoice) -> float:
    return symbol_spec.QUIET_ZONE_MODULES * choice.module


def _fim(job: Job) -> BarsMark | None:
    if job.order.facing is not Facing.FIM:
        return None
    bars = fim.bars(FimKind.D, right=job.width - fim_spec.RIGHT, top=0.0, dpi=job.dpi)
    return BarsMark(kind="fim", bars=bars, fim=FimKind.D)
