"""Every Data Matrix ECC 200 symbol: sizes, regions, codewords, Base 256 overheads. Modules and codewords.

A symbol is a grid of data regions, each framed by one row or column of modules on every side: solid on its
left and bottom, alternating on its top and right. The mapping matrix is what remains inside the frames.
"""

import enum
from dataclasses import dataclass


class Family(enum.StrEnum):
    """Which table of which standard a size stands in."""

    SQUARE = "square"
    RECTANGLE = "rectangle"
    DMRE = "dmre"


@dataclass(frozen=True, slots=True)
class SymbolSize:
    """One size of symbol; `str()` gives its name, as `26x64`."""

    rows: int
    """R, modules, without quiet zone."""
    columns: int
    """C, modules."""
    region_rows: int
    """Data modules of one region along y, its frame not counted."""
    region_columns: int
    """Data modules of one region along x."""
    data_codewords: int
    """Data codewords of the whole symbol."""
    error_codewords: int
    """Error correction codewords of the whole symbol."""
    blocks: int
    """Reed-Solomon blocks that the codewords are dealt to in turn."""
    family: Family
    """Square, rectangle or extended rectangle."""

    def __str__(self) -> str:
        return f"{self.rows}x{self.columns}"

    @property
    def mapping_rows(self) -> int:
        """Rows of the mapping matrix, modules."""
        return self.rows // (self.region_rows + 2) * self.region_rows

    @property
    def mapping_columns(self) -> int:
        """Columns of the mapping matrix, modules."""
        return self.columns // (self.region_columns + 2) * self.region_columns

    @property
    def block_data_codewords(self) -> tuple[int, ...]:
        """Data codewords of each block, in order; unequal only in 144x144 (eight of 156, two of 155)."""
        return tuple(len(range(block, self.data_codewords, self.blocks)) for block in range(self.blocks))


# ISO/IEC 16022:2006 Table 7, ECC 200 square symbols: side, region side, data, error, blocks.
_SQUARES = (
    (10, 8, 3, 5, 1),
    (12, 10, 5, 7, 1),
    (14, 12, 8, 10, 1),
    (16, 14, 12, 12, 1),
    (18, 16, 18, 14, 1),
    (20, 18, 22, 18, 1),
    (22, 20, 30, 20, 1),
    (24, 22, 36, 24, 1),
    (26, 24, 44, 28, 1),
    (32, 14, 62, 36, 1),
    (36, 16, 86, 42, 1),
    (40, 18, 114, 48, 1),
    (44, 20, 144, 56, 1),
    (48, 22, 174, 68, 1),
    (52, 24, 204, 84, 2),
    (64, 14, 280, 112, 2),
    (72, 16, 368, 144, 4),
    (80, 18, 456, 192, 4),
    (88, 20, 576, 224, 4),
    (96, 22, 696, 272, 4),
    (104, 24, 816, 336, 6),
    (120, 18, 1050, 408, 6),
    (132, 20, 1304, 496, 8),
    (144, 22, 1558, 620, 10),
)
# ISO/IEC 16022:2006 Table 7, ECC 200 rectangles: rows, columns, region rows and columns, data, error.
_RECTANGLES = (
    (8, 18, 6, 16, 5, 7),
    (8, 32, 6, 14, 10, 11),
    (12, 26, 10, 24, 16, 14),
    (12, 36, 10, 16, 22, 18),
    (16, 36, 14, 16, 32, 24),
    (16, 48, 14, 22, 49, 28),
)
# ISO/IEC 21471:2020 Table 1, rectangular extension (DMRE): same columns.
_DMRE = (
    (8, 48, 6, 22, 18, 15),
    (8, 64, 6, 14, 24, 18),
    (8, 80, 6, 18, 32, 22),
    (8, 96, 6, 22, 38, 28),
    (8, 120, 6, 18, 49, 32),
    (8, 144, 6, 22, 63, 36),
    (12, 64, 10, 14, 43, 27),
    (12, 88, 10, 20, 64, 36),
    (16, 64, 14, 14, 62, 36),
    (20, 36, 18, 16, 44, 28),
    (20, 44, 18, 20, 56, 34),
    (20, 64, 18, 14, 84, 42),
    (22, 48, 20, 22, 72, 38),
    (24, 48, 22, 22, 80, 41),
    (24, 64, 22, 14, 108, 46),
    (26, 40, 24, 18, 70, 38),
    (26, 48, 24, 22, 90, 42),
    (26, 64, 24, 14, 118, 50),
)

SIZES: tuple[SymbolSize, ...] = (
    *(
        SymbolSize(side, side, region, region, data, error, blocks, Family.SQUARE)
        for side, region, data, error, blocks in _SQUARES
    ),
    *(SymbolSize(*row, blocks=1, family=Family.RECTANGLE) for row in _RECTANGLES),
    *(SymbolSize(*row, blocks=1, family=Family.DMRE) for row in _DMRE),
)
"""All 48 sizes: squares, rectangles, extended rectangles, each family from small to large."""

BY_SHAPE: dict[tuple[int, int], SymbolSize] = {(size.rows, size.columns): size for size in SIZES}
"""The size with so many (rows, columns)."""

# ISO/IEC 16022:2006 5.2.9: the latch to Base 256, then one length codeword up to 249 bytes, two from 250.
BASE256_LATCH_CODEWORDS = 1
BASE256_SHORT_MAX_BYTES = 249
BASE256_SHORT_LENGTH_CODEWORDS = 1
BASE256_LONG_LENGTH_CODEWORDS = 2

# ISO/IEC 16022:2006 5.7.2: generator polynomials are over GF(256) with x^8 + x^5 + x^3 + x^2 + 1.
GF256_POLYNOMIAL = 0x12D
# ISO/IEC 16022:2006 7.3: quiet zone on all four sides.
QUIET_ZONE_MODULES = 1
