"""What the layout witnesses of prepaid reply mail (DMM 604.4.9.4)."""

from collections.abc import Iterator

from indicia.layout.layout import Layout
from indicia.rulebook.evidence import Measurement, Pair, Quantity, exact
from indicia.spec import content, special
from indicia.spec.kinds import MailClass, Purpose, Role

_ALLOWED = frozenset({Role.DELIVERY_ADDRESS, Role.RETURN_ADDRESS, Role.LEGEND})
"""Lettering on the address side beside the indicium (604.4.9.4i)."""


def prepaid_evidence(layout: Layout) -> Iterator[Pair]:
    """The quantities of 604.4.9.4; nothing for other purposes."""
    order = layout.job.order
    if order.indicium.purpose is not Purpose.REPLY:
        return
    placed = layout.indicium
    roles = {text.role for text in placed.lettering}
    yield exact(Quantity.SHAPE_NAME, order.shape.value)
    if order.weight_oz is not None:
        yield exact(Quantity.WEIGHT_OZ, order.weight_oz)
    yield exact(Quantity.REPLY_DATE, Role.DATE in roles)
    said = " ".join(text.string for text in placed.lettering if text.role is Role.SPECIAL)
    yield exact(Quantity.REPLY_WORDS, said == content.SPECIAL_WORDS[Purpose.REPLY])
    yield exact(Quantity.REPLY_FIM, special.NO_FIM if placed.fim is None else str(placed.fim.fim))
    licensee = layout.job.meter.licensee if layout.job.meter else None
    printed = tuple(text.string for text in layout.surroundings.addresses if text.role is Role.DELIVERY_ADDRESS)
    if licensee is not None:
        yield exact(Quantity.ADDRESSED_TO_LICENSEE, (printed or order.to) == licensee)
    else:
        yield Quantity.ADDRESSED_TO_LICENSEE, Measurement(None, note="the meter names no licensee")
    if layout.job.carries_addresses:
        yield exact(Quantity.ADDRESS_BY_SYSTEM, bool(printed))
        yield from _legend(layout)
    if order.indicium.mail_class is MailClass.PRIORITY:
        yield Quantity.ONE_RATE, Measurement(None, note="whether the rate is the same in all zones takes a rate table")
    foreign = [text for text in layout.surroundings.texts if text.role not in _ALLOWED]
    yield exact(Quantity.ADDRESS_SIDE_OTHER, len(foreign) + int(placed.plate is not None))


def _legend(layout: Layout) -> Iterator[Pair]:
    around = layout.surroundings
    said = " ".join(text.string for text in around.legend)
    yield exact(Quantity.LEGEND, said == " ".join(content.REPLY_LEGEND))
    address = [text.ink_box.top for text in around.addresses if text.role is Role.DELIVERY_ADDRESS]
    if around.legend and address:
        lowest = max(text.ink_box.bottom for text in around.legend)
        yield exact(Quantity.LEGEND_ABOVE, min(address) - lowest)
