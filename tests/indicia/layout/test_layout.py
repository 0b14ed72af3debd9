"""Every named size: lawful inside the manual's zones, or refused with the rule and the distance."""

import itertools
from typing import Any

import pytest

from fixtures.layouts import choice_of, symbol_of
from fixtures.order_files import document
from indicia.errors import UsageError
from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.layout.engine import lay_out
from indicia.layout.evidence import clear_distances
from indicia.layout.layout import Layout
from indicia.layout.marks import BarsMark, SymbolMark, Text
from indicia.layout.misfit import LayoutRefused
from indicia.model.order import parse_order
from indicia.preflight import Checked, preflight
from indicia.rulebook.row import Outcome
from indicia.spec import placement
from indicia.spec import symbol as symbol_spec
from indicia.spec.kinds import Role

LETTERS = [name for name in placement.NAMED_SIZES if name not in {"12x9", "13x10"}]
FLATS = ["12x9", "13x10"]
DPIS = [200, 203, 240, 300, 400, 600, 1200]
SQUARE, RECTANGLE = "44x44", "26x64"


def check(face: Face, changed: dict[str, Any], *, dpi: int = 300, message_length: int = 113) -> Checked:
    order = parse_order(changed)
    assert order.meter is not None
    return preflight(order, order.meter, face, dpi=dpi, message_length=message_length)


def boxes(layout: Layout) -> list[Box]:
    lettering = [text.ink_box for text in (*layout.indicium.lettering, *layout.surroundings.addresses)]
    bars = [union(mark.bars) for mark in (layout.indicium.fim, layout.surroundings.barcode) if mark is not None]
    return [symbol_of(layout).box, *lettering, *bars]


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("size", LETTERS)
def test_every_letter_and_card_carries_fim_d_and_a_large_symbol(face: Face, size: str, dpi: int) -> None:
    checked = check(face, document(mailpiece={"size": size}, from_=None), dpi=dpi)
    layout = checked.layout
    assert () == checked.refused
    assert layout.indicium.fim is not None
    assert str(choice_of(layout).size) in {SQUARE, RECTANGLE}
    assert all(f.outcome is Outcome.PASS for f in checked.findings), [
        f.as_dict() for f in checked.findings if f.outcome is not Outcome.PASS
    ]


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize("size", FLATS)
def test_flats_pass_without_a_fim(face: Face, size: str, dpi: int) -> None:
    checked = check(face, document(mailpiece={"size": size}, indicium={"facing": "none"}), dpi=dpi)
    assert () == checked.refused
    assert checked.layout.indicium.fim is None


@pytest.mark.parametrize("size", LETTERS)
def test_the_band_above_the_ocr_read_area_is_kept(face: Face, size: str) -> None:
    layout = check(face, document(mailpiece={"size": size}, from_=None)).layout
    assert layout.strict
    zones = layout.job.zones
    assert zones is not None
    assert all(
        box.bottom <= zones.ocr.top + 1e-9
        for box in [symbol_of(layout).box, *(t.ink_box for t in layout.indicium.lettering)]
    )


@pytest.mark.parametrize(("dpi", "size"), list(itertools.product(DPIS, [*LETTERS, *FLATS])))
def test_modules_are_whole_dots_between_the_limits(face: Face, dpi: int, size: str) -> None:
    facing = "none" if size in FLATS else "fim"
    choice = check(face, document(mailpiece={"size": size}, indicium={"facing": facing}, from_=None), dpi=dpi).layout
    assert symbol_spec.MODULE_MIN <= choice_of(choice).module <= symbol_spec.MODULE_MAX
    for edge in (symbol_of(choice).box.left, symbol_of(choice).box.top):
        assert edge * dpi == pytest.approx(round(edge * dpi), abs=1e-6)


@pytest.mark.parametrize("size", [name for name in LETTERS if name != "card"])
def test_nothing_overlaps_and_nothing_leaves_the_page(face: Face, size: str) -> None:
    layout = check(face, document(mailpiece={"size": size})).layout
    page = Box(0.0, 0.0, layout.job.width, layout.job.height)
    assert all(page.contains(box) for box in boxes(layout))
    for one, other in itertools.combinations(boxes(layout), 2):
        assert 0 == one.intrusion(other), (one, other)


def test_a_return_address_on_the_smallest_card_is_refused_with_rule_and_distance(face: Face) -> None:
    with pytest.raises(LayoutRefused, match=r"604\.4\.8\.4-b-clear-left: the return address needs [\d.]+ in") as caught:
        check(face, document(mailpiece={"size": "card"}))
    assert 0 < caught.value.misfit.shortfall < 1


def test_the_ten_envelope_takes_the_square_at_twenty_mil(face: Face) -> None:
    layout = check(face, document()).layout
    assert (SQUARE, 6) == (str(choice_of(layout).size), choice_of(layout).module_dots)


