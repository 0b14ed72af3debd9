"""Where on the piece a finding is: the boxes that a picture of it shows."""

from collections.abc import Callable, Mapping

from indicia.geometry import Box
from indicia.rulebook.evidence import Quantity
from indicia.spec.kinds import Role
from verify.answer import Answer, CheckedIndicium, PageFinding
from verify.understand.elements import Element
from verify.zones import Zone, zone_boxes

Q = Quantity
_REQUIRED = frozenset(
    {
        Role.US_POSTAGE,
        Role.MAIL_CLASS,
        Role.DATE,
        Role.ZIP,
        Role.CITY_STATE,
        Role.SERIAL,
        Role.PROVIDER,
    }
)
ROLES: Mapping[Quantity, frozenset[Role]] = {
    Q.AMOUNT_PT: frozenset({Role.AMOUNT}),
    Q.AMOUNT_BOLD: frozenset({Role.AMOUNT}),
    Q.AMOUNT: frozenset({Role.AMOUNT}),
    Q.POSTAGE: frozenset({Role.AMOUNT}),
    Q.MATCH_AMOUNT: frozenset({Role.AMOUNT}),
    Q.REDATE_VALUE: frozenset({Role.AMOUNT}),
    Q.ZERO_VALUE_SHOWN: frozenset({Role.AMOUNT}),
    Q.USPS_PT: frozenset({Role.USPS}),
    Q.USPS_WORD: frozenset({Role.USPS}),
    Q.OTHER_PT: _REQUIRED,
    Q.PERMIT_PT: _REQUIRED | {Role.PERMIT_NUMBER, Role.COMPANY},
    Q.CLASS_BOLD: frozenset({Role.MAIL_CLASS, Role.ENDORSEMENT}),
    Q.CLASS_CAPITALS: frozenset({Role.MAIL_CLASS, Role.ENDORSEMENT}),
    Q.MAIL_CLASS: frozenset({Role.MAIL_CLASS}),
    Q.MAIL_CLASS_NAME: frozenset({Role.MAIL_CLASS}),
    Q.PRESORT: frozenset({Role.MAIL_CLASS}),
    Q.US_POSTAGE: frozenset({Role.US_POSTAGE}),
    Q.US_POSTAGE_BOLD: frozenset({Role.US_POSTAGE}),
    Q.US_POSTAGE_CAPITALS: frozenset({Role.US_POSTAGE}),
    Q.PROMINENCE: frozenset({Role.US_POSTAGE}),
    Q.SPECIAL_PT: frozenset({Role.SPECIAL}),
    Q.SPECIAL_BOLD: frozenset({Role.SPECIAL}),
    Q.SPECIAL_CAPITALS: frozenset({Role.SPECIAL}),
    Q.DATE: frozenset({Role.DATE}),
    Q.DATE_FORM: frozenset({Role.DATE}),
    Q.DATE_REAL: frozenset({Role.DATE}),
    Q.YEAR_DIGITS: frozenset({Role.DATE}),
    Q.PERIOD: frozenset({Role.DATE}),
    Q.MATCH_DATE: frozenset({Role.DATE}),
    Q.DEPOSIT_DAY_SHOWN: frozenset({Role.DATE}),
    Q.REPLY_DATE: frozenset({Role.DATE}),
    Q.PERMIT_DATE: frozenset({Role.DATE}),
    Q.LICENSING_ZIP: frozenset({Role.ZIP}),
    Q.MAILED_FROM_WORDS: frozenset({Role.ZIP}),
    Q.MATCH_ZIP: frozenset({Role.ZIP}),
    Q.CITY_STATE: frozenset({Role.CITY_STATE}),
    Q.MILITARY_FORM: frozenset({Role.CITY_STATE}),
    Q.SHIP_FORM: frozenset({Role.CITY_STATE}),
    Q.SERIAL: frozenset({Role.SERIAL}),
    Q.MATCH_SERIAL: frozenset({Role.SERIAL}),
    Q.PROVIDER: frozenset({Role.PROVIDER}),
    Q.PERMIT_NUMBER: frozenset({Role.PERMIT_NUMBER}),
    Q.COMPANY_NAME: frozenset({Role.COMPANY}),
}
"""Whose lettering a quantity is about."""
_SIZES = frozenset({Q.AMOUNT_PT, Q.USPS_PT, Q.OTHER_PT, Q.SPECIAL_PT, Q.PERMIT_PT})
"""Type sizes: of several elements only those are meant that break the limit."""
_ZONES = {
    Q.FIM_ZONE_INTRUSION: Zone.FIM,
    Q.PRINTED_FIM_ZONE: Zone.FIM,
    Q.BARCODE_ZONE_INTRUSION: Zone.BARCODE,
    Q.PRINTED_BARCODE_ZONE: Zone.BARCODE,
    Q.OCR_ZONE_INTRUSION: Zone.OCR,
    Q.PRINTED_OCR_ZONE: Zone.OCR,
}
_OF_SYMBOL = frozenset(
    {
        Q.SCANNABLE,
        Q.SYMBOL,
        Q.SYMBOL_GRADE,
        Q.PAYLOAD,
        Q.SIGNATURE,
        Q.ALGORITHM,
        Q.CERTIFICATE,
        Q.CERTIFICATE_BEGUN,
        Q.CERTIFICATE_CURRENT,
        Q.CERTIFICATE_REVOKED,
        Q.DUPLICATE,
        Q.DUPLICATE_CONFLICT,
        Q.REFUNDED,
        Q.IMI_DATE,
        Q.PRD_RED,
        Q.PRD_GREEN,
        Q.BACKGROUND_RED,
        Q.BACKGROUND_GREEN,
        Q.REDATE_SYMBOL,
    }
)
_OF_PAGE = frozenset(
    {
        Q.ADDRESS_ANGLE,
        Q.ADDRESS_OUTSIDE_OCR,
        Q.UPPER_RIGHT_SHARE,
        Q.SIDE,
        Q.SPECIAL_PLACE,
        Q.MIRRORED,
        Q.INDICIUM,
        Q.ADDRESS_SIDE_OTHER,
        Q.BOTTOM_EDGE,
        Q.LEGEND_ABOVE,
        Q.ADDRESSED_TO_LICENSEE,
    }
)


