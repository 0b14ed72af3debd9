"""The indicium is in the order's ink; what stands around it is black, as readers of addresses and bars need it."""

from typing import Any

import pytest

from fixtures.order_files import ORDERS, document
from indicia.faces import Face
from indicia.layout.layout import Layout
from indicia.layout.marks import Banner, BarsMark, Frame, Mark, Rule, SymbolMark, Text
from indicia.layout.specimen import specimen_page
from indicia.model.order import load_order, parse_order
from indicia.preflight import preflight
from indicia.spec.kinds import Ink, Role

COLOURED = [ink for ink in Ink if ink is not Ink.BLACK]


def laid_out(face: Face, name: str, **changes: Any) -> Layout:
    order = parse_order(document(name, **changes))
    return preflight(order, order.meter, face, dpi=300, message_length=113).layout


def around(layout: Layout) -> list[Mark]:
    beside = layout.surroundings
    return [*beside.addresses, *beside.legend, *([beside.barcode] if beside.barcode else [])]


@pytest.mark.parametrize("name", sorted(path.stem for path in ORDERS.glob("*.json")))
def test_the_indicium_of_every_order_is_in_its_ink_and_the_rest_in_black(face: Face, name: str) -> None:
    order = load_order(ORDERS / f"{name}.json")
    layout = preflight(order, order.meter, face, dpi=300, message_length=113).layout
    black = around(layout)
    own = [mark for mark in layout.page(None).marks if mark not in black]
    assert {order.ink} == {mark.ink for mark in own}
    assert {Ink.BLACK} >= {mark.ink for mark in black}


@pytest.mark.parametrize("ink", COLOURED)
def test_die_lettering_fim_and_ad_plate_are_coloured_together(face: Face, ink: Ink) -> None:
    plate = {"kind": "return-address", "lines": ["ROE SUPPLY CO", "STAMFORD CT 06926"]}
    layout = laid_out(face, "letterpress-ad-plate", indicium={"ink": ink.value, "ad_plate": plate})
    coloured = [mark for mark in layout.page(None).marks if mark.ink is ink]
    assert {Frame, Rule, Text, BarsMark} >= {type(mark) for mark in coloured} >= {Frame, Text}
    assert layout.indicium.plate is not None
    assert {ink} == {text.ink for text in layout.indicium.plate.lettering}
    assert {Ink.BLACK} == {mark.ink for mark in around(layout)}


def test_a_coloured_symbol_shows_its_message_and_the_address_bars_stay_black(face: Face) -> None:
    page = laid_out(face, "ibi-letter-10", indicium={"ink": "blue"}).page(bytes(113))
    inks = {type(mark): mark.ink for mark in page.marks if isinstance(mark, SymbolMark)}
    assert {SymbolMark: Ink.BLUE} == inks
    assert {"fim": Ink.BLUE, "postnet": Ink.BLACK} == {
        mark.kind: mark.ink for mark in page.marks if isinstance(mark, BarsMark)
    }
    (postage,) = (mark for mark in page.marks if isinstance(mark, Text) and mark.role is Role.US_POSTAGE)
    assert Ink.BLUE is postage.ink
    assert (Ink.BLUE, Ink.BLACK) == page.inks


def test_the_word_across_a_specimen_is_in_the_ink_of_the_indicium(face: Face) -> None:
    page = specimen_page(laid_out(face, "digital-psd-meter"))
    (banner,) = (mark for mark in page.marks if isinstance(mark, Banner))
    assert Ink.FLUORESCENT_RED is banner.ink
