"""What the layout witnesses of labels, tape and sheets (DMM 604.4.8.11)."""

from collections.abc import Iterator

from indicia.layout.layout import Layout
from indicia.model.stock_row import Stock, StockFacing
from indicia.rulebook.evidence import Pair, Quantity, exact
from indicia.spec import labels
from indicia.spec.kinds import Ink, Role

_ALLOWED_BESIDE = frozenset({Role.DELIVERY_ADDRESS, Role.RETURN_ADDRESS, Role.LEGEND})


def label_evidence(layout: Layout) -> Iterator[Pair]:
    """The quantities of 604.4.8.11 that layout and stock tell; nothing where no label is printed."""
    job = layout.job
    stock = job.stock
    if stock is None:
        return
    system = job.order.indicium.system
    if system is not None:
        yield exact(Quantity.LABEL_APPROVED, system in stock.systems)
    yield exact(Quantity.LABEL_OVERRUN, _overrun(layout))
    yield exact(Quantity.LABEL_DIFFERENCES, _differences(layout))
    others = [text for text in layout.surroundings.texts if text.role not in _ALLOWED_BESIDE]
    yield exact(Quantity.LABEL_OTHER_MATTER, len(others))
    tagged = stock.facing is StockFacing.FLUORESCENT
    yield exact(Quantity.LABEL_FACED, tagged or job.order.ink is Ink.FLUORESCENT_RED)
    yield from _declared(stock)


def _overrun(layout: Layout) -> float:
    """How far the indicium reaches out of what the label prints on, inches."""
    ink, label = layout.indicium.ink, layout.job.printable
    return max(0.0, label.left - ink.left, label.top - ink.top, ink.right - label.right, ink.bottom - label.bottom)


def _differences(layout: Layout) -> int:
    """Words on the label that direct printing would not show, and the other way round."""
    shown = {word for text in layout.indicium.lettering for word in text.string.split()}
    direct = {word for element in layout.job.composition.elements for word in element.string.split()}
    return len(shown ^ direct)


def _declared(stock: Stock) -> Iterator[Pair]:
    """What the stock's row says of itself; what it does not say stays unwitnessed."""
    for quantity, value in (
        (Quantity.LABEL_PERMANENT, stock.permanent),
        (Quantity.LABEL_SANDWICH, stock.sandwich),
        (Quantity.LABEL_REMOVABLE, stock.one_piece),
        (Quantity.LABEL_PEEL, stock.peel_oz_per_inch),
        (Quantity.STOCK_RED, _share(stock.reflectance_red)),
        (Quantity.STOCK_GREEN, _share(stock.reflectance_green)),
        (Quantity.TAG_EMISSION, _emission(stock)),
        (Quantity.TAG_DRIFT, _share(stock.tag_drift_percent)),
    ):
        if value is not None:
            yield exact(quantity, value)


def _share(percent: float | None) -> float | None:
    return None if percent is None else percent / 100


def _emission(stock: Stock) -> float | None:
    """Of the least and the greatest emission found the one that lies farther from the middle of what is allowed."""
    middle = (labels.TAG_MIN_PMU + labels.TAG_MAX_PMU) / 2
    found = [pmu for pmu in (stock.tag_min_pmu, stock.tag_max_pmu) if pmu is not None]
    return max(found, key=lambda pmu: abs(pmu - middle), default=None)
