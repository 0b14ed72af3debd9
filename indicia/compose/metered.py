"""Indicia of postage evidencing systems: what stands in all of them, and what special ones say (604.4.8.5, 4.9)."""

import datetime as dt

from indicia.compose.elements import Composition, Element, Unit, bold, plain, special
from indicia.model.indicium import MailingDate
from indicia.model.meter import Meter
from indicia.model.order import Order
from indicia.spec import content, lettering
from indicia.spec import special as special_spec
from indicia.spec.kinds import DateForm, Location, Origin, Purpose, Role, System, Technology
from indicia.units import dollars


def compose_metered(order: Order, meter: Meter) -> Composition:
    """The words of a letterpress, digital or information-based indicium."""
    asked = order.indicium
    if asked.ink_jet is not None:
        return Composition((_ink_jet_line(order, meter),))
    if asked.purpose is Purpose.REDATE and asked.system is System.PC_POSTAGE:
        return _pc_redate(order, meter)
    units: list[Unit] = []
    if asked.purpose is not Purpose.REDATE:
        units.append((bold(Role.US_POSTAGE, content.US_POSTAGE),))
    units.append((bold(Role.AMOUNT, amount_words(asked.amount or 0), lettering.AMOUNT_MIN_PT),))
    if meter.location is Location.USPS:
        units.append((bold(Role.USPS, content.USPS, lettering.USPS_MIN_PT),))
    words = special_words(order)
    if words is not None:
        units.append((special(words),))
    if asked.technology is not Technology.LETTERPRESS:
        units += _class_of_mail(order)
    units += _date(asked.mailing_date)
    units.append(_origin(asked.origin, meter))
    units.append((plain(Role.SERIAL, meter.printed_serial),))
    units.append((plain(Role.PROVIDER, meter.provider),))
    if asked.endorsement is not None:
        units.append((bold(Role.ENDORSEMENT, asked.endorsement),))
    return Composition(tuple(units))


def special_words(order: Order) -> str | None:
    """The words that identify a special indicium, where the manual asks for some (604.4.8.6, 4.9)."""
    asked = order.indicium
    if asked.purpose is Purpose.REPLY and asked.system is not System.PC_POSTAGE:
        return None
    return content.SPECIAL_WORDS.get(asked.purpose)


def amount_words(amount_mills: int) -> str:
    """The amount as printed: dollars and cents, a third decimal only where there are mills."""
    exact = dollars(amount_mills)
    return f"${exact}" if amount_mills % 10 else f"${exact:.2f}"


def date_words(mailing_date: MailingDate, day: dt.date) -> str:
    """The date as printed (604.4.8.12): month in letters, so that no order of numbers can be mistaken."""
    year = f"{day.year:04d}"[-mailing_date.year_digits :]
    month = content.MONTHS[day.month - 1]
    if mailing_date.form is DateForm.MONTH_YEAR:
        return f"{month} {year}"
    return f"{month} {day.day:02d} {year}"


def _pc_redate(order: Order, meter: Meter) -> Composition:
    """REDATE, the date and the licensing ZIP, nothing else (604.4.9.1b with 4.8.5c, this project's reading)."""
    zip_code = plain(Role.ZIP, meter.licensing_post_office.zip)
    units = [(special(content.SPECIAL_WORDS[Purpose.REDATE]),), *_date(order.indicium.mailing_date), (zip_code,)]
    return Composition(tuple(units))


def _ink_jet_line(order: Order, meter: Meter) -> Unit:
    """Two asterisks, date, city, state and three digits of the ZIP Code, read as one line (604.4.9.1a)."""
    (date,) = _date(order.indicium.mailing_date) or [()]
    city_state, zip_code = _origin(Origin.CITY_STATE_ZIP, meter)
    digits = zip_code.string[: special_spec.INK_JET_ZIP_DIGITS]
    return (plain(Role.OTHER, special_spec.INK_JET_MARK), *date, city_state, plain(Role.ZIP, digits))


def _class_of_mail(order: Order) -> list[Unit]:
    """Class and presort level of a digital indicium (604.4.8.5d)."""
    asked = order.indicium
    units: list[Unit] = [(bold(Role.MAIL_CLASS, content.MAIL_CLASSES[asked.mail_class]),)]
    if asked.presort is not None:
        units.append((bold(Role.MAIL_CLASS, content.PRESORTS[asked.presort]),))
    return units


def _date(mailing_date: MailingDate | None) -> list[Unit]:
    if mailing_date is None or mailing_date.date is None:
        return []
    return [(plain(Role.DATE, date_words(mailing_date, mailing_date.date)),)]


def _origin(origin: Origin, meter: Meter) -> tuple[Element, ...]:
    """The licensing post office (604.4.8.5a, b); a military one in the form of 604.4.9.3."""
    if meter.ship is not None:
        return (plain(Role.CITY_STATE, meter.ship.name), plain(Role.ZIP, meter.ship.zip4))
    office = meter.licensing_post_office
    zip_code = plain(Role.ZIP, office.zip)
    if origin is Origin.ZIP:
        return (zip_code,)
    city_state = plain(Role.CITY_STATE, f"{office.city} {office.state}")
    return (city_state,) if origin is Origin.CITY_STATE else (city_state, zip_code)
