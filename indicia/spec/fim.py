"""Facing identification marks: patterns, dimensions, tolerances (DMM 708.9.0 of 2005). Inches."""

from indicia.spec.kinds import FimKind

# DMM 708.9.0, Publication 25: nine positions, 1 is a bar; every pattern reads the same from both sides.
PATTERNS: dict[FimKind, str] = {
    FimKind.A: "110010011",
    FimKind.B: "101101101",
    FimKind.C: "110101011",
    FimKind.D: "111010111",
    FimKind.E: "101000101",
}

# Publication 25, 10-3.
BAR_WIDTH = 1 / 32
BAR_WIDTH_TOLERANCE = 0.008
BAR_HEIGHT = 5 / 8
BAR_HEIGHT_TOLERANCE = 1 / 8
PITCH = 1 / 16
# UNSOURCED pitch tolerance: none was found in any text; half the bars' width tolerance keeps patterns distinct.
PITCH_TOLERANCE = 0.004
# Right side of the rightmost bar from the right edge of the piece.
RIGHT = 2.0
RIGHT_TOLERANCE = 1 / 8
# Tops at most this far from the top edge (they may run over it).
TOP_MAX = 1 / 8
# Bottoms nominally touch the bottom of the clear zone, 5/8 in from the top edge.
BOTTOM = 5 / 8
BOTTOM_TOLERANCE = 1 / 8
SLANT_MAX_DEG = 5.0
