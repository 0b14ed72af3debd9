"""What the layout witnesses of an indicium's words: content and dates (DMM 604.4.2.1, 4.7.1, 4.8.5, 4.8.12)."""

import datetime as dt
from collections.abc import Iterable, Iterator

from indicia.layout.layout import Layout
from indicia.layout.marks import Text
from indicia.model.meter import Meter
from indicia.model.order import Order
from indicia.rulebook.evidence import Pair, Quantity, exact
from indicia.spec import content
from indicia.spec.kinds import DateForm, Origin, Role

_IDENTITY = ("manufacturer", "model", "serial", "licensing_post_office", "location")
"""Fields of a device that an order must name as they are (604.4.2.1)."""


def content_evidence(layout: Layout) -> Iterator[Pair]:
    """The quantities of 604.4.8.5, each word held against the order's and the device's."""
    asked, meter = layout.job.order.indicium, layout.job.meter
    lettering = layout.indicium.lettering
    present = {text.role for text in lettering}
    yield exact(Quantity.POSTAGE, asked.amount or 0)
    yield exact(Quantity.PRESORTED, asked.presort is not None)
    if meter is not None:
        yield from _device(layout, meter)
    if asked.mailing_date is not None and asked.mailing_date.form is not DateForm.NONE:
        yield exact(Quantity.DATE, Role.DATE in present)
    yield exact(Quantity.US_POSTAGE, any(text.string.upper() == content.US_POSTAGE for text in lettering))
    yield exact(Quantity.AMOUNT, Role.AMOUNT in present)
    classes = said(lettering, Role.MAIL_CLASS).upper()
    yield exact(Quantity.MAIL_CLASS, content.MAIL_CLASSES[asked.mail_class] in classes)
    if asked.presort is not None:
        yield exact(Quantity.PRESORT, content.PRESORTS[asked.presort] in classes)
    yield exact(Quantity.SYMBOL, layout.indicium.symbol is not None)
    yield exact(Quantity.USPS_WORD, any(content.USPS in text.string.split() for text in lettering))
    yield exact(Quantity.MAILED_FROM_WORDS, said(lettering, Role.OTHER))


def date_evidence(layout: Layout) -> Iterator[Pair]:
    """The quantities of 604.4.8.12: the form that was ordered, the day and the year that are printed."""
    order = layout.job.order
    date = order.indicium.mailing_date
    if date is None:
        return
    yield exact(Quantity.DATE_FORM, date.form.value)
    yield exact(Quantity.MAIL_CLASS_NAME, order.indicium.mail_class.value)
    printed = said(layout.indicium.lettering, Role.DATE).split()
    if date.form is not DateForm.NONE and printed:
        yield exact(Quantity.YEAR_DIGITS, len(printed[-1]))
        if date.form is DateForm.COMPLETE:
            yield exact(Quantity.DATE_REAL, _is_real(printed))


def said(lettering: Iterable[Text], role: Role) -> str:
    """Everything that is said in a role, its lines joined."""
    return " ".join(text.string for text in lettering if text.role is role)


def _device(layout: Layout, meter: Meter) -> Iterator[Pair]:
    """What identifies the device that pays; aboard ship the name and ZIP+4 stand for the office (604.4.9.3)."""
    order, lettering = layout.job.order, layout.indicium.lettering
    office = meter.licensing_post_office
    place = meter.ship.name if meter.ship is not None else f"{office.city} {office.state}"
    zip_code = meter.ship.zip4 if meter.ship is not None else office.zip
    digits = len(office.zip)
    yield exact(Quantity.LICENSING_ZIP, said(lettering, Role.ZIP)[:digits] == zip_code[:digits])
    if order.indicium.origin is not Origin.ZIP:
        yield exact(Quantity.CITY_STATE, said(lettering, Role.CITY_STATE) == place)
    yield exact(Quantity.SERIAL, said(lettering, Role.SERIAL) == meter.printed_serial)
    yield exact(Quantity.PROVIDER, said(lettering, Role.PROVIDER) == meter.provider)
    yield exact(Quantity.DEVICE_DIFFERENCES, _differences(order, meter))


def _differences(order: Order, meter: Meter) -> int:
    named = order.meter
    return 0 if named is None else sum(getattr(named, key) != getattr(meter, key) for key in _IDENTITY)


def _is_real(printed: list[str]) -> bool:
    """Whether month, day and year as printed are a day in the calendar."""
    if len(printed) != 3 or printed[0] not in content.MONTHS:
        return False
    try:
        # Of a year of two digits the century does not matter: all that it could be are leap years alike.
        year = int(printed[2])
        dt.date(year + 2000 if year < 100 else year, content.MONTHS.index(printed[0]) + 1, int(printed[1]))
    except ValueError:
        return False
    return True
