"""Placing in the upper right corner (DMM 604.4.8.3).

On cards and letters the indicium stands astride the FIM clear zone:

    ┌────────┐ ├─ FIM clear zone ─┤ ┌──────────────────┐ ├ 1/4 ┤
    │ symbol │      ║║║ ║ ║║║       │ US POSTAGE  …    │
    └────────┘                      └──────────────────┘

elsewhere the block stands directly beside the symbol. Without a symbol the block stands alone.
"""

from indicia.geometry import union
from indicia.layout import grid
from indicia.layout.arrange import Room
from indicia.layout.facing import place_fim
from indicia.layout.job import Job
from indicia.layout.misfit import Misfit
from indicia.layout.placed import Placed, quiet_zone, set_block, set_symbol
from indicia.layout.symbol_fit import SymbolChoice
from indicia.layout.zones import Zones
from indicia.spec import placement

_BESIDE_MAX_WIDTH = 1.75
"""This project's choice: widest block beside a symbol where no zone sets its width, inches."""
_BESIDE_MIN_HEIGHT = 1.125
"""Same: the block may be as high as the symbol, and at least this, inches."""
_BESIDE_MIN_GAP = 0.1
"""Same: white between symbol and block, inches."""
_LENIENT_SHARE = 1 / 4
"""Same: how far into the OCR read area an indicium may reach where no arrangement stays above it."""


def astride(job: Job, zones: Zones, choice: SymbolChoice | None, *, clearance: float, strict: bool) -> Placed | Misfit:
    """The symbol left of the FIM clear zone, the block right of it."""
    top = grid.up(placement.INDICIUM_FROM_TOP + clearance, job.dpi)
    floor = ocr_floor(zones, strict=strict)
    left_limit = zones.fim.right + 1 / job.dpi
    right_limit = job.width - placement.INDICIUM_FROM_RIGHT - clearance
    room = Room(right_limit - left_limit, floor - top - 1 / job.dpi, wide=choice is None)
    if choice is None:
        lettering = set_block(job, room, right=right_limit, top=top)
        return lettering if isinstance(lettering, Misfit) else Placed(lettering, fim=place_fim(job))
    if top + choice.height > floor + 1e-9:
        return Misfit("604.4.8.3-ocr-zone", f"a symbol {choice.size}", choice.height, floor - top)
    right = grid.down(zones.fim.left - quiet_zone(choice), job.dpi)
    if right - choice.width < placement.INDICIUM_FROM_RIGHT:
        return Misfit("604.4.8.3-fim-zone", f"a symbol {choice.size}", choice.width, right)
    lettering = set_block(job, room, right=right_limit, top=top)
    if isinstance(lettering, Misfit):
        return lettering
    symbol = set_symbol(choice, left=right - choice.width, top=top)
    return Placed(lettering, symbol=symbol, fim=place_fim(job))


def ocr_floor(zones: Zones, *, strict: bool) -> float:
    """How far down an indicium may reach: to the OCR read area, or as little as possible into it."""
    return zones.ocr.top if strict else zones.ocr.top + zones.ocr.height * _LENIENT_SHARE


def beside(
    job: Job, choice: SymbolChoice | None, *, right: float, top: float, left: float, bottom: float
) -> Placed | Misfit:
    """Symbol and block side by side, the block's ink ending at `right`, all of it beginning at `top`.

    Args:
        job: what is laid out.
        choice: symbol size and module, None without a symbol.
        right: limit of the ink to the right, inches.
        top: top of the ink, on a whole dot.
        left: limit to the left.
        bottom: limit below.
    """
    if choice is not None and top + choice.height > bottom:
        return Misfit(job.height_rule, f"a symbol {choice.size}", choice.height, bottom - top)
    taken = choice.width + _gap(choice) if choice is not None else 0.0
    height = min(_height(choice), bottom - top - 1 / job.dpi)
    room = Room(min(_BESIDE_MAX_WIDTH, right - left - taken), height, wide=choice is None)
    lettering = set_block(job, room, right=right, top=top)
    if isinstance(lettering, Misfit) or choice is None:
        return lettering if isinstance(lettering, Misfit) else Placed(lettering)
    block = union(text.ink_box for text in lettering)
    symbol_left = grid.down(block.left - _gap(choice) - choice.width, job.dpi)
    return Placed(lettering, symbol=set_symbol(choice, left=symbol_left, top=top))


def corner(job: Job, choice: SymbolChoice | None, *, clearance: float) -> Placed | Misfit:
    """Side by side in the upper right corner of a page without zones."""
    return beside(
        job,
        choice,
        right=job.width - placement.INDICIUM_FROM_RIGHT - clearance,
        top=grid.up(placement.INDICIUM_FROM_TOP + clearance, job.dpi),
        left=job.printable.left + clearance if job.label else placement.INDICIUM_FROM_RIGHT + clearance,
        bottom=job.printable.bottom,
    )


def _gap(choice: SymbolChoice) -> float:
    return max(quiet_zone(choice), _BESIDE_MIN_GAP)


def _height(choice: SymbolChoice | None) -> float:
    return _BESIDE_MIN_HEIGHT if choice is None else max(_BESIDE_MIN_HEIGHT, choice.height)
