"""Printing dies, ad plates and digital blocks on every named size: lawful, or refused with rule and distance."""

import itertools
from typing import Any

import pytest

from fixtures.order_files import document
from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.layout.evidence import evidence_of
from indicia.layout.layout import Layout
from indicia.layout.marks import BarsMark, Frame, Rule, SymbolMark, Text
from indicia.layout.misfit import LayoutRefused
from indicia.layout.placed import Plate
from indicia.model.order import parse_order
from indicia.preflight import Checked, preflight
from indicia.rulebook.evidence import Quantity, Value
from indicia.rulebook.row import Outcome, Weight
from indicia.spec import content, placement
from indicia.spec.kinds import Role

AD, MARKING, DIGITAL = "letterpress-ad-plate", "letterpress-postal-marking", "digital-psd-meter"
SIZES = list(placement.NAMED_SIZES)
ZONED = [size for size in SIZES if size not in {"12x9", "13x10"}]
DPIS = [200, 300]
TOO_SMALL = {
    (AD, "card", True): "604.4.8.8-zones",
    (MARKING, "card", True): "604.4.8.7-plate-small",
    (MARKING, "card", False): "604.4.8.7-plate-small",
    (MARKING, "4.25x6", True): "604.4.8.7-plate-small",
    (MARKING, "A2", True): "604.4.8.7-plate-small",
}
"""Order, size and whether there is a return address: what cannot be printed lawfully, and the row that says so."""
LAWFUL = [
    (name, size, sender)
    for name, size, sender in itertools.product((AD, MARKING, DIGITAL), SIZES, (True, False))
    if (name, size, sender) not in TOO_SMALL
]


def check(face: Face, name: str, *, dpi: int = 300, sender: bool = True, **changes: Any) -> Checked:
    order = parse_order(document(name, **changes, **({} if sender else {"from_": None})))
    assert order.meter is not None
    return preflight(order, order.meter, face, dpi=dpi, message_length=113)


def sized(face: Face, name: str, size: str, *, dpi: int = 300, sender: bool = True) -> Checked:
    return check(face, name, dpi=dpi, sender=sender, mailpiece={"size": size})


def plated(face: Face, **plate: Any) -> Checked:
    return check(face, AD, indicium={"ad_plate": plate})


def plate_of(checked: Checked) -> Plate:
    plate = checked.layout.indicium.plate
    assert plate is not None
    return plate


def frame_of(layout: Layout) -> Frame:
    (frame,) = (line for line in layout.indicium.lines if isinstance(line, Frame))
    return frame


def witnessed(checked: Checked, quantity: Quantity) -> Value | None:
    return evidence_of(checked.layout)[quantity].value


def groups(layout: Layout) -> list[Box]:
    """Everything that must not overlap: lines of the indicium, plate, addresses, barcode."""
    placed, around = layout.indicium, layout.surroundings
    texts = [*placed.lettering, *around.addresses, *(placed.plate.lettering if placed.plate else ())]
    rules = [line.box for line in placed.lines if isinstance(line, Rule)]
    return [*(text.ink_box for text in texts), *rules, *([union(around.barcode.bars)] if around.barcode else [])]


# --- Every size ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize(("name", "size", "sender"), LAWFUL)
def test_every_named_size_is_printed_lawfully(face: Face, name: str, size: str, sender: bool, dpi: int) -> None:
    checked = sized(face, name, size, dpi=dpi, sender=sender)
    assert () == checked.refused
    failed = {f.row.id for f in checked.findings if f.outcome is Outcome.FAIL}
    low = placement.NAMED_SIZES[size][1] < placement.OCR_DECIDES_FROM_HEIGHT
    assert failed <= ({"604.4.8.3-ocr-zone"} if low else set())


@pytest.mark.parametrize(("name", "size", "sender"), TOO_SMALL)
def test_what_does_not_fit_is_refused_with_rule_and_distance(face: Face, name: str, size: str, sender: bool) -> None:
    with pytest.raises(LayoutRefused) as caught:
        sized(face, name, size, sender=sender)
    misfit = caught.value.misfit
    assert TOO_SMALL[name, size, sender] == misfit.rule
    assert 0 < misfit.shortfall < 1.5
    assert f"{misfit.shortfall:.3f} in too much" in str(caught.value)


