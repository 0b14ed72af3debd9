from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicia.errors import ExitCode, combined
from indicia.geometry import Box, EdgeDistances, to_edges, union
from indicia.units import dollars, mills

# Multiples of 1/64 in, so that differences of coordinates are exact.
lengths = st.integers(0, 12 * 64).map(lambda steps: steps / 64)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    left, right = sorted((draw(lengths), draw(lengths)))
    top, bottom = sorted((draw(lengths), draw(lengths)))
    return Box(left, top, right, bottom)


@given(boxes())
def test_edge_distances_and_coordinates_are_one_thing(box: Box) -> None:
    left, top, right, bottom = to_edges(box, 16.0, 16.0)
    assert box == Box(left, top, 16.0 - right, 16.0 - bottom)


def test_distances_are_from_the_nearest_named_edge() -> None:
    assert EdgeDistances(1.0, 0.25, 0.25, 3.0) == to_edges(Box(1.0, 0.25, 9.25, 1.125), 9.5, 4.125)


@given(boxes(), boxes())
def test_intrusion_is_mutual_and_leaving_by_it_clears(one: Box, other: Box) -> None:
    depth = one.intrusion(other)
    assert depth == other.intrusion(one)
    dx, dy = one.overlap(other)
    assert (depth > 0) == (dx > 0 and dy > 0)


@given(st.lists(boxes(), min_size=1, max_size=5))
def test_a_union_contains_all(listed: list[Box]) -> None:
    assert all(union(listed).contains(box) for box in listed)


def test_a_union_of_none_and_a_box_inside_out_are_errors() -> None:
    with pytest.raises(ValueError, match="no boxes"):
        union([])
    with pytest.raises(ValueError, match="left <= right"):
        Box(1.0, 0.0, 0.0, 1.0)


@given(st.integers(0, 2**40))
def test_mills_and_dollars_are_one_sum(amount: int) -> None:
    assert amount == mills(dollars(amount))


def test_a_fraction_of_a_mill_is_refused() -> None:
    with pytest.raises(ValueError, match="three decimals"):
        mills(Decimal("0.3705"))


def test_the_gravest_exit_code_wins() -> None:
    assert ExitCode.INTERNAL is combined([ExitCode.OUTPUT, ExitCode.INTERNAL, ExitCode.UNACCEPTABLE])
    assert ExitCode.INPUT is combined([ExitCode.UNACCEPTABLE, ExitCode.INPUT, ExitCode.DONE])
    assert ExitCode.UNACCEPTABLE is combined([ExitCode.UNDETERMINED, ExitCode.UNACCEPTABLE])
    assert ExitCode.DONE is combined([])
