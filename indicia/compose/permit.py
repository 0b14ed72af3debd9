"""Words of a permit imprint (DMM 604.6.3.6 to 6.3.9), drawn from the text: Exhibit 6.3.10 is not at hand."""

from indicia.compose.elements import Composition, Unit
from indicia.compose.metered import amount_words, date_words
from indicia.compose.office import origin_units, words
from indicia.model.order import Order
from indicia.spec import content, permit
from indicia.spec.kinds import MailClass, Presort, Role

_STANDARD = frozenset({MailClass.STANDARD, MailClass.NONPROFIT})


def compose_permit(order: Order) -> Composition:
    """Class, U.S. POSTAGE PAID, and the office with the permit number or the company; each unit a line."""
    asked = order.indicium
    units: list[Unit] = [*_class_of_mail(asked.mail_class, asked.presort), *_paid(fees=bool(order.extra_services))]
    if asked.amount is not None:
        units.append((words(Role.AMOUNT, amount_words(asked.amount)),))
    if asked.mailing_date is not None and asked.mailing_date.date is not None:
        units.append((words(Role.DATE, date_words(asked.mailing_date, asked.mailing_date.date)),))
    if asked.company is not None:
        units.append((words(Role.COMPANY, asked.company),))
        if asked.records_zip is not None:
            units.append((words(Role.OTHER, permit.ZIP_CODE), words(Role.ZIP, asked.records_zip)))
        return Composition(tuple(units))
    if asked.post_office is not None:
        units += origin_units(asked.origin, asked.post_office)
    units.append((words(Role.PERMIT_NUMBER, f"{permit.PERMIT_NO} {asked.permit_number}"),))
    return Composition(tuple(units))


def _class_of_mail(mail_class: MailClass, presort: Presort | None) -> list[Unit]:
    """Class and rate marking; PRSRT STD and NONPROFIT ORG. say presorted themselves."""
    name: Unit = (words(Role.MAIL_CLASS, permit.CLASSES[mail_class], bold=True),)
    if presort is None or (mail_class in _STANDARD and presort is Presort.PRESORTED):
        return [name]
    marking: Unit = (words(Role.MAIL_CLASS, content.PRESORTS[presort], bold=True),)
    return [marking, name] if presort is Presort.PRESORTED else [name, marking]


def _paid(*, fees: bool) -> list[Unit]:
    if not fees:
        return [(words(Role.US_POSTAGE, permit.PAID),)]
    first, joint, second = permit.FEES_PAID.partition("AND")
    return [(words(Role.US_POSTAGE, first.strip()),), (words(Role.US_POSTAGE, joint + second),)]
