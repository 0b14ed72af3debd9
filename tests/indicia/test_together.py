"""Original, correction and redate on one piece (DMM 604.4.8.2, 4.8.5c, 4.9.1)."""

from typing import Any

import pytest

from fixtures.order_files import document
from indicia.errors import UsageError
from indicia.faces import Face
from indicia.model.order import parse_order
from indicia.preflight import Checked, preflight
from indicia.rulebook.judge import refusals
from indicia.spec.kinds import Role
from indicia.together import drawn_once, on_one_piece, together


def checked(face: Face, changed: dict[str, Any]) -> Checked:
    order = parse_order(changed)
    return preflight(order, order.meter, face, dpi=300, message_length=113)


def broken(*prints: Checked) -> list[str]:
    return [finding.row.id for finding in refusals(together(prints))]


def test_an_original_with_its_redate_and_its_correction_is_lawful(face: Face) -> None:
    original = checked(face, document("digital-psd-meter"))
    redate = checked(face, document("redate-meter-address-side"))
    correction = checked(face, document("correction-pc-postage"))
    assert [] == broken(original, redate, correction)


def test_a_second_redate_is_refused(face: Face) -> None:
    original = checked(face, document("digital-psd-meter"))
    first = checked(face, document("redate-meter-address-side"))
    changed = document("redate-meter-address-side")
    changed["media"] = {"kind": "mailpiece", "side": "nonaddress"}
    assert ["604.4.9.1-one"] == broken(original, first, checked(face, changed))


def test_indicia_over_each_other_are_refused(face: Face) -> None:
    original = checked(face, document("digital-psd-meter"))
    assert ["604.4.8.2-overlap"] == broken(original, original)


def test_on_a_flat_the_redate_stands_clear_of_the_original(face: Face) -> None:
    flat = {"size": "12x9"}
    original = checked(face, document(mailpiece=flat, indicium={"facing": "none"}))
    changed = document("redate-pc-postage")
    changed["mailpiece"], changed["media"] = flat, {"kind": "mailpiece"}
    assert [] == broken(original, checked(face, changed))


def test_orders_for_pieces_of_different_sizes_do_not_go_together(face: Face) -> None:
    one, other = checked(face, document()), checked(face, document(mailpiece={"size": "#9"}))
    with pytest.raises(UsageError, match="one size"):
        together([one, other])


@pytest.mark.parametrize("where", ["above-address", "above-barcode"])
def test_the_line_of_an_ink_jet_printer_stands_by_the_one_address(face: Face, where: str) -> None:
    """On a flat; the order of the line prints the addresses, under what the first order really prints."""
    line = document("redate-ink-jet-flat", indicium={"ink_jet": where}, from_=["ROE SUPPLY CO", "STAMFORD CT 06926"])
    postage = {"purpose": "postage", "ink_jet": None, "amount": "1.29"}
    original = document("redate-ink-jet-flat", indicium=postage, original=None, to=None, barcode=None)
    prints = on_one_piece(
        [parse_order(original), parse_order(line)],
        lambda order, at: preflight(order, order.meter, face, dpi=300, message_length=113, original=at),
    )
    first, second = prints
    assert [] == [finding for each in prints for finding in refusals(each.findings)]
    assert [] == broken(*prints)
    assert first.layout.indicium.occupied == second.layout.indicium.original
    assert first.layout.surroundings == second.layout.surroundings
    drawn = [text.role for layout in drawn_once(prints) for text in layout.surroundings.addresses]
    assert [Role.RETURN_ADDRESS] * 2 + [Role.DELIVERY_ADDRESS] * 3 == drawn


def test_a_correction_with_another_addressee_is_another_piece(face: Face) -> None:
    orders = [parse_order(document()), parse_order(document("redate-meter-address-side", to=["J ROE"]))]
    with pytest.raises(UsageError, match="differs in or adds `to`"):
        on_one_piece(orders, lambda *_: checked(face, document()))
