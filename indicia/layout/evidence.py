"""The layout as a witness: exact evidence of where everything stands and what it says."""

from collections.abc import Iterable, Iterator, Sequence

from indicia.geometry import Box, to_edges, union
from indicia.layout.evidence_content import content_evidence, date_evidence
from indicia.layout.evidence_label import label_evidence
from indicia.layout.evidence_letterpress import letterpress_evidence
from indicia.layout.evidence_prepaid import prepaid_evidence
from indicia.layout.evidence_special import special_evidence
from indicia.layout.evidence_unmetered import unmetered_circumstances, unmetered_evidence
from indicia.layout.job import Job
from indicia.layout.layout import Layout
from indicia.layout.marks import BarsMark, Text
from indicia.layout.placed import quiet_zone
from indicia.model.indicium import METERED
from indicia.model.stock_row import StockFacing
from indicia.rulebook.evidence import Circumstances, Evidence, Pair, Quantity, exact
from indicia.spec import content, fim, placement
from indicia.spec.kinds import FimKind, Ink, Location, PlateKind, Role, Side
from indicia.spec.lettering import BOLD_WEIGHT

_CLASS_ROLES = frozenset({Role.MAIL_CLASS, Role.ENDORSEMENT})
_LEAST_CLEAR = placement.INDICIUM_CLEAR_ZONE
_SLACK = 1e-9
_FIM_STEPS = len(fim.PATTERNS[FimKind.D]) - 1
# UNSOURCED print reflectance difference in red of each ink on white paper, before anything is printed.
_NOMINAL_PRD = {Ink.BLACK: 0.72, Ink.BLUE: 0.60, Ink.RED: 0.15, Ink.FLUORESCENT_RED: 0.15}


def evidence_of(layout: Layout) -> Evidence:
    """Every quantity that the layout can witness, without uncertainty."""
    pairs: list[Pair] = []
    if layout.job.order.indicium.technology not in METERED:
        pairs += unmetered_evidence(layout)
        pairs += _address(layout)
        pairs += _fim_evidence(layout) if layout.indicium.fim is not None else ()
        return dict(pairs)
    pairs += _placement(layout)
    if layout.job.zones is not None:
        pairs += _zones(layout)
    pairs += _clear_zone(layout)
    pairs += content_evidence(layout)
    pairs += _lettering(layout)
    pairs += _fim_evidence(layout)
    pairs += date_evidence(layout)
    pairs += _symbol(layout)
    pairs += letterpress_evidence(layout)
    pairs += special_evidence(layout)
    pairs += prepaid_evidence(layout)
    pairs += label_evidence(layout)
    return dict(pairs)


def circumstances_of(job: Job, location: Location | None) -> Circumstances:
    """What decides which rows bind this order; `location` of the device, None without one."""
    order = job.order
    asked = order.indicium
    known = Circumstances(
        technology=asked.technology,
        system=asked.system,
        purpose=asked.purpose,
        mail_class=asked.mail_class,
        presort=asked.presort,
        shape=order.shape,
        media=order.media.kind,
        facing=order.facing,
        ink=order.ink,
        location=location,
        date_form=asked.mailing_date.form if asked.mailing_date else None,
        height=job.height,
        origin=asked.origin,
        plate=PlateKind(asked.ad_plate.kind) if asked.ad_plate else None,
        side=Side(order.media.side),
        presorted=asked.presort is not None,
        zero_value=not asked.amount,
        barcoded=order.barcode is not None,
        dated_service=bool(content.DATED_SERVICES & {service.lower() for service in order.extra_services}),
        extra_services=bool(order.extra_services),
        ink_jet=asked.ink_jet is not None,
        on_ship=job.meter is not None and job.meter.ship is not None,
        prints_addresses=job.carries_addresses,
        specimen=False,
        tagged=job.stock is not None and job.stock.facing is StockFacing.FLUORESCENT,
    )
    return known if asked.technology in METERED else unmetered_circumstances(known, job)


def _placement(layout: Layout) -> Iterator[Pair]:
    job = layout.job
    box = layout.indicium.ink
    edges = to_edges(box, job.width, job.height)
    x, y = box.center
    yield exact(Quantity.RIGHT_EDGE, edges.right)
    yield exact(Quantity.TOP_EDGE, edges.top)
    if job.carries_addresses:
        # A label without an address has no corner to speak of: it is the applied indicium that must stand there.
        yield exact(Quantity.UPPER_RIGHT_SHARE, max((job.width - x) / (job.width / 2), y / (job.height / 2)))
    yield exact(Quantity.ADDRESS_ANGLE, 0.0)
    yield exact(Quantity.LENGTH_RATIO, box.width / box.height)


def _zones(layout: Layout) -> Iterator[Pair]:
    zones = layout.job.zones
    if zones is None:
        return
    ink = _ink(layout)
    note = "" if layout.strict else "no arrangement stays above the OCR read area on this piece"
    yield exact(Quantity.FIM_ZONE_INTRUSION, _deepest(ink, zones.fim))
    yield exact(Quantity.BARCODE_ZONE_INTRUSION, _deepest(ink, zones.barcode))
    yield exact(Quantity.OCR_ZONE_INTRUSION, _deepest(ink, zones.ocr), note)
    yield from _address(layout)


def _address(layout: Layout) -> Iterator[Pair]:
    zones = layout.job.zones
    lines = _of(layout.surroundings.addresses, Role.DELIVERY_ADDRESS)
    if zones is not None and lines:
        yield exact(Quantity.ADDRESS_OUTSIDE_OCR, max(text.ink_box.overrun(zones.ocr) for text in lines))


