"""The engine: tries symbols, clearances and arrangements in order of preference until everything fits."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from indicia.compose.order import carries_symbol
from indicia.errors import InputError, UsageError
from indicia.layout.address import place_surroundings
from indicia.layout.elsewhere import original_of
from indicia.layout.ink_jet import line_over
from indicia.layout.job import Job
from indicia.layout.layout import Layout
from indicia.layout.letterpress import with_plate
from indicia.layout.misfit import LayoutRefused, Misfit
from indicia.layout.permit import lay_out_permit
from indicia.layout.place import place_indicium
from indicia.layout.placed import Placed
from indicia.layout.precancel import lay_out_precancel
from indicia.layout.reply_forms import lay_out_business_reply, lay_out_courtesy_reply
from indicia.layout.symbol_fit import SymbolChoice, module_dots, sizes_for
from indicia.payload.profiles import Algorithm, message_length
from indicia.spec import placement
from indicia.spec import symbol as symbol_spec
from indicia.spec.kinds import Ink, Technology
from indicia.spec.letterpress import WHITE_AROUND

_CLEARANCES = (1 / 32, 1 / 64, 0.0)
"""This project's choice: inches kept beyond the manual's least distances where there is room."""


_UNMETERED: Mapping[Technology, Callable[[Job], Layout]] = {
    Technology.PERMIT: lay_out_permit,
    Technology.PRECANCEL: lay_out_precancel,
    Technology.COURTESY_REPLY: lay_out_courtesy_reply,
    Technology.BUSINESS_REPLY: lay_out_business_reply,
}


def lay_out(job: Job) -> Layout:
    """Everything in its place: the indicium in the order's ink, what stands around it in black.

    Raises:
        LayoutRefused: no arrangement obeys the rules; names the rule and the distance of the nearest one.
    """
    by_ink_jet = job.order.indicium.ink_jet is not None
    metered = _lay_out_ink_jet if by_ink_jet else _lay_out_metered
    layout = _UNMETERED.get(job.order.indicium.technology, metered)(job)
    if job.order.ink is Ink.BLACK:
        # What every mark is made in.
        return layout
    return replace(layout, indicium=layout.indicium.in_ink(job.order.ink))


def _lay_out_metered(job: Job) -> Layout:
    """What a device pays for.

    Preferred first: staying above the OCR read area, the square symbol, clearance for the printer's
    tolerance, large modules.
    """
    if job.message_length is not None and not module_dots(job.dpi):
        raise UsageError(
            f"at {job.dpi} dpi no whole number of dots makes a module of "
            f"{symbol_spec.MODULE_MIN} to {symbol_spec.MODULE_MAX} in: choose 100 dpi, 150 dpi or more"
        )
    nearest: _Failure | None = None
    for strict in _strictness(job):
        for choice, clearance in _attempts(job):
            outcome = _attempt(job, choice, clearance=clearance, strict=strict)
            if isinstance(outcome, Layout):
                return outcome
            nearest = outcome if nearest is None else max(nearest, outcome, key=_Failure.reach)
    if nearest is None:
        raise InputError(f"no Data Matrix holds {job.message_length} bytes")
    raise LayoutRefused(nearest.misfit, job.piece)


def _lay_out_ink_jet(job: Job) -> Layout:
    """A date correction by ink jet with the address that it stands by, under the original.

    Where the original stands is known, or is what this engine would have printed there: the order as ordinary postage.
    """
    original = job.original
    if original is None:
        ordinary = original_of(job)
        length = message_length(Algorithm.ECDSA_P256) if carries_symbol(ordinary.order) else None
        original = _lay_out_metered(replace(ordinary, message_length=length)).indicium.occupied
    around = place_surroundings(job, original, clearance=0.0, clear_zone=_white(job))
    if isinstance(around, Misfit):
        raise LayoutRefused(around, job.piece)
    # With a line above the barcode nothing stands above the address.
    lettering = around.legend or (line_over(job, around.barcode) if around.barcode is not None else ())
    placed = Placed(lettering, original=original)
    return Layout(job=job, choice=None, indicium=placed, surroundings=replace(around, legend=()), strict=True)


@dataclass(frozen=True, slots=True)
class _Failure:
    """How one attempt ended."""

    stage: int
    """0 while placing the indicium, 1 while placing what stands around it."""
    misfit: Misfit

    def reach(self) -> tuple[int, float]:
        """The greater, the nearer it came to fitting."""
        return self.stage, -self.misfit.shortfall


def _strictness(job: Job) -> tuple[bool, ...]:
    """Whether to stay above the OCR read area: always tried first; the only way from #10 height up."""
    if job.zones is None or job.height >= placement.OCR_DECIDES_FROM_HEIGHT:
        return (True,)
    return (True, False)


def _attempts(job: Job) -> Iterator[tuple[SymbolChoice | None, float]]:
    if job.message_length is None:
        yield from ((None, clearance) for clearance in _CLEARANCES)
        return
    for size in sizes_for(job.message_length):
        for clearance in _CLEARANCES:
            for dots in module_dots(job.dpi):
                yield SymbolChoice(size, dots, job.dpi), clearance


def _attempt(job: Job, choice: SymbolChoice | None, *, clearance: float, strict: bool) -> Layout | _Failure:
    placed = place_indicium(job, choice, clearance=clearance, strict=strict)
    if isinstance(placed, Misfit):
        return _Failure(0, placed)
    plated = with_plate(job, placed)
    if isinstance(plated, Misfit):
        return _Failure(1, plated)
    surroundings = place_surroundings(job, plated.occupied, clearance=clearance, clear_zone=_white(job))
    if isinstance(surroundings, Misfit):
        return _Failure(1, surroundings)
    return Layout(job=job, choice=choice, indicium=plated, surroundings=surroundings, strict=strict)


def _white(job: Job) -> float:
    """Inches around an indicium that other matter keeps out of."""
    letterpress = job.order.indicium.technology is Technology.LETTERPRESS
    return WHITE_AROUND if letterpress else placement.INDICIUM_CLEAR_ZONE
