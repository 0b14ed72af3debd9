from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.geometry import Box, union
from indicia.rulebook.evidence import Measurement, Quantity
from indicia.spec.kinds import DateForm, Facing, MailClass, MediaKind, Purpose, Shape, Technology
from verify.evidence import PRD_UNCERTAINTY, circumstances, fim_evidence, indicium_evidence, purpose_of
from verify.seen import Measured, Seen
from verify.zones import Zone, zone_boxes

EVERY_EDGE = ("left", "top", "right", "bottom")


def facts(seen: Seen) -> dict[Quantity, Measurement]:
    return indicium_evidence(seen, seen.symbols[0], seen.indicia[0] if seen.indicia else None)


def cut(seen: Seen, edges: Iterable[str]) -> Seen:
    assert seen.mailpiece is not None
    return replace(seen, mailpiece=replace(seen.mailpiece, cut_off=frozenset(edges)))


def with_parts(seen: Seen, *parts: Box) -> Seen:
    return replace(seen, indicia=(replace(seen.indicia[0], parts=parts, box=union(parts)),))


def test_distances_are_from_the_edges_with_the_sum_of_both_uncertainties(letter: Seen) -> None:
    for quantity in (Quantity.RIGHT_EDGE, Quantity.TOP_EDGE):
        found = facts(letter)[quantity]
        assert (0.25, 0.004) == pytest.approx((found.value, found.uncertainty))


def test_the_share_is_the_worse_of_both_directions(letter: Seen) -> None:
    centred = with_parts(letter, Box(4.5, 0.3, 5.0, 0.7))
    assert 1.0 == pytest.approx(facts(centred)[Quantity.UPPER_RIGHT_SHARE].value)
    low = with_parts(letter, Box(8.5, 3.0, 9.0, 3.5))
    assert 3.25 / (4.125 / 2) == pytest.approx(facts(low)[Quantity.UPPER_RIGHT_SHARE].value)


@pytest.mark.parametrize(
    ("part", "depth"),
    [
        (Box(7.70, 0.25, 9.25, 1.0), 0.05),  # reaches in from the right
        (Box(7.85, 0.25, 9.25, 1.0), -0.10),  # a tenth of an inch away
        (Box(6.8, 0.60, 7.2, 1.0), 0.025),  # reaches in from below
    ],
)
def test_depth_in_a_zone_is_negative_outside(letter: Seen, part: Box, depth: float) -> None:
    seen = with_parts(letter, part)
    assert depth == pytest.approx(facts(seen)[Quantity.FIM_ZONE_INTRUSION].value)


def test_the_deepest_part_counts(letter: Seen) -> None:
    seen = with_parts(letter, Box(5.0, 0.25, 5.5, 1.0), Box(7.7, 0.25, 9.0, 1.0))
    assert 0.05 == pytest.approx(facts(seen)[Quantity.FIM_ZONE_INTRUSION].value)


def test_flats_and_labels_have_no_zones(label: Seen) -> None:
    zones = {Quantity.FIM_ZONE_INTRUSION, Quantity.BARCODE_ZONE_INTRUSION, Quantity.OCR_ZONE_INTRUSION}
    assert not zones & set(facts(label))


@pytest.mark.parametrize(
    ("edge", "unknown"),
    [
        ("right", {Quantity.RIGHT_EDGE, Quantity.FIM_ZONE_INTRUSION, Quantity.BARCODE_ZONE_INTRUSION}),
        ("top", {Quantity.TOP_EDGE, Quantity.FIM_ZONE_INTRUSION}),
        ("bottom", {Quantity.BARCODE_ZONE_INTRUSION, Quantity.OCR_ZONE_INTRUSION}),
        ("left", {Quantity.OCR_ZONE_INTRUSION}),
    ],
)
def test_what_hangs_on_an_edge_outside_the_picture_is_unknown(letter: Seen, edge: str, unknown: set[Quantity]) -> None:
    found = facts(cut(letter, [edge]))
    missing = {quantity for quantity, measurement in found.items() if measurement.value is None}
    assert unknown | {Quantity.UPPER_RIGHT_SHARE} <= missing
    assert all(edge in found[quantity].note for quantity in missing)


@pytest.mark.parametrize("edge", EVERY_EDGE)
def test_an_unknown_edge_leaves_the_clear_zone_known(letter: Seen, edge: str) -> None:
    assert facts(cut(letter, [edge]))[Quantity.CLEAR_LEFT].value is not None


def test_matter_in_the_clear_zone_is_nobodys(letter: Seen) -> None:
    assert not facts(letter)[Quantity.CLEAR_LEFT].attributed


def test_without_an_address_its_angle_is_no_evidence(letter: Seen) -> None:
    seen = replace(letter, indicia=(replace(letter.indicia[0], address_angle=None),))
    assert Quantity.ADDRESS_ANGLE not in facts(seen)


