"""Reed-Solomon codes of ECC 200 (ISO/IEC 16022:2006 5.7): errors found, erasures filled, one block at a time.

A block of n codewords with n - k for error correction is brought back when twice the wrong ones and the erased
ones together are at most n - k. Polynomials are whole numbers here, a coefficient a byte, the lowest first: adding
is xor, times z is a shift, times a constant is one `bytes.translate`; so a step of Berlekamp and Massey's algorithm
costs a microsecond however long the polynomials are. What runs over all positions of a block runs in NumPy.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from indicia.spec.ecc200 import GF256_POLYNOMIAL

Bytes = npt.NDArray[np.uint8]
Indices = npt.NDArray[np.intp]

_ORDER = 255
"""Of the multiplicative group."""
_LOG_OF_ZERO = 2 * _ORDER
"""Past every sum of two logarithms: powers read nought there."""


def _field() -> tuple[Bytes, Indices]:
    """Powers of the generator, nought from `_LOG_OF_ZERO` on, and logarithms."""
    powers, logarithms = np.zeros(2 * _LOG_OF_ZERO + 1, dtype=np.uint8), np.full(256, _LOG_OF_ZERO, dtype=np.intp)
    value = 1
    for exponent in range(_ORDER):
        powers[exponent] = powers[exponent + _ORDER] = value
        logarithms[value] = exponent
        value = value << 1 if value < 0x80 else value << 1 ^ GF256_POLYNOMIAL
    return powers, logarithms


_POWERS, _LOGS = _field()
_TIMES = tuple(_POWERS[_LOGS[factor] + _LOGS].tobytes() for factor in range(256))
"""For `bytes.translate`: every value times `factor`."""
_INVERSE = bytes((0, *_POWERS[(_ORDER - _LOGS[1:]) % _ORDER].tolist()))


@cache
def _degrees(length: int) -> Indices:
    """The power of z that each codeword of a block multiplies: the first has the highest."""
    return np.arange(length - 1, -1, -1)


@cache
def _syndrome_exponents(length: int, check: int) -> Indices:
    """Rows n, columns n - k: logarithms of every codeword's degree to the powers 1 ... n - k."""
    return np.outer(_degrees(length), np.arange(1, check + 1)) % _ORDER


@cache
def _root_exponents(length: int, terms: int) -> Indices:
    """T x n logarithms of the terms of a polynomial at the inverse of every codeword's place."""
    return np.outer(np.arange(terms), -_degrees(length)) % _ORDER


def syndromes(blocks: Bytes, check: int) -> Bytes:
    """The syndromes of each block, all nought for a block without a wrong codeword.

    Args:
        blocks: B x n codewords; a block that is shorter than the others starts with noughts.
        check: n - k, error correction codewords of a block.
    """
    exponents = _syndrome_exponents(blocks.shape[1], check)
    terms = _POWERS.take(_LOGS.take(blocks)[:, :, None] + exponents)
    return np.asarray(np.bitwise_xor.reduce(terms, axis=1))


def correct(block: Bytes, check: int, erased: Sequence[int] = ()) -> Bytes | None:
    """The one message within reach of a block; None where there is none.

    Args:
        block: n codewords.
        check: n - k.
        erased: Places whose codewords are unknown, at most n - k.
    """
    found = next(corrections(block, syndromes(block[None], check)[0], erased, [len(erased)]), None)
    return found[1] if found else None


def corrections(
    block: Bytes, found: Bytes, doubtful: Sequence[int], counts: Sequence[int]
) -> Iterator[tuple[int, Bytes]]:
    """What bounded distance decoding finds with the first so many of `doubtful` erased, count after count.

    Args:
        block: n codewords.
        found: Their n - k syndromes.
        doubtful: Places, the most doubtful first.
        counts: How many of them to erase, growing, at most n - k; those that find nothing are passed over.

    Yields:
        The count, and the n codewords as corrected.
    """
    length, check, powers = len(block), len(found), _POWERS.tolist()
    state = _State(found.tobytes(), check)
    done = 0
    for count in counts:
        for place in doubtful[done:count]:
            state.erase(powers[length - 1 - place])
        done = count
        locator, evaluator, degree = state.solved(count)
        # Places beyond those that were erased are errors, each of which takes two syndromes.
        if 2 * (degree - count) + count > check or len(locator) != degree + 1:
            continue
        change = _change(locator, evaluator, length)
        if change is not None:
            yield count, block ^ change


class _State:
    """Two polynomials as one number, which every step treats alike: a locator, and it times the syndromes."""

    def __init__(self, found: bytes, check: int) -> None:
        self._check = check
        self._split = 8 * (check + 2)
        """Bits of the locator, which never grows beyond z to the n - k + 1."""
        self._bytes = 2 * check + 2
        self._packed = 1 | int.from_bytes(found, "little") << self._split

    def erase(self, place: int) -> None:
        """Take one more place as known to be wrong: a factor (1 - X z)."""
        self._packed ^= self._shifted(self._scaled(self._packed, place))

    def solved(self, erased: int) -> tuple[bytes, bytes, int]:
        """Locator and evaluator of the errors on top of the erasures, and the length of the register.

        Berlekamp's and Massey's algorithm, started with the locator of the erasures (Blahut).
        """
        current = before = self._packed
        degree = erased
        for step in range(erased, self._check):
            off = current >> (self._split + 8 * step) & 0xFF
            before = self._shifted(before)
            if not off:
                continue
            mixed = current ^ self._scaled(before, off)
            if 2 * degree <= step + erased:
                degree = step + 1 - degree + erased
                before = self._scaled(current, _INVERSE[off])
            current = mixed
        locator = (current & ((1 << self._split) - 1)).to_bytes(self._split // 8, "little").rstrip(b"\0")
        return locator, (current >> self._split).to_bytes(self._check, "little"), degree

    def _scaled(self, packed: int, factor: int) -> int:
        return int.from_bytes(packed.to_bytes(self._bytes, "little").translate(_TIMES[factor]), "little")

    def _shifted(self, packed: int) -> int:
        return packed << 8 & ((1 << 8 * self._bytes) - 1)


def _change(locator: bytes, evaluator: bytes, length: int) -> Bytes | None:
    """What to add to a block, by Chien's search and Forney's formula; None when the places are not all in it."""
    terms = _terms(locator, length)
    places = np.flatnonzero(np.bitwise_xor.reduce(terms, axis=0) == 0)
    if len(places) != len(locator) - 1:
        return None
    # The odd terms are the derivative times z; the first syndrome belongs to the first power.
    slope = np.bitwise_xor.reduce(terms[1::2, places], axis=0)
    height = np.bitwise_xor.reduce(_terms(evaluator[: len(places)], length)[:, places], axis=0)
    value = _LOGS[height] - _LOGS[slope] - _degrees(length)[places]
    change = np.zeros(length, dtype=np.uint8)
    change[places] = np.where(height, _POWERS[value % _ORDER], 0)
    return change


def _terms(polynomial: bytes, length: int) -> Bytes:
    """T x n: every term of a polynomial at the inverse of every codeword's place."""
    logs = _LOGS.take(np.frombuffer(polynomial, dtype=np.uint8))
    return _POWERS.take(logs[:, None] + _root_exponents(length, len(polynomial)))
