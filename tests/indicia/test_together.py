"""Original, correction and redate on one piece (DMM 604.4.8.2, 4.8.5c, 4.9.1)."""

from typing import Any

import pytest

from fixtures.order_files import document
from indicia.errors import UsageError
from indicia.faces import Face
from indicia.model.order import parse_order
from indicia.preflight import Checked, preflight
from indicia.rulebook.judge import refusals
from indicia.together import together


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
