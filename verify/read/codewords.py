"""From modules to codewords, and how many of them are wrong: enough to tell a symbol from its mirror image.

ISO/IEC 16022:2006 Annex F places codewords of eight modules on the mapping matrix; 5.7 protects them with
Reed-Solomon codes over GF(256). Nothing is corrected here, errors are only counted.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from indicia.spec.ecc200 import GF256_POLYNOMIAL, SymbolSize

Bytes = npt.NDArray[np.uint8]
Bits = npt.NDArray[np.bool_]

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
def placement(rows: int, columns: int) -> npt.NDArray[np.intp]:
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


def codewords(modules: Bits, size: SymbolSize) -> Bytes:
    """The codewords of R x C modules, in the order in which they are placed."""
    high, wide = size.region_rows + 2, size.region_columns + 2
    regions = modules.reshape(size.rows // high, high, size.columns // wide, wide)[:, 1:-1, :, 1:-1]
    mapping = regions.reshape(size.mapping_rows, size.mapping_columns).reshape(-1)
    return np.packbits(mapping[placement(size.mapping_rows, size.mapping_columns)], axis=1)[:, 0]


def errors(words: Bytes, size: SymbolSize) -> int | None:
    """Wrong codewords of a symbol; None when a block has more than can be corrected."""
    total = 0
    per_block = size.error_codewords // size.blocks
    for block in range(size.blocks):
        # Dealt in turn, the error correction codewords going on where the data ended (144x144: with block 8).
        found = _block_errors(words[block :: size.blocks], per_block)
        if found is None:
            return None
        total += found
    return total


@cache
def _tables() -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Powers and logarithms of the field."""
    powers, logarithms = np.zeros(510, dtype=np.intp), np.zeros(256, dtype=np.intp)
    value = 1
    for exponent in range(255):
        powers[exponent] = powers[exponent + 255] = value
        logarithms[value] = exponent
        value <<= 1
        if value & 0x100:
            value ^= GF256_POLYNOMIAL
    return powers, logarithms


def _block_errors(block: Bytes, check: int) -> int | None:
    """Wrong codewords of one block, from the length of the shortest register that makes its syndromes."""
    powers, logarithms = _tables()
    known = np.flatnonzero(block)
    degree = len(block) - 1 - known
    logs = logarithms[block[known]]
    exponents = (logs + np.arange(1, check + 1)[:, None] * degree) % 255
    syndromes = np.bitwise_xor.reduce(powers[exponents], axis=1)
    if not syndromes.any():
        return 0
    length = _register_length([int(s) for s in syndromes])
    return length if 2 * length <= check else None


def _register_length(syndromes: list[int]) -> int:
    """Berlekamp and Massey's shortest linear register over the field."""
    powers, logarithms = (table.tolist() for table in _tables())

    def times(a: int, b: int) -> int:
        return int(powers[logarithms[a] + logarithms[b]]) if a and b else 0

    current, before = [1], [1]
    length, since, last = 0, 1, 1
    for n, syndrome in enumerate(syndromes):
        off = syndrome
        for i in range(1, min(length, len(current) - 1) + 1):
            off ^= times(current[i], syndromes[n - i])
        if not off:
            since += 1
            continue
        factor = int(powers[logarithms[off] - logarithms[last] + 255])
        shifted = [0] * since + [times(factor, value) for value in before]
        size = max(len(current), len(shifted))
        mixed = [a ^ b for a, b in zip(_padded(current, size), _padded(shifted, size), strict=True)]
        if 2 * length <= n:
            length, before, last, since = n + 1 - length, current, off, 1
        else:
            since += 1
        current = mixed
    return length


def _padded(values: list[int], size: int) -> list[int]:
    return values + [0] * (size - len(values))
