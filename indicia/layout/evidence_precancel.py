"""What the layout witnesses of a mailer's precancel postmark (DMM 604.3.1, 3.4, 3.6)."""

import datetime as dt
from collections.abc import Iterator

from indicia.geometry import Box
from indicia.layout.evidence_content import said
from indicia.layout.layout import Layout
from indicia.layout.marks import Rule, Text
from indicia.layout.precancel import stamp_box
from indicia.model.address import is_complete_domestic
from indicia.model.order import Order
from indicia.rulebook.evidence import Evidence, Measurement, Pair, Quantity
from indicia.spec import content, permit, precancel
from indicia.spec.kinds import DateForm, Ink, Role, Shape

_ELEMENTS = frozenset(
    {
        Role.MAIL_CLASS,
        Role.DATE,
        Role.POSTMARK,
        Role.PERMIT_NUMBER,
        Role.OTHER,
        Role.ZIP,
        Role.CITY_STATE,
        Role.OVERPRINT,
    }
)
"""Elements of 604.3.4.6, the rate marking of 3.4.7, the overprint of 3.6; OTHER are the words before a ZIP Code."""
_OFFICE = frozenset({Role.OTHER, Role.ZIP, Role.CITY_STATE})
_SLACK = 1e-9


def precancel_evidence(layout: Layout) -> Iterator[Pair]:
    """The quantities of 604.3.1, 3.4 and 3.6."""
    order = layout.job.order
    asked = order.indicium
    date = asked.mailing_date
    yield Quantity.MAIL_CLASS_NAME, Measurement(asked.mail_class.value)
    yield Quantity.PRESORTED, Measurement(asked.presort is not None)
    yield Quantity.CONTAINER, Measurement(order.shape is Shape.PARCEL)
    yield Quantity.RETURN_ADDRESS, Measurement(is_complete_domestic(order.from_))
    yield Quantity.DATE_FORM, Measurement(date.form.value if date is not None else DateForm.NONE.value)
    yield Quantity.DATE_REAL, Measurement(value=True)
    yield Quantity.POSTMARK_INK, Measurement(order.ink.value)
    yield from _words(layout)
    yield from _lines(layout)


def overprint_period(order: Order, on: dt.date) -> Evidence:
    """Days of deposit before the overprint's month or after the tenth of the next (604.3.6); empty without one."""
    asked = order.indicium
    if asked.initials is None or asked.mailing_date is None or asked.mailing_date.date is None:
        return {}
    first = asked.mailing_date.date.replace(day=1)
    last = (first + dt.timedelta(days=31)).replace(day=precancel.HIGH_VALUE_LAST_DAY)
    outside = max((first - on).days, (on - last).days, 0)
    return {Quantity.OVERPRINT_PERIOD: Measurement(outside, note=f"good from {first} to {last}")}


def _words(layout: Layout) -> Iterator[Pair]:
    order = layout.job.order
    asked, office = order.indicium, order.indicium.post_office
    lettering = layout.indicium.lettering
    words = said(lettering, Role.POSTMARK)
    number = said(lettering, Role.PERMIT_NUMBER)
    following = _roles(lettering, Role.POSTMARK, Role.PERMIT_NUMBER)
    yield Quantity.POSTMARK_WORDS, Measurement(words == precancel.WORDS)
    yield (
        Quantity.POSTMARK_PERMIT,
        Measurement(following and number == f"{permit.PERMIT_NO} {asked.permit_number}"),
    )
    if office is not None:
        place, zip_code = said(lettering, Role.CITY_STATE), said(lettering, Role.ZIP)
        by_place = (place, zip_code) == (f"{office.city} {office.state}", office.zip)
        by_zip = f"{said(lettering, Role.OTHER)} {zip_code}" == f"{content.MAILED_FROM} {office.zip}"
        yield Quantity.POSTMARK_ORIGIN, Measurement(by_place or by_zip)
    foreign = [text for text in lettering if text.role not in _ELEMENTS]
    yield Quantity.POSTMARK_OTHER, Measurement(len(foreign))
    overprinted = any(text.role is Role.OVERPRINT for text in lettering)
    yield Quantity.OVERPRINT, Measurement(overprinted and order.ink is Ink.BLACK)


def _lines(layout: Layout) -> Iterator[Pair]:
    stamp = stamp_box(layout.job)
    rules = [line.box for line in layout.indicium.lines if isinstance(line, Rule)]
    lettering = layout.indicium.lettering
    crossing = [
        box
        for box in rules
        if box.left <= stamp.left + _SLACK
        and box.right >= stamp.right - _SLACK
        and stamp.top <= box.top
        and box.bottom <= stamp.bottom
    ]
    yield Quantity.POSTMARK_LINES, Measurement(len(crossing))
    sides = [stamp.top, *(side for box in sorted(crossing, key=_top) for side in (box.top, box.bottom)), stamp.bottom]
    yield (
        Quantity.POSTMARK_BAND,
        Measurement(max(below - above for above, below in zip(sides[::2], sides[1::2], strict=True))),
    )
    numbers = [text.ink_box for text in lettering if text.role is Role.PERMIT_NUMBER]
    over = [box for box in rules if any(box.intrusion(number) > 0 for number in numbers)]
    yield Quantity.PERMIT_NUMBER_LINES, Measurement(len(over))
    offices = [text.ink_box for text in lettering if text.role in _OFFICE]
    left = bool(offices) and all(box.right <= stamp.left for box in offices)
    yield Quantity.ORIGIN_ENDORSEMENT, Measurement(left)


def _top(box: Box) -> float:
    return box.top


def _roles(lettering: tuple[Text, ...], one: Role, other: Role) -> bool:
    """Whether the words of `other` follow those of `one` immediately."""
    roles = [text.role for text in lettering]
    return other in roles and roles[roles.index(other) - 1] is one
