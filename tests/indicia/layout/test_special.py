"""Special indicia (DMM 604.4.9): where they stand, what they say, what they leave out."""

from typing import Any

import pytest

from fixtures.order_files import document
from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.layout.elsewhere import original_of
from indicia.layout.engine import lay_out
from indicia.layout.job import Job
from indicia.layout.layout import Layout
from indicia.layout.misfit import LayoutRefused
from indicia.model.order import parse_order
from indicia.spec import placement, special
from indicia.spec.kinds import FimKind, Role

LETTERS = [name for name in placement.NAMED_SIZES if name not in {"12x9", "13x10"}]
FLATS = ["12x9", "13x10"]


def laid(face: Face, changed: dict[str, Any], *, symbol: bool) -> Layout:
    order = parse_order(changed)
    extent = order.mailpiece.extent
    assert order.meter is not None
    assert extent is not None
    length = 113 if symbol else None
    return lay_out(Job(order, order.meter, face, 300, length, *extent))


def words(layout: Layout) -> dict[Role, str]:
    return {text.role: text.string for text in layout.indicium.lettering}


@pytest.mark.parametrize("size", LETTERS)
def test_a_meter_redate_on_the_address_side_keeps_out_of_the_reserved_areas(face: Face, size: str) -> None:
    changed = document("redate-meter-address-side", mailpiece={"size": size})
    if placement.NAMED_SIZES[size][0] - placement.BARCODE_ZONE_FROM_RIGHT < 1.5:
        # The barcode clear zone leaves too little of the lower left corner of the smallest pieces.
        with pytest.raises(LayoutRefused, match=r"604\.4\.8\.3-(barcode|ocr)-zone"):
            laid(face, changed, symbol=False)
        return
    layout = laid(face, changed, symbol=False)
    zones = layout.job.zones
    assert zones is not None
    for text in layout.indicium.lettering:
        assert 0 == text.ink_box.intrusion(zones.ocr)
        assert 0 == text.ink_box.intrusion(zones.barcode)
        assert text.ink_box.bottom <= layout.job.height


def test_a_meter_redate_says_zero_and_the_licensing_office(face: Face) -> None:
    said = words(laid(face, document("redate-meter-address-side"), symbol=False))
    assert ("$0.00", "REDATE", "JUN 17 2005", "06926") == (
        said[Role.AMOUNT],
        said[Role.SPECIAL],
        said[Role.DATE],
        said[Role.ZIP],
    )
    assert Role.US_POSTAGE not in said


@pytest.mark.parametrize("size", LETTERS)
def test_a_meter_redate_on_the_nonaddress_side_stands_in_the_upper_right_corner(face: Face, size: str) -> None:
    changed = document("redate-meter-address-side", mailpiece={"size": size})
    changed["media"] = {"kind": "mailpiece", "side": "nonaddress"}
    layout = laid(face, changed, symbol=False)
    ink = layout.indicium.ink
    assert placement.INDICIUM_FROM_RIGHT <= layout.job.width - ink.right < 0.3
    assert placement.INDICIUM_FROM_TOP <= ink.top < 0.3


@pytest.mark.parametrize(("name", "symbol"), [("redate-pc-postage", False), ("correction-pc-postage", True)])
@pytest.mark.parametrize("size", ["#10", "#9", "6x9", "A7"])
def test_pc_postage_keeps_off_the_flap_and_above_the_bottom_edge(
    face: Face, name: str, size: str, *, symbol: bool
) -> None:
    flap = 1.0
    layout = laid(face, document(name, mailpiece={"size": size, "flap": flap}), symbol=symbol)
    ink = layout.indicium.ink
    assert layout.job.height - ink.bottom >= special.PC_FROM_BOTTOM
    assert ink.top >= flap


@pytest.mark.parametrize(
    ("name", "rule"), [("redate-pc-postage", "604.4.9.1-b-flap"), ("correction-pc-postage", "604.4.9.2-b-flap")]
)
def test_a_flap_that_leaves_no_room_is_named(face: Face, name: str, rule: str) -> None:
    with pytest.raises(LayoutRefused) as caught:
        laid(face, document(name, mailpiece={"flap": 3.2}), symbol="correction" in name)
    assert rule == caught.value.misfit.rule


def test_a_pc_postage_redate_says_three_things_and_nothing_else(face: Face) -> None:
    layout = laid(face, document("redate-pc-postage"), symbol=False)
    assert {Role.SPECIAL: "REDATE", Role.DATE: "JUN 17 2005", Role.ZIP: "06926"} == words(layout)
    assert layout.indicium.symbol is None
    assert layout.indicium.fim is None


def test_a_pc_postage_correction_has_every_element_and_no_fim(face: Face) -> None:
    layout = laid(face, document("correction-pc-postage"), symbol=True)
    said = words(layout)
    assert "POSTAGE CORRECTION" == said[Role.SPECIAL]
    assert {Role.US_POSTAGE, Role.AMOUNT, Role.MAIL_CLASS, Role.DATE, Role.ZIP, Role.SERIAL, Role.PROVIDER} <= set(said)
    assert layout.indicium.symbol is not None
    assert layout.indicium.fim is None


