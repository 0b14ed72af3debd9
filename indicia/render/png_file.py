"""The PNG container for pages of one bit a pixel, or of few where they have colours.

General writers take five times as long over such a page as drawing it does. Here every row is filtered
against the one above (modules and bars repeat their rows) and packed by run lengths alone.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

_METRES_PER_INCH = 0.0254
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# ISO/IEC 15948 11.2.2: bit depth, colour types; 9.2: filter `up`; 11.3.5.3: pHYs in pixels a metre.
_BIT_DEPTHS = (1, 2, 4, 8)
_GREYSCALE = 0
_INDEXED = 3
_FILTER_UP = 2
_UNIT_METRE = 1
_LEVEL = 6
_WINDOW_BITS = 15
_MEMORY = 9


def encode_black(dark: npt.NDArray[np.bool_], *, dpi: int, texts: Mapping[str, str]) -> bytes:
    """A PNG of black ink on white paper, one bit a pixel.

    Args:
        dark: ndarray of shape (H, W), True is ink.
        dpi: pixels an inch along both axes.
        texts: keyword and text of the comments in the file.
    """
    header = struct.pack(">IIBBBBB", dark.shape[1], dark.shape[0], 1, _GREYSCALE, 0, 0, 0)
    return _file(header, [], ~np.packbits(dark, axis=1), dpi=dpi, texts=texts)


def encode_coloured(
    numbers: npt.NDArray[np.uint8], palette: Sequence[tuple[int, int, int]], *, dpi: int, texts: Mapping[str, str]
) -> bytes:
    """A PNG of numbered colours, in as few bits a pixel as they need.

    Args:
        numbers: ndarray of shape (H, W), places in the palette.
        palette: red, green, blue of every number, 0 to 255.
        dpi: pixels an inch along both axes.
        texts: keyword and text of the comments in the file.
    """
    depth = next(bits for bits in _BIT_DEPTHS if len(palette) <= 1 << bits)
    header = struct.pack(">IIBBBBB", numbers.shape[1], numbers.shape[0], depth, _INDEXED, 0, 0, 0)
    colours = bytes(channel for colour in palette for channel in colour)
    return _file(header, [(b"PLTE", colours)], _packed(numbers, depth), dpi=dpi, texts=texts)


def _packed(numbers: npt.NDArray[np.uint8], depth: int) -> npt.NDArray[np.uint8]:
    """Rows of whole bytes, the leftmost pixel in the highest bits (7.2)."""
    each = 8 // depth
    height, width = numbers.shape
    packed = np.zeros((height, -(-width // each)), dtype=np.uint8)
    # Half the rows of a letter are paper.
    inked = np.flatnonzero(numbers.any(axis=1))
    rows = np.pad(numbers[inked], ((0, 0), (0, -width % each)))
    packed[inked] = np.bitwise_or.reduce([rows[:, place::each] << (8 - depth * (place + 1)) for place in range(each)])
    return packed


def _file(
    header: bytes,
    palette: Sequence[tuple[bytes, bytes]],
    packed: npt.NDArray[np.uint8],
    *,
    dpi: int,
    texts: Mapping[str, str],
) -> bytes:
    per_metre = round(dpi / _METRES_PER_INCH)
    chunks = [
        (b"IHDR", header),
        *palette,
        (b"pHYs", struct.pack(">IIB", per_metre, per_metre, _UNIT_METRE)),
        *_texts(texts),
        (b"IDAT", _compressed(packed)),
        (b"IEND", b""),
    ]
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _texts(texts: Mapping[str, str]) -> Iterator[tuple[bytes, bytes]]:
    """International text, not compressed, no language (11.3.4.5)."""
    for keyword, text in texts.items():
        yield b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode()


def _compressed(packed: npt.NDArray[np.uint8]) -> bytes:
    """Rows of whole bytes, filtered and deflated."""
    rows = np.empty((packed.shape[0], packed.shape[1] + 1), dtype=np.uint8)
    rows[:, 0] = _FILTER_UP
    rows[0, 1:] = packed[0]
    np.subtract(packed[1:], packed[:-1], out=rows[1:, 1:])
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW_BITS, _MEMORY, zlib.Z_RLE)
    return deflate.compress(rows.tobytes()) + deflate.flush()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
