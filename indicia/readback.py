"""Reading back: a rendered page must say what was signed before it exists under its name (design, releasing)."""

import numpy as np
import numpy.typing as npt
import zxingcpp

from indicia.errors import ExitCode, IndiciaError, InputError
from indicia.geometry import Box, union
from indicia.layout.marks import BarsMark, Frame, Page, Rule, SymbolMark, Text
from indicia.payload.codec import decode
from indicia.render.formats import FORMATS
from indicia.render.inks import brightness
from indicia.security.signature import verify

_VECTORS_MAX_DPI = 300
"""Vectors have no pixels of their own: they are rasterised at their printer's resolution, at most this."""
_MARGIN = 0.1
"""White around the symbol that the reader is shown, inches."""
_WHITE = 255


class ReadBackFailed(IndiciaError):  # noqa: N818 - what happened, not a kind of error
    """A page does not say what it should; it is not released."""

    exit_code = ExitCode.INTERNAL


def read_back(data: bytes, suffix: str, page: Page, message: bytes, public_key: object) -> None:
    """Nothing, when the rendered file says `message`, signed by the holder of `public_key`, with every mark in place.

    Args:
        data: the file.
        suffix: its format.
        page: what it should show.
        message: payload and signature as the symbol should say them.
        public_key: key of the device's certificate.

    Raises:
        ReadBackFailed: says what is missing or differs.
    """
    pixels, dpi = _pixels(data, suffix, page)
    _require_message(pixels, dpi, page, message)
    _require_ink(pixels, dpi, page)
    decoded = decode(message)
    if decoded.algorithm is None or not verify(public_key, decoded.algorithm, decoded.signed, decoded.signature):
        raise ReadBackFailed("the signature does not check against the device's own certificate")


def read_back_unsigned(data: bytes, suffix: str, page: Page) -> None:
    """Nothing, when a rendered file that nobody signs has every mark in place.

    Raises:
        ReadBackFailed: says what is missing.
    """
    pixels, dpi = _pixels(data, suffix, page)
    _require_ink(pixels, dpi, page)


def _pixels(data: bytes, suffix: str, page: Page) -> tuple[npt.NDArray[np.uint8], int]:
    """The file as H x W grey pixels, and their dots an inch."""
    format_ = FORMATS[suffix]
    dpi = page.dpi if format_.has_pixels else min(page.dpi, _VECTORS_MAX_DPI)
    try:
        pixels = format_.gray(data, dpi=dpi)
    except InputError as fault:
        raise ReadBackFailed(f"the page cannot be opened again: {fault}") from fault
    expected = (round(page.height * dpi), round(page.width * dpi))
    if pixels.shape != expected:
        raise ReadBackFailed(f"the page came out as {pixels.shape} pixels instead of {expected}")
    return pixels, dpi


def _require_message(pixels: npt.NDArray[np.uint8], dpi: int, page: Page, message: bytes) -> None:
    """A letterpress or digital indicium has no symbol; its message stands in the device's log alone."""
    symbol = next((mark for mark in page.marks if isinstance(mark, SymbolMark)), None)
    if symbol is None:
        return
    read = zxingcpp.read_barcode(
        np.ascontiguousarray(_cut(pixels, dpi, symbol.box.grown(_MARGIN))),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix),
        try_rotate=False,
        try_downscale=False,
        try_invert=False,
    )
    if read is None or not read.valid:
        raise ReadBackFailed("the symbol cannot be read back")
    if read.bytes != message:
        raise ReadBackFailed("the symbol reads back as another message")


def _require_ink(pixels: npt.NDArray[np.uint8], dpi: int, page: Page) -> None:
    dark = (_WHITE + brightness(page.ink)) / 2
    for mark in page.marks:
        match mark:
            case Text():
                what, box = f"the line with role {mark.role}", mark.ink_box
            case BarsMark():
                what, box = f"the {mark.kind}", union(mark.bars)
            case Rule() | Frame():
                what, box = f"the {type(mark).__name__.lower()}", mark.box
            case _:
                continue
        if not (_cut(pixels, dpi, box) < dark).any():
            raise ReadBackFailed(f"{what} left no ink in its place")


def _cut(pixels: npt.NDArray[np.uint8], dpi: int, box: Box) -> npt.NDArray[np.uint8]:
    """The pixels under a box, at least one each way."""
    height, width = pixels.shape
    top, left = max(0, round(box.top * dpi)), max(0, round(box.left * dpi))
    bottom, right = (
        min(height, max(top + 1, round(box.bottom * dpi))),
        min(width, max(left + 1, round(box.right * dpi))),
    )
    return pixels[top:bottom, left:right]
