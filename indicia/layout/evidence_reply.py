"""What the layout witnesses of courtesy and business reply formats (708.9.0, 507)."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indicia.compose.reply_forms import compose_business_reply
from indicia.geometry import Box, union
from indicia.layout.layout import Layout
from indicia.layout.marks import Frame, Rule, Text
from indicia.rulebook.evidence import Measurement, Pair, Quantity
from indicia.spec.kinds import Role, Technology
from indicia.units import POINTS_PER_INCH


def reply_evidence(layout: Layout) -> Iterator[Pair]:
    """The quantities of reply formats but those of the FIM itself."""
    job, placed = layout.job, layout.indicium
    box = union(text.ink_box for text in placed.lettering if text.role is Role.POSTAGE_BOX)
    around = min(
        (line.box for line in placed.lines if isinstance(line, Frame) and line.box.contains(box)),
        key=lambda frame: frame.area,
    )
    yield Quantity.POSTAGE_BOX_REACH, Measurement(job.width - around.left)
    if job.zones is not None:
        matter = [*(text.ink_box for text in placed.lettering), *(line.box for line in placed.lines)]
        depths = [other.intrusion(job.zones.fim) for other in (*matter, *layout.surroundings.boxes)]
        yield Quantity.REPLY_FIM_ZONE, Measurement(max(depths))
    if job.order.indicium.technology is Technology.BUSINESS_REPLY:
        yield from _legend(layout)
        yield from _bars(layout)


def _legend(layout: Layout) -> Iterator[Pair]:
    said = " ".join(text.string for text in layout.indicium.lettering)
    phrases = [element.string for element in compose_business_reply(layout.job.order).elements]
    yield Quantity.REPLY_PHRASES_MISSING, Measurement(sum(phrase not in said for phrase in phrases))
    (legend,) = (text for text in layout.indicium.lettering if text.role is Role.LEGEND)
    capital = layout.job.face.bounds("I", bold=legend.bold)
    height = 0.0 if capital is None else (capital[3] - capital[1]) * legend.size_pt / POINTS_PER_INCH
    yield Quantity.REPLY_LEGEND_HEIGHT, Measurement(height)
    yield Quantity.REPLY_LEGEND_ABOVE, Measurement(_address(layout)[0].ink_box.top - legend.ink_box.bottom)


def _bars(layout: Layout) -> Iterator[Pair]:
    bars = [line.box for line in layout.indicium.lines if isinstance(line, Rule)]
    address = _address(layout)
    delivery_line = address[max(0, len(address) - 2)].ink_box
    yield Quantity.REPLY_BAR_LENGTH, Measurement(min(bar.width for bar in bars))
    yield Quantity.REPLY_BAR_THICKNESS, Measurement(bars[0].height)
    yield Quantity.REPLY_BAR_UNEVEN, Measurement(_uneven(bars))
    yield Quantity.REPLY_BARS_BELOW, Measurement(max(bar.bottom for bar in bars) - delivery_line.bottom)


def _uneven(bars: Sequence[Box]) -> float:
    spacings = [below.top - above.top for above, below in pairwise(bars)]
    columns = ([bar.width for bar in bars], [bar.height for bar in bars], spacings)
    return max((max(column) - min(column) for column in columns if column), default=0.0)


def _address(layout: Layout) -> list[Text]:
    return [text for text in layout.surroundings.addresses if text.role is Role.DELIVERY_ADDRESS]
