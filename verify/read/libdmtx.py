"""Data Matrix by libdmtx, through the C wrapper of pylibdmtx.

`pylibdmtx.decode` cuts a message at its first NUL byte (its issue 109); here the message is taken with its
length. libdmtx 0.7.7 passes codewords off as corrected that still are none of the code (a camera's `DF150E0457` became
`DF158E0241`), so every answer is asked for its syndromes. The package and the shared library are optional.
"""

import ctypes
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from indicia.spec.ecc200 import BY_SHAPE, SymbolSize
from verify.read.codewords import errors, placement
from verify.read.decoded import Decoded, Floats, Pixels
from verify.seen import Reader

try:
    with warnings.catch_warnings():
        # The wrapper compares versions with distutils, which Python marks as going away.
        warnings.simplefilter("ignore", DeprecationWarning)
        from pylibdmtx import wrapper
    MISSING: str | None = None
except Exception as error:  # the package, the shared library or distutils may be missing
    wrapper = None
    MISSING = f"the second reader is off ({error}): install indicia[second-reader] and libdmtx (apt: libdmtx0b)"

_log = logging.getLogger(__name__)


def read_one(gray: Pixels, timeout_ms: int) -> Decoded | None:
    """The first symbol found in `gray` within `timeout_ms`; None for none, or when the library is missing."""
    if wrapper is None or min(gray.shape) < 16:
        return None
    try:
        return _read(np.ascontiguousarray(gray), timeout_ms)
    except Exception:  # a reader that fails costs only itself
        _log.warning("libdmtx failed on a region", exc_info=True)
        return None


def _read(gray: Pixels, timeout_ms: int) -> Decoded | None:
    deadline = wrapper.dmtxTimeAdd(wrapper.dmtxTimeNow(), timeout_ms)
    with _decoder(gray) as decoder:
        while True:
            region = wrapper.dmtxRegionFindNext(decoder, ctypes.byref(deadline))
            if not region:
                return None
            try:
                decoded = _message(decoder, region, gray.shape[0])
            finally:
                wrapper.dmtxRegionDestroy(ctypes.byref(region))
            if decoded is not None:
                return decoded


@contextmanager
def _decoder(gray: Pixels) -> Iterator[Any]:
    """A decoder of libdmtx over the pixels, which it does not copy."""
    pixels = gray.ctypes.data_as(wrapper.c_ubyte_p)
    image = wrapper.dmtxImageCreate(pixels, gray.shape[1], gray.shape[0], wrapper.DmtxPackOrder.DmtxPack8bppK)
    try:
        decoder = wrapper.dmtxDecodeCreate(image, 1)
        try:
            yield decoder
        finally:
            wrapper.dmtxDecodeDestroy(ctypes.byref(decoder))
    finally:
        wrapper.dmtxImageDestroy(ctypes.byref(image))


def _message(decoder: Any, region: Any, height: int) -> Decoded | None:
    """What the region says, NUL bytes and all; None when it cannot be corrected."""
    message = wrapper.dmtxDecodeMatrixRegion(decoder, region, wrapper.DmtxUndefined)
    if not message:
        return None
    rows, columns = region.contents.symbolRows, region.contents.symbolCols
    size = BY_SHAPE.get((rows, columns))
    try:
        said = message.contents
        data = ctypes.string_at(said.output, said.outputIdx)
        corrected = _corrected(said, size) if size is not None else None
    finally:
        wrapper.dmtxMessageDestroy(ctypes.byref(message))
    if corrected is None:
        return None
    corners = _corners(region.contents.fit2raw, height)
    return Decoded(data, rows, columns, corners, Reader.LIBDMTX, _text(data), corrected)


def _corrected(said: Any, size: SymbolSize) -> int | None:
    """Codewords that libdmtx changed; None where what it made of them is no word of the code."""
    words = np.ctypeslib.as_array(said.code, (said.codeSize,))
    if errors(words, size) != 0:
        return None
    # The lowest bit of a module tells its colour, the others how far libdmtx is with it.
    dark = np.ctypeslib.as_array(said.array, (said.arraySize,)) & 1
    seen = np.packbits(dark[placement(size.mapping_rows, size.mapping_columns)], axis=1)[:, 0]
    return int(np.count_nonzero(seen != words))


def _corners(fit_to_raw: Any, height: int) -> Floats:
    """4 x 2 corners of the unit square that libdmtx fitted; its y runs upwards, its rows are row vectors."""
    matrix = np.array([list(row) for row in fit_to_raw])
    unit = np.array([(0, 1, 1), (1, 1, 1), (1, 0, 1), (0, 0, 1)], dtype=np.float64)
    raw = unit @ matrix
    points = raw[:, :2] / raw[:, 2:]
    return np.stack((points[:, 0], height - points[:, 1]), axis=1)


def _text(data: bytes) -> str | None:
    """The message as text where every byte is printable ASCII."""
    text = data.decode("latin-1")
    return text if text.isascii() and text.isprintable() else None
