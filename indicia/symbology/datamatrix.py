"""Data Matrix ECC 200: payload bytes to modules, the size forced by the caller."""

import functools

import numpy as np
import numpy.typing as npt
import zint

from indicia.errors import InputError
from indicia.spec import ecc200
from indicia.spec.ecc200 import SIZES, SymbolSize

# The encoder counts sizes from 1 in the order of the standards' tables, which is the order of SIZES.
_SIZE_NUMBERS = {size: number for number, size in enumerate(SIZES, start=1)}


def capacity(size: SymbolSize) -> int:
    """The bytes, whatever they are, that a symbol of `size` holds (ISO/IEC 16022 5.2.9, Base 256)."""
    room = size.data_codewords - ecc200.BASE256_LATCH_CODEWORDS
    short = min(room - ecc200.BASE256_SHORT_LENGTH_CODEWORDS, ecc200.BASE256_SHORT_MAX_BYTES)
    return max(short, room - ecc200.BASE256_LONG_LENGTH_CODEWORDS)


@functools.cache
def fits(length: int) -> tuple[SymbolSize, ...]:
    """The sizes that hold any payload of `length` bytes, squares first, each family from small to large."""
    return tuple(size for size in SIZES if capacity(size) >= length)


def encode(data: bytes, size: SymbolSize) -> npt.NDArray[np.bool_]:
    """The symbol of exactly `size` that says `data`, without quiet zone.

    Returns:
        ndarray of shape (R, C), True is dark, row 0 on top.

    Raises:
        InputError: there is nothing to encode, or more than the symbol holds.
    """
    if not data:
        raise InputError("a Data Matrix of no bytes cannot be made; give at least one")
    symbol = _encoder(size)
    try:
        symbol.encode(data)
    except RuntimeError as error:
        raise InputError(f"{len(data)} bytes do not fit a {size} Data Matrix, which holds {capacity(size)}") from error
    if (symbol.rows, symbol.width) != (size.rows, size.columns):
        raise AssertionError(f"asked for {size}, the encoder made {symbol.rows}x{symbol.width}")
    packed = np.asarray(symbol.encoded_data, dtype=np.uint8)[: size.rows]
    return np.unpackbits(packed, axis=1, count=size.columns, bitorder="little").astype(np.bool_)


def _encoder(size: SymbolSize) -> zint.Symbol:
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.DATAMATRIX
    # No mode is plain bytes: no ECI, no character set, no escapes.
    symbol.input_mode = zint.InputMode(0)
    symbol.option_2 = _SIZE_NUMBERS[size]
    # Without it the encoder deals the codewords of 144x144 in an order of its own, which libdmtx cannot read.
    symbol.option_3 = zint.DataMatrixOptions.ISO_144
    return symbol
