"""Permit imprints and mailer's precancel postmarks (DMM 604.3.4, 604.6.3)."""

from collections.abc import Iterable

from indicia.rulebook.evidence import Measurement, Quantity
from indicia.spec import content, permit, precancel
from indicia.spec.kinds import MailClass, Role, Shape, Technology
from indicia.spec.lettering import BOLD_WEIGHT
from indicia.spec.placement import ZONED_SHAPES
from indicia.units import inches
from verify.evidence.case import Case
from verify.evidence.content import present
from verify.evidence.facts import NO, UNREAD, YES, Facts, measured, unknown
from verify.seen import IndiciumSeen, MailpieceSeen
from verify.understand.elements import Element, of_role, said
from verify.zones import zone_boxes

_ELSEWHERE = "elsewhere"
_STANDARD = frozenset({MailClass.STANDARD, MailClass.NONPROFIT})
_FIRST_CLASS_WORDS = ("FIRST-CLASS", "PRIORITY")
_TOO_LOW = 0.716 * inches(permit.MIN_PT)
"""Inches: a line of Arial's capitals, 0.716 em high, that is lower is set in smaller type than an imprint may be."""
_A_WORD = 0.1
"""Inches: lower ink that is narrower may be a point or a hyphen."""
_FOREIGN = frozenset({Role.OTHER, Role.PROVIDER, Role.SERIAL, Role.AD_PLATE, Role.USPS})


def unmetered_evidence(case: Case) -> Facts:
    """What the words and the place of a permit imprint or a postmark tell; nothing for other marks."""
    match case.one.kind:
        case Technology.PERMIT:
            return _imprint(case) | _imprint_words(case) | _imprint_place(case)
        case Technology.PRECANCEL:
            return _postmark(case)
        case _:
            return {}


def permit_class(case: Case) -> MailClass | None:
    """The class that a permit imprint or postmark names; the words of Standard Mail go before all others."""
    words = f" {said(case.one.elements, Role.MAIL_CLASS)} "
    if " NONPROFIT " in words:
        return MailClass.NONPROFIT
    if any(f" {short} " in words for short in ("STD", "STANDARD")):
        return MailClass.STANDARD
    named = [kind for kind, name in permit.CLASSES.items() if f" {_key(name)} " in words]
    return named[0] if len(named) == 1 else None


def is_company(case: Case) -> bool:
    """Whether a permit imprint shows a company's name in the place of office and permit number (604.6.3.9)."""
    return bool(of_role(case.one.elements, Role.COMPANY))


def expedited(case: Case) -> bool:
    """Whether an imprint of Standard Mail speaks of expedited handling (604.6.3.5)."""
    words = " ".join(element.string.upper() for element in case.one.elements).split()
    return permit_class(case) in _STANDARD and bool(set(words) & set(permit.EXPEDITED_WORDS))


