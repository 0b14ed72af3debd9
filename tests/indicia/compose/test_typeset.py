import pytest

from indicia.errors import InputError
from indicia.faces import Face
from indicia.spec.kinds import Role
from indicia.typeset import Run, join, set_run


def run(face: Face, string: str, size_pt: float = 10.0, *, bold: bool = False) -> Run:
    return set_run(face, string, role=Role.OTHER, size_pt=size_pt, bold=bold)


def test_a_run_is_as_wide_as_its_characters(face: Face) -> None:
    word = run(face, "US POSTAGE")
    assert sum(face.advance(c, bold=False) for c in "US POSTAGE") * 10 / 72 == pytest.approx(word.advance)


def test_ink_lies_within_the_advances_and_grows_with_size(face: Face) -> None:
    small, large = run(face, "HH", 8.0), run(face, "HH", 16.0)
    assert 0 <= small.ink.left < small.ink.right <= small.advance
    assert 2 * small.ink.height == pytest.approx(large.ink.height)
    assert 2 * small.ink.width == pytest.approx(large.ink.width)


def test_capitals_stand_on_the_baseline(face: Face) -> None:
    box = run(face, "H", 72.0).ink
    assert box.bottom == pytest.approx(0.0)
    assert -face.cap_height(bold=False) == pytest.approx(box.top)


def test_a_placed_run_keeps_its_ink(face: Face) -> None:
    word = run(face, "A")
    assert word.ink.moved(2.0, 3.0) == word.at(2.0, 3.0).ink_box


def test_joined_runs_keep_their_gap(face: Face) -> None:
    line = join([run(face, "A"), run(face, "B")], gap=0.5)
    (x0, first), (x1, _) = line.runs
    assert 0.0 == x0
    assert first.advance + 0.5 == pytest.approx(x1)


def test_a_character_that_the_face_lacks_is_named(face: Face) -> None:
    with pytest.raises(InputError, match="U\\+4E2D"):
        run(face, "\u4e2d")
