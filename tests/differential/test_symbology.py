"""What we encode against what independent programs encode and read."""

import ctypes
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from indicia.errors import InputError
from indicia.spec import fim as fim_spec
from indicia.spec.ecc200 import BY_SHAPE, SIZES, Family, SymbolSize
from indicia.spec.kinds import FimKind
from indicia.symbology import datamatrix, imb, postnet

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "vectors"
needs_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="third-party vectors are not beside the project")
MODULE_PX = 5


def vectors(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def picture(modules: npt.NDArray[np.bool_]) -> npt.NDArray[np.uint8]:
    light = np.pad(~modules, 2, constant_values=True)
    return np.kron(light, np.ones((MODULE_PX, MODULE_PX), dtype=np.uint8)) * np.uint8(255)


def zxing_reads(modules: npt.NDArray[np.bool_]) -> list[bytes]:
    wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
    found = zxingcpp.read_barcodes(picture(modules), formats=wanted)
    return [symbol.bytes for symbol in found]


def libdmtx_reads(modules: npt.NDArray[np.bool_]) -> bytes:
    """What libdmtx reads, taken by its length: the Python function of the same library stops at a NUL."""
    wrapper = pytest.importorskip("pylibdmtx.wrapper", exc_type=ImportError)
    image = np.ascontiguousarray(picture(modules))
    made = wrapper.dmtxImageCreate(
        image.ctypes.data_as(wrapper.c_ubyte_p), image.shape[1], image.shape[0], wrapper.DmtxPackOrder.DmtxPack8bppK
    )
    decoder = wrapper.dmtxDecodeCreate(made, 1)
    region = wrapper.dmtxRegionFindNext(decoder, None)
    message = wrapper.dmtxDecodeMatrixRegion(decoder, region, wrapper.DmtxUndefined)
    data = ctypes.string_at(message.contents.output, message.contents.outputIdx)
    wrapper.dmtxMessageDestroy(ctypes.byref(message))
    wrapper.dmtxRegionDestroy(ctypes.byref(region))
    wrapper.dmtxDecodeDestroy(ctypes.byref(decoder))
    wrapper.dmtxImageDestroy(ctypes.byref(made))
    return data


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_an_independent_reader_reads_every_size(size: SymbolSize) -> None:
    data = np.random.default_rng(7).integers(0, 256, datamatrix.capacity(size), dtype=np.uint8).tobytes()
    assert [data] == zxing_reads(datamatrix.encode(data, size))


# libdmtx knows the sizes of ISO/IEC 16022 alone.
@pytest.mark.parametrize("size", [size for size in SIZES if size.family is not Family.DMRE], ids=str)
def test_a_second_independent_reader_reads_every_size_of_iso_16022(size: SymbolSize) -> None:
    data = np.random.default_rng(7).integers(0, 256, datamatrix.capacity(size), dtype=np.uint8).tobytes()
    assert data == libdmtx_reads(datamatrix.encode(data, size))


@settings(max_examples=150, deadline=None)
@given(st.binary(min_size=1, max_size=112), st.sampled_from([(40, 40), (44, 44), (26, 64)]))
def test_any_bytes_come_back_unchanged(data: bytes, shape: tuple[int, int]) -> None:
    assert [data] == zxing_reads(datamatrix.encode(data, BY_SHAPE[shape]))


# Bytes that other encodations, macros or escapes would change if they were taken for text.
@pytest.mark.parametrize(
    "data",
    [
        b"[)>\x1e05\x1dA\x1e\x04",
        b"[)>\x1e06\x1dA\x1e\x04",
        b"\x1d\x1d\x1d",
        b"\\^1\\x41",
        b"[01]12345678901231",
        b"0123456789" * 8,
        b"ABC*>\r" * 12,
        b"\x00" * 113,
        b"\xff" * 113,
        "Stra\u00dfe".encode("latin-1"),
    ],
)
def test_bytes_that_look_like_commands_come_back_unchanged(data: bytes) -> None:
    assert [data] == zxing_reads(datamatrix.encode(data, BY_SHAPE[44, 44]))


@needs_vectors
def test_zint_encodes_plain_bytes_to_the_same_modules() -> None:
    plain = [
        row
        for row in vectors("zint_datamatrix_encode.json")["vectors"]
        if row["symbology"] == "BARCODE_DATAMATRIX"  # HIBC adds characters of its own
        and row["input_mode"] in {"-1", "DATA_MODE"}
        and row["eci"] == -1
        and row["output_options"] == "-1"
    ]
    assert 25 <= len(plain)
    for row in plain:
        modules = datamatrix.encode(bytes.fromhex(row["input_hex"]), BY_SHAPE[row["rows"], row["cols"]])
        assert row["modules"] == ["".join(map(str, line)) for line in modules.astype(int)], row["id"]


@needs_vectors
def test_the_table_of_sizes_agrees_with_okapis_symbols() -> None:
    compared = set()
    for row in vectors("okapi_datamatrix_postnet_imb.json")["vectors"]:
        if row["file"].startswith("datamatrix/") and "Grid Size" in row["log"]:
            columns, rows = map(int, row["log"]["Grid Size"].split(" X "))
            size = BY_SHAPE[rows, columns]
            counts = int(row["log"]["Data Codewords"]), int(row["log"]["ECC Codewords"])
            assert counts == (size.block_data_codewords[0], size.error_codewords // size.blocks)
            compared.add(size)
    assert 30 == len(compared)


@needs_vectors
def test_intelligent_mail_agrees_with_the_specifications_examples() -> None:
    book = vectors("imb_vectors.json")
    rows = book["usps_b3200_appendix_c"] + [
        row for row in book["usps_civp_installation_verification"] if row["return_code"] == 0
    ]
    assert 8 <= len(rows)
    for row in rows:
        assert row["bars"] == imb.encode(row["tracking"], row["routing"])


@needs_vectors
def test_intelligent_mail_refuses_what_the_installation_verification_refuses() -> None:
    rows = [
        row for row in vectors("imb_vectors.json")["usps_civp_installation_verification"] if row["return_code"] != 0
    ]
    assert rows
    for row in rows:
        with pytest.raises(InputError):
            imb.encode(row["tracking"], row["routing"])


@needs_vectors
def test_intelligent_mail_agrees_with_zint() -> None:
    for row in vectors("zint_imail.json")["vectors"]:
        assert row["fadt"] == imb.encode(*row["input"].split("-"))


@needs_vectors
def test_postal_bars_agree_with_okapi() -> None:
    compared = 0
    for row in vectors("okapi_datamatrix_postnet_imb.json")["vectors"]:
        content = row["properties"].get("content", "")
        if row["file"].startswith("uspsonecode/"):
            assert row["codewords"] == [imb.encode(*content.split("-"))]
            compared += 1
        elif row["properties"].get("mode") == "POSTNET" and content:
            assert row["codewords"] == [postnet.encode(content).translate(str.maketrans("10", "LS"))]
            compared += 1
    assert 10 <= compared


@needs_vectors
def test_postal_bars_agree_with_zint() -> None:
    for row in vectors("zint_postal.json")["vectors"]:
        if row["symbology"] == "BARCODE_POSTNET":
            assert row["rows"][0][::2] == postnet.encode(row["input"])
        elif row["symbology"] == "BARCODE_FIM":
            assert row["rows"][0][::2] == fim_spec.PATTERNS[FimKind(row["input"])]
