"""Each reader by itself: bytes with NULs, corners, failures that stay inside."""

from ctypes import POINTER, c_ubyte
from types import SimpleNamespace

import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp

from fixtures.handplaced import modules
from indicia.spec.ecc200 import BY_SHAPE
from verify.read import libdmtx, zxing
from verify.read.codewords import codewords, placement
from verify.read.zxing import Effort
from verify.seen import Reader

DATA = bytes([80, 0, 0, 7, 255]) + bytes(60) + bytes(range(48))
second_reader = pytest.mark.skipif(libdmtx.MISSING is not None, reason=str(libdmtx.MISSING))


def picture(data: bytes = DATA, side: int = 44, dots: int = 5, margin: int = 60) -> npt.NDArray[np.uint8]:
    light = np.where(modules(data, side), 20, 240).astype(np.uint8)
    return np.pad(np.kron(light, np.ones((dots, dots), np.uint8)), margin, constant_values=240)


@pytest.mark.parametrize("effort", list(Effort))
def test_zxing_gives_every_byte(effort: Effort) -> None:
    found = zxing.read_one(picture(), effort)
    assert found is not None
    assert (DATA, 44, 44, 0, Reader.ZXING) == (
        found.data,
        found.rows,
        found.columns,
        found.errors_corrected,
        found.reader,
    )
    assert found.text is None
    assert found.corners_px == pytest.approx(np.array([(60, 60), (280, 60), (280, 280), (60, 280)]), abs=1.5)


@second_reader
def test_libdmtx_gives_every_byte_past_the_first_nul() -> None:
    found = libdmtx.read_one(picture(), 2000)
    assert found is not None
    assert (DATA, 44, 44, Reader.LIBDMTX) == (found.data, found.rows, found.columns, found.reader)
    assert found.corners_px == pytest.approx(np.array([(60, 60), (280, 60), (280, 280), (60, 280)]), abs=2.5)


def test_printable_content_is_text() -> None:
    found = zxing.read_one(picture(b"HELLO 123", 20), Effort.UPRIGHT)
    assert found is not None
    assert "HELLO 123" == found.text


def spoiled(count: int) -> npt.NDArray[np.uint8]:
    """A symbol with so many wrong codewords."""
    gray = picture()
    for word in placement(40, 40)[5 : 5 + count]:
        # The mapping matrix leaves out the frame of each 22 x 22 region.
        row, column = (60 + 5 * (int(at) // 20 * 22 + 1 + int(at) % 20) for at in divmod(int(word[7]), 40))
        module = gray[row : row + 5, column : column + 5]
        module[:] = 20 if module[2, 2] > 128 else 240
    return gray


@pytest.mark.parametrize("count", [1, 4, 9, 25, 26, 27])
def test_corrected_codewords_are_counted(count: int) -> None:
    found = zxing.read_one(spoiled(count), Effort.FULL)
    assert found is not None
    assert DATA == found.data
    assert count == found.errors_corrected


@second_reader
@pytest.mark.parametrize("count", [0, 3, 25])
def test_libdmtx_tells_what_it_corrected(count: int) -> None:
    found = libdmtx.read_one(spoiled(count), 2000)
    assert found is not None
    assert (DATA, count) == (found.data, found.errors_corrected)


def test_what_libdmtx_made_no_word_of_the_code_is_not_believed() -> None:
    size = BY_SHAPE[44, 44]
    words = codewords(modules(DATA, 44), size)

    def said(words: npt.NDArray[np.uint8]) -> SimpleNamespace:
        array = np.unpackbits(words)[np.argsort(placement(40, 40), axis=None)] | 0x30
        given = (part.ctypes.data_as(POINTER(c_ubyte)) for part in (words, array))
        return SimpleNamespace(code=next(given), codeSize=len(words), array=next(given), arraySize=len(array))

    assert 0 == libdmtx._corrected(said(words), size)
    words[7] ^= 16
    assert libdmtx._corrected(said(words), size) is None


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (200, 200)])
def test_nothing_is_found_where_nothing_is(shape: tuple[int, int]) -> None:
    empty = np.full(shape, 255, np.uint8)
    assert [None] * 3 == [zxing.read_one(empty, effort) for effort in Effort]
    assert [] == zxing.read_all(empty)
    assert libdmtx.read_one(empty, 50) is None


def test_a_reader_that_fails_costs_only_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("malformed symbol")

    monkeypatch.setattr(zxingcpp, "read_barcode", broken)
    monkeypatch.setattr(zxingcpp, "read_barcodes", broken)
    monkeypatch.setattr(libdmtx, "_read", broken)
    assert zxing.read_one(picture(), Effort.FULL) is None
    assert [] == zxing.read_all(picture())
    assert libdmtx.read_one(picture(), 50) is None


def test_a_missing_library_reads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libdmtx, "wrapper", None)
    assert libdmtx.read_one(picture(), 50) is None
