from pathlib import PurePath

import pytest

from indicia.errors import ExitCode, UsageError
from indicia.faces import Face
from indicia.layout.marks import Page
from indicia.render.formats import FORMATS, format_of
from indicia.spec.kinds import Ink


@pytest.mark.parametrize(("name", "suffix"), [("a.pdf", ".pdf"), ("b.c.PNG", ".png"), ("out/x.Pdf", ".pdf")])
def test_the_suffix_chooses_the_format_in_either_case(name: str, suffix: str) -> None:
    assert suffix == format_of(PurePath(name)).suffix


@pytest.mark.parametrize("name", ["a.bmp", "a", "pdf", ".pdf", "a.pdf.gz"])
def test_an_unknown_suffix_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(UsageError, match=r"\.pdf, \.png") as refusal:
        format_of(PurePath(name))
    assert ExitCode.USAGE == refusal.value.exit_code


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_renders_an_empty_page(suffix: str, face: Face) -> None:
    rendered = FORMATS[suffix].render([Page(1, 1, 100, Ink.BLACK)], face, title="")
    assert rendered[:4] in {b"%PDF", b"\x89PNG"}


def test_only_documents_hold_many_pages() -> None:
    assert {".pdf"} == {suffix for suffix, format_ in FORMATS.items() if format_.holds_many_pages}
