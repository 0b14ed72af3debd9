import io

import numpy as np
import pytest
from PIL import Image

from indicia.errors import InputError
from indicia.faces import Face
from indicia.geometry import Box
from indicia.layout.marks import BarsMark, Page
from indicia.render import pdf, png, raster, svg


def ruled(width: float, height: float, dpi: int) -> Page:
    """Thin bars in the last whole row and column of dots."""
    right, bottom = int(width * dpi), int(height * dpi)
    bars = (
        Box((right - 1) / dpi, 0, right / dpi, bottom / dpi),
        Box(0, (bottom - 1) / dpi, right / dpi, bottom / dpi),
    )
    return Page(width, height, dpi, (BarsMark("fim", bars),))


# Pages whose sizes are no whole number of pixels among them: 4.125 in at 300, 9.5 in at 203, 5.005 in at 300.
@pytest.mark.parametrize(
    ("width", "height", "dpi"), [(6.5, 3.625, 300), (9.5, 4.125, 203), (4.0, 6.0, 600), (5.005, 3.515, 300)]
)
def test_a_pdf_is_rasterised_on_the_printers_grid(face: Face, width: float, height: float, dpi: int) -> None:
    page = ruled(width, height, dpi)
    from_pdf = raster.pdf_gray(pdf.render([page], face, title=""), dpi=dpi)
    from_png = raster.png_gray(png.render([page], face, title=""))
    assert (round(height * dpi), round(width * dpi)) == from_pdf.shape
    assert np.abs(from_png.astype(int) - from_pdf).max() <= 2


def test_pages_are_told_apart(face: Face) -> None:
    data = pdf.render([ruled(2, 1, 100), ruled(1, 1, 100)], face, title="")
    assert [(100, 200), (100, 100)] == [page.shape for page in raster.pdf_grays(data, dpi=100)]
    assert [(100, 200), (100, 100)] == [raster.pdf_gray(data, dpi=100, page=page).shape for page in (0, 1)]


def test_a_page_that_is_not_there_is_named(face: Face) -> None:
    with pytest.raises(InputError, match="1 pages, no page 2"):
        raster.pdf_gray(pdf.render([ruled(1, 1, 100)], face, title=""), dpi=100, page=1)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 nothing more", b"\x89PNG\r\n\x1a\n cut"])
def test_what_is_no_file_of_its_kind_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="not a PDF"):
        raster.pdf_gray(data, dpi=100)
    with pytest.raises(InputError, match="not a PNG"):
        raster.png_gray(data)


def test_a_truncated_png_is_refused(face: Face) -> None:
    data = png.render([ruled(1, 1, 100)], face, title="")
    with pytest.raises(InputError, match="not a PNG"):
        raster.png_gray(data[:-40])


def test_another_picture_format_is_refused() -> None:
    stream = io.BytesIO()
    Image.new("L", (2, 2)).save(stream, "BMP")
    with pytest.raises(InputError, match="not a PNG"):
        raster.png_gray(stream.getvalue())


@pytest.mark.parametrize("dpi", [203, 300, 457])
def test_an_svg_is_rasterised_on_the_printers_grid(face: Face, dpi: int) -> None:
    for width, height in ((6.5, 3.625), (9.5, 4.125), (5.005, 3.515)):
        page = ruled(width, height, dpi)
        from_svg = raster.svg_gray(svg.render([page], face, title=""), dpi=dpi)
        assert (raster.png_gray(png.render([page], face, title="")) == from_svg).all()


def test_an_svg_without_a_size_in_inches_is_refused() -> None:
    with pytest.raises(InputError, match="size in inches"):
        raster.svg_gray(b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>', dpi=100)