def _key(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.endswith(" MAIL") else name


def _imprint(case: Case) -> Facts:
    found = case.one.elements
    foreign = [e for e in of_role(found, *_FOREIGN) if e.sure and e.meant not in _BEFORE_ZIP]
    facts = {
        Quantity.PERMIT_CONTRAST: Measurement(min(element.run.contrast for element in found)),
        Quantity.PERMIT_PT: _smallest(case),
        Quantity.PERMIT_OTHER: Measurement(len(foreign), attributed=False),
        Quantity.PERMIT_BOX: Measurement(case.one.framed),
    }
    named = permit_class(case)
    return facts if named is None else facts | {Quantity.MAIL_CLASS_NAME: Measurement(named.value)}


def _smallest(case: Case) -> Measurement:
    """The least type size; a question where a line was not read that may be smaller than it must."""
    found = case.one.elements
    least = min((element.run.size_pt for element in found), key=lambda size: size.value)
    parts = case.one.mark.parts if case.one.mark is not None else ()
    unread = [part for part in parts if not any(min(part.overlap(element.run.box)) > 0 for element in found)]
    if any(part.height < _TOO_LOW and part.width > _A_WORD for part in unread):
        return unknown(UNREAD)
    return measured(least)


_BEFORE_ZIP = frozenset(
    {content.MAILED_FROM, *(part.strip() for part in content.MAILED_FROM.split("ZIP")), permit.ZIP_CODE}
)


def _imprint_words(case: Case) -> Facts:
    found = case.one.elements
    classes, paid = said(found, Role.MAIL_CLASS), said(found, Role.US_POSTAGE)
    facts = {
        Quantity.PERMIT_CLASS: _there(case, bool(classes)),
        Quantity.PERMIT_CLASS_WORDS: Measurement(any(word in classes for word in _FIRST_CLASS_WORDS)),
        Quantity.PERMIT_PAID: _there(case, permit.PAID in paid),
        Quantity.PERMIT_FEES: _there(case, permit.FEES_PAID in paid),
        Quantity.PERMIT_ORIGIN: _there(case, bool(of_role(found, Role.CITY_STATE)) or _mailed_from(found)),
        Quantity.PERMIT_NUMBER: present(case, Role.PERMIT_NUMBER),
        Quantity.PERMIT_DATE: Measurement(bool(of_role(found, Role.DATE))),
    }
    if permit_class(case) in _STANDARD:
        facts[Quantity.PERMIT_PROMINENCE] = _standard_prominence(found)
    return facts


def _there(case: Case, found: bool) -> Measurement:
    if found:
        return YES
    return NO if case.complete else unknown(UNREAD)


def _mailed_from(found: Iterable[Element]) -> bool:
    """Whether MAILED FROM ZIP CODE stands with a ZIP Code."""
    found = list(found)
    words = [element.meant for element in found if element.role is Role.OTHER and element.meant in _BEFORE_ZIP]
    return " ".join(words) == content.MAILED_FROM and bool(of_role(found, Role.ZIP))


def _standard_prominence(found: Iterable[Element]) -> Measurement:
    """Of the words of Standard Mail over the next, type size times weight; 0 without them (604.6.3.5a)."""
    found = list(found)
    if any(element.run.bold is None for element in found):
        return unknown("too few strokes to tell the weight")
    leading = [_prominence(element) for element in found if element.meant in permit.STANDARD_WORDS]
    others = [_prominence(element) for element in found if element.meant not in permit.STANDARD_WORDS]
    if not leading or not others:
        return Measurement(0.0)
    ratio = min(leading) / max(others)
    spread = max(element.run.size_pt.uncertainty / element.run.size_pt.value for element in found)
    return Measurement(ratio, 2 * spread * ratio)


def _prominence(element: Element) -> float:
    return element.run.size_pt.value * (BOLD_WEIGHT if element.run.bold else 1.0)


def _imprint_place(case: Case) -> Facts:
    piece, mark = case.seen.mailpiece, case.one.mark
    if piece is None or mark is None:
        return {}
    width, height = piece.width.value, piece.height.value
    x, y = mark.box.center
    share = max((width - x) / (width / 2), y / (height / 2))
    label = piece.shape is Shape.PARCEL
    slack = mark.uncertainty + piece.edge_uncertainty
    in_corner = share <= permit.LABEL_CORNER_MAX_SHARE + slack
    corner, area, *_ = permit.PLACES
    facts = {
        Quantity.PERMIT_PLACE: Measurement((area if label else corner) if in_corner else _ELSEWHERE),
        Quantity.PERMIT_LABEL_SHARE: Measurement(share, slack / (min(width, height) / 2)),
        Quantity.PERMIT_AREA_LEFT: Measurement(width - mark.box.left, slack),
        Quantity.PERMIT_AREA_BELOW: Measurement(mark.box.bottom, slack),
        Quantity.PERMIT_CLEAR: Measurement(_clear(piece, mark), slack, attributed=False),
    }
    if piece.shape in ZONED_SHAPES:
        depth = max(min(mark.box.overlap(zone)) for zone in zone_boxes(width, height).values())
        facts[Quantity.RESERVED_INTRUSION] = Measurement(depth, slack)
    own = {element.run.box for element in case.one.elements}
    beyond = [t for t in case.seen.texts if t.box not in own and _above_or_right(t.box.right, t.box.top, mark)]
    facts[Quantity.PERMIT_ABOVE_RIGHT] = Measurement(len(beyond) + _above(case.one.elements))
    return facts


def _above(found: Iterable[Element]) -> int:
    """Lines over the imprint's own words that are none of them, however near they stand."""
    found = list(found)
    own = [e.box.top for e in found if e.role not in _FOREIGN or e.meant in _BEFORE_ZIP]
    return sum(e.role in _FOREIGN and e.sure and e.box.bottom <= min(own) for e in found) if own else 0


def _clear(piece: MailpieceSeen, mark: IndiciumSeen) -> float:
    """White around the imprint: to the edges above and right of it, to other matter left of and below it."""
    edges = (mark.box.top, piece.width.value - mark.box.right)
    return min(*edges, mark.clear_left.value, mark.clear_below.value)


def _above_or_right(right: float, top: float, mark: IndiciumSeen) -> bool:
    """Whether matter reaches into the corner above and right of the lower left corner of the permit information."""
    return right > mark.box.left and top < mark.box.bottom


def _postmark(case: Case) -> Facts:
    found = case.one.elements
    # The overprint stands on the stamp, not in the postmark.
    roles = [element.role for element in found if element.role is not Role.OVERPRINT]
    follows = Role.PERMIT_NUMBER in roles and roles[roles.index(Role.PERMIT_NUMBER) - 1] is Role.POSTMARK
    place = bool(of_role(found, Role.CITY_STATE)) and bool(of_role(found, Role.ZIP))
    foreign = [e for e in of_role(found, *_FOREIGN) if e.sure and e.meant not in _BEFORE_ZIP]
    printed = case.printed_date
    facts = {
        Quantity.POSTMARK_WORDS: Measurement(said(found, Role.POSTMARK) == precancel.WORDS),
        Quantity.POSTMARK_PERMIT: _there(case, follows),
        Quantity.POSTMARK_ORIGIN: _there(case, place or _mailed_from(found)),
        Quantity.POSTMARK_OTHER: Measurement(len(foreign), attributed=False),
    }
    named = permit_class(case)
    if named is not None:
        facts[Quantity.MAIL_CLASS_NAME] = Measurement(named.value)
    if printed is not None:
        facts[Quantity.DATE_FORM] = Measurement(printed.form.value)
        facts[Quantity.DATE_REAL] = Measurement(printed.real is not None)
    elif case.complete:
        facts[Quantity.DATE_FORM] = Measurement("none")
    return facts
