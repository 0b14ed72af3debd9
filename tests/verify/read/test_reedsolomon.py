"""Errors and erasures in blocks of the error correction."""

import numpy as np
import numpy.typing as npt
import pytest

from verify.read.reedsolomon import correct, corrections, syndromes

Bytes = npt.NDArray[np.uint8]
# ISO/IEC 16022:2006 Annex O encodes "123456": three data and five error correction codewords.
WORKED_EXAMPLE = np.array([142, 164, 186, 114, 25, 5, 88, 102], dtype=np.uint8)


def encoded(data: Bytes, check: int) -> Bytes:
    """A block as an encoder makes it: what checks is what is missing."""
    block = np.append(data, np.zeros(check, dtype=np.uint8))
    made = correct(block, check, range(len(data), len(block)))
    assert made is not None
    return made


def test_the_worked_example_of_the_standard_has_no_errors() -> None:
    assert not syndromes(WORKED_EXAMPLE[None], 5).any()


def test_erasing_all_that_checks_encodes() -> None:
    assert np.array_equal(WORKED_EXAMPLE, encoded(WORKED_EXAMPLE[:3], 5))


def test_blocks_together_are_as_blocks_alone() -> None:
    blocks = np.random.default_rng(3).integers(0, 256, (4, 40), dtype=np.uint8)
    alone = np.concatenate([syndromes(block[None], 12) for block in blocks])
    assert np.array_equal(alone, syndromes(blocks, 12))


@pytest.mark.parametrize(("errors", "erasures"), [(0, 0), (2, 0), (1, 3), (0, 5), (0, 1)])
def test_what_is_within_reach_comes_back(errors: int, erasures: int) -> None:
    damaged = WORKED_EXAMPLE.copy()
    damaged[: errors + erasures] ^= 0x5A
    erased = range(errors, errors + erasures)
    found = correct(damaged, 5, erased)
    assert found is not None
    assert np.array_equal(WORKED_EXAMPLE, found)


def test_an_erasure_that_was_right_costs_nothing_but_itself() -> None:
    damaged = WORKED_EXAMPLE.copy()
    damaged[7] ^= 1
    found = correct(damaged, 5, (0, 3))
    assert found is not None
    assert np.array_equal(WORKED_EXAMPLE, found)


def test_more_than_can_be_corrected_is_said() -> None:
    block = encoded(np.arange(40, dtype=np.uint8), 28)
    block[:15] ^= 0xFF
    assert correct(block, 28) is None


def test_erasing_the_worst_first_finds_what_errors_alone_do_not() -> None:
    block = encoded(np.arange(40, dtype=np.uint8), 28)
    damaged = block.copy()
    damaged[:20] ^= 0xFF
    found = corrections(damaged, syndromes(damaged[None], 28)[0], range(28), (0, 4, 8, 12, 16))
    counts, words = zip(*found, strict=True)
    assert (12, 16) == counts
    assert all(np.array_equal(block, each) for each in words)
