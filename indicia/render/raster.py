"""Files back to pixels, for reading back what was rendered before it is released."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, UnidentifiedImageError

from indicia.errors import InputError
from indicia.units import POINTS_PER_INCH


def pdf_pages(data: bytes) -> int:
    """How many pages a PDF has."""
    with _opened(data) as document:
        return len(document)


def pdf_gray(data: bytes, *, dpi: int, page: int = 0) -> npt.NDArray[np.uint8]:
    """A page of a PDF as pixels on the grid that begins in its top left corner.

    Returns:
        ndarray of shape (H, W), 0 is black; the page's size in inches times `dpi`, rounded.

    Raises:
        InputError: it is no PDF, or has no such page.
    """
    with _opened(data) as document:
        if not 0 <= page < len(document):
            raise InputError(f"the PDF has {len(document)} pages, no page {page + 1}")
        sheet = document[page]
        width, height = (round(_inches(side) * dpi) for side in sheet.get_size())
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_Gray)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        # The library's own render() stretches the page to a whole number of pixels, off the printer's grid.
        scale = dpi / POINTS_PER_INCH
        pdfium.FPDF_RenderPageBitmapWithMatrix(
            bitmap,
            sheet,
            pdfium.FS_MATRIX(scale, 0, 0, scale, 0, 0),
            pdfium.FS_RECTF(0, 0, width, height),
            pdfium.FPDF_GRAYSCALE | pdfium.FPDF_ANNOT,
        )
        return np.array(bitmap.to_numpy(), dtype=np.uint8).reshape(height, width)


def _inches(side_pt: float) -> float:
    """The side that was meant: a PDF reader has it in single precision, and half a pixel may hang on that."""
    return round(side_pt / POINTS_PER_INCH, 6)


def png_gray(data: bytes) -> npt.NDArray[np.uint8]:
    """A PNG as pixels.

    Returns:
        ndarray of shape (H, W), 0 is black.

    Raises:
        InputError: it is no PNG.
    """
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
            return np.asarray(image.convert("L"), dtype=np.uint8)
    except (OSError, UnidentifiedImageError, SyntaxError) as error:
        raise InputError("not a PNG that can be read") from error


@contextmanager
def _opened(data: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise InputError("not a PDF that can be read") from error
    try:
        yield document
    finally:
        document.close()
