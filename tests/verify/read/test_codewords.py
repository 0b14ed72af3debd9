"""Modules to codewords and the count of wrong ones, against an independent encoder."""

import numpy as np
import numpy.typing as npt
import pytest
import zint

from indicia.spec.ecc200 import BY_SHAPE, SIZES, SymbolSize
from verify.read.codewords import codewords, dealings, errors, modules_of, placement
from verify.read.sampling import turned_over

RECTANGLES_FROM_ZINT = range(25, 49)


ISO_144 = 128
"""To zint: deal 144x144 as the standard does."""


def encoded(size: SymbolSize, option: int = 101) -> npt.NDArray[np.bool_]:
    """A symbol of that size by zint."""
    squares = [s for s in SIZES if s.rows == s.columns]
    numbers = [squares.index(size) + 1] if size in squares else list(RECTANGLES_FROM_ZINT)
    for number in numbers:
        symbol = zint.Symbol()
        symbol.symbology = zint.Symbology.DATAMATRIX
        symbol.option_2, symbol.option_3 = number, option
        symbol.encode(b"12")
        if (symbol.rows, symbol.width) == (size.rows, size.columns):
            rows = np.asarray(symbol.encoded_data)[: symbol.rows]
            return np.unpackbits(rows, axis=1, bitorder="little")[:, : symbol.width].astype(np.bool_)
    raise AssertionError(f"zint has no {size}")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_size_is_placed_as_by_zint(size: SymbolSize) -> None:
    words = codewords(encoded(size), size)
    assert size.data_codewords + size.error_codewords == len(words)
    assert 0 == errors(words, size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_codewords_make_the_symbol_that_they_were_read_from(size: SymbolSize) -> None:
    symbol = encoded(size)
    assert np.array_equal(symbol, modules_of(codewords(symbol, size), size))


@pytest.mark.parametrize("option", [0, ISO_144])
def test_144_is_read_however_its_error_correction_was_dealt(option: int) -> None:
    size = BY_SHAPE[144, 144]
    assert 0 == errors(codewords(encoded(size, option), size), size)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_codeword_is_dealt_once(size: SymbolSize) -> None:
    count = size.data_codewords + size.error_codewords
    assert (2 if size.rows == 144 else 1) == len(dealings(size))
    for dealing in dealings(size):
        assert list(range(count)) == sorted(dealing[dealing < count].tolist())


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_no_module_belongs_to_two_codewords(size: SymbolSize) -> None:
    places = placement(size.mapping_rows, size.mapping_columns)
    assert places.size == len(np.unique(places))


@pytest.mark.parametrize("shape", [(20, 20), (44, 44), (52, 52), (26, 64)])
def test_wrong_codewords_are_counted_up_to_what_can_be_corrected(shape: tuple[int, int]) -> None:
    size = BY_SHAPE[shape]
    words = codewords(encoded(size), size)
    capacity = size.error_codewords // size.blocks // 2
    rng = np.random.default_rng(5)
    for count in (1, 2, capacity):
        damaged = words.copy()
        hit = rng.choice(size.data_codewords // size.blocks, count, replace=False) * size.blocks
        damaged[hit] ^= rng.integers(1, 256, count, dtype=np.uint8)
        assert count == errors(damaged, size)


def test_turning_over_twice_changes_nothing() -> None:
    bits = encoded(BY_SHAPE[20, 20])
    assert np.array_equal(bits, turned_over(turned_over(bits)))
    assert 0 != errors(codewords(turned_over(bits), BY_SHAPE[20, 20]), BY_SHAPE[20, 20])


def test_too_many_wrong_codewords_are_not_counted() -> None:
    size = BY_SHAPE[44, 44]
    words = codewords(encoded(size), size)
    words[:29] ^= 0xFF
    assert errors(words, size) is None
