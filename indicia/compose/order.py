"""The words of an order, by the technology that prints it."""

from indicia.compose.elements import Composition
from indicia.compose.metered import compose_metered
from indicia.model.meter import Meter
from indicia.model.order import Order
from indicia.spec.kinds import Purpose, System, Technology


def compose(order: Order, meter: Meter) -> Composition:
    """The words of the indicium that `order` asks `meter` for."""
    return compose_metered(order, meter)


def carries_symbol(order: Order) -> bool:
    """Whether the indicium has a two-dimensional symbol: IBI do, but for a PC Postage redate (604.4.9.1b)."""
    asked = order.indicium
    if asked.technology is not Technology.IBI:
        return False
    return not (asked.system is System.PC_POSTAGE and asked.purpose is Purpose.REDATE)
