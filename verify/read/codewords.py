"""Modules to codewords and back: where each stands in a symbol, and how they are dealt to blocks.

ISO/IEC 16022:2006 Annex F places codewords of eight modules on the mapping matrix; 5.7 deals them to the blocks of
the error correction in turn.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from indicia.spec.ecc200 import SymbolSize
from verify.read.reedsolomon import corrections, syndromes

Bytes = npt.NDArray[np.uint8]
Bits = npt.NDArray[np.bool_]
Indices = npt.NDArray[np.intp]

# ISO/IEC 16022:2006 Annex F.3: a codeword's modules against its last one, most significant bit first.
_SHAPE = ((-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0))
# The four corner shapes; negative places count from the bottom or right end.
_CORNERS = (
    ((-1, 0), (-1, 1), (-1, 2), (0, -2), (0, -1), (1, -1), (2, -1), (3, -1)),
    ((-3, 0), (-2, 0), (-1, 0), (0, -4), (0, -3), (0, -2), (0, -1), (1, -1)),
    ((-3, 0), (-2, 0), (-1, 0), (0, -2), (0, -1), (1, -1), (2, -1), (3, -1)),
    ((-1, 0), (-1, -1), (0, -3), (0, -2), (0, -1), (1, -3), (1, -2), (1, -1)),
)


@cache
def placement(rows: int, columns: int) -> Indices:
    """K x 8 indices into the flattened mapping matrix: the modules of each codeword, most significant first."""
    taken = np.zeros((rows, columns), dtype=np.bool_)
    words: list[list[int]] = []

    def put(cells: list[tuple[int, int]]) -> None:
        for cell in cells:
            taken[cell] = True
        words.append([row * columns + column for row, column in cells])

    row, column, upwards = 4, 0, True
    while row < rows or column < columns:
        number = _corner(row, column, rows, columns) if upwards else None
        if number is not None:
            put([(r % rows, c % columns) for r, c in _CORNERS[number]])
        step = -2 if upwards else 2
        while (row >= 0 and column < columns) if upwards else (row < rows and column >= 0):
            if 0 <= row < rows and 0 <= column < columns and not taken[row, column]:
                put([_wrapped(row + r, column + c, rows, columns) for r, c in _SHAPE])
            row, column = row + step, column - step
        row, column = (row + 1, column + 3) if upwards else (row + 3, column + 1)
        upwards = not upwards
    return np.array(words, dtype=np.intp)


def _corner(row: int, column: int, rows: int, columns: int) -> int | None:
    """Which corner shape, if any, is due at this place of the walk."""
    if (row, column) == (rows, 0):
        return 0
    if (row, column) == (rows - 2, 0) and columns % 4:
        return 1
    if (row, column) == (rows - 2, 0) and columns % 8 == 4:
        return 2
    if (row, column) == (rows + 4, 2) and not columns % 8:
        return 3
    return None


def _wrapped(row: int, column: int, rows: int, columns: int) -> tuple[int, int]:
    """A place beyond the top or left edge, where it comes back in."""
    if row < 0:
        row, column = row + rows, column + 4 - (rows + 4) % 8
    if column < 0:
        row, column = row + 4 - (columns + 4) % 8, column + columns
    return row % rows, column


@cache
def places(size: SymbolSize) -> Indices:
    """K x 8 indices into the flattened R x C modules: those of each codeword, most significant first."""
    high, wide = size.region_rows + 2, size.region_columns + 2
    modules = np.arange(size.rows * size.columns).reshape(size.rows // high, high, size.columns // wide, wide)
    mapping = modules[:, 1:-1, :, 1:-1].reshape(-1)
    return np.asarray(mapping[placement(size.mapping_rows, size.mapping_columns)])


def codewords(modules: Bits, size: SymbolSize) -> Bytes:
    """The K codewords of R x C modules, in the order in which they are placed."""
    return np.packbits(modules.reshape(-1)[places(size)], axis=1)[:, 0]


def modules_of(words: Bytes, size: SymbolSize) -> Bits:
    """The R x C modules of the symbol that K codewords make, without quiet zone."""
    modules = _blank(size).copy()
    modules.reshape(-1)[places(size)] = np.unpackbits(words[:, None], axis=1)
    return modules


@cache
def _blank(size: SymbolSize) -> Bits:
    """What every symbol of a size shows: finder and timing of each region, and the modules that no codeword takes."""
    high, wide = size.region_rows + 2, size.region_columns + 2
    region = np.zeros((high, wide), dtype=np.bool_)
    # ISO/IEC 16022:2006 5.8: solid at the left and below, alternating on top and at the right.
    region[0, ::2] = region[1::2, -1] = region[:, 0] = region[-1] = True
    modules = np.tile(region, (size.rows // high, size.columns // wide))
    if size.mapping_rows * size.mapping_columns % 8:
        # Annex F.3: what is left over at the lower right are two by two modules, dark on the falling diagonal.
        modules[-2, -2] = modules[-3, -3] = True
    return modules


@cache
def dealings(size: SymbolSize) -> tuple[Indices, ...]:
    """The ways in which codewords are dealt to blocks: B x n indices of codewords, K where a block has one fewer.

    There is one way but for 144x144, whose data end in the middle of a round. ISO/IEC 16022:2006 5.7.1 starts anew
    with the first block for error correction; many encoders deal on where the data ended, and are read as well.
    """
    data = np.arange(size.data_codewords)
    check = np.arange(size.data_codewords, size.data_codewords + size.error_codewords)
    rounds = -(-size.data_codewords // size.blocks)
    dealt = np.full((rounds, size.blocks), size.data_codewords + size.error_codewords)
    # A shorter block starts with the nought that it is thought to have there, so that all are of one length.
    longer = size.data_codewords - (rounds - 1) * size.blocks
    for block in range(size.blocks):
        own = data[block :: size.blocks]
        dealt[rounds - len(own) :, block] = own
    anew = check.reshape(-1, size.blocks)
    on = np.roll(anew, longer % size.blocks, axis=1)
    ways = (anew,) if longer % size.blocks == 0 else (anew, on)
    return tuple(np.concatenate((dealt, way)).T for way in ways)


def deal(words: Bytes, dealing: Indices) -> Bytes:
    """B x n: the codewords of each block."""
    return np.append(words, np.uint8(0))[dealing]


def errors(words: Bytes, size: SymbolSize) -> int | None:
    """Wrong codewords of a symbol, none taken as known to be doubtful; None when a block has too many.

    A tenth of a millisecond: enough to compare grids, and to tell a symbol from its mirror image.
    """
    totals = (_errors(deal(words, dealing), size.error_codewords // size.blocks) for dealing in dealings(size))
    return min((total for total in totals if total is not None), default=None)


def _errors(blocks: Bytes, check: int) -> int | None:
    counted = [_block_errors(*block) for block in zip(blocks, syndromes(blocks, check), strict=True)]
    return None if None in counted else sum(count for count in counted if count)


def _block_errors(block: Bytes, found: Bytes) -> int | None:
    if not found.any():
        return 0
    corrected = next(corrections(block, found, (), (0,)), None)
    return int(np.count_nonzero(corrected[1] != block)) if corrected else None