@pytest.mark.parametrize(("name", "size", "sender"), LAWFUL)
def test_nothing_overlaps_and_nothing_leaves_the_page(face: Face, name: str, size: str, sender: bool) -> None:
    layout = sized(face, name, size, sender=sender).layout
    boxes = groups(layout)
    assert all(Box(0.0, 0.0, layout.job.width, layout.job.height).contains(box) for box in boxes)
    for one, other in itertools.combinations(boxes, 2):
        assert 0 == one.intrusion(other), (one, other)


@pytest.mark.parametrize("name", [AD, MARKING, DIGITAL])
def test_without_a_symbol_the_page_carries_none_and_no_fim(face: Face, name: str) -> None:
    layout = check(face, name).layout
    marks = layout.page(bytes(113)).marks
    assert (None, None) == (layout.choice, layout.indicium.fim)
    assert not any(isinstance(mark, SymbolMark) for mark in marks)
    assert ["postnet"] == [mark.kind for mark in marks if isinstance(mark, BarsMark)]


def test_the_page_carries_the_lines_of_the_plate_once(face: Face) -> None:
    layout = check(face, AD).layout
    texts = [mark.string for mark in layout.page(None).marks if isinstance(mark, Text)]
    assert (1, 2) == (texts.count("SPRING SALE"), texts.count("ROE SUPPLY CO"))


# --- The die ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize(("name", "size", "sender"), [case for case in LAWFUL if case[0] != DIGITAL])
def test_the_die_holds_every_element(face: Face, name: str, size: str, sender: bool, dpi: int) -> None:
    checked = sized(face, name, size, dpi=dpi, sender=sender)
    layout = checked.layout
    frame = frame_of(layout)
    inside = frame.box.grown(-frame.line)
    assert all(inside.contains(text.ink_box) for text in layout.indicium.lettering)
    assert all(inside.contains(line.box) for line in layout.indicium.lines if isinstance(line, Rule))
    assert 0.0 == witnessed(checked, Quantity.DIE_OVERRUN)
    assert frame.box == layout.indicium.ink


@pytest.mark.parametrize("size", ZONED)
def test_the_die_stands_right_of_the_fim_zone_a_quarter_inch_from_both_edges(face: Face, size: str) -> None:
    layout = sized(face, AD, size, sender=False).layout
    box, zones = frame_of(layout).box, layout.job.zones
    assert zones is not None
    assert box.left >= zones.fim.right - 1e-9
    assert layout.job.width - box.right >= 1 / 4 - 1e-9
    assert box.top >= 1 / 4
    assert box.width >= box.height


@pytest.mark.parametrize("dpi", DPIS)
def test_frame_and_rules_are_on_the_dot_grid(face: Face, dpi: int) -> None:
    for line in check(face, AD, dpi=dpi).layout.indicium.lines:
        for side in (line.box.left, line.box.top, line.box.right, line.box.bottom):
            assert side * dpi == pytest.approx(round(side * dpi), abs=1e-6)


def test_the_amount_is_parted_from_place_and_date_and_these_from_the_device(face: Face) -> None:
    layout = check(face, AD).layout
    rules = sorted(line.box.center[1] for line in layout.indicium.lines if isinstance(line, Rule))
    band = {text.role: sum(rule < text.ink_box.center[1] for rule in rules) for text in layout.indicium.lettering}
    assert {
        Role.US_POSTAGE: 0,
        Role.AMOUNT: 0,
        Role.DATE: 1,
        Role.CITY_STATE: 1,
        Role.SERIAL: 2,
        Role.PROVIDER: 2,
    } == band


def test_every_line_of_the_die_is_centred(face: Face) -> None:
    layout = check(face, MARKING).layout
    lines: dict[float, list[Box]] = {}
    for text in layout.indicium.lettering:
        lines.setdefault(text.baseline, []).append(text.ink_box)
    middle = frame_of(layout).box.center[0]
    assert all(union(boxes).center[0] == pytest.approx(middle, abs=1 / 300) for boxes in lines.values())


