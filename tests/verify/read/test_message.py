"""Data codewords to bytes: each encodation, and what is none."""

import numpy as np
import pytest

from fixtures.symbols import padded
from indicia.spec.ecc200 import BY_SHAPE
from verify.read.message import Message, message

SIZE = BY_SHAPE[24, 24]
C40, BASE256, FNC1, APPEND, PROGRAMMING, UPPER, MACRO_05, MACRO_06, X12, TEXT, EDIFACT, ECI = range(230, 242)
UNLATCH = 254


def triple(*values: int) -> tuple[int, int]:
    """Three values of C40, Text or X12 as two codewords."""
    return divmod(1600 * values[0] + 40 * values[1] + values[2] + 1, 256)


def quadruple(text: str) -> tuple[int, ...]:
    """Four characters of EDIFACT as three codewords; `_` is the unlatch."""
    bits = "".join(f"{31 if c == '_' else ord(c) & 0x3F:06b}" for c in text.ljust(4, "@"))
    return tuple(int(bits[i : i + 8], 2) for i in (0, 8, 16))


def base256(data: bytes, *, at: int, length: int | None = None) -> list[int]:
    """The bytes of Base 256 that start with codeword number `at` of the symbol, their count before them."""
    count = len(data) if length is None else length
    counted = [count] if count < 250 else [count // 250 + 249, count % 250]
    return [(value + 149 * (at + i) % 255 + 1) % 256 for i, value in enumerate([*counted, *data])]


def said(*words: int, shape: tuple[int, int] = (24, 24)) -> Message | None:
    return message(padded(words, BY_SHAPE[shape]))


# Values of the sets: 3 is a space, 4 to 13 digits, 14 to 39 letters.
@pytest.mark.parametrize(
    ("words", "data"),
    [
        ((142, 164, 186), b"123456"),  # ISO/IEC 16022:2006 Annex O
        ((66, 98, 1, 128), b"Aa\x00\x7f"),
        ((130, 229), b"0099"),
        ((UPPER, 1, UPPER, 128), b"\x80\xff"),
        ((C40, *triple(14, 15, 16), *triple(4, 3, 13), UNLATCH, 98), b"ABC0 9a"),
        ((C40, *triple(0, 13, 1), *triple(0, 2, 31), UNLATCH), b"\r!\x7f"),
        ((C40, *triple(1, 15, 1), *triple(26, 2, 1), UNLATCH), b":_a"),
        ((C40, *triple(14, 1, 27), *triple(15, 14, 14), UNLATCH), b"A\x1dBAA"),
        ((C40, *triple(1, 30, 14), *triple(14, 1, 30), *triple(2, 1, 14), UNLATCH), b"\xc1A\xe1A"),
        ((TEXT, *triple(14, 15, 16), *triple(2, 1, 2), *triple(27, 2, 0), UNLATCH), b"abcA{`"),
        ((X12, *triple(0, 1, 2), *triple(3, 4, 39), UNLATCH, 66), b"\r*> 0ZA"),
        ((EDIFACT, *quadruple("DATA"), *quadruple("^ ?_"), 66), b"DATA^ ?A"),
        ((EDIFACT, *quadruple("_")[:1], 66), b"A"),
        ((EDIFACT, *quadruple("A_")[:2], 66), b"AA"),
        ((EDIFACT, *quadruple("AB_"), 66), b"ABA"),
        ((BASE256, *base256(b"\x00\xff\x81", at=2), 66), b"\x00\xff\x81A"),
        ((66, BASE256, *base256(bytes(range(34)), at=3, length=0)), b"A" + bytes(range(33))),
        ((MACRO_05, 66), b"[)>\x1e05\x1dA\x1e\x04"),
        ((MACRO_06, 66), b"[)>\x1e06\x1dA\x1e\x04"),
        ((FNC1, 131, 66, FNC1, 67), b"01A\x1dB"),
        ((66, FNC1, 67), b"AB"),
        ((131, FNC1, 67), b"01B"),
        ((34, FNC1, 67), b"!\x1dB"),
        ((APPEND, 34, 1, 2, 66), b"A"),
        ((APPEND, 34, 1, 2, FNC1, 66), b"A"),
        ((PROGRAMMING, 66), b"A"),
        ((ECI, 27, 66), b"A"),
        ((ECI, 128, 1, 66), b"A"),
        ((ECI, 192, 1, 1, 66), b"A"),
    ],
)
def test_each_encodation_is_read(words: tuple[int, ...], data: bytes) -> None:
    found = said(*words)
    assert found is not None
    assert data == found.data
    assert found.padded
    assert min(len(words), SIZE.data_codewords) == found.codewords


# 5.2.5.2, 5.2.8.2: what a symbol has not the room to unlatch.
@pytest.mark.parametrize(
    ("words", "data"),
    [
        ((C40, *triple(14, 15, 16), *triple(17, 18, 19)), b"ABCDEF"),
        ((66, C40, *triple(14, 15, 16), 98), b"AABCa"),
        ((66, C40, *triple(14, 15, 16), UNLATCH), b"AABC"),
        ((C40, *triple(14, 15, 16), *triple(17, 18, 0)), b"ABCDE"),
        ((66, EDIFACT, *quadruple("DATA")), b"ADATA"),
        ((EDIFACT, *quadruple("DATA"), 98), b"DATAa"),
        ((66, 66, EDIFACT, 98, 99), b"AAab"),
    ],
)
def test_the_last_codewords_need_no_unlatch(words: tuple[int, ...], data: bytes) -> None:
    found = message(np.array(words, dtype=np.uint8))
    assert found is not None
    assert data == found.data


def test_long_counts_of_base_256_take_two_codewords() -> None:
    data = bytes(i * 7 % 256 for i in range(700))
    found = said(BASE256, *base256(data, at=2), shape=(104, 104))
    assert found is not None
    assert data == found.data


@pytest.mark.parametrize(
    "words",
    [
        (0, 66),
        (242,),
        (UNLATCH, 66),
        (66, UNLATCH),
        (66, APPEND, 34, 1, 2),
        (66, PROGRAMMING),
        (66, MACRO_05),
        (UPPER, 130),
        (C40, 0, 0),
        (C40, 250, 1),
        (C40, *triple(1, 28, 14)),
        (C40, *triple(2, 32, 14)),
        (C40, *triple(0, 32, 14)),
        (ECI, 0, 66),
        (ECI, 208, 66),
        (ECI, 128, 255, 66),
        (BASE256, *base256(b"", at=2, length=200)),
    ],
)
def test_what_breaks_the_standard_says_nothing(words: tuple[int, ...]) -> None:
    assert said(*words) is None


@pytest.mark.parametrize("last", [UPPER, ECI, BASE256])
def test_a_message_that_stops_short_says_nothing(last: int) -> None:
    assert message(np.array([66, 66, last], dtype=np.uint8)) is None


def test_pads_that_are_none_are_told() -> None:
    words = padded((66,), SIZE)
    words[20] ^= 1
    found = message(words)
    assert found is not None
    assert (b"A", 1, False) == (found.data, found.codewords, found.padded)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ((66, 14, 11), "A\r\n"),
        ((66, 9), None),  # a backspace is no lettering
        ((UPPER, 106), "é"),
        ((BASE256, *base256(b"pdf", at=2)), "pdf"),
        ((BASE256, *base256(b"\xe9", at=2)), None),
        ((ECI, 27, BASE256, *base256("Zürich".encode(), at=4)), "Zürich"),
        ((66, ECI, 27, BASE256, *base256("ü".encode(), at=5), ECI, 10, BASE256, *base256(b"\xe2", at=11)), "Aüβ"),
        ((ECI, 27, BASE256, *base256(b"\xff\xff", at=4)), None),
        ((ECI, 192, 4, 4, 66), None),
        ((66, ECI, 192, 4, 4), "A"),
    ],
)
def test_lettering_is_told_from_bytes(words: tuple[int, ...], text: str | None) -> None:
    found = said(*words)
    assert found is not None
    assert text == found.text
