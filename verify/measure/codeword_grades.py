"""Error correction in the grades of a symbol: which codewords are wrong, and what writing off weak ones would cost."""

import numpy as np
import numpy.typing as npt

from indicia.spec import print_quality as spec
from indicia.spec.ecc200 import SymbolSize
from verify.measure.grades import Grades, at_least, overlaid
from verify.read.codewords import codewords, deal, dealings, modules_of, places
from verify.read.reedsolomon import correct, syndromes

Bits = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float32]


def ideal_modules(measured: Bits, size: SymbolSize) -> Bits | None:
    """R x C modules as they should be, of which some are wrong as measured; None beyond repair.

    Args:
        measured: R x C, True is the symbol's own colour.
        size: Of the symbol.
    """
    words = codewords(measured, size)
    check = size.error_codewords // size.blocks
    for dealing in dealings(size):
        blocks = deal(words, dealing)
        found = syndromes(blocks, check)
        if not found.any():
            return modules_of(words, size)
        mended = [correct(block, check) if bad.any() else block for block, bad in zip(blocks, found, strict=True)]
        known = [block for block in mended if block is not None]
        if len(known) == size.blocks:
            right = np.zeros(len(words) + 1, dtype=np.uint8)
            right[dealing] = known
            return modules_of(right[:-1], size)
    return None


def dealing_of(ideal: Bits, size: SymbolSize) -> Indices:
    """B x n: how the codewords of a symbol without errors are dealt to blocks."""
    ways = dealings(size)
    words, check = codewords(ideal, size), size.error_codewords // size.blocks
    # Only one size has two ways.
    return next((way for way in ways[1:] if not syndromes(deal(words, way), check).any()), ways[0])


def wrong_codewords(measured: Bits, ideal: Bits, size: SymbolSize) -> Bits:
    """K: the codewords of which a module is wrong."""
    return np.asarray((measured != ideal).reshape(-1)[places(size).T].any(axis=0))


def least_of_codewords(values: Floats, size: SymbolSize) -> Floats:
    """K: the least of each codeword's modules.

    Args:
        values: R x C.
        size: Of the symbol.
    """
    return np.asarray(values.reshape(-1)[places(size).T].min(axis=0))


def unused_error_correction(wrong: Bits, dealing: Indices, check: int, erased: Bits | None = None) -> float:
    """What is left of the error correction of the worst block, as a share (ISO/IEC 15415:2011 7.8.8).

    A codeword that was known to be doubtful takes one of the block's error correction codewords, another wrong
    one takes two. Below nought when there were not enough.

    Args:
        wrong: K codewords with a wrong module.
        dealing: B x n, the codewords of each block.
        check: Error correction codewords of a block.
        erased: K codewords that the reader knew to be doubtful.
    """
    cost = 2 * wrong.astype(np.uint8)
    if erased is not None:
        cost[erased] = 1
    return 1 - int(deal(cost, dealing).sum(axis=1, dtype=np.intp).max()) / check


def overlay_grade(grades: Grades, dealing: Indices, check: int) -> int:
    """The grade that codewords keep when error correction mends those below it (ISO/IEC 15415:2011 7.8.4).

    Args:
        grades: K codewords' own grades.
        dealing: B x n, the codewords of each block.
        check: Error correction codewords of a block.
    """

    def damage(grade: int) -> int:
        return at_least(unused_error_correction(grades < grade, dealing, check), spec.UNUSED_ERROR_CORRECTION)

    return spec.GRADES[0] if grades.min() == spec.GRADES[0] else overlaid(damage)


def carried(values: Floats, dealing: Indices, check: int) -> float:
    """The least value of the codewords but those that error correction mends and still keeps its best grade.

    So many of the worst are set aside in each block; what is left falls whenever codewords get worse.

    Args:
        values: K, the codewords' own values.
        dealing: B x n, the codewords of each block.
        check: Error correction codewords of a block.
    """
    spare = int((1 - spec.UNUSED_ERROR_CORRECTION[0]) * check / 2)
    # A shorter block has one place that no codeword takes.
    blocks = np.append(values, np.float32(np.inf))[dealing]
    return float(np.sort(blocks, axis=1)[:, spare].min())
