"""Pages from files: PNG, JPEG, TIFF, PNM, PDF. One page at a time, each decoded once.

A folder stands for the pictures directly in it, sorted by name; folders below it are not entered.
"""

import glob
import os
import stat
import threading
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from PIL import Image, ImageOps, UnidentifiedImageError

from indicia.errors import InputError
from verify.normalize import gray_of
from verify.png import SIGNATURE, decode_png

Pixels = npt.NDArray[np.uint8]

PDF_DPI = 300
"""Resolution at which PDF pages are rasterised."""
PIXELS_MAX = 175_000_000
"""Largest page, pixels: a flat of 15 x 12 in at 950 dpi; more is a decompression bomb, to Pillow too."""
SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".pdf", ".pnm", ".pbm", ".pgm", ".ppm"})
"""What is taken from a folder."""
_PDFIUM = threading.Lock()
"""PDFium is for one thread at a time, and pages are read ahead in threads of their own."""
FORMATS = ("PNG", "JPEG", "TIFF", "PPM")
"""Pillow's names of the formats that are read; PPM is P1 to P6."""


@dataclass(frozen=True, slots=True)
class Scan:
    """One page as pixels."""

    pixels: Pixels
    """H x W grey or H x W x 3 RGB, as handed in or decoded."""
    gray: Pixels
    """H x W; the same array as `pixels` when that is grey."""
    dpi: tuple[float, float] | None
    """Pixels an inch along x and y as the file states them; None when it does not."""
    file: str = ""
    """The path as given; empty for an array."""
    page: int = 1
    """From 1."""
    pages: int = 1
    """Of the file."""
    notes: tuple[str, ...] = field(default=())
    """What a person should know about the loading."""


def scan_of(pixels: Pixels, dpi: float | tuple[float, float] | None = None) -> Scan:
    """The scan of an array, which is not copied.

    Args:
        pixels: H x W grey or H x W x 3 RGB, uint8.
        dpi: Pixels an inch, when known.

    Raises:
        InputError: the array is no such picture.
    """
    return Scan(pixels, gray_of(pixels), (float(dpi), float(dpi)) if isinstance(dpi, int | float) else dpi)


def expand(paths: Iterable[str | Path]) -> list[str]:
    """Every file that `paths` stand for, in their order: files, folders, globs; `-` stays itself.

    Raises:
        InputError: a path does not exist, a folder holds no picture, a glob matches nothing.
    """
    found: list[str] = []
    for path in paths:
        found.extend(_expanded(str(path)))
    return found


def _expanded(path: str) -> list[str]:
    if path == "-" or Path(path).is_file():
        return [path]
    if Path(path).is_dir():
        inside = sorted(str(entry) for entry in Path(path).iterdir() if entry.suffix.lower() in SUFFIXES)
        if not inside:
            raise InputError(f"{path}: no pictures in this folder (looked for {' '.join(sorted(SUFFIXES))})")
        return inside
    if glob.has_magic(path):
        matches = sorted(match for match in glob.glob(path) if Path(match).is_file())  # noqa: PTH207 - absolute globs
        if not matches:
            raise InputError(f"{path}: no file matches")
        return matches
    raise InputError(f"{path}: no such file or folder")


def load(path: str | Path) -> Iterator[Scan]:
    """The pages of a file, one after the other.

    Raises:
        InputError: the file cannot be read as a picture.
    """
    path = str(path)
    head = _head(path)
    if head[:5] == b"%PDF-" or (b"%PDF-" in head and path.lower().endswith(".pdf")):
        yield from _pdf_pages(path)
    elif head.startswith(SIGNATURE) and (scan := _png_page(path)) is not None:
        yield scan
    else:
        yield from _image_pages(path)


def _head(path: str) -> bytes:
    """The first kilobyte of the file."""
    try:
        kind = Path(path).stat().st_mode
        if stat.S_ISDIR(kind):
            raise InputError(f"{path}: is a folder, not a picture")
        if not stat.S_ISREG(kind):
            # A pipe would be waited for.
            raise InputError(f"{path}: is no file")
        with Path(path).open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({os.strerror(error.errno or 0)})") from error
    if not head:
        raise InputError(f"{path}: is empty")
    return head


def _png_page(path: str) -> Scan | None:
    """The page of an ordinary PNG; None for those that only the general decoder knows, or can tell what ails them."""
    try:
        found = decode_png(path, PIXELS_MAX)
    except OSError:
        return None
    return None if found is None else Scan(found.pixels, gray_of(found.pixels), _whole(found.dpi), path)