def _clear_zone(layout: Layout) -> Iterator[Pair]:
    boundary = layout.indicium.boundary
    # What stands within the boundary, which reaches to the top and right edges, breaks 604.4.8.8b, not its clear zone.
    within = Box(boundary.left, 0.0, layout.job.width, boundary.bottom)
    others = [box for box in layout.surroundings.boxes if box.intrusion(within) == 0]
    left, below = clear_distances(boundary, others)
    yield exact(Quantity.CLEAR_LEFT, left if left is not None else max(boundary.left, _LEAST_CLEAR))
    depth = layout.job.height - boundary.bottom
    yield exact(Quantity.CLEAR_BELOW, below if below is not None else max(depth, _LEAST_CLEAR))


def clear_distances(boundary: Box, others: Iterable[Box]) -> tuple[float | None, float | None]:
    """Distances of the nearest other matter left of and below the boundary (DMM 604.4.8.4b); None for none.

    Matter beyond the lower left corner counts on the side on which it is farther away, since it need clear only one.
    """
    left: float | None = None
    below: float | None = None
    for box in others:
        gap_left, gap_below = boundary.left - box.right, box.top - boundary.bottom
        if gap_left >= gap_below:
            left = gap_left if left is None else min(left, gap_left)
        else:
            below = gap_below if below is None else min(below, gap_below)
    return left, below


def _lettering(layout: Layout) -> Iterator[Pair]:
    lettering = layout.indicium.lettering
    amounts = _of(lettering, Role.AMOUNT)
    classes = [text for text in lettering if text.role in _CLASS_ROLES]
    others = [text for text in lettering if text.role is not Role.AMOUNT]
    yield exact(Quantity.FACE, layout.job.face.name)
    yield exact(Quantity.OTHER_PT, min(text.size_pt for text in others))
    if amounts:
        yield exact(Quantity.AMOUNT_PT, min(text.size_pt for text in amounts))
        yield exact(Quantity.AMOUNT_BOLD, all(text.bold for text in amounts))
    if classes:
        yield exact(Quantity.CLASS_BOLD, all(text.bold for text in classes))
        yield exact(Quantity.CLASS_CAPITALS, all(text.string.isupper() for text in classes))
    yield from _us_postage(others)


def _us_postage(texts: Sequence[Text]) -> Iterator[Pair]:
    postage = _of(texts, Role.US_POSTAGE)
    if not postage:
        return
    rivals = [_prominence(text) for text in texts if text.role is not Role.US_POSTAGE]
    yield exact(Quantity.US_POSTAGE_BOLD, all(text.bold for text in postage))
    yield exact(Quantity.US_POSTAGE_CAPITALS, all(text.string.isupper() for text in postage))
    yield exact(Quantity.PROMINENCE, min(_prominence(text) for text in postage) / max(rivals))


def _fim_evidence(layout: Layout) -> Iterator[Pair]:
    mark = layout.indicium.fim
    yield exact(Quantity.FIM_PRESENT, mark is not None)
    if mark is None or mark.fim is None:
        return
    box = union(mark.bars)
    edges = to_edges(box, layout.job.width, layout.job.height)
    yield exact(Quantity.FIM_KIND, mark.fim.value)
    yield exact(Quantity.FIM_RIGHT, edges.right)
    yield exact(Quantity.FIM_TOP, edges.top)
    yield exact(Quantity.FIM_BOTTOM, box.bottom)
    yield exact(Quantity.FIM_BAR_WIDTH, mark.bars[0].width)
    yield exact(Quantity.FIM_BAR_HEIGHT, mark.bars[0].height)
    yield exact(Quantity.FIM_PITCH, _pitch(mark))
    yield exact(Quantity.FIM_SLANT, 0.0)
    yield exact(Quantity.FIM_PRD, _NOMINAL_PRD[layout.job.order.ink])


def _symbol(layout: Layout) -> Iterator[Pair]:
    """Whether nothing else of the page stands on the symbol or in its quiet zone (604.4.8.2)."""
    symbol, choice = layout.indicium.symbol, layout.choice
    if symbol is None or choice is None:
        return
    zone = symbol.box.grown(quiet_zone(choice))
    placed, around = layout.indicium, layout.surroundings
    bars = [*(placed.fim.bars if placed.fim else ()), *around.boxes]
    others = [*(text.ink_box for text in placed.lettering), *(line.box for line in placed.lines), *bars]
    yield exact(Quantity.SCANNABLE, all(box.intrusion(zone) <= _SLACK for box in others))


def _pitch(mark: BarsMark) -> float:
    """Centre to centre of neighbouring positions: the whole row over its steps."""
    return (mark.bars[-1].left - mark.bars[0].left) / _FIM_STEPS


def _ink(layout: Layout) -> list[Box]:
    """Lettering, symbol and lines, each for itself, without FIM and quiet zone."""
    placed = layout.indicium
    boxes = [*(text.ink_box for text in placed.lettering), *(line.box for line in placed.lines)]
    return [placed.symbol.box, *boxes] if placed.symbol else boxes


def _of(texts: Sequence[Text], role: Role) -> list[Text]:
    return [text for text in texts if text.role is role]


def _deepest(boxes: Iterable[Box], zone: Box) -> float:
    return max(box.intrusion(zone) for box in boxes)


def _prominence(text: Text) -> float:
    return text.size_pt * (BOLD_WEIGHT if text.bold else 1.0)
