"""The words of an order, by the technology that prints it."""

from collections.abc import Callable, Mapping

from indicia.compose.elements import Composition
from indicia.compose.metered import compose_metered
from indicia.compose.permit import compose_permit
from indicia.compose.precancel import compose_precancel
from indicia.compose.reply_forms import compose_business_reply, compose_courtesy_reply
from indicia.errors import OrderError, Problem
from indicia.model.meter import Meter
from indicia.model.order import Order
from indicia.spec.kinds import Purpose, System, Technology

_UNMETERED: Mapping[Technology, Callable[[Order], Composition]] = {
    Technology.PERMIT: compose_permit,
    Technology.PRECANCEL: compose_precancel,
    Technology.COURTESY_REPLY: compose_courtesy_reply,
    Technology.BUSINESS_REPLY: compose_business_reply,
}


def compose(order: Order, meter: Meter | None) -> Composition:
    """The words that `order` asks `meter` for; those of permits, precancels and reply formats need none.

    Raises:
        OrderError: the order needs a meter, and there is none.
    """
    unmetered = _UNMETERED.get(order.indicium.technology)
    if unmetered is not None:
        return unmetered(order)
    if meter is None:
        raise OrderError([Problem("meter", "nothing", "this key, where no PSD gives the device")])
    return compose_metered(order, meter)


def carries_symbol(order: Order) -> bool:
    """Whether the indicium has a two-dimensional symbol: IBI do, but for redates of PC Postage or by ink jet."""
    asked = order.indicium
    if asked.technology is not Technology.IBI or asked.ink_jet is not None:
        return False
    return not (asked.system is System.PC_POSTAGE and asked.purpose is Purpose.REDATE)
