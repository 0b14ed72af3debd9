"""What the layout witnesses of special indicia and special offices (DMM 604.4.8.4b, 4.8.5c and f, 4.8.6, 4.9)."""

import re
from collections.abc import Iterator, Sequence

from indicia.geometry import Box, union
from indicia.layout.layout import Layout
from indicia.layout.marks import Text
from indicia.rulebook.evidence import Pair, Quantity, exact
from indicia.spec import lettering as lettering_spec
from indicia.spec import placement, special
from indicia.spec.kinds import DateForm, Location, Purpose, Role, Side, Technology

CORRECTING = frozenset({Purpose.REDATE, Purpose.POSTAGE_CORRECTION})
"""Purposes whose indicium stands elsewhere than the original."""
_PC_REDATE_SAYS = {Role.SPECIAL, Role.DATE, Role.ZIP}
_NO_ELEMENTS = frozenset({Role.SPECIAL, Role.ENDORSEMENT})
"""Words that 604.4.8.5 does not ask for."""
_MILITARY = re.compile(
    f"({'|'.join(special.MILITARY_BRANCHES)}) ({'|'.join(special.MILITARY_OFFICES)}) "
    f"({'|'.join(special.MILITARY_REGIONS)})"
)


def special_evidence(layout: Layout) -> Iterator[Pair]:
    """The quantities of special words, special places and special offices that a metered layout shows."""
    order = layout.job.order
    yield exact(Quantity.SIDE, order.media.side)
    yield exact(Quantity.ORIGIN_EACH, bool({Role.ZIP, Role.CITY_STATE} & _roles(layout)))
    yield from _words(layout.indicium.lettering)
    yield from _office(layout)
    if order.indicium.purpose in CORRECTING:
        yield from _place(layout)
    if order.indicium.purpose is Purpose.REDATE:
        yield from _redate(layout)
    if order.indicium.ink_jet is not None:
        yield from _ink_jet(layout)
    if order.indicium.purpose is Purpose.POSTAGE_CORRECTION:
        yield from _correction(layout)


def _roles(layout: Layout) -> set[Role]:
    return {text.role for text in layout.indicium.lettering}


def _words(texts: Sequence[Text]) -> Iterator[Pair]:
    """Size, weight and capitals of the words that identify a special indicium; size of USPS."""
    identifying = [text for text in texts if text.role is Role.SPECIAL]
    if identifying:
        sizes = [text.size_pt for text in identifying]
        yield exact(Quantity.SPECIAL_PT, max(sizes, key=lambda size: abs(size - lettering_spec.SPECIAL_PT)))
        yield exact(Quantity.SPECIAL_BOLD, all(text.bold for text in identifying))
        yield exact(Quantity.SPECIAL_CAPITALS, all(text.string.isupper() for text in identifying))
    usps = [text.size_pt for text in texts if text.role is Role.USPS]
    if usps:
        yield exact(Quantity.USPS_PT, min(usps))


def _office(layout: Layout) -> Iterator[Pair]:
    """The form of a military office (604.4.9.3)."""
    meter = layout.job.meter
    if meter is None or meter.location is not Location.MILITARY:
        return
    said = " ".join(t.string for t in layout.indicium.lettering if t.role in {Role.CITY_STATE, Role.ZIP})
    office, _, zip_code = said.rpartition(" ")
    if meter.ship is None:
        yield exact(Quantity.MILITARY_FORM, bool(_MILITARY.fullmatch(office)) and zip_code.isdigit())
    else:
        yield exact(Quantity.SHIP_FORM, said == f"{meter.ship.name} {meter.ship.zip4}")