def test_left_to_right_stand_symbol_fim_and_lettering(face: Face) -> None:
    layout = check(face, document()).layout
    zones, fim = layout.job.zones, layout.indicium.fim
    assert zones is not None
    assert fim is not None
    assert symbol_of(layout).box.right <= zones.fim.left
    assert zones.fim.contains(union(fim.bars), tolerance=1 / layout.job.dpi)
    assert all(zones.fim.right <= text.ink_box.left for text in layout.indicium.lettering)


@pytest.mark.parametrize("length", [20, 89, 113, 177])
def test_other_profiles_find_their_symbol(face: Face, length: int) -> None:
    layout = check(face, document(), message_length=length).layout
    assert {20: "20x20", 89: "40x40", 113: "44x44"}.get(length, str(choice_of(layout).size)) == str(
        choice_of(layout).size
    )


def test_long_words_are_broken_at_their_blanks(face: Face) -> None:
    layout = check(face, document(indicium={"endorsement": "RETURN SERVICE REQUESTED"})).layout
    said = [text.string for text in layout.indicium.lettering if text.role is Role.ENDORSEMENT]
    assert "RETURN SERVICE REQUESTED" == " ".join(said)


def test_city_state_and_zip_stand_on_one_line_where_they_fit(face: Face) -> None:
    layout = check(face, document(indicium={"origin": "city-state-zip"})).layout
    by_role = {text.role: text for text in layout.indicium.lettering}
    assert by_role[Role.CITY_STATE].baseline == by_role[Role.ZIP].baseline
    assert by_role[Role.CITY_STATE].ink_box.right < by_role[Role.ZIP].ink_box.left


def test_the_label_keeps_the_return_address_out_of_the_clear_zone(face: Face) -> None:
    checked = check(face, document("ibi-label-4x6"))
    assert () == checked.refused
    assert (4.0, 6.0) == (checked.layout.job.width, checked.layout.job.height)
    sender = [text for text in checked.layout.surroundings.addresses if text.role is Role.RETURN_ADDRESS]
    assert 3 == len(sender)


@pytest.mark.parametrize("kind", ["postnet", "imb"])
def test_bars_stand_in_the_barcode_clear_zone(face: Face, kind: str) -> None:
    layout = check(face, document(barcode=kind)).layout
    zones, barcode = layout.job.zones, layout.surroundings.barcode
    assert zones is not None
    assert barcode is not None
    assert zones.barcode.contains(union(barcode.bars))
    nearest, farthest = placement.BARCODE_FIRST_BAR_FROM_RIGHT
    assert nearest <= layout.job.width - barcode.bars[0].left <= farthest


def test_a_grid_too_coarse_for_any_module_is_refused(face: Face) -> None:
    with pytest.raises(UsageError, match="no whole number of dots"):
        check(face, document(), dpi=90)


def test_a_monster_of_an_address_is_refused(face: Face) -> None:
    with pytest.raises(LayoutRefused, match="the delivery address"):
        check(face, document(mailpiece={"size": "#9"}, to=["W" * 80, "SAN FRANCISCO CA 94103-1234"]))


def test_the_same_order_gives_the_same_layout(face: Face) -> None:
    one, other = (check(face, document()).layout for _ in range(2))
    assert boxes(one) == boxes(other)


def test_the_page_carries_every_mark_once(face: Face) -> None:
    layout = check(face, document()).layout
    marks = layout.page(bytes(113)).marks
    assert 1 == sum(isinstance(mark, SymbolMark) for mark in marks)
    assert 2 == sum(isinstance(mark, BarsMark) for mark in marks)
    assert len(layout.indicium.lettering) + len(layout.surroundings.addresses) == sum(
        isinstance(mark, Text) for mark in marks
    )


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (Box(0.0, 0.5, 1.0, 0.6), (1.0, None)),
        (Box(2.5, 1.4, 3.0, 1.5), (None, 0.4)),
        (Box(1.0, 1.2, 1.8, 1.3), (0.2, None)),
        (Box(1.0, 1.5, 1.9, 1.6), (None, 0.5)),
    ],
)
def test_clear_distances_count_the_farther_side_at_the_corner(box: Box, expected: tuple[float | None, ...]) -> None:
    boundary = Box(2.0, 0.25, 4.0, 1.0)
    assert expected == tuple(
        distance if distance is None else pytest.approx(distance) for distance in clear_distances(boundary, [box])
    )


def test_labels_have_no_zones(face: Face) -> None:
    assert check(face, document("ibi-label-4x6")).layout.job.zones is None


def test_the_engine_can_be_asked_again(face: Face) -> None:
    job = check(face, document()).layout.job
    assert boxes(lay_out(job)) == boxes(lay_out(job))