@pytest.mark.parametrize(("change", "why"), [({"mailpiece": None}, "no scale"), ({}, "not measured")])
def test_an_indicium_whose_place_is_unknown_leaves_questions(letter: Seen, change: dict[str, Any], why: str) -> None:
    found = facts(replace(letter, indicia=(), **change))
    assert found[Quantity.RIGHT_EDGE].value is None
    assert why in found[Quantity.RIGHT_EDGE].note


class TestFim:
    def test_its_quantities(self, letter: Seen) -> None:
        found = fim_evidence(letter)
        assert Measurement("D") == found[Quantity.FIM_KIND]
        assert Measurement(2.0, 0.004) == found[Quantity.FIM_RIGHT]
        height = found[Quantity.FIM_BAR_HEIGHT]
        assert (0.6, 0.008) == pytest.approx((height.value, height.uncertainty))
        assert PRD_UNCERTAINTY == found[Quantity.FIM_PRD].uncertainty

    def test_bars_that_run_over_the_edge_have_no_height(self, letter: Seen) -> None:
        assert letter.fim is not None
        seen = replace(letter, fim=replace(letter.fim, top=Measured(0.0, 0.004)))
        assert Quantity.FIM_BAR_HEIGHT not in fim_evidence(seen)

    def test_slant_has_no_sign(self, letter: Seen) -> None:
        assert letter.fim is not None
        seen = replace(letter, fim=replace(letter.fim, slant_deg=Measured(-3.0, 0.2)))
        assert Measurement(3.0, 0.2) == fim_evidence(seen)[Quantity.FIM_SLANT]

    def test_none_is_evidence_too(self, letter: Seen) -> None:
        assert {Quantity.FIM_PRESENT: Measurement(False)} == fim_evidence(replace(letter, fim=None))

    def test_none_where_the_picture_ends_is_a_question(self, letter: Seen) -> None:
        found = fim_evidence(cut(replace(letter, fim=None), ["top"]))
        assert found[Quantity.FIM_PRESENT].value is None

    def test_without_a_scale_nothing_is_said(self, letter: Seen) -> None:
        assert {} == fim_evidence(replace(letter, mailpiece=None))

    def test_its_place_hangs_on_the_edges(self, letter: Seen) -> None:
        found = fim_evidence(cut(letter, ["right"]))
        assert found[Quantity.FIM_RIGHT].value is None
        assert found[Quantity.FIM_TOP].value is not None


class TestCircumstances:
    def test_of_a_letter_with_fim(self, letter: Seen) -> None:
        found = circumstances(letter, purpose=Purpose.POSTAGE, date_form=DateForm.COMPLETE)
        assert (Technology.IBI, Shape.LETTER, MediaKind.MAILPIECE, Facing.FIM) == (
            found.technology,
            found.shape,
            found.media,
            found.facing,
        )
        assert found.mail_class is None  # the picture does not tell

    def test_who_says_faced_by_fim_says_first_class(self, letter: Seen) -> None:
        bare = replace(letter, fim=None)
        found = circumstances(bare, purpose=None, date_form=None, facing=Facing.FIM)
        assert (Facing.FIM, MailClass.FIRST_CLASS) == (found.facing, found.mail_class)

    def test_the_operator_knows_better_than_the_picture(self, letter: Seen) -> None:
        found = circumstances(letter, purpose=None, date_form=None, facing=Facing.FLUORESCENT_INK)
        assert Facing.FLUORESCENT_INK is found.facing

    def test_of_a_label_alone(self, label: Seen) -> None:
        found = circumstances(label, purpose=None, date_form=None)
        assert (Shape.PARCEL, MediaKind.LABEL, None) == (found.shape, found.media, found.facing)

    @pytest.mark.parametrize(("amount", "expected"), [(370, Purpose.POSTAGE), (0, None), (None, None)])
    def test_a_value_means_postage(self, amount: int | None, expected: Purpose | None) -> None:
        assert expected is purpose_of(amount)


class TestZones:
    """Distances of the zones are from the nearest named edge, whatever the size of the piece."""

    def test_of_a_number_10(self) -> None:
        boxes = zone_boxes(9.5, 4.125)
        assert Box(6.5, 0.0, 7.75, 0.625) == boxes[Zone.FIM]
        assert Box(4.75, 3.5, 9.5, 4.125) == boxes[Zone.BARCODE]
        assert Box(0.5, 1.375, 9.0, 3.5) == boxes[Zone.OCR]

    @given(st.floats(5.0, 11.5), st.floats(3.5, 6.125))
    def test_they_lie_on_every_letter_and_meet_only_at_edges(self, width: float, height: float) -> None:
        boxes = zone_boxes(width, height)
        page = Box(0.0, 0.0, width, height)
        assert all(page.contains(box) for box in boxes.values())
        assert 0.0 == pytest.approx(boxes[Zone.OCR].intrusion(boxes[Zone.BARCODE]))
        assert 0.0 == boxes[Zone.FIM].intrusion(boxes[Zone.OCR])
