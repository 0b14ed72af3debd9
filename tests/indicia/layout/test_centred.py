"""Lines set one under the other, centred, broken evenly."""

import pytest

from indicia.compose.elements import Element
from indicia.compose.office import words
from indicia.faces import Face
from indicia.geometry import union
from indicia.layout.centred import centred_at, centred_block, one_size, size_by_role
from indicia.spec.kinds import Role


def element(string: str, role: Role = Role.COMPANY) -> Element:
    return words(role, string)


def test_a_unit_that_fits_stays_on_one_line(face: Face) -> None:
    block = centred_block([(element("ROE"), element("SUPPLY"))], face, one_size(8.0), width=2.0, gap_em=0.5)
    assert 1 == len(block.lines)


def test_a_unit_too_wide_is_broken_between_its_elements_first(face: Face) -> None:
    block = centred_block([(element("STAMFORD CT"), element("06926"))], face, one_size(8.0), width=0.9, gap_em=0.5)
    assert ["STAMFORD CT", "06926"] == [line.runs[0][1].string for _, line in block.lines]


def test_broken_lines_are_filled_evenly(face: Face) -> None:
    # Filled greedily the last line would hold one word alone.
    block = centred_block([(element("ROE ROE ROE ROE"),)], face, one_size(8.0), width=0.85, gap_em=0.5)
    assert ["ROE ROE", "ROE ROE"] == [line.runs[0][1].string for _, line in block.lines]


def test_a_word_wider_than_the_width_stands_alone(face: Face) -> None:
    block = centred_block([(element("A WWWWWWWWWW B"),)], face, one_size(8.0), width=0.5, gap_em=0.5)
    assert ["A", "WWWWWWWWWW", "B"] == [line.runs[0][1].string for _, line in block.lines]
    assert block.width > 0.5


def test_every_line_has_the_same_middle_and_a_baseline_on_the_grid(face: Face) -> None:
    block = centred_block([(element("ROE"),), (element("SUPPLY CO"),)], face, one_size(8.0), width=2.0, gap_em=0.5)
    texts = centred_at(block, 1.0, 0.25, 203)
    assert [1.0, 1.0] == pytest.approx([text.ink_box.center[0] for text in texts])
    assert all(text.baseline * 203 == pytest.approx(round(text.baseline * 203)) for text in texts)
    assert 0.25 <= union(text.ink_box for text in texts).top


def test_roles_may_have_their_own_size(face: Face) -> None:
    units = [(element("ROE"),), (element("06926", Role.ZIP),)]
    block = centred_block(units, face, size_by_role({Role.ZIP: 6.0}, 9.0), width=2.0, gap_em=0.5)
    assert [9.0, 6.0] == [line.size_pt for _, line in block.lines]
