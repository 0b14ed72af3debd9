"""Reed-Solomon codes of ECC 200 (ISO/IEC 16022:2006 5.7): errors found, erasures filled, one block at a time.

A block of n codewords with n - k for error correction is brought back when twice the wrong ones and the erased
ones together are at most n - k. Polynomials are rows of coefficients, the lowest first.
"""

from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from indicia.spec.ecc200 import GF256_POLYNOMIAL
from verify.compiled import compiled

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


@cache
def _syndrome_exponents(length: int, check: int) -> Indices:
    """Rows n, columns n - k: logarithms of every codeword's degree to the powers 1 ... n - k."""
    return np.outer(np.arange(length - 1, -1, -1), np.arange(1, check + 1)) % _ORDER


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
    places, many = np.array(doubtful, dtype=np.intp), np.array(counts, dtype=np.intp)
    # Both never grow beyond z to the n - k + 1.
    locator, evaluator = np.zeros(len(found) + 2, dtype=np.uint8), found.copy()
    locator[0] = 1
    change = np.zeros(len(block), dtype=np.uint8)
    at = -1
    while (at := _next((locator, evaluator), places, many, at, change)) >= 0:
        yield int(many[at]), block ^ change


@compiled
def _next(erasing: tuple[Bytes, Bytes], places: Indices, counts: Indices, after: int, change: Bytes) -> int:
    """Which of the counts after `after` is the next whose erasures let something be found; -1 for none.

    Args:
        erasing: The locator of what was erased so far, and it times the syndromes; both go on from here.
        places: The most doubtful first.
        counts: How many of them to erase.
        after: The one that was found last, -1 at the beginning.
        change: What to add to the block, written here.
    """
    locator, evaluator = erasing
    length, check = len(change), len(evaluator)
    done = counts[after] if after >= 0 else 0
    for number in range(after + 1, len(counts)):
        count = counts[number]
        for place in places[done:count]:
            _erase(locator, _POWERS[length - 1 - place])
            _erase(evaluator, _POWERS[length - 1 - place])
        done = count
        own, value = locator.copy(), evaluator.copy()
        degree = _solve(own, value, count)
        terms = len(own)
        while terms > 1 and own[terms - 1] == 0:
            terms -= 1
        # Places beyond those that were erased are errors, each of which takes two syndromes.
        if 2 * (degree - count) + count <= check and terms == degree + 1 and _located(own[:terms], value, change):
            return number
    return -1


@compiled
def _erase(polynomial: Bytes, place: int) -> None:
    """Take one more place as known to be wrong: a factor (1 - X z)."""
    for power in range(len(polynomial) - 1, 0, -1):
        polynomial[power] ^= _POWERS[_LOGS[polynomial[power - 1]] + _LOGS[place]]


@compiled
def _solve(locator: Bytes, evaluator: Bytes, erased: int) -> int:
    """Find the errors on top of the erasures; the length of the register.

    Berlekamp's and Massey's algorithm, started with the locator of the erasures (Blahut).

    Args:
        locator: Of the erasures; of all that is wrong in the end.
        evaluator: It times the syndromes, likewise.
        erased: How many places are erased.
    """
    check = len(evaluator)
    before, before_value = locator.copy(), evaluator.copy()
    degree = erased
    for step in range(erased, check):
        off = evaluator[step]
        before[1:], before_value[1:] = before[:-1].copy(), before_value[:-1].copy()
        before[0] = before_value[0] = 0
        if off == 0:
            continue
        grows = 2 * degree <= step + erased
        inverse = (_ORDER - _LOGS[off]) % _ORDER
        for row, other in ((locator, before), (evaluator, before_value)):
            for power in range(len(row)):
                was, add = row[power], _POWERS[_LOGS[other[power]] + _LOGS[off]]
                row[power] = was ^ add
                if grows:
                    other[power] = _POWERS[_LOGS[was] + inverse]
        if grows:
            degree = step + 1 - degree + erased
    return degree


@compiled
def _located(locator: Bytes, evaluator: Bytes, change: Bytes) -> bool:
    """Whether all places lie in the block; writes what to add there, by Chien's search and Forney's formula."""
    length, wanted, found = len(change), len(locator) - 1, 0
    change[:] = 0
    for place in range(length):
        degree = length - 1 - place
        total = slope = height = 0
        for power in range(len(locator)):
            # At the inverse of the place.
            exponent = (power * (_ORDER - degree)) % _ORDER
            term = _POWERS[_LOGS[locator[power]] + exponent]
            total ^= term
            # The odd terms are the derivative times z; the first syndrome belongs to the first power.
            if power % 2:
                slope ^= term
            if power < wanted:
                height ^= _POWERS[_LOGS[evaluator[power]] + exponent]
        if total:
            continue
        found += 1
        if height:
            change[place] = _POWERS[(_LOGS[height] - _LOGS[slope] - degree) % _ORDER]
    return found == wanted
