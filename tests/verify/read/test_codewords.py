"""Modules to codewords and the count of wrong ones, against an independent encoder."""

import numpy as np
import numpy.typing as npt
import pytest
import zint

from indicia.spec.ecc200 import BY_SHAPE, SIZES, SymbolSize
from verify.read.codewords import codewords, errors, placement
from verify.read.sampling import turned_over

RECTANGLES_FROM_ZINT = range(25, 49)


def encoded(size: SymbolSize) -> npt.NDArray[np.bool_]:
    """A symbol of that size by zint."""
    squares = [s for s in SIZES if s.rows == s.columns]
    numbers = [squares.index(size) + 1] if size in squares else list(RECTANGLES_FROM_ZINT)
    for number in numbers:
        symbol = zint.Symbol()
        symbol.symbology = zint.Symbology.DATAMATRIX
        symbol.option_2, symbol.option_3 = number, 101
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
