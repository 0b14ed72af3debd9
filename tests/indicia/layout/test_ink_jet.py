"""The date correction by an ink jet printer: what its line says and where it stands (DMM 604.4.9.1a)."""

from typing import Any

import pytest

from fixtures.order_files import document
from indicia.errors import OrderError
from indicia.faces import Face
from indicia.geometry import union
from indicia.layout.layout import Layout
from indicia.layout.misfit import LayoutRefused
from indicia.model.order import parse_order
from indicia.preflight import Checked, preflight
from indicia.rulebook.row import Outcome
from indicia.spec.kinds import Facing, Ink, Purpose, Role, Shape

LETTER, FLAT = "redate-ink-jet-letter", "redate-ink-jet-flat"
MILITARY = {"city": "ARMY APO", "state": "AE", "zip": "09102"}
SYSTEMS = [("letterpress", "traditional"), ("digital", "psd-meter"), ("ibi", "ibi-meter")]


def check(face: Face, name: str = LETTER, **changes: Any) -> Checked:
    order = parse_order(document(name, **changes))
    return preflight(order, order.meter, face, dpi=300, message_length=113)


def said(layout: Layout) -> str:
    return " ".join(text.string for text in layout.indicium.lettering)


def failed(checked: Checked) -> set[str]:
    return {finding.row.id for finding in checked.findings if finding.outcome is not Outcome.PASS}


@pytest.mark.parametrize("name", [LETTER, FLAT])
def test_the_line_says_asterisks_date_city_state_and_three_digits(face: Face, name: str) -> None:
    layout = check(face, name).layout
    assert "** JUN 17 2005 STAMFORD CT 069" == said(layout)
    assert 1 == len({text.baseline for text in layout.indicium.lettering})
    assert None is layout.indicium.symbol
    assert None is layout.indicium.fim


def test_a_military_office_keeps_its_form(face: Face) -> None:
    checked = check(face, meter={"location": "military", "licensing_post_office": MILITARY})
    assert "** JUN 17 2005 ARMY APO AE 091" == said(checked.layout)
    assert set() == failed(checked)


def test_aboard_ship_the_name_of_the_ship_stands_for_the_office(face: Face) -> None:
    ship = {"name": "USS SARATOGA (CV-60)", "zip4": "34078-2740"}
    checked = check(face, meter={"location": "military", "licensing_post_office": MILITARY, "ship": ship})
    assert "** JUN 17 2005 USS SARATOGA (CV-60) 340" == said(checked.layout)
    assert set() == failed(checked)


@pytest.mark.parametrize(("technology", "system"), SYSTEMS)
@pytest.mark.parametrize("size", ["#10", "#11", "6x9", "A7", "12x9", "13x10"])
def test_it_stands_between_the_original_and_the_address(face: Face, size: str, technology: str, system: str) -> None:
    changed = {"technology": technology, "system": system}
    checked = check(face, indicium=changed, mailpiece={"size": size})
    job, line = checked.layout.job, checked.layout.indicium.ink
    postage = {**changed, "purpose": "postage", "amount": "0.37", "ink_jet": None}
    original = check(face, indicium=postage, mailpiece={"size": size}).layout
    address = union(t.ink_box for t in checked.layout.surroundings.addresses if t.role is Role.DELIVERY_ADDRESS)
    assert original.indicium.occupied == checked.layout.indicium.original
    assert original.indicium.occupied.bottom < line.top
    assert line.bottom < address.top
    assert address.bottom < job.height
    assert set() == failed(checked)


@pytest.mark.parametrize("kind", ["postnet", "imb"])
@pytest.mark.parametrize("size", ["12x9", "13x10"])
def test_on_a_flat_it_may_stand_just_above_the_barcode(face: Face, size: str, kind: str) -> None:
    checked = check(face, FLAT, mailpiece={"size": size}, barcode=kind)
    around, line = checked.layout.surroundings, checked.layout.indicium.ink
    assert around.barcode is not None
    assert 0.05 < union(around.barcode.bars).top - line.bottom < 0.15
    assert union(t.ink_box for t in around.addresses).bottom + 0.05 < line.top
    assert set() == failed(checked)


def test_above_the_barcode_of_a_letter_it_is_refused(face: Face) -> None:
    refused = check(face, indicium={"ink_jet": "above-barcode"}).refused
    assert ["604.4.9.1-a-inkjet-place"] == [finding.row.id for finding in refused]


def test_a_line_without_the_day_is_refused(face: Face) -> None:
    date = {"form": "month-year", "date": "2005-06-17"}
    refused = check(face, indicium={"mailing_date": date, "mail_class": "standard"}).refused
    assert ["604.4.9.1-a-inkjet-text"] == [finding.row.id for finding in refused]


def test_without_room_for_line_and_address_it_is_refused(face: Face) -> None:
    with pytest.raises(LayoutRefused, match=r"604\.4\.8\.4-b-clear-below: the delivery address"):
        check(face, mailpiece={"size": "card"}, to=["A", "B", "C", "D", "E", "F", "G", "RENO NV 89501"])


def test_it_is_black_and_faces_nothing() -> None:
    order = parse_order(document(LETTER, indicium={"system": "traditional", "technology": "letterpress"}))
    assert (Facing.NONE, Ink.BLACK) == (order.facing, order.ink)


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"indicium": {"amount": "0.00"}}, "`amount`"),
        ({"indicium": {"facing": "none"}}, "`facing`"),
        ({"indicium": {"endorsement": "ADDRESS SERVICE REQUESTED"}}, "`endorsement`"),
        ({"indicium": {"origin": "zip"}}, "city-state-zip"),
        ({"indicium": {"purpose": "postage"}}, "redate"),
        ({"indicium": {"system": "pc-postage"}}, "pc-postage"),
        ({"media": {"kind": "paper"}}, "mailpiece"),
        ({"media": {"kind": "mailpiece", "side": "nonaddress"}}, "side or corner"),
        ({"to": None, "barcode": None}, "`to`"),
        ({"barcode": None, "indicium": {"ink_jet": "above-barcode"}}, "`barcode`"),
    ],
)
def test_what_does_not_go_with_it_is_named(changes: dict[str, Any], wanted: str) -> None:
    with pytest.raises(OrderError) as raised:
        parse_order(document(LETTER, **changes))
    assert any(wanted in problem.allowed for problem in raised.value.problems)


def test_a_scan_is_not_taken_for_one(face: Face) -> None:
    """The circumstances of the page, not the words: an ordinary redate keeps the rules of its kind."""
    order = parse_order(document("redate-meter-address-side"))
    assert (Purpose.REDATE, Shape.LETTER) == (order.indicium.purpose, order.shape)
    checked = preflight(order, order.meter, face, dpi=300, message_length=113)
    bound = {finding.row.id for finding in checked.findings}
    assert {"604.4.9.1-a-zero", "604.4.8.5-serial", "604.4.9.1-a-place-letter"} <= bound
    assert not {rule for rule in bound if "inkjet" in rule}
