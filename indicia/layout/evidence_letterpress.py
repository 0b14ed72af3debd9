"""What the layout witnesses of die, ad plate, other matter, ink and facing (DMM 604.4.8.4a, 4.8.5b, 4.8.7 to 4.8.9)."""

from collections.abc import Iterable, Iterator

from indicia.compose.ad_plate import names_mailer
from indicia.geometry import Box, union
from indicia.layout.layout import Layout
from indicia.layout.marks import Frame, Text
from indicia.layout.placed import Plate
from indicia.model.indicium import METERED, AdPlate
from indicia.model.order import Order
from indicia.rulebook.evidence import Pair, Quantity, exact
from indicia.spec import content, letterpress
from indicia.spec.kinds import Facing, Ink, Origin, PlateKind, Purpose, Role, Technology
from indicia.units import inches

_SLACK = 1e-9
_ELSEWHERE = frozenset({Purpose.REDATE, Purpose.POSTAGE_CORRECTION})


def letterpress_evidence(layout: Layout) -> Iterator[Pair]:
    """The quantities of 604.4.8.4a, 4.8.5b and 4.8.7 to 4.8.9 that a metered layout can witness."""
    order = layout.job.order
    asked = order.indicium
    if asked.technology not in METERED:
        return
    yield from _order(order)
    yield from _other_matter(layout)
    if asked.technology is not Technology.LETTERPRESS:
        return
    yield from _die(layout)
    plate = layout.indicium.plate
    if plate is None or asked.ad_plate is None:
        return
    if PlateKind(asked.ad_plate.kind) is PlateKind.POSTAL_MARKING:
        yield from _marking(plate, cap_height=layout.job.face.cap_height(bold=True))
    else:
        yield exact(Quantity.PLATE_MAILER, _is_marked(plate, asked.ad_plate))


def _order(order: Order) -> Iterator[Pair]:
    """What the order itself decides."""
    asked = order.indicium
    yield exact(Quantity.TECHNOLOGY, asked.technology.value)
    if asked.origin is Origin.CITY_STATE:
        yield exact(Quantity.CITY_STATE_APPROVED, content.CITY_STATE_APPROVAL in order.approvals)
    if asked.endorsement is not None:
        yield exact(Quantity.ENDORSEMENT, asked.endorsement)
    plated = asked.ad_plate is not None and asked.technology is not Technology.LETTERPRESS
    yield exact(Quantity.INDICIUM_ADVERTISING, plated)
    fluorescent = order.ink is Ink.FLUORESCENT_RED
    yield exact(Quantity.INK_FLUORESCENT, fluorescent)
    yield exact(Quantity.COLOUR_APPROVED, content.COLOURED_INK_APPROVAL in order.approvals)
    if order.facing is Facing.FLUORESCENT_INK and not fluorescent:
        yield exact(Quantity.FACING_METHOD, Facing.NONE.value, f"{order.ink} ink does not fluoresce")
    else:
        yield exact(Quantity.FACING_METHOD, order.facing.value)


def _other_matter(layout: Layout) -> Iterator[Pair]:
    """Ad plate and return address against the zones and against the boundary of the indicium."""
    plate = layout.indicium.plate
    senders = [text for text in layout.surroundings.addresses if text.role is Role.RETURN_ADDRESS]
    boxes = [text.ink_box for text in (*(plate.lettering if plate else ()), *senders)]
    zones = layout.job.zones
    if zones is not None and boxes:
        yield exact(Quantity.PRINTED_FIM_ZONE, _deepest(boxes, zones.fim))
        yield exact(Quantity.PRINTED_BARCODE_ZONE, _deepest(boxes, zones.barcode))
        yield exact(Quantity.PRINTED_OCR_ZONE, _deepest(boxes, zones.ocr))
    asked = layout.job.order.indicium
    if asked.technology is Technology.LETTERPRESS or asked.purpose in _ELSEWHERE:
        return
    # The boundary reaches to the right and the top edge (604.4.8.4b).
    own = layout.indicium.boundary
    boundary = Box(own.left, 0.0, layout.job.width, own.bottom)
    inside = [box for box in layout.surroundings.boxes if box.intrusion(boundary) > 0]
    yield exact(Quantity.FOREIGN_INSIDE, len(inside))
    beyond = [box for box in boxes if box.intrusion(boundary) == 0]
    if beyond:
        gaps = [max(boundary.left - box.right, box.top - boundary.bottom) for box in beyond]
        yield exact(Quantity.OTHER_CLEAR, min(gaps))


def _die(layout: Layout) -> Iterator[Pair]:
    frame = next((line for line in layout.indicium.lines if isinstance(line, Frame)), None)
    if frame is not None:
        inside = frame.box.grown(-frame.line)
        overrun = max(text.ink_box.overrun(inside) for text in layout.indicium.lettering)
        yield exact(Quantity.DIE_OVERRUN, overrun)


def _marking(plate: Plate, *, cap_height: float) -> Iterator[Pair]:
    """A postal marking in the plate; `cap_height` in ems."""
    texts = plate.lettering
    foreign = [text for text in texts if not set(text.string.upper().split()) <= letterpress.MARKING_WORDS]
    share = min(_size_share(text, cap_height) for text in texts)
    extent = union(text.ink_box for text in texts)
    yield exact(Quantity.PLATE_OTHER_MATTER, len(foreign), ", ".join(text.string for text in foreign))
    yield exact(Quantity.PLATE_SIZE_SHARE, share)
    yield exact(Quantity.PLATE_BOLD, all(text.bold for text in texts))
    yield exact(Quantity.PLATE_CAPITALS, all(text.string == text.string.upper() for text in texts))
    yield exact(Quantity.PLATE_FILL, max(extent.width / plate.box.width, extent.height / plate.box.height))
    least = content.PLATE_MIN_SHARE / share
    holds = extent.width * least <= plate.box.width + _SLACK and extent.height * least <= plate.box.height + _SLACK
    yield exact(Quantity.PLATE_HOLDS, holds)


def _size_share(text: Text, cap_height: float) -> float:
    """Of type size and letter height the one that comes nearer to what 604.4.8.7a asks."""
    height = inches(text.size_pt) * cap_height
    return max(text.size_pt / content.PLATE_MIN_PT, height / content.PLATE_LETTER_HEIGHT)


def _is_marked(plate: Plate, asked: AdPlate) -> bool:
    return names_mailer(tuple(text.string for text in plate.lettering), asked.mailer)


def _deepest(boxes: Iterable[Box], zone: Box) -> float:
    return max(box.intrusion(zone) for box in boxes)
