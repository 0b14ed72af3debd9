"""Files back to pixels, for reading back what was rendered before it is released."""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium
import resvg_py
from PIL import Image, UnidentifiedImageError

from indicia.errors import InputError
from indicia.render import zpl_read
from indicia.units import POINTS_PER_INCH

_WHITE = 255
_SVG_SIZE = re.compile(r'<svg [^>]*?width="([0-9.]+)in" height="([0-9.]+)in"')


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
        return _drawn(document[page], dpi)


def pdf_grays(data: bytes, *, dpi: int) -> Iterator[npt.NDArray[np.uint8]]:
    """Every page of a PDF, one after another, as `pdf_gray` gives one.

    Raises:
        InputError: it is no PDF.
    """
    with _opened(data) as document:
        for number in range(len(document)):
            sheet = document[number]
            yield _drawn(sheet, dpi)
            sheet.close()


def _drawn(sheet: pypdfium2.PdfPage, dpi: int) -> npt.NDArray[np.uint8]:
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


def png_gray(data: bytes, *, page: int = 0) -> npt.NDArray[np.uint8]:
    """A PNG as pixels.

    Returns:
        ndarray of shape (H, W), 0 is black.

    Raises:
        InputError: it is no PNG, or a page after the first is asked for.
    """
    return _pixels(data, "PNG", page)


def tif_gray(data: bytes, *, page: int = 0) -> npt.NDArray[np.uint8]:
    """A page of a TIFF as pixels.

    Returns:
        ndarray of shape (H, W), 0 is black.

    Raises:
        InputError: it is no TIFF, or has no such page.
    """
    return _pixels(data, "TIFF", page)


def tif_grays(data: bytes) -> Iterator[npt.NDArray[np.uint8]]:
    """Every page of a TIFF, one after another, as `tif_gray` gives one; its errors."""
    with _read("TIFF"), Image.open(io.BytesIO(data), formats=["TIFF"]) as image:
        for number in range(getattr(image, "n_frames", 1)):
            image.seek(number)
            yield np.asarray(image.convert("L"), dtype=np.uint8)


def svg_gray(data: bytes, *, dpi: int, page: int = 0) -> npt.NDArray[np.uint8]:
    """An SVG with its size in inches as pixels on the grid that begins in its top left corner.

    Returns:
        ndarray of shape (H, W), 0 is black; the size in inches times `dpi`, rounded.

    Raises:
        InputError: it is no SVG, does not say its size in inches, or a page after the first is asked for.
    """
    if page:
        raise InputError(f"an SVG has 1 page, no page {page + 1}")
    try:
        text = data.decode("utf-8")
        drawn = resvg_py.svg_to_bytes(svg_string=text, dpi=float(dpi), background="#ffffff", skip_system_fonts=True)
    except ValueError as error:
        raise InputError("not an SVG that can be read") from error
    size = _SVG_SIZE.search(text)
    if size is None:
        raise InputError("the SVG does not say its size in inches")
    width, height = (round(float(side) * dpi) for side in size.groups())
    return _fitted(_pixels(bytes(drawn), "PNG"), height, width)


def zpl_gray(data: bytes, *, page: int = 0) -> npt.NDArray[np.uint8]:
    """A label of a ZPL II job that we wrote as the dots of its printer.

    Returns:
        ndarray of shape (H, W), 0 is black.

    Raises:
        InputError: it is no such job, or has no such label.
    """
    labels = zpl_read.labels(data)
    if not 0 <= page < len(labels):
        raise InputError(f"the ZPL has {len(labels)} labels, no label {page + 1}")
    return _grey(labels[page])


def zpl_grays(data: bytes) -> Iterator[npt.NDArray[np.uint8]]:
    """Every label of a job, one after another, as `zpl_gray` gives one; its errors."""
    yield from map(_grey, zpl_read.labels(data))


def _grey(dark: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    return np.where(dark, np.uint8(0), np.uint8(_WHITE))


def _fitted(pixels: npt.NDArray[np.uint8], height: int, width: int) -> npt.NDArray[np.uint8]:
    """The same pixels on a page that ends where ours do: half a pixel counts as one here and as none there."""
    page = np.full((height, width), _WHITE, dtype=np.uint8)
    part = pixels[:height, :width]
    page[: part.shape[0], : part.shape[1]] = part
    return page


def _pixels(data: bytes, kind: str, page: int = 0) -> npt.NDArray[np.uint8]:
    with _read(kind), Image.open(io.BytesIO(data), formats=[kind]) as image:
        if not 0 <= page < getattr(image, "n_frames", 1):
            raise InputError(f"the {kind} has {getattr(image, 'n_frames', 1)} pages, no page {page + 1}")
        image.seek(page)
        return np.asarray(image.convert("L"), dtype=np.uint8)


@contextmanager
def _read(kind: str) -> Iterator[None]:
    """What is wrong with a damaged file is said once, by the error."""
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    except (OSError, UnidentifiedImageError, SyntaxError) as error:
        raise InputError(f"not a {kind} that can be read") from error


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
