"""Joining PDFs: every page as it was, every reference to what it meant, words that look like references untouched."""

from pathlib import Path

import pikepdf
import pytest

from indicia.errors import OutputError
from indicia.release.join import join

WORDS = "see 1 0 R (and 2 0 R) \\ 3 0 R"
BYTES = b"\xff 4 0 R \x00"


def part(place: Path, width: int) -> Path:
    """A PDF of two pages, its numbers those of every other part."""
    with pikepdf.new() as made:
        for number in range(2):
            page = made.add_blank_page(page_size=(width, 100 + number))
            page.Contents = made.make_stream(b"%d %d re f" % (width, number))
            page.obj["/Own"] = made.make_indirect(
                pikepdf.Dictionary(Said=pikepdf.String(WORDS), Raw=pikepdf.String(BYTES), Of=page.obj)
            )
        made.save(place)
    return place


def test_pages_keep_their_size_content_and_references(tmp_path: Path) -> None:
    parts = [part(tmp_path / f"{width}.pdf", width) for width in (200, 300, 400)]
    join(parts, tmp_path / "whole.pdf", title="All", pages=6)
    with pikepdf.open(tmp_path / "whole.pdf") as whole:
        assert "All" == str(whole.docinfo.Title)
        assert 6 == len(whole.pages)
        for number, page in enumerate(whole.pages):
            width, second = (200, 300, 400)[number // 2], number % 2
            assert [0, 0, width, 100 + second] == [int(side) for side in page.MediaBox]
            assert b"%d %d re f" % (width, second) == page.Contents.read_bytes()
            assert WORDS == str(page.obj.Own.Said)
            assert BYTES == bytes(page.obj.Own.Raw)
            assert page.obj.objgen == page.obj.Own.Of.objgen
        assert [] == whole.check_pdf_syntax()


def test_missing_pages_are_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="2 pages instead of 3"):
        join([part(tmp_path / "part.pdf", 200)], tmp_path / "whole.pdf", title="All", pages=3)
    assert ["part.pdf"] == sorted(file.name for file in tmp_path.iterdir())
