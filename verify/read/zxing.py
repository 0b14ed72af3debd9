"""Data Matrix by zxing-cpp."""

import enum
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import numpy as np
import zxingcpp

from indicia.spec.ecc200 import BY_SHAPE, SymbolSize
from verify.read.decoded import Decoded, Floats, Pixels
from verify.seen import Reader

_DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)

_log = logging.getLogger(__name__)


class Effort(enum.Enum):
    """How hard to look, cheapest first."""

    UPRIGHT = "upright"
    """One global threshold, upright symbols only: under a millisecond on a corner of a page."""
    ANY_TURN = "any turn"
    """Local thresholds, symbols in any turn."""
    FULL = "full"
    """Everything the library has: local thresholds, any turn, reduced scales, light on dark."""


def read_one(gray: Pixels, effort: Effort) -> Decoded | None:
    """The first symbol found in `gray`; None for none, also when the library fails on it."""
    try:
        if effort is Effort.UPRIGHT:
            found = zxingcpp.read_barcode(
                gray,
                _DATA_MATRIX,
                try_rotate=False,
                try_downscale=False,
                try_invert=False,
                binarizer=zxingcpp.Binarizer.GlobalHistogram,
            )
        else:
            found = zxingcpp.read_barcode(gray, _DATA_MATRIX, try_downscale=effort is Effort.FULL)
    except Exception:  # a malformed symbol can make the library throw (its issue 1111)
        _log.warning("zxing-cpp failed on a region", exc_info=True)
        return None
    return _decoded(found) if found is not None else None


def read_all(gray: Pixels, binarizer: zxingcpp.Binarizer = zxingcpp.Binarizer.LocalAverage) -> list[Decoded]:
    """Every symbol in `gray`, with full effort; none when the library fails."""
    try:
        found = zxingcpp.read_barcodes(gray, _DATA_MATRIX, binarizer=binarizer)
    except Exception:  # as above
        _log.warning("zxing-cpp failed on a page", exc_info=True)
        return []
    return [decoded for barcode in found if (decoded := _decoded(barcode)) is not None]


def _decoded(barcode: zxingcpp.Barcode) -> Decoded | None:
    """The reading in our words; None for a size that no standard has."""
    extra = cast("dict[str, Any]", barcode.extra)
    rows, columns = (int(part) for part in str(extra.get("Version", "0x0")).split("x"))
    size = BY_SHAPE.get((rows, columns))
    if size is None or not barcode.valid:
        return None
    is_text = barcode.content_type in (zxingcpp.ContentType.Text, zxingcpp.ContentType.GS1)
    return Decoded(
        data=bytes(barcode.bytes),
        rows=rows,
        columns=columns,
        corners_px=_corners(barcode.position),
        reader=Reader.ZXING,
        text=barcode.text if is_text else None,
        errors_corrected=_errors(float(extra.get("UEC", 1.0)), size),
    )


def _corners(position: zxingcpp.Position) -> Floats:
    """Centres of the corner pixels, in pixels whose corners lie at whole numbers."""
    points = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    return np.array([(p.x + 0.5, p.y + 0.5) for p in points])


def _errors(unused: float, size: SymbolSize) -> int | None:
    """Codewords corrected, from the share of error correction that was not used; None where that tells no number.

    The library gives that share for the worst block, which is the whole of symbols that have one block only.
    """
    if size.blocks > 1:
        return None if unused < 1 else 0
    return _counts(size.error_codewords).get(round(100 * unused))


@cache
def _counts(check: int) -> Mapping[int, int]:
    """Codewords corrected by the hundredths that the library says are unused.

    It cuts them off after two digits, so that 0.2 may come as 0.19, and zxing-cpp 3.1 writes less than a tenth without
    its nought: 0.07 as 0.7.
    """
    said: dict[int, set[int]] = {}
    for count in range(check // 2 + 1):
        hundredths, more = divmod(100 * (check - 2 * count), check)
        cut = {hundredths, hundredths if more else max(0, hundredths - 1)}
        for written in cut | {10 * value for value in cut if value < 10}:
            said.setdefault(written, set()).add(count)
    return {written: counts.pop() for written, counts in said.items() if len(counts) == 1}
