"""Words of a mailer's precancel postmark (DMM 604.3.4.6, 3.4.7, 3.6).

Drawn from the text: Exhibit 3.4.9 is not at hand.
"""

from indicia.compose.elements import Composition, Element, Unit
from indicia.compose.metered import date_words
from indicia.compose.office import origin_units, words
from indicia.model.indicium import MailingDate
from indicia.model.order import Order
from indicia.spec import permit, precancel
from indicia.spec.kinds import DateForm, Role


def compose_precancel(order: Order) -> Composition:
    """Rate marking, date, MAILER'S POSTMARK and permit number, office; the overprint stands apart."""
    asked = order.indicium
    rate = precancel.RATE_WORDS.get((asked.mail_class, asked.presort))
    units: list[Unit] = [] if rate is None else [(words(Role.MAIL_CLASS, rate, bold=True),)]
    if asked.mailing_date is not None and asked.mailing_date.form is not DateForm.NONE:
        units.append((words(Role.DATE, _date(asked.mailing_date)),))
    units.append((words(Role.POSTMARK, precancel.WORDS),))
    units.append((words(Role.PERMIT_NUMBER, f"{permit.PERMIT_NO} {asked.permit_number}"),))
    if asked.post_office is not None:
        units += origin_units(asked.origin, asked.post_office)
    return Composition(tuple(units))


def overprint(order: Order) -> Element | None:
    """Initials with month and year in numbers, as the manual's "A. B. Co. 9-78" (604.3.6); None without initials."""
    asked = order.indicium
    if asked.initials is None or asked.mailing_date is None or asked.mailing_date.date is None:
        return None
    day = asked.mailing_date.date
    return words(Role.OVERPRINT, f"{asked.initials} {day.month}-{day.year % 100:02d}", bold=True)


def _date(mailing_date: MailingDate) -> str:
    return date_words(mailing_date, mailing_date.date) if mailing_date.date is not None else ""