@pytest.mark.parametrize("size", FLATS)
@pytest.mark.parametrize(("name", "symbol"), [("redate-pc-postage", False), ("correction-pc-postage", True)])
def test_on_a_flat_they_stand_beside_the_original_outside_its_clear_zone(
    face: Face, name: str, size: str, *, symbol: bool
) -> None:
    changed = document(name, mailpiece={"size": size})
    changed["mailpiece"].pop("flap")
    changed["media"] = {"kind": "mailpiece"}
    layout = laid(face, changed, symbol=symbol)
    original = lay_out(original_of(Job(**{**fields_of(layout.job), "message_length": 113})))
    gap = original.indicium.boundary.left - layout.indicium.ink.right
    assert placement.INDICIUM_CLEAR_ZONE <= gap < 2 * placement.INDICIUM_CLEAR_ZONE
    assert 0 == layout.indicium.ink.intrusion(original.indicium.ink)


def fields_of(job: Job) -> dict[str, Any]:
    return {name: getattr(job, name) for name in ("order", "meter", "face", "dpi", "width", "height", "stock")}


@pytest.mark.parametrize("name", ["redate-meter-address-side", "redate-pc-postage", "correction-pc-postage"])
def test_special_words_are_eight_point_bold_capitals(face: Face, name: str) -> None:
    layout = laid(face, document(name), symbol="correction" in name)
    (special_text,) = [text for text in layout.indicium.lettering if text.role is Role.SPECIAL]
    assert (8.0, True) == (special_text.size_pt, special_text.bold)
    assert special_text.string.isupper()


@pytest.mark.parametrize(("name", "symbol"), [("reply-meter", False), ("reply-pc-postage", True)])
@pytest.mark.parametrize("size", ["#9", "#10", "6x9", "#6-3/4"])
def test_reply_mail_carries_its_legend_above_the_address(face: Face, name: str, size: str, *, symbol: bool) -> None:
    layout = laid(face, document(name, mailpiece={"size": size}), symbol=symbol)
    legend, address = layout.surroundings.legend, layout.surroundings.addresses
    assert "NO POSTAGE STAMP NECESSARY POSTAGE HAS BEEN PREPAID BY" == " ".join(text.string for text in legend)
    lowest = max(text.ink_box.bottom for text in legend)
    assert lowest < min(text.ink_box.top for text in address)
    boundary = layout.indicium.boundary
    assert min(text.ink_box.top for text in legend) >= boundary.bottom + placement.INDICIUM_CLEAR_ZONE


def test_reply_mail_of_a_meter_shows_no_date_and_of_pc_postage_the_words(face: Face) -> None:
    meter = words(laid(face, document("reply-meter"), symbol=False))
    pc_postage = words(laid(face, document("reply-pc-postage"), symbol=True))
    assert Role.DATE not in meter
    assert Role.SPECIAL not in meter
    assert ("REPLY POSTAGE", "JUN 15 2005") == (pc_postage[Role.SPECIAL], pc_postage[Role.DATE])


def test_reply_mail_faces_by_fim_a_for_meters_and_fim_d_for_pc_postage(face: Face) -> None:
    meter = laid(face, document("reply-meter", indicium={"facing": "fim", "ink": "black"}), symbol=False)
    pc_postage = laid(face, document("reply-pc-postage"), symbol=True)
    assert meter.indicium.fim is not None
    assert pc_postage.indicium.fim is not None
    assert (FimKind.A, FimKind.D) == (meter.indicium.fim.fim, pc_postage.indicium.fim.fim)


def test_a_military_office_is_written_as_4_9_3_asks(face: Face) -> None:
    layout = laid(face, document("apo-meter"), symbol=True)
    (city,) = [t for t in layout.indicium.lettering if t.role is Role.CITY_STATE]
    (zip_code,) = [t for t in layout.indicium.lettering if t.role is Role.ZIP]
    assert "ARMY APO AE 09102" == f"{city.string} {zip_code.string}"
    assert city.baseline == zip_code.baseline


def test_a_meter_in_a_post_office_says_usps_and_us_postage_stays_larger(face: Face) -> None:
    changed = document("usps-placed-meter", media=None, indicium={"facing": "fim"})
    changed["media"] = {"kind": "mailpiece"}
    layout = laid(face, changed, symbol=True)
    sizes = {text.role: text.size_pt for text in layout.indicium.lettering}
    assert 12.0 == sizes[Role.USPS]
    assert sizes[Role.US_POSTAGE] > sizes[Role.USPS]


def test_everything_stays_on_the_page(face: Face) -> None:
    for name, symbol in (("redate-meter-address-side", False), ("correction-pc-postage", True), ("reply-meter", False)):
        layout = laid(face, document(name), symbol=symbol)
        page = Box(0.0, 0.0, layout.job.width, layout.job.height)
        inks = [layout.indicium.ink, *layout.surroundings.boxes]
        assert page.contains(union(inks)), name
