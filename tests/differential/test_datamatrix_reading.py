"""What our own reader understands against independent encoders and an independent reader."""

import json
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytest
import zint
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.symbols import padded, symbol
from indicia.spec.ecc200 import BY_SHAPE, SIZES, SymbolSize
from verify.read.codewords import codewords, deal, dealings, errors, modules_of
from verify.read.message import message
from verify.read.symbol import Understood, understood

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "vectors"
needs_vectors = pytest.mark.skipif(not VECTORS.is_dir(), reason="third-party vectors are not in ../shared")
DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
Bits = npt.NDArray[np.bool_]
GS1_BRACKETS = str.maketrans("", "", "[]")


def vectors(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((VECTORS / name).read_text(encoding="utf-8"))["vectors"]
    return rows


def ours(modules: Bits) -> Understood | None:
    light = (~modules).astype(np.float32)
    return understood(light, margin=np.ones_like(light), size=BY_SHAPE[modules.shape[0], modules.shape[1]])


def theirs(modules: Bits) -> zxingcpp.Barcode | None:
    light = np.pad(~modules, 2, constant_values=True)
    picture = np.kron(light, np.ones((4, 4), dtype=np.uint8)) * np.uint8(255)
    return zxingcpp.read_barcode(picture, formats=DATA_MATRIX)


def zint_symbol(data: bytes, *, mode: zint.InputMode, option: int = 0) -> Bits:
    made = zint.Symbol()
    made.symbology = zint.Symbology.DATAMATRIX
    made.input_mode = mode
    made.option_2 = option
    made.encode(data)
    packed = np.asarray(made.encoded_data, dtype=np.uint8)[: made.rows]
    return np.unpackbits(packed, axis=1, count=made.width, bitorder="little").astype(np.bool_)


@needs_vectors
def test_zints_vectors_say_what_zint_was_given() -> None:
    # ISO/IEC 16022 Figures 1 and O.2 and those of GS1, HIBC and MH10.8.17 among them.
    plain = 0
    for row in vectors("zint_datamatrix_encode.json"):
        modules = np.array([[module == "1" for module in line] for line in row["modules"]])
        found, other = ours(modules), theirs(modules)
        assert found is not None, row["id"]
        assert other is not None, row["id"]
        assert (other.bytes, 0, 0) == (found.data, found.errors, found.erasures), row["id"]
        assert np.array_equal(modules, found.modules), row["id"]
        if row["symbology"] == "BARCODE_DATAMATRIX" and not set(row["input_mode"].split(" | ")) & {
            "GS1_MODE",
            "ESCAPE_MODE",
        }:
            plain += bytes.fromhex(row["input_hex"]) == found.data
    assert 60 <= plain


@needs_vectors
def test_okapis_codewords_say_what_okapi_was_given() -> None:
    read = heads = 0
    for row in vectors("okapi_datamatrix_postnet_imb.json"):
        if not row["file"].startswith("datamatrix/") or "Grid Size" not in row["log"]:
            continue
        columns, rows = map(int, row["log"]["Grid Size"].split(" X "))
        size, words = BY_SHAPE[rows, columns], np.array(row["codewords"], dtype=np.int64).astype(np.uint8)
        content = row["properties"]["content"]
        if size.blocks > 1:  # okapi lists as many codewords as a block has, from the first one on
            head = message(words)
            heads += head is not None and content.startswith(head.data.decode("latin-1"))
            continue
        assert 0 == errors(words, size), row["file"]
        found = message(words[: size.data_codewords])
        assert found is not None, row["file"]
        if row["properties"].get("dataType") == "GS1":
            assert content.translate(GS1_BRACKETS) == found.data.decode().replace("\x1d", ""), row["file"]
        else:
            assert content == (found.text or found.data.decode("latin-1")), row["file"]
        read += 1
    assert (54, 7) == (read, heads)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(
    "data",
    [b"12", b"ABC", b"abc", b"\r*>", b"\x80", b"AAA"],
    ids=["digits", "upper", "lower", "x12", "high", "c40"],
)
def test_zints_symbols_of_every_size_are_read(size: SymbolSize, data: bytes) -> None:
    modules = zint_symbol(data, mode=zint.InputMode(0), option=SIZES.index(size) + 1)
    assert (size.rows, size.columns) == modules.shape
    found = ours(modules)
    assert found is not None
    assert (data, 0) == (found.data, found.errors)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(min_size=1, max_size=300),
        st.text("ABCDEFGHIJ0123456789 *>\r", min_size=1, max_size=300).map(str.encode),
        st.text("abcdefghij0123456789 !~{", min_size=1, max_size=300).map(str.encode),
        st.text("ABC!\"#$%&'()*+,-./:;<=>?@[\\]^09", min_size=1, max_size=300).map(str.encode),
    ),
    st.sampled_from([zint.InputMode(0), zint.InputMode.FAST]),
)
def test_whatever_zint_encodes_comes_back(data: bytes, mode: zint.InputMode) -> None:
    found = ours(zint_symbol(data, mode=mode))
    assert found is not None
    assert data == found.data


LATCHES = (230, 231, 238, 239, 240)
HEADS = ((), (232,), (236,), (237,), (233, 34, 1, 2), (241, 27), (241, 4), (66, 232), (241, 130, 4), (234,))


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(HEADS),
    st.lists(st.sampled_from(LATCHES), max_size=1),
    st.lists(st.integers(1, 255) | st.integers(1, 128), max_size=34),
)
def test_any_codewords_are_read_as_zxing_reads_them(head: tuple[int, ...], latch: list[int], words: list[int]) -> None:
    # zxing-cpp also reads values beyond the sets of C40 and Text, macros that are not first and ECIs with a nought
    # in them, which break the standard; what we read it must read alike.
    size = BY_SHAPE[24, 24]
    modules = symbol([*head, *latch, *words], size)
    found, other = ours(modules), theirs(modules)
    if found is not None:
        assert other is not None
        assert other.bytes == found.data
        if found.text is not None and other.content_type == zxingcpp.ContentType.Text:
            assert other.text == found.text


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([(20, 20), (44, 44), (26, 64)]))
def test_errors_are_counted_as_zxing_counts_them(seed: int, shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(seed)
    size = BY_SHAPE[shape]
    words = codewords(symbol(rng.integers(1, 129, 20).tolist(), size), size)
    count = int(rng.integers(0, size.error_codewords // 2 - 3))
    words[rng.choice(len(words), count, replace=False)] ^= 0x42
    modules = modules_of(words, size)
    found, other = ours(modules), theirs(modules)
    assert found is not None
    assert other is not None
    unused = float(cast("dict[str, Any]", other.extra)["UEC"])
    assert (count, 0) == (found.errors, found.erasures)
    assert -1e-6 < found.unused - unused < 0.01  # theirs has two digits, the rest cut off


def test_every_word_of_a_padded_message_is_dealt() -> None:
    size = BY_SHAPE[144, 144]
    words = np.append(padded([66], size), np.zeros(size.error_codewords, dtype=np.uint8))
    assert set(range(len(words))) == set(dealings(size)[1][dealings(size)[1] < len(words)].tolist())
    assert (10, 218) == deal(words, dealings(size)[1]).shape
