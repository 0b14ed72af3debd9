"""Placing special indicia off the upper right corner of the address side (DMM 604.4.9.1, 4.9.2)."""

from dataclasses import replace

from indicia.layout import grid
from indicia.layout.arrange import Room, best_block, tightest_block
from indicia.layout.job import Job
from indicia.layout.misfit import Misfit
from indicia.layout.placed import Placed
from indicia.layout.symbol_fit import SymbolChoice, choices
from indicia.layout.upright import beside, corner
from indicia.layout.zones import Zones
from indicia.payload.profiles import Algorithm, message_length
from indicia.spec import placement, special
from indicia.spec.kinds import Purpose, System, Technology
from indicia.units import MILLS_PER_DOLLAR, dollars

_LOWER_LEFT_FROM_LEFT = 0.25
"""This project's choice: the manual names only the corner. Inches."""
_LOWER_LEFT_FROM_BOTTOM = 0.1
"""Same."""


def lower_left(job: Job, zones: Zones, *, clearance: float) -> Placed | Misfit:
    """The lower left corner of a letter's address side, under the OCR read area, left of the barcode zone."""
    left, room = lower_left_room(job, zones, clearance=clearance)
    block = best_block(job.composition, job.face, room) if min(room.width, room.height) > 0 else None
    if block is None:
        tightest = tightest_block(job.composition, job.face, max(room.width, 1.0))
        if tightest.width > room.width:
            return Misfit("604.4.8.3-barcode-zone", "the indicium", tightest.width, room.width)
        return Misfit("604.4.8.3-ocr-zone", "the indicium", tightest.height, room.height)
    return Placed(block.at(left, grid.up(zones.ocr.bottom, job.dpi), job.dpi))


def lower_left_room(job: Job, zones: Zones, *, clearance: float) -> tuple[float, Room]:
    """Where the room in the lower left corner begins, and how large it is; it begins under the OCR read area."""
    left = grid.up(_LOWER_LEFT_FROM_LEFT, job.dpi)
    bottom = job.height - _LOWER_LEFT_FROM_BOTTOM
    return left, Room(zones.barcode.left - clearance - left, bottom - zones.ocr.bottom - 1 / job.dpi)


def nonaddress(job: Job, choice: SymbolChoice | None, *, clearance: float) -> Placed | Misfit:
    """The nonaddress side: the upper right corner for meters; for PC Postage off the flap, 3/4 in above the edge."""
    if job.order.indicium.system is not System.PC_POSTAGE:
        return corner(job, choice, clearance=clearance)
    right = job.width - placement.INDICIUM_FROM_RIGHT - clearance
    left = placement.INDICIUM_FROM_RIGHT + clearance
    trial = beside(job, choice, right=right, top=0.0, left=left, bottom=job.height)
    if isinstance(trial, Misfit):
        return trial
    lowest = job.height - special.PC_FROM_BOTTOM - clearance
    top = grid.down(lowest - trial.ink.bottom, job.dpi)
    flap = job.order.mailpiece.flap or 0.0
    if top < flap + clearance:
        redate = job.order.indicium.purpose is Purpose.REDATE
        rule = "604.4.9.1-b-flap" if redate else "604.4.9.2-b-flap"
        return Misfit(rule, "the indicium", trial.ink.bottom, lowest - flap - clearance)
    return beside(job, choice, right=right, top=top, left=left, bottom=job.height)


def next_to_original(job: Job, choice: SymbolChoice | None, *, clearance: float) -> Placed | Misfit:
    """Left of the original indicium of a flat or parcel, outside its clear zone.

    Where the original stands is known, or is what this engine would have printed there: the order as ordinary postage.
    """
    original = job.original
    if original is None:
        usual = corner(original_of(job), choice or _usual_symbol(job), clearance=clearance)
        if isinstance(usual, Misfit):
            return usual
        original = usual.boundary
    placed = beside(
        job,
        choice,
        right=original.left - placement.INDICIUM_CLEAR_ZONE - clearance,
        top=grid.up(placement.INDICIUM_FROM_TOP + clearance, job.dpi),
        left=placement.INDICIUM_FROM_RIGHT,
        bottom=job.height,
    )
    return placed if isinstance(placed, Misfit) else replace(placed, original=original)


def original_of(job: Job) -> Job:
    """The same job as the ordinary postage that it corrects."""
    asked = job.order.indicium
    amount = dollars(asked.amount or MILLS_PER_DOLLAR)
    ordinary = replace(asked, purpose=Purpose.POSTAGE, amount=amount, ink_jet=None)  # type: ignore[arg-type] # read anew, as dollars
    return replace(job, order=job.order.asking(ordinary))


def _usual_symbol(job: Job) -> SymbolChoice | None:
    """The symbol of the original where the correction itself has none (a PC Postage redate)."""
    if job.order.indicium.technology is not Technology.IBI:
        return None
    return next(choices(message_length(Algorithm.ECDSA_P256), job.dpi), None)
