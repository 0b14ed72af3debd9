"""Runs that were read in pieces are one again; runs that differ stay apart."""

from dataclasses import replace

import pytest

from indicia.geometry import Box
from verify.seen import GlyphSeen, Measured, TextSeen
from verify.understand.groups import rejoined

EM = 8 / 72


def run(string: str, left: float, *, top: float = 1.0, size_pt: float = 8.0, bold: bool | None = False) -> TextSeen:
    width = 0.6 * EM
    boxes = [Box(left + i * width, top, left + (i + 1) * width, top + 0.08) for i in range(len(string))]
    glyphs = tuple(
        GlyphSeen(character, box, 1.0) for character, box in zip(string, boxes, strict=True) if character != " "
    )
    box = Box(boxes[0].left, top, boxes[-1].right, top + 0.08)
    exact = Measured(0.0, 0.1)
    return TextSeen(string, box, glyphs, Measured(size_pt, 0.1), bold, True, 0.8, 0.0, 0.0, exact)


FIRST = run("POSTAGE", 1.0)
AFTER = FIRST.box.right + 0.4 * EM


def test_words_that_a_space_parts_are_one_run() -> None:
    (one,) = rejoined([run("PAID", AFTER), FIRST])
    assert "POSTAGE PAID" == one.string
    assert list("POSTAGEPAID") == [glyph.character for glyph in one.glyphs]
    assert FIRST.box.left == one.box.left
    assert AFTER < one.box.right


@pytest.mark.parametrize(
    "other",
    [
        run("PAID", AFTER, bold=True),
        run("PAID", AFTER, size_pt=9.0),
        run("PAID", AFTER, top=1.05),
        run("PAID", FIRST.box.right + 0.7 * EM),
        replace(run("PAID", AFTER), arial=False),
    ],
    ids=["weight", "size", "line", "gap", "face"],
)
def test_runs_that_something_tells_apart_stay_apart(other: TextSeen) -> None:
    assert [FIRST, other] == rejoined([other, FIRST])
