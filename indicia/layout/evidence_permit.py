"""What the layout witnesses of a permit imprint (DMM 604.6.1.1, 6.3)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from indicia.geometry import Box, to_edges, union
from indicia.layout.evidence_content import said
from indicia.layout.layout import Layout
from indicia.layout.marks import Frame, Text
from indicia.layout.permit import boxed, imprint_area, imprint_ink
from indicia.model.address import is_complete_domestic
from indicia.rulebook.evidence import Measurement, Pair, Quantity
from indicia.spec import content, permit
from indicia.spec.kinds import MailClass, Origin, Purpose, Role
from indicia.spec.lettering import BOLD_WEIGHT

_ALLOWED = frozenset(
    {
        Role.MAIL_CLASS,
        Role.US_POSTAGE,
        Role.AMOUNT,
        Role.DATE,
        Role.OTHER,
        Role.ZIP,
        Role.CITY_STATE,
        Role.PERMIT_NUMBER,
        Role.COMPANY,
    }
)
"""What 604.6.3.6 to 6.3.9 require or allow; OTHER are the words before a ZIP Code."""
_ELSEWHERE = "elsewhere"
_SLACK = 1e-9
_FIRST_CLASS_WORDS = ("FIRST-CLASS", "PRIORITY")


def permit_evidence(layout: Layout) -> Iterator[Pair]:
    """The quantities of 604.6.1.1 and 6.3."""
    order = layout.job.order
    yield Quantity.MAIL_CLASS_NAME, Measurement(order.indicium.mail_class.value)
    yield Quantity.REPLY_PIECE, Measurement(order.indicium.purpose is Purpose.REPLY)
    yield Quantity.RETURN_ADDRESS, Measurement(is_complete_domestic(order.from_))
    yield from _place(layout)
    yield from _area(layout)
    yield from _words(layout)
    yield from _office(layout)


def _place(layout: Layout) -> Iterator[Pair]:
    job = layout.job
    box = imprint_ink(job, layout.indicium)
    corner, area, *_ = permit.PLACES
    x, y = box.center
    share = max((job.width - x) / (job.width / 2), y / (job.height / 2))
    in_corner = share <= permit.LABEL_CORNER_MAX_SHARE + _SLACK
    yield Quantity.ADDRESS_ANGLE, Measurement(0.0)
    yield Quantity.PERMIT_PLACE, Measurement((area if job.label else corner) if in_corner else _ELSEWHERE)
    if job.zones is not None:
        reserved = (job.zones.fim, job.zones.ocr, job.zones.barcode)
        yield Quantity.RESERVED_INTRUSION, Measurement(max(box.intrusion(zone) for zone in reserved))
    if job.label:
        yield Quantity.PERMIT_LABEL_SHARE, Measurement(share)
    gaps = [*to_edges(box, job.width, job.height), *(_gap(box, other) for other in layout.surroundings.boxes)]
    yield Quantity.PERMIT_CLEAR, Measurement(min(gaps))


def _area(layout: Layout) -> Iterator[Pair]:
    job, placed = layout.job, layout.indicium
    ink, others = imprint_ink(job, placed), layout.surroundings.boxes
    area = _clear(imprint_area(job, placed), others)
    foreign = [text for text in placed.lettering if text.role not in _ALLOWED]
    inside = [other for other in others if ink.intrusion(other) > 0]
    yield Quantity.PERMIT_BOX, Measurement(any(isinstance(line, Frame) for line in placed.lines))
    yield Quantity.PERMIT_AREA_WIDTH, Measurement(area.width)
    yield Quantity.PERMIT_AREA_HEIGHT, Measurement(area.height)
    yield Quantity.PERMIT_AREA_LEFT, Measurement(job.width - area.left)
    yield Quantity.PERMIT_AREA_BELOW, Measurement(area.bottom)
    yield Quantity.PERMIT_OTHER, Measurement(len(foreign) + len(inside))
    beyond = [other for other in others if _above_or_right(other, ink)]
    yield Quantity.PERMIT_ABOVE_RIGHT, Measurement(len(beyond))
    yield Quantity.PERMIT_PT, Measurement(min(text.size_pt for text in placed.lettering))
    if not boxed(job) and placed.lines:
        # Without the box, lines are decoration (604.6.3.11f).
        decoration = union(line.box for line in placed.lines)
        yield Quantity.DECORATION_LEFT, Measurement(job.width - decoration.left)
        yield Quantity.DECORATION_BELOW, Measurement(decoration.bottom)


def _words(layout: Layout) -> Iterator[Pair]:
    asked = layout.job.order.indicium
    lettering = layout.indicium.lettering
    classes, paid = said(lettering, Role.MAIL_CLASS), said(lettering, Role.US_POSTAGE)
    yield Quantity.PERMIT_CLASS, Measurement(permit.CLASSES[asked.mail_class] in classes)
    yield Quantity.PERMIT_CLASS_WORDS, Measurement(any(word in classes for word in _FIRST_CLASS_WORDS))
    yield Quantity.PERMIT_PAID, Measurement(permit.PAID in paid)
    yield Quantity.PERMIT_FEES, Measurement(permit.FEES_PAID in paid)
    yield Quantity.PERMIT_DATE, Measurement(any(text.role is Role.DATE for text in lettering))
    if asked.mail_class in {MailClass.STANDARD, MailClass.NONPROFIT}:
        yield Quantity.PERMIT_PROMINENCE, Measurement(_standard_prominence(lettering))


def _office(layout: Layout) -> Iterator[Pair]:
    asked = layout.job.order.indicium
    lettering = layout.indicium.lettering
    if asked.company is not None:
        yield Quantity.COMPANY_NAME, Measurement(said(lettering, Role.COMPANY) == asked.company)
        if asked.records_zip is not None:
            yield Quantity.RECORDS_ZIP, Measurement(said(lettering, Role.ZIP) == asked.records_zip)
    if asked.post_office is not None:
        office = asked.post_office
        if asked.origin is Origin.ZIP:
            words = f"{said(lettering, Role.OTHER)} {said(lettering, Role.ZIP)}"
            yield Quantity.PERMIT_ORIGIN, Measurement(words == f"{content.MAILED_FROM} {office.zip}")
        else:
            place = said(lettering, Role.CITY_STATE)
            yield Quantity.PERMIT_ORIGIN, Measurement(place == f"{office.city} {office.state}")
        number = said(lettering, Role.PERMIT_NUMBER)
        yield Quantity.PERMIT_NUMBER, Measurement(number == f"{permit.PERMIT_NO} {asked.permit_number}")


def _standard_prominence(lettering: Iterable[Text]) -> float:
    """Prominence of the Standard Mail words over the next; 0 without them (604.6.3.5a)."""
    leading = [_prominence(text) for text in lettering if text.string in permit.STANDARD_WORDS]
    others = [_prominence(text) for text in lettering if text.string not in permit.STANDARD_WORDS]
    return min(leading) / max(others) if leading else 0.0


def _prominence(text: Text) -> float:
    return text.size_pt * (BOLD_WEIGHT if text.bold else 1.0)


def _gap(one: Box, other: Box) -> float:
    """White between two boxes along the axis on which they are farther apart; negative where they overlap."""
    return -min(one.overlap(other))


def _clear(area: Box, others: Iterable[Box]) -> Box:
    """What of the area remains clear: cut back from each piece of other matter on the side that costs least."""
    for other in others:
        if area.intrusion(other) > 0:
            cuts = (
                (other.right - area.left, replace(area, left=min(other.right, area.right))),
                (area.right - other.left, replace(area, right=max(other.left, area.left))),
                (other.bottom - area.top, replace(area, top=min(other.bottom, area.bottom))),
                (area.bottom - other.top, replace(area, bottom=max(other.top, area.top))),
            )
            area = min(cuts, key=lambda cut: cut[0])[1]
    return area


def _above_or_right(other: Box, ink: Box) -> bool:
    """Whether matter reaches into the corner above and right of the lower left corner of the permit information."""
    return other.right > ink.left and other.top < ink.bottom
