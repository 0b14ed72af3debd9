"""Distances, zones, clear zones of one mark."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from fixtures.cases import case_of
from indicia.geometry import Box, union
from indicia.rulebook.evidence import Measurement, Quantity
from verify.evidence.placement import placement_evidence
from verify.seen import Seen

EVERY_EDGE = ("left", "top", "right", "bottom")


def facts(seen: Seen) -> dict[Quantity, Measurement]:
    return placement_evidence(case_of(seen))


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