def test_city_and_state_alone_need_the_approval(face: Face) -> None:
    assert () == check(face, AD).refused
    assert ["604.4.8.5-city-state-only"] == [finding.row.id for finding in check(face, AD, approvals=[]).refused]


def test_a_die_that_no_letter_holds_is_refused(face: Face) -> None:
    office = {"city": "W" * 30, "state": "CT", "zip": "06926"}
    meter = {**document(AD)["meter"], "licensing_post_office": office}
    with pytest.raises(LayoutRefused, match=r"604\.4\.8\.6-other: the printing die needs [\d.]+ in"):
        check(face, AD, meter=meter)


# --- The ad plate -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "size", "sender"), [case for case in LAWFUL if case[0] != DIGITAL])
def test_the_plate_stays_out_of_every_zone_and_left_of_the_fim_zone(
    face: Face, name: str, size: str, sender: bool
) -> None:
    checked = sized(face, name, size, sender=sender)
    plate, zones = plate_of(checked), checked.layout.job.zones
    assert all(plate.box.contains(text.ink_box) for text in plate.lettering)
    assert plate.box.right <= frame_of(checked.layout).box.left
    if zones is not None:
        assert plate.box.right <= zones.fim.left
        assert plate.box.bottom <= zones.ocr.top
        for quantity in (Quantity.PRINTED_FIM_ZONE, Quantity.PRINTED_BARCODE_ZONE, Quantity.PRINTED_OCR_ZONE):
            assert 0.0 == witnessed(checked, quantity)


@pytest.mark.parametrize("dpi", DPIS)
@pytest.mark.parametrize(("name", "size", "sender"), [case for case in LAWFUL if case[0] == MARKING])
def test_a_marking_fills_its_plate_in_large_bold_capitals(
    face: Face, name: str, size: str, sender: bool, dpi: int
) -> None:
    checked = sized(face, name, size, dpi=dpi, sender=sender)
    plate = plate_of(checked)
    extent = union(text.ink_box for text in plate.lettering)
    fill = max(extent.width / plate.box.width, extent.height / plate.box.height)
    least = min(text.size_pt for text in plate.lettering)
    assert content.PLATE_FILL_MIN <= fill <= 1.0 + 1e-9
    assert fill == pytest.approx(float(witnessed(checked, Quantity.PLATE_FILL) or 0))
    assert least >= content.PLATE_MIN_PT
    assert least / content.PLATE_MIN_PT == pytest.approx(float(witnessed(checked, Quantity.PLATE_SIZE_SHARE) or 0))
    assert all(text.bold and text.string.isupper() for text in plate.lettering)
    assert {Role.AD_PLATE} == {text.role for text in plate.lettering}


def test_matter_beside_a_marking_is_refused(face: Face) -> None:
    checked = plated(face, kind="postal-marking", lines=["FIRST-CLASS", "SPRING SALE"])
    assert ["604.4.8.7-plate-only"] == [finding.row.id for finding in checked.refused]
    assert 1 == witnessed(checked, Quantity.PLATE_OTHER_MATTER)


@pytest.mark.parametrize(
    "lines", [["PRSRT STD"], ["NONPROFIT ORG."], ["RETURN SERVICE", "REQUESTED"], ["PRIORITY MAIL"]]
)
def test_markings_of_class_level_and_service_are_no_other_matter(face: Face, lines: list[str]) -> None:
    assert () == plated(face, kind="postal-marking", lines=lines).refused


@pytest.mark.parametrize("kind", ["advertising", "slogan", "return-address"])
def test_other_plates_name_the_mailer_and_keep_a_readable_size(face: Face, kind: str) -> None:
    checked = plated(face, kind=kind, lines=["SPRING SALE", "1 ELM ST"], mailer="ROE SUPPLY CO")
    said = [text.string for text in plate_of(checked).lettering]
    assert ["SPRING SALE", "1 ELM ST", "MAILER'S MESSAGE"] == said
    assert True is witnessed(checked, Quantity.PLATE_MAILER)
    assert min(text.size_pt for text in plate_of(checked).lettering) >= 6.0