def _place(layout: Layout) -> Iterator[Pair]:
    """Where a redate or correction stands (604.4.9.1a, 4.9.2; local boundary of 4.8.4b)."""
    job, placed = layout.job, layout.indicium
    ink = placed.ink
    yield exact(Quantity.SPECIAL_PLACE, f"{job.order.media.side} {job.order.media.corner}")
    yield exact(Quantity.BOTTOM_EDGE, job.height - ink.bottom)
    yield exact(Quantity.FIM_WITH_SPECIAL, placed.fim is not None)
    # The flap closes on the nonaddress side.
    flap = job.order.mailpiece.flap if Side(job.order.media.side) is Side.NONADDRESS else None
    yield exact(Quantity.FLAP_INTRUSION, max(0.0, (flap or 0.0) - ink.top))
    over = [box.intrusion(ink) for box in layout.surroundings.boxes if box.intrusion(ink) > 0]
    yield exact(Quantity.LOCAL_CLEAR_LEFT, _clear([*over, *(b.right - ink.left for b in _level(layout, ink))]))
    yield exact(Quantity.LOCAL_CLEAR_BELOW, _clear([ink.bottom - b.top for b in _under(layout, ink)]))
    if placed.original is not None:
        yield exact(Quantity.GAP_TO_ORIGINAL, placed.original.left - ink.right)
        across, down = ink.overlap(placed.original)
        yield exact(Quantity.OVERLAP_AREA, max(0.0, across) * max(0.0, down))


def _clear(depths: Sequence[float]) -> float:
    """The least clear distance to matter that lies `depths` inside the edge; to the page's edge at least the zone."""
    return min((-depth for depth in depths), default=placement.INDICIUM_CLEAR_ZONE)


def _level(layout: Layout, ink: Box) -> list[Box]:
    """Other matter of the page to the left of a box, level with it or with its clear zone below."""
    deep = ink.bottom + placement.INDICIUM_CLEAR_ZONE
    return [b for b in layout.surroundings.boxes if b.right <= ink.left and b.bottom > ink.top and b.top < deep]


def _under(layout: Layout, ink: Box) -> list[Box]:
    """Other matter of the page below a box."""
    return [b for b in layout.surroundings.boxes if b.top >= ink.bottom and b.right > ink.left]


def _redate(layout: Layout) -> Iterator[Pair]:
    roles = _roles(layout)
    amounts = [text.string for text in layout.indicium.lettering if text.role is Role.AMOUNT]
    yield exact(Quantity.ZERO_VALUE_SHOWN, any(special.ZERO_VALUE in amount for amount in amounts))
    yield exact(Quantity.REDATE_ONLY, len(roles ^ _PC_REDATE_SAYS))
    yield exact(Quantity.REDATE_VALUE, Role.AMOUNT in roles)
    yield exact(Quantity.REDATE_SYMBOL, layout.indicium.symbol is not None)


def _ink_jet(layout: Layout) -> Iterator[Pair]:
    """What the line of an ink jet printer says, and where it stands (604.4.9.1a)."""
    order, texts = layout.job.order, layout.indicium.lettering
    date = order.indicium.mailing_date
    said = " ".join(text.string for text in sorted(texts, key=lambda text: text.x))
    asked = " ".join(element.string for element in layout.job.composition.elements)
    complete = date is not None and date.form is DateForm.COMPLETE
    in_one_line = len({text.baseline for text in texts}) == 1
    yield exact(Quantity.INK_JET_BARCODED, order.barcode is not None)
    yield exact(Quantity.INK_JET_LINE, complete and in_one_line and said == asked)
    yield exact(Quantity.INK_JET_PLACE, _ink_jet_place(layout))


def _ink_jet_place(layout: Layout) -> str:
    line, around = layout.indicium.ink, layout.surroundings
    original = layout.indicium.original
    address = union(text.ink_box for text in around.addresses if text.role is Role.DELIVERY_ADDRESS)
    if line.bottom <= address.top and (original is None or line.top >= original.bottom):
        return special.INK_JET_UNDER_INDICIUM
    if around.barcode is not None and line.top >= address.bottom:
        over = union(around.barcode.bars).top - line.bottom
        if 0 <= over <= special.INK_JET_OVER_BARCODE_MAX:
            return special.INK_JET_ABOVE_BARCODE
    return special.INK_JET_ELSEWHERE


def _correction(layout: Layout) -> Iterator[Pair]:
    """Every element of 604.4.8.5 that the composer gives this order must be there (604.4.9.2)."""
    job = layout.job
    present = _roles(layout)
    required = {element.role for element in job.composition.elements} - _NO_ELEMENTS
    missing = len(required - present)
    if job.order.indicium.technology is Technology.IBI and layout.indicium.symbol is None:
        missing += 1
    yield exact(Quantity.ELEMENTS_MISSING, missing)
    words = " ".join(text.string for text in layout.indicium.lettering if text.role is Role.SPECIAL)
    yield exact(Quantity.CORRECTION_WORD, "CORRECTION" in words.split())