def places(answer: Answer, one: PageFinding) -> tuple[Box, ...]:
    """The boxes on the piece that a finding is about, inches; none when it is about all of it.

    Args:
        answer: Of the page; it has a scale.
        one: One of its findings.
    """
    quantity = one.finding.quantity
    piece, seen = answer.seen.mailpiece, answer.seen
    if piece is None or quantity in _OF_PAGE:
        return ()
    if quantity.name.startswith("FIM_") and quantity not in _ZONES:
        return () if seen.fim is None else (seen.fim.box,)
    if quantity is Q.MATCH_DESTINATION:
        return tuple(bars.box for bars in seen.barcodes)
    mark = _indicium(answer, one)
    return () if mark is None or mark.mark is None else _of_mark(answer, one, mark, mark.mark.box)


def _of_mark(answer: Answer, one: PageFinding, mark: CheckedIndicium, box: Box) -> tuple[Box, ...]:
    """What a finding about an indicium is about: its symbol, some of its lettering, a zone that it enters, or all."""
    quantity, piece = one.finding.quantity, answer.seen.mailpiece
    if quantity in _ZONES and piece is not None:
        zone = zone_boxes(piece.width.value, piece.height.value)[_ZONES[quantity]]
        parts = mark.mark.parts if mark.mark is not None else (box,)
        return max(parts, key=lambda part: min(part.overlap(zone))), zone
    if quantity in _OF_SYMBOL and mark.symbol is not None:
        return (mark.symbol.box,)
    lettering = tuple(element.box for element in elements_of(answer, one))
    return lettering or (box,)


def elements_of(answer: Answer, one: PageFinding) -> tuple[Element, ...]:
    """The lettering that a finding is about; empty when it is about no lettering, or about some that is missing."""
    quantity, mark = one.finding.quantity, _indicium(answer, one)
    if mark is None:
        return ()
    meant: Callable[[Element], bool] = {
        Q.CHARACTER_CONFIDENCE: _least_sure(mark),
        Q.FACE: lambda element: element.run.arial is False,
    }.get(quantity, lambda element: element.role in ROLES.get(quantity, frozenset()))
    found = tuple(element for element in mark.text if meant(element))
    size = one.finding.measurement.value
    if quantity in _SIZES and isinstance(size, float):
        # The finding tells the worst; what is as small or smaller is meant.
        found = tuple(element for element in found if abs(element.run.size_pt.value - size) < 0.05)
    return found


def _least_sure(mark: CheckedIndicium) -> Callable[[Element], bool]:
    least = min((element.confidence for element in mark.text), default=0.0)
    return lambda element: element.confidence <= least


def _indicium(answer: Answer, one: PageFinding) -> CheckedIndicium | None:
    return None if one.indicium is None else answer.indicia[one.indicium]