def test_a_message_too_long_for_six_points_is_refused(face: Face) -> None:
    with pytest.raises(LayoutRefused, match=r"604\.4\.8\.8-zones: the advertising in the ad plate needs"):
        plated(face, kind="advertising", lines=["W" * 60], mailer="W")


def test_the_plate_shrinks_before_it_meets_the_return_address(face: Face) -> None:
    alone = plate_of(sized(face, MARKING, "#6-3/4", sender=False))
    checked = sized(face, MARKING, "#6-3/4")
    beside = plate_of(checked)
    senders = [text for text in checked.layout.surroundings.addresses if text.role is Role.RETURN_ADDRESS]
    assert beside.box.width < alone.box.width
    assert 1 / 8 <= beside.box.left - max(text.ink_box.right for text in senders) + 1e-9


# --- Digital ------------------------------------------------------------------------------------------


def test_a_digital_block_stands_right_of_the_fim_zone_and_is_wider_than_high(face: Face) -> None:
    for size in ZONED:
        layout = sized(face, DIGITAL, size).layout
        box, zones = layout.indicium.ink, layout.job.zones
        assert zones is not None
        assert zones.fim.right <= box.left
        assert box.height <= box.width
        assert () == layout.indicium.lines


@pytest.mark.parametrize("ink", ["red", "blue"])
def test_a_coloured_ink_warns_that_approval_is_case_by_case_until_the_order_names_one(face: Face, ink: str) -> None:
    standard = {"ink": ink, "facing": "none", "mail_class": "media"}
    checked = check(face, DIGITAL, indicium=standard)
    (finding,) = (f for f in checked.findings if f.outcome is Outcome.FAIL)
    assert ("604.4.8.9-coloured-ink", Weight.WARNS) == (finding.row.id, finding.weight)
    assert "case by case" in finding.row.explanation
    assert () == checked.refused
    assert ink == checked.layout.page(None).inks[0].value
    approved = check(face, DIGITAL, indicium=standard, approvals=["coloured-ink"])
    assert not [f for f in approved.findings if f.outcome is not Outcome.PASS]


@pytest.mark.parametrize("ink", ["black", "fluorescent-red"])
def test_black_and_fluorescent_ink_need_no_approval_of_their_own(face: Face, ink: str) -> None:
    checked = check(face, DIGITAL, indicium={"ink": ink})
    assert "604.4.8.9-coloured-ink" not in {finding.row.id for finding in checked.findings}


@pytest.mark.parametrize("ink", ["black", "red", "blue"])
def test_ink_that_does_not_fluoresce_faces_no_letter(face: Face, ink: str) -> None:
    refused = check(face, DIGITAL, indicium={"ink": ink, "facing": "fluorescent-ink"}).refused
    assert ["604.4.8.9-gen2-facing"] == [finding.row.id for finding in refused]


def test_first_generation_systems_print_fluorescent(face: Face) -> None:
    refused = check(face, AD, indicium={"ink": "blue"}).refused
    assert ["604.4.8.9-gen1-fluorescent"] == [finding.row.id for finding in refused]


def test_an_ad_plate_is_refused_with_a_digital_indicium(face: Face) -> None:
    plate = {"kind": "slogan", "lines": ["GIVE"], "mailer": "GIVE"}
    refused = check(face, DIGITAL, indicium={"ad_plate": plate}).refused
    assert ["604.4.8.8-a-digital"] == [finding.row.id for finding in refused]


def test_other_words_than_endorsements_are_refused_in_a_digital_indicium(face: Face) -> None:
    refused = check(face, DIGITAL, indicium={"endorsement": "SPRING SALE"}).refused
    assert ["604.4.8.7-digital-endorsement"] == [finding.row.id for finding in refused]


@pytest.mark.parametrize("name", [AD, DIGITAL])
def test_a_label_holds_them_too(face: Face, name: str) -> None:
    media = {"kind": "label", "stock": "4x6"}
    layout = check(face, name, media=media, barcode=None).layout
    assert (4.0, 6.0) == (layout.job.width, layout.job.height)
    assert all(isinstance(mark, Text | Rule | Frame) for mark in layout.page(None).marks)
