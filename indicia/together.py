"""Several indicia on one mailpiece: none over another, at most one redate (DMM 604.4.8.2, 4.8.5c, 4.9.1)."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations

from indicia.errors import UsageError
from indicia.geometry import Box
from indicia.layout.address import Surroundings
from indicia.layout.layout import Layout
from indicia.model.order import Order
from indicia.preflight import Checked, judged
from indicia.rulebook.evidence import Circumstances, Evidence, Measurement, Quantity
from indicia.rulebook.judge import judge
from indicia.rulebook.row import Finding
from indicia.rulebook.rows import rows
from indicia.spec.kinds import Purpose, Role

Check = Callable[[Order, Box | None], Checked]
"""Lays out and judges one order, beside an original where one is given."""
_RULES = ("604.4.8.2-overlap", "604.4.9.1-one", "604.4.8.5-origin-each")
_ADDRESSEE = ("to", "from_", "barcode")


def on_one_piece(orders: Sequence[Order], check: Check, *, on: dt.date | None = None) -> tuple[Checked, ...]:
    """What becomes of several orders for one mailpiece, each judged with all that is printed on its side of it.

    On either side the first order is laid out as it would be alone; the others stand beside what it really prints.

    Args:
        orders: of one mailpiece; the first is the ordinary postage.
        check: lays out and judges one of them.
        on: day of deposit that the first is judged by; the others bear other days.

    Raises:
        UsageError: they are not of one size, or name several addressees.
    """
    if len(orders) == 1:
        return (judged(check(orders[0], None).layout, on=on),)
    _require_one_piece(orders)
    alone: list[Checked] = []
    for order in orders:
        beside = next((c.layout for c in alone if _side(c.layout) == order.media.side), None)
        alone.append(check(order, beside.indicium.occupied if _direct(order) and beside is not None else None))
    return tuple(
        judged(_surrounded(checked.layout, alone), on=on if number == 0 else None)
        for number, checked in enumerate(alone)
    )


def require_lawful(prints: Sequence[Checked]) -> None:
    """Nothing, when each of the prints is lawful and all of them are together.

    Raises:
        PreflightRefused: names every rule that they would break.
    """
    findings = [finding for checked in prints for finding in checked.findings]
    Checked(prints[0].layout, (*findings, *together(prints)), {}).require_lawful()


def drawn_once(prints: Sequence[Checked]) -> list[Layout]:
    """The layouts of one mailpiece as they are drawn: what stands around them on a side, once."""
    drawn, sides = [], set[str]()
    for layout in (checked.layout for checked in prints):
        again = _direct(layout.job.order) and _side(layout) in sides
        drawn.append(replace(layout, surroundings=Surroundings()) if again else layout)
        sides.add(_side(layout))
    return drawn


def together(prints: Sequence[Checked]) -> tuple[Finding, ...]:
    """What the rulebook says of all `prints` on one piece: overlap, number of redates, licensing office in each.

    Raises:
        UsageError: they are not for pieces of one size.
    """
    layouts = [checked.layout for checked in prints]
    _require_one_size([layout.job.order for layout in layouts])
    evidence: Evidence = {
        Quantity.OVERLAP_AREA: Measurement(_overlap(layouts)),
        Quantity.REDATES: Measurement(sum(_purpose(layout) is Purpose.REDATE for layout in layouts)),
        Quantity.ORIGIN_EACH: Measurement(all(_shows_office(layout) for layout in layouts)),
    }
    circumstances = Circumstances(technology=layouts[0].job.order.indicium.technology)
    asked = [row for row in rows() if row.id in _RULES]
    return tuple(judge(asked, evidence, circumstances))


def _require_one_size(orders: Sequence[Order]) -> None:
    if len({order.mailpiece.extent for order in orders}) > 1:
        raise UsageError("orders for one mailpiece name one size; these name several")


def _require_one_piece(orders: Sequence[Order]) -> None:
    _require_one_size(orders)
    direct = [order for order in orders if _direct(order)]
    names = _names_addresses(direct)
    for key in _ADDRESSEE:
        if any(getattr(order, key) not in {None, getattr(names, key)} for order in direct):
            raise UsageError(
                f"one order names the addresses of a mailpiece; another differs in or adds `{key.rstrip('_')}`"
            )


def _names_addresses(orders: Sequence[Order]) -> Order | None:
    """The order that prints the addresses: the line of an ink jet printer stands by them, and says where that is."""
    by_ink_jet = [order for order in orders if order.indicium.ink_jet is not None]
    naming = [order for order in orders if any(getattr(order, key) is not None for key in _ADDRESSEE)]
    return next(iter((*by_ink_jet, *naming)), None)


def _surrounded(layout: Layout, prints: Sequence[Checked]) -> Layout:
    """The layout amid the addresses and the barcode that its side of the piece bears, whichever order names them."""
    same = [c.layout for c in prints if _side(c.layout) == _side(layout) and _direct(c.layout.job.order)]
    names = _names_addresses([each.job.order for each in same])
    if names is None or not _direct(layout.job.order):
        return layout
    return replace(layout, surroundings=next(each.surroundings for each in same if each.job.order is names))


def _side(layout: Layout) -> str:
    return layout.job.order.media.side


def _direct(order: Order) -> bool:
    """Printed on the piece itself: a label has no place on it yet."""
    return order.media.stock is None


def _purpose(layout: Layout) -> Purpose:
    return layout.job.order.indicium.purpose


def _shows_office(layout: Layout) -> bool:
    return any(text.role in {Role.ZIP, Role.CITY_STATE} for text in layout.indicium.lettering)


def _overlap(layouts: Sequence[Layout]) -> float:
    """Largest area that two indicia on the same side share, square inches; labels have no place on the piece yet."""
    areas = [0.0]
    for one, other in combinations(layouts, 2):
        if _side(one) == _side(other) and not (one.job.label or other.job.label):
            across, down = one.indicium.boundary.overlap(other.indicium.boundary)
            areas.append(max(0.0, across) * max(0.0, down))
    return max(areas)
