"""Words of courtesy and business reply formats (Publication 25, chapters 6 and 7; DMM 507)."""

from indicia.compose.elements import Composition, Unit
from indicia.compose.office import words
from indicia.model.order import Order
from indicia.spec import permit, reply
from indicia.spec.kinds import Role


def compose_courtesy_reply(order: Order) -> Composition:
    """The reminder in the place of the stamp, the same on every piece."""
    del order
    return Composition(tuple((words(Role.POSTAGE_BOX, line),) for line in reply.REMINDER))


def compose_business_reply(order: Order) -> Composition:
    """The postage endorsement, the legend with the permit line, and the words that follow it."""
    asked = order.indicium
    units: list[Unit] = [(words(Role.POSTAGE_BOX, line),) for line in reply.NO_POSTAGE]
    units.append((words(Role.LEGEND, reply.LEGEND, bold=True),))
    if asked.post_office is not None:
        office = f"{asked.post_office.city} {asked.post_office.state}"
        line = (reply.FIRST_CLASS, f"{permit.PERMIT_NO} {asked.permit_number}", office)
        units.append(tuple(words(Role.PERMIT_NUMBER, part) for part in line))
    units.append((words(Role.OTHER, reply.PAID_BY_ADDRESSEE),))
    return Composition(tuple(units))
