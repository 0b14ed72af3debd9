"""PNG pictures of grey or RGB bytes, in a third of a general decoder's time (PNG specification, third edition).

Inflating takes ISA-L a third of zlib's time, and undoing the filters is a compiled loop. Whatever is less usual than
that (palettes, transparency, other depths, interlacing, EXIF, animation) and whatever is damaged is left to the
general decoder, which also says what is wrong with it.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from isal import isal_zlib

from verify.compiled import compiled

Pixels = npt.NDArray[np.uint8]

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">IIBBBBB")
_CHUNK = struct.Struct(">I4s")
_CHANNELS = {0: 1, 2: 3}
"""Samples a pixel of the colour types grey and RGB (11.2.1)."""
_DENSITY = struct.Struct(">IIB")
_METRE = 1
"""Unit of pHYs (11.3.4.3)."""
_INCHES_A_METRE = 1 / 0.0254
_LEFT_ALONE = frozenset({b"tRNS", b"eXIf", b"acTL", b"PLTE"})
"""Chunks that change what the pixels mean, or which there are."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A picture and its resolution."""

    pixels: Pixels
    """H x W grey or H x W x 3 RGB."""
    dpi: tuple[float, float] | None
    """Pixels an inch along x and y; None where the file states none."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a file holds, still deflated."""

    width: int
    height: int
    channels: int
    data: bytes
    dpi: tuple[float, float] | None


def decode_png(path: str | Path, pixels_max: int) -> Decoded | None:
    """The picture in a file; None where it is no sound PNG of grey or RGB bytes of at most so many pixels.

    Raises:
        OSError: the file cannot be read.
    """
    parts = _parts(memoryview(Path(path).read_bytes()))
    if parts is None or not 0 < parts.width * parts.height <= pixels_max:
        return None
    stride = parts.width * parts.channels
    lines = _inflated(parts.data, parts.height * (stride + 1))
    if lines is None:
        return None
    pixels = np.empty((parts.height, stride), dtype=np.uint8)
    if not unfilter(lines.reshape(parts.height, stride + 1), pixels, parts.channels):
        return None
    shape = (parts.height, parts.width) if parts.channels == 1 else (parts.height, parts.width, parts.channels)
    return Decoded(pixels.reshape(shape), parts.dpi)


def _parts(file: memoryview) -> _Parts | None:
    """The chunks of a file, if they are sound and of the usual kinds."""
    if bytes(file[:8]) != SIGNATURE:
        return None
    header: tuple[int, ...] | None = None
    data: list[memoryview] = []
    dpi = None
    at = len(SIGNATURE)
    while at + 12 <= len(file):
        length, kind = _CHUNK.unpack_from(file, at)
        body, end = file[at + 8 : at + 8 + length], at + 12 + length
        if kind in _LEFT_ALONE or end > len(file) or not _sound(file[at + 4 : end]):
            return None
        if kind == b"IHDR":
            header = _HEADER.unpack(body) if length == _HEADER.size else None
        elif kind == b"IDAT":
            data.append(body)
        elif kind == b"pHYs" and length == _DENSITY.size:
            x, y, unit = _DENSITY.unpack(body)
            dpi = (x / _INCHES_A_METRE, y / _INCHES_A_METRE) if unit == _METRE else None
        elif kind == b"IEND":
            return _usual(header, data, dpi)
        at = end
    return None


def _sound(chunk: memoryview) -> bool:
    """Whether the checksum at the end of a chunk (from its kind on) is right."""
    return isal_zlib.crc32(chunk[:-4]) == int.from_bytes(chunk[-4:], "big")


def _usual(header: tuple[int, ...] | None, data: list[memoryview], dpi: tuple[float, float] | None) -> _Parts | None:
    """The parts of a picture whose header says eight bits a sample, grey or RGB, not interlaced."""
    if header is None:
        return None
    width, height, depth, colour, compression, filters, interlace = header
    if (depth, compression, filters, interlace) != (8, 0, 0, 0) or colour not in _CHANNELS:
        return None
    return _Parts(width, height, _CHANNELS[colour], b"".join(data), dpi)


def _inflated(data: bytes, size: int) -> Pixels | None:
    """Exactly so many bytes, if the stream holds them, ends there and its checksum is right."""
    stream = isal_zlib.decompressobj()
    try:
        lines = stream.decompress(data, size + 1)
    except isal_zlib.error:  # type: ignore[misc]  # its stub takes the class for an instance
        return None
    return np.frombuffer(lines, dtype=np.uint8) if stream.eof and len(lines) == size else None


@compiled
def unfilter(lines: Pixels, pixels: Pixels, step: int) -> bool:
    """Undo the filters of all scan lines (section 9); False for a filter that there is not.

    Args:
        lines: H x (1 + W): the kind of filter before each line.
        pixels: H x W, is filled.
        step: Bytes to the sample at the left.
    """
    height, width = pixels.shape
    above = np.zeros(width, dtype=np.uint8)
    for number in range(height):
        kind, coded, line = lines[number, 0], lines[number, 1:], pixels[number]
        if kind == 0:
            line[:] = coded
        elif kind == 2:
            for at in range(width):
                line[at] = (np.int32(coded[at]) + above[at]) & 255
        elif kind in (1, 3, 4):
            # Each channel for itself, so that what was last made need not come back from memory.
            for channel in range(step):
                _unfilter_channel(kind, coded[channel::step], above[channel::step], line[channel::step])
        else:
            return False
        above = line
    return True


@compiled
def _unfilter_channel(kind: int, coded: Pixels, above: Pixels, line: Pixels) -> None:
    """Undo Sub, Average or Paeth along one channel of a line."""
    left = corner = np.int32(0)
    if kind == 1:
        for at in range(len(coded)):
            left = (left + coded[at]) & 255
            line[at] = left
    elif kind == 3:
        for at in range(len(coded)):
            left = (((left + above[at]) >> 1) + coded[at]) & 255
            line[at] = left
    else:
        for at in range(len(coded)):
            up = np.int32(above[at])
            by_left, by_up, by_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
            nearest = left if by_left <= by_up and by_left <= by_corner else up if by_up <= by_corner else corner
            left = (nearest + coded[at]) & 255
            line[at] = left
            corner = up
