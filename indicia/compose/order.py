"""The words of an order, by the technology that prints it."""

from indicia.compose.elements import Composition
from indicia.compose.metered import compose_metered
from indicia.model.meter import Meter
from indicia.model.order import Order


def compose(order: Order, meter: Meter) -> Composition:
    """The words of the indicium that `order` asks `meter` for."""
    return compose_metered(order, meter)
