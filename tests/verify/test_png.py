"""PNG pictures decoded as the general decoder does, or left to it."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from indicia.errors import InputError
from verify.png import decode_png, unfilter
from verify.scans import load

MANY = 10_000_000
Pixels = npt.NDArray[np.uint8]


def picture(shape: tuple[int, ...], seed: int = 1) -> Pixels:
    """Smooth ramps, noise and flat parts, so that a writer takes every filter."""
    rng = np.random.default_rng(seed)
    ramp = np.add.outer(np.arange(shape[0]) * 3, np.arange(shape[1]))[..., None] + np.zeros(shape[2:] or (1,))
    noisy = ramp.reshape(shape) + rng.integers(0, 9, shape)
    noisy[: shape[0] // 3] = 200
    return np.asarray(noisy % 256, dtype=np.uint8)


def written(path: Path, pixels: Pixels, **how: Any) -> Path:
    Image.fromarray(pixels).save(path, **how)
    return path


def filtered(pixels: Pixels, kind: int, step: int) -> Pixels:
    """Scan lines by the definitions of section 9, sample by sample."""
    height, width = pixels.shape
    lines = np.zeros((height, width + 1), dtype=np.uint8)
    for row in range(height):
        lines[row, 0] = kind
        for at in range(width):
            left = int(pixels[row, at - step]) if at >= step else 0
            up = int(pixels[row - 1, at]) if row else 0
            corner = int(pixels[row - 1, at - step]) if row and at >= step else 0
            guess = left + up - corner
            near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            lines[row, at + 1] = (int(pixels[row, at]) - (0, left, up, (left + up) // 2, near)[kind]) % 256
    return lines


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def file_of(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 0, 0, 0, 0))
DATA = chunk(b"IDAT", zlib.compress(bytes(8)))
END = chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", range(5))
@pytest.mark.parametrize("step", [1, 3])
def test_every_filter_is_undone(kind: int, step: int) -> None:
    pixels = picture((17, 12 * step), seed=kind)
    for undo in (unfilter, unfilter.py_func):  # type: ignore[attr-defined]  # Numba keeps the plain function
        got = np.empty_like(pixels)
        assert undo(filtered(pixels, kind, step), got, step)
        assert pixels.tolist() == got.tolist()


def test_a_filter_that_there_is_not_is_refused() -> None:
    lines = np.full((2, 4), 5, dtype=np.uint8)
    assert not unfilter(lines, np.empty((2, 3), dtype=np.uint8), 1)


@pytest.mark.parametrize("shape", [(60, 41), (60, 41, 3), (1, 1), (1, 1, 3)])
def test_pixels_and_resolution_are_those_of_the_general_decoder(shape: tuple[int, ...], tmp_path: Path) -> None:
    pixels = picture(shape)
    file = written(tmp_path / "a.png", pixels, dpi=(300, 240))
    found = decode_png(file, MANY)
    assert found is not None
    assert pixels.tolist() == found.pixels.tolist()
    assert (300, 240) == next(load(file)).dpi


def test_a_picture_without_resolution_has_none(tmp_path: Path) -> None:
    assert next(load(written(tmp_path / "a.png", picture((20, 20))))).dpi is None


@pytest.mark.parametrize(
    "image",
    [
        Image.new("1", (9, 9)),
        Image.new("P", (9, 9)),
        Image.new("LA", (9, 9)),
        Image.new("RGBA", (9, 9)),
        Image.new("I;16", (9, 9)),
    ],
)
def test_unusual_kinds_are_left_to_the_general_decoder(image: Image.Image, tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    image.save(file)
    assert decode_png(file, MANY) is None
    assert (9, 9) == next(load(file)).gray.shape


def test_a_turn_by_exif_is_left_to_the_general_decoder(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    file = written(tmp_path / "a.png", picture((20, 30)), exif=exif)
    assert decode_png(file, MANY) is None
    assert (30, 20) == next(load(file)).gray.shape


@pytest.mark.parametrize(
    "damaged",
    [
        file_of(HEADER, DATA),
        file_of(HEADER, DATA[:-1] + b"\0", END),
        file_of(HEADER, chunk(b"IDAT", zlib.compress(bytes(7))), END),
        file_of(HEADER, chunk(b"IDAT", zlib.compress(bytes(9))), END),
        file_of(HEADER, chunk(b"IDAT", zlib.compress(bytes(8))[:-2]), END),
        file_of(HEADER, chunk(b"IDAT", b"no stream"), END),
        file_of(HEADER, chunk(b"IDAT", zlib.compress(b"\x07" * 8)), END),
        file_of(DATA, END),
        file_of(chunk(b"IHDR", b"short"), DATA, END),
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_a_damaged_file_is_left_to_the_general_decoder(damaged: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(damaged)
    assert decode_png(file, MANY) is None


def test_a_sound_file_of_our_own_chunks_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(file_of(HEADER, DATA, END))
    found = decode_png(file, MANY)
    assert found is not None
    assert (2, 3) == found.pixels.shape


def test_a_cut_file_is_named_damaged(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    Image.fromarray(picture((200, 200))).save(buffer, "PNG")
    file = tmp_path / "a.png"
    file.write_bytes(buffer.getvalue()[:-400])
    with pytest.raises(InputError, match="damaged or cut short"):
        next(load(file))


def test_too_many_pixels_are_left_to_the_general_decoder(tmp_path: Path) -> None:
    assert decode_png(written(tmp_path / "a.png", picture((50, 50))), 2499) is None
