from collections.abc import Callable
from pathlib import PurePath

import numpy as np
import pytest
import zxingcpp

from indicia.errors import ExitCode, InputError, UsageError
from indicia.faces import Face
from indicia.geometry import Box
from indicia.layout.marks import Frame, Page, Rule
from indicia.render.formats import FORMATS, format_of

Letter = Callable[..., Page]
PAYLOAD = np.random.default_rng(113).integers(0, 256, 113, dtype=np.uint8).tobytes()
DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
BEGINNINGS = {".pdf": b"%PDF-", ".png": b"\x89PNG", ".tif": b"II*\0", ".svg": b"<?xml", ".zpl": b"^XA"}


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.pdf", ".pdf"),
        ("b.c.PNG", ".png"),
        ("out/x.Pdf", ".pdf"),
        ("a.tif", ".tif"),
        ("a.Svg", ".svg"),
        ("l.ZPL", ".zpl"),
    ],
)
def test_the_suffix_chooses_the_format_in_either_case(name: str, suffix: str) -> None:
    assert suffix == format_of(PurePath(name)).suffix


@pytest.mark.parametrize("name", ["a.bmp", "a", "pdf", ".pdf", "a.pdf.gz", "a.tiff"])
def test_an_unknown_suffix_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(UsageError, match=r"\.pdf, \.png, \.tif, \.svg, \.zpl") as refusal:
        format_of(PurePath(name))
    assert ExitCode.USAGE == refusal.value.exit_code


@pytest.mark.parametrize("suffix", FORMATS)
def test_every_format_renders_an_empty_page(suffix: str, face: Face) -> None:
    rendered = FORMATS[suffix].render([Page(1, 2, 203)], face, title="")
    assert rendered.startswith(BEGINNINGS[suffix])
    shown = FORMATS[suffix].gray(rendered, dpi=203)
    assert ((406, 203), 255) == (shown.shape, int(shown.min()))


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_format_holds_many_pages_or_refuses_them(suffix: str, face: Face) -> None:
    pages = [Page(1, 2, 203), Page(3, 1, 203)]
    format_ = FORMATS[suffix]
    if format_.holds_many_pages:
        shown = format_.gray(format_.render(pages, face, title=""), dpi=203, page=1)
        assert (203, 609) == shown.shape
    else:
        with pytest.raises(ValueError, match="unpack"):
            format_.render(pages, face, title="")


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_page_that_is_not_there_is_named(suffix: str, face: Face) -> None:
    format_ = FORMATS[suffix]
    with pytest.raises(InputError, match=r"1 (page|label)s?, no (page|label) 2"):
        format_.gray(format_.render([Page(1, 1, 203)], face, title=""), dpi=203, page=1)


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("data", [b"", b"cut", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", b"II*\0", b"<svg ", b"^XA", b"\xff"])
def test_what_is_no_file_of_its_kind_is_refused(suffix: str, data: bytes) -> None:
    with pytest.raises(InputError):
        FORMATS[suffix].gray(data, dpi=203)


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("suffix", FORMATS)
def test_the_symbol_is_read_from_every_format(letter: Letter, face: Face, suffix: str, dpi: int) -> None:
    shown = FORMATS[suffix].gray(FORMATS[suffix].render([letter(dpi)], face, title=""), dpi=dpi)
    found = zxingcpp.read_barcodes(np.ascontiguousarray(shown), formats=DATA_MATRIX)
    assert [PAYLOAD] == [symbol.bytes for symbol in found]


@pytest.mark.parametrize("dpi", [203, 300, 600])
@pytest.mark.parametrize("suffix", FORMATS)
def test_rules_and_frames_fill_their_dots_and_no_others(face: Face, suffix: str, dpi: int) -> None:
    rule = Box(10 / dpi, 20 / dpi, 90 / dpi, 23 / dpi)
    frame = Box(10 / dpi, 40 / dpi, 90 / dpi, 80 / dpi)
    page = Page(1, 1, dpi, (Rule(rule), Frame(frame, 2 / dpi)))
    expected = np.zeros((dpi, dpi), dtype=np.bool_)
    expected[20:23, 10:90] = True
    expected[40:80, 10:90] = True
    expected[42:78, 12:88] = False
    shown = FORMATS[suffix].gray(FORMATS[suffix].render([page], face, title=""), dpi=dpi)
    assert (expected == (shown < 128)).all()
    assert set(np.unique(shown)) <= {0, 1, 2, 253, 254, 255}


@pytest.mark.parametrize("suffix", [suffix for suffix in FORMATS if suffix != ".zpl"])
def test_most_formats_take_any_resolution(suffix: str) -> None:
    assert suffix == format_of(PurePath(f"a{suffix}"), dpi=271).suffix


def test_a_resolution_that_no_print_head_has_is_refused_for_zpl_alone() -> None:
    assert ".zpl" == format_of(PurePath("a.zpl"), dpi=203).suffix
    with pytest.raises(UsageError, match="271"):
        format_of(PurePath("a.zpl"), dpi=271)