def _image_pages(path: str) -> Iterator[Scan]:
    """The pages of a raster file."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of odd tags that do not touch the pixels, and of sizes that ours still allow.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=FORMATS) as image:
                pages = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
                for page in range(pages):
                    if page:
                        image.seek(page)
                    yield _page(image, path, page + 1, pages)
    except Image.DecompressionBombError as error:
        raise InputError(f"{path}: too many pixels (at most {PIXELS_MAX:,})") from error
    except UnidentifiedImageError as error:
        raise InputError(f"{path}: is not a PNG, JPEG, TIFF, PNM or PDF picture") from error
    except (OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, MemoryError) as error:
        # Pillow's decoders raise any of these on a damaged file; the pages before the damage were given.
        raise InputError(f"{path}: is damaged or cut short ({str(error) or type(error).__name__})") from error


def _page(image: Image.Image, path: str, page: int, pages: int) -> Scan:
    """The current page of an open image."""
    width, height = image.size
    if width * height > PIXELS_MAX:
        raise InputError(f"{path}: {width} x {height} pixels are too many (at most {PIXELS_MAX:,})")
    dpi = _dpi(image)
    turned = int(image.getexif().get(0x0112, 1))
    upright = ImageOps.exif_transpose(image) if turned != 1 else image
    if turned in (5, 6, 7, 8) and dpi:
        dpi = dpi[::-1]
    pixels = _array(upright)
    return Scan(pixels, gray_of(pixels), dpi, path, page, pages)


def _dpi(image: Image.Image) -> tuple[float, float] | None:
    """What the file says about its resolution: pHYs, JFIF, EXIF or TIFF tags."""
    stated = image.info.get("dpi")
    if stated is None:
        return None
    try:
        x, y = (float(value) for value in stated)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return _whole((x, y))


def _whole(dpi: tuple[float, float] | None) -> tuple[float, float] | None:
    """A resolution without the dust of its unit: pHYs counts pixels a metre, 300 dpi comes back as 299.9994."""
    if dpi is None or not all(0 < value < float("inf") for value in dpi):
        return None
    x, y = (round(value) if abs(value - round(value)) < 0.02 else value for value in dpi)
    return x, y


def _array(image: Image.Image) -> Pixels:
    """The pixels as grey or RGB bytes; what is transparent shows white."""
    if image.mode in ("1", "L"):
        return np.asarray(image.convert("L"), dtype=np.uint8)
    if image.mode.startswith(("I", "F")):
        deep = np.asarray(image, dtype=np.float64)
        top = 65535.0 if deep.max(initial=0) > 255 else 255.0
        return np.asarray(np.clip(deep * (255 / top), 0, 255), dtype=np.uint8)
    if "A" in image.getbands() or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        white.alpha_composite(clear)
        image = white
    return np.asarray(image.convert("RGB"), dtype=np.uint8)


def _pdf_pages(path: str) -> Iterator[Scan]:
    """The pages of a PDF at PDF_DPI."""
    try:
        with _PDFIUM:
            document = pdfium.PdfDocument(path)
            pages = len(document)
    except pdfium.PdfiumError as error:
        what = "needs a password" if "password" in str(error).lower() else "is a damaged PDF"
        raise InputError(f"{path}: {what}") from error
    try:
        if not pages:
            raise InputError(f"{path}: has no pages")
        for number in range(pages):
            with _PDFIUM:
                page = _pdf_page(document, path, number, pages)
            yield page
    finally:
        with _PDFIUM:
            document.close()


def _pdf_page(document: pdfium.PdfDocument, path: str, number: int, pages: int) -> Scan:
    try:
        page = document[number]
        width, height = page.get_size()
        if width * height * (PDF_DPI / 72) ** 2 > PIXELS_MAX:
            raise InputError(f"{path}: page {number + 1} is {width / 72:.0f} x {height / 72:.0f} in, too large")
        bitmap = page.render(scale=PDF_DPI / 72, rev_byteorder=True)
        pixels = np.array(bitmap.to_numpy()[..., :3])
        bitmap.close()
        page.close()
    except pdfium.PdfiumError as error:
        raise InputError(f"{path}: page {number + 1} is damaged") from error
    return Scan(pixels, gray_of(pixels), (float(PDF_DPI), float(PDF_DPI)), path, number + 1, pages)
