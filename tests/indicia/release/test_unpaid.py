"""Prints that no device pays for: read back mark by mark before they exist under their names."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fixtures.unpaid import order_of
from indicia.errors import UsageError
from indicia.faces import Face
from indicia.layout.marks import BarsMark, Frame, Mark, Page, Rule
from indicia.readback import ReadBackFailed
from indicia.release.unpaid import Unpaid, print_unpaid
from indicia.render.formats import FORMATS
from tests.indicia.release.conftest import damage

DAY = dt.date(2005, 6, 15)


def printed(face: Face, name: str, output: Path) -> Unpaid:
    return print_unpaid(order_of(name), face, output=output, dpi=300, on=DAY)


def without(kind: type[Mark]) -> Callable[[Page], Page]:
    """The page without its last mark of a kind."""

    def change(page: Page) -> Page:
        last = next(mark for mark in reversed(page.marks) if isinstance(mark, kind))
        return replace(page, marks=tuple(mark for mark in page.marks if mark is not last))

    return change


def with_one_bar_less(page: Page) -> Page:
    marks = [replace(mark, bars=mark.bars[:-1]) if isinstance(mark, BarsMark) else mark for mark in page.marks]
    return replace(page, marks=tuple(marks))


def with_flat_frames(page: Page) -> Page:
    """Frames without their lower line."""
    marks: list[Mark] = []
    for mark in page.marks:
        marks += [Rule(side) for side in (mark.sides[0], *mark.sides[2:])] if isinstance(mark, Frame) else [mark]
    return replace(page, marks=tuple(marks))


DAMAGES: tuple[tuple[str, Callable[[Page], Page], str], ...] = (
    ("permit-imprint", without(Frame), "the frame left no ink"),
    ("precancel-postmark", without(Rule), "the rule left no ink"),
    ("business-reply", with_one_bar_less, "left no ink in its place"),
    ("business-reply", with_flat_frames, "the frame left no ink"),
)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("damaged", DAMAGES, ids=lambda damaged: f"{damaged[0]}-{damaged[1].__name__}")
def test_a_missing_mark_leaves_no_file(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    face: Face,
    damaged: tuple[str, Callable[[Page], Page], str],
    suffix: str,
) -> None:
    name, change, words = damaged
    damage(monkeypatch, change)
    with pytest.raises(ReadBackFailed, match=words):
        printed(face, name, tmp_path / f"page{suffix}")
    assert [] == list(tmp_path.iterdir())


def test_what_stood_there_is_replaced_as_a_whole(tmp_path: Path, face: Face) -> None:
    place = tmp_path / "page.png"
    place.write_bytes(b"older")
    assert place == printed(face, "permit-imprint", place).file
    assert place.read_bytes().startswith(b"\x89PNG")


def test_a_metered_order_is_not_printed_without_its_device(tmp_path: Path, face: Face) -> None:
    with pytest.raises(UsageError, match="paid by a device"):
        printed(face, "ibi-letter-10", tmp_path / "page.png")
