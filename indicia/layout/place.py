"""Where an indicium stands: its place by medium, side, purpose and shape (DMM 604.4.8.3, 4.9.1, 4.9.2)."""

from indicia.layout.elsewhere import lower_left, next_to_original, nonaddress
from indicia.layout.job import Job
from indicia.layout.letterpress import place_letterpress
from indicia.layout.misfit import Misfit
from indicia.layout.placed import Placed
from indicia.layout.symbol_fit import SymbolChoice
from indicia.layout.upright import astride, corner
from indicia.spec.kinds import Purpose, Technology

_CORRECTING = frozenset({Purpose.REDATE, Purpose.POSTAGE_CORRECTION})


def place_indicium(job: Job, choice: SymbolChoice | None, *, clearance: float, strict: bool) -> Placed | Misfit:
    """The indicium with this symbol, or why it does not fit.

    Args:
        job: what is laid out.
        choice: symbol size and module; None without a symbol.
        clearance: inches kept beyond the manual's least distances, for the printer's tolerance.
        strict: stay above the OCR read area.
    """
    if job.order.indicium.technology is Technology.LETTERPRESS:
        return place_letterpress(job, clearance=clearance, strict=strict)
    media, zones = job.order.media, job.zones
    if media.side == "nonaddress":
        return nonaddress(job, choice, clearance=clearance)
    if zones is not None:
        if media.corner == "lower-left":
            return lower_left(job, zones, clearance=clearance)
        return astride(job, zones, choice, clearance=clearance, strict=strict)
    if job.order.indicium.purpose in _CORRECTING and not job.label:
        return next_to_original(job, choice, clearance=clearance)
    return corner(job, choice, clearance=clearance)
