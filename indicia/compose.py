"""Composing: which words an indicium says, in which weight and least size. No place is decided here."""

import datetime as dt
from dataclasses import dataclass

from indicia.model.indicium import MailingDate
from indicia.model.meter import Meter
from indicia.model.order import Order
from indicia.spec import content, lettering
from indicia.spec.kinds import DateForm, Origin, Role
from indicia.units import dollars


@dataclass(frozen=True, slots=True)
class Element:
    """One run of words with one role."""

    role: Role
    """Which element of 604.4.8.5 it is."""
    string: str
    """The words."""
    bold: bool
    """604.4.8.6: class, endorsement, amount and US POSTAGE are bold."""
    least_pt: float
    """Smallest type size that 604.4.8.6 allows."""


@dataclass(frozen=True, slots=True)
class Composition:
    """The words of an indicium, in reading order."""

    units: tuple[tuple[Element, ...], ...]
    """Each unit stays on one line: elements of one unit are read together (city, state and ZIP)."""

    @property
    def elements(self) -> tuple[Element, ...]:
        """All elements in reading order."""
        return tuple(element for unit in self.units for element in unit)


def compose(order: Order, meter: Meter) -> Composition:
    """The words of an information-based indicium (DMM 604.4.8.5, 4.8.7b)."""
    asked = order.indicium
    units: list[tuple[Element, ...]] = [
        (_bold(Role.US_POSTAGE, content.US_POSTAGE, lettering.REQUIRED_MIN_PT),),
        (_bold(Role.AMOUNT, amount_words(asked.amount or 0), lettering.AMOUNT_MIN_PT),),
        (_bold(Role.MAIL_CLASS, content.MAIL_CLASSES[asked.mail_class], lettering.REQUIRED_MIN_PT),),
    ]
    if asked.presort is not None:
        units.append((_bold(Role.MAIL_CLASS, content.PRESORTS[asked.presort], lettering.REQUIRED_MIN_PT),))
    if asked.mailing_date is not None and asked.mailing_date.date is not None:
        units.append((_plain(Role.DATE, date_words(asked.mailing_date, asked.mailing_date.date)),))
    units.append(_origin(asked.origin, meter))
    units.append((_plain(Role.SERIAL, meter.printed_serial),))
    units.append((_plain(Role.PROVIDER, meter.provider),))
    if asked.endorsement is not None:
        units.append((_bold(Role.ENDORSEMENT, asked.endorsement, lettering.REQUIRED_MIN_PT),))
    return Composition(tuple(units))


def amount_words(amount_mills: int) -> str:
    """The amount as printed: dollars and cents, a third decimal only where there are mills."""
    exact = dollars(amount_mills)
    return f"${exact}" if amount_mills % 10 else f"${exact:.2f}"


def date_words(mailing_date: MailingDate, day: dt.date) -> str:
    """The date as printed (DMM 604.4.8.12): month in letters, so that no order of numbers can be mistaken."""
    year = f"{day.year:04d}"[-mailing_date.year_digits :]
    month = content.MONTHS[day.month - 1]
    if mailing_date.form is DateForm.MONTH_YEAR:
        return f"{month} {year}"
    return f"{month} {day.day:02d} {year}"


def _origin(origin: Origin, meter: Meter) -> tuple[Element, ...]:
    office = meter.licensing_post_office
    zip_code = _plain(Role.ZIP, office.zip)
    if origin is Origin.ZIP:
        return (zip_code,)
    return (_plain(Role.CITY_STATE, f"{office.city} {office.state}"), zip_code)


def _bold(role: Role, string: str, least_pt: float) -> Element:
    return Element(role, string, bold=True, least_pt=least_pt)


def _plain(role: Role, string: str) -> Element:
    return Element(role, string, bold=False, least_pt=lettering.REQUIRED_MIN_PT)
