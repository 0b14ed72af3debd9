"""Reading back: a rendered page must say what was signed before it exists under its name (design, releasing)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import numpy.typing as npt
import zxingcpp

from indicia.errors import ExitCode, IndiciaError, InputError
from indicia.geometry import Box
from indicia.layout.marks import BarsMark, Frame, Mark, Page, Rule, SymbolMark, Text
from indicia.payload.codec import decode
from indicia.render.formats import FORMATS
from indicia.render.inks import brightness
from indicia.security.signature import verify

_VECTORS_DPI = (150, 300)
"""Vectors have no pixels of their own: they are rasterised coarsely first, and finer where that does not show enough;
at their printer's resolution where it is lower. What a coarse picture shows is there."""
_MARGIN = 0.1
"""White around the symbol that the reader is shown, inches."""
_WHITE = 255


class ReadBackFailed(IndiciaError):  # noqa: N818 - what happened, not a kind of error
    """A page does not say what it should; it is not released."""

    exit_code = ExitCode.INTERNAL


@dataclass(frozen=True, slots=True)
class Shown:
    """What one page of a file should show."""

    page: Page
    """Every mark in its place."""
    messages: tuple[bytes, ...] = ()
    """Payloads with signatures that its symbols should say, in the order of the marks; none where nobody signs."""
    unseen: tuple[bytes, ...] = ()
    """Payloads with signatures that no symbol says: of indicia that have none, beside others that do."""


def read_back(data: bytes, suffix: str, shown: Sequence[Shown], public_key: object = None) -> None:
    """Nothing, when the rendered file shows these pages and no others, every message signed by `public_key`'s holder.

    Args:
        data: the file.
        suffix: its format.
        shown: what it should show, page by page.
        public_key: key of the device's certificate; None where nobody signs.

    Raises:
        ReadBackFailed: says what is missing or differs.
    """
    (own,) = {each.page.dpi for each in shown}
    finest = own if FORMATS[suffix].has_pixels else min(own, _VECTORS_DPI[-1])
    for dpi in (*(coarse for coarse in _VECTORS_DPI if coarse < finest and not FORMATS[suffix].has_pixels), finest):
        try:
            _require_pages(data, suffix, shown, dpi)
        except ReadBackFailed:
            if dpi == finest:
                raise
        else:
            break
    for message in (message for each in shown for message in (*each.messages, *each.unseen)):
        decoded = decode(message)
        if decoded.algorithm is None or not verify(public_key, decoded.algorithm, decoded.signed, decoded.signature):
            raise ReadBackFailed("the signature does not check against the device's own certificate")


def _require_pages(data: bytes, suffix: str, shown: Sequence[Shown], dpi: int) -> None:
    try:
        for each, pixels in zip_longest(shown, FORMATS[suffix].grays(data, dpi=dpi)):
            if each is None or pixels is None:
                raise ReadBackFailed(f"the file has not the {len(shown)} pages that it should have")
            _require_shown(pixels, dpi, each)
    except InputError as fault:
        raise ReadBackFailed(f"the page cannot be opened again: {fault}") from fault


def _require_shown(pixels: npt.NDArray[np.uint8], dpi: int, shown: Shown) -> None:
    page = shown.page
    expected = (round(page.height * dpi), round(page.width * dpi))
    if pixels.shape != expected:
        raise ReadBackFailed(f"the page came out as {pixels.shape} pixels instead of {expected}")
    symbols = [mark for mark in page.marks if isinstance(mark, SymbolMark)]
    # A letterpress or digital indicium has no symbol; its message stands in the device's log alone.
    for symbol, message in zip(symbols, shown.messages if symbols else (), strict=True):
        _require_message(pixels, dpi, symbol, message)
    _require_ink(pixels, dpi, page)


def _require_message(pixels: npt.NDArray[np.uint8], dpi: int, symbol: SymbolMark, message: bytes) -> None:
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
    """Ink in every line of lettering, every bar, every side of a frame."""
    for mark in page.marks:
        dark = (_WHITE + brightness(mark.ink)) / 2
        what, boxes = _inked(mark)
        if not all((_cut(pixels, dpi, box) < dark).any() for box in boxes):
            raise ReadBackFailed(f"{what} left no ink in its place")


def _inked(mark: Mark) -> tuple[str, tuple[Box, ...]]:
    """A mark in words, and the boxes each of which it leaves ink in."""
    match mark:
        case Text():
            return f"the line with role {mark.role}", (mark.ink_box,)
        case BarsMark():
            return f"the {mark.kind}", mark.bars
        case Rule():
            return "the rule", (mark.box,)
        case Frame():
            return "the frame", mark.sides
        case _:
            return "", ()


def _cut(pixels: npt.NDArray[np.uint8], dpi: int, box: Box) -> npt.NDArray[np.uint8]:
    """The pixels under a box, at least one each way."""
    height, width = pixels.shape
    top, left = max(0, round(box.top * dpi)), max(0, round(box.left * dpi))
    bottom, right = (
        min(height, max(top + 1, round(box.bottom * dpi))),
        min(width, max(left + 1, round(box.right * dpi))),
    )
    return pixels[top:bottom, left:right]
