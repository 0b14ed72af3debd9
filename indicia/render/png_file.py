"""The PNG container for pages of one bit a pixel.

General writers take five times as long over such a page as drawing it does. Here every row is filtered
against the one above (modules and bars repeat their rows) and packed by run lengths alone.
"""

import struct
import zlib
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

_METRES_PER_INCH = 0.0254
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# ISO/IEC 15948 11.2.2: bit depth, colour types; 9.2: filter `up`; 11.3.5.3: pHYs in pixels a metre.
_BIT_DEPTH = 1
_GREYSCALE = 0
_INDEXED = 3
_FILTER_UP = 2
_UNIT_METRE = 1
_LEVEL = 6
_WINDOW_BITS = 15
_MEMORY = 9
_PAPER = (255, 255, 255)
_BLACK = (0, 0, 0)


def encode(dark: npt.NDArray[np.bool_], *, dpi: int, ink: tuple[int, int, int], texts: Mapping[str, str]) -> bytes:
    """A PNG of white paper and one ink.

    Args:
        dark: ndarray of shape (H, W), True is ink.
        dpi: pixels an inch along both axes.
        ink: red, green, blue; black gives a greyscale image, any other colour a palette of two.
        texts: keyword and text of the comments in the file.
    """
    height, width = dark.shape
    colour_type = _GREYSCALE if ink == _BLACK else _INDEXED
    header = struct.pack(">IIBBBBB", width, height, _BIT_DEPTH, colour_type, 0, 0, 0)
    per_metre = round(dpi / _METRES_PER_INCH)
    chunks = [(b"IHDR", header)]
    if colour_type == _INDEXED:
        chunks.append((b"PLTE", bytes((*ink, *_PAPER))))
    chunks.append((b"pHYs", struct.pack(">IIB", per_metre, per_metre, _UNIT_METRE)))
    chunks += _texts(texts)
    chunks += [(b"IDAT", _compressed(dark)), (b"IEND", b"")]
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _texts(texts: Mapping[str, str]) -> Iterator[tuple[bytes, bytes]]:
    """International text, not compressed, no language (11.3.4.5)."""
    for keyword, text in texts.items():
        yield b"iTXt", keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode()


def _compressed(dark: npt.NDArray[np.bool_]) -> bytes:
    """Rows of pixels, 1 is paper."""
    packed = ~np.packbits(dark, axis=1)
    rows = np.empty((packed.shape[0], packed.shape[1] + 1), dtype=np.uint8)
    rows[:, 0] = _FILTER_UP
    rows[0, 1:] = packed[0]
    np.subtract(packed[1:], packed[:-1], out=rows[1:, 1:])
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _WINDOW_BITS, _MEMORY, zlib.Z_RLE)
    return deflate.compress(rows.tobytes()) + deflate.flush()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
