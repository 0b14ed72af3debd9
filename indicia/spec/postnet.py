"""POSTNET: code, bar dimensions and tolerances (DMM 708.4.0 of 2005, Publication 25). Inches."""

# DMM 708.4.2 (2005) [C840.2]: weights 7-4-2-1-0, two tall bars of five; 1 is a tall bar, index is the digit.
CODES: tuple[str, ...] = (
    "11000",
    "00011",
    "00101",
    "00110",
    "01001",
    "01010",
    "01100",
    "10001",
    "10010",
    "10100",
)
FRAME = "1"
"""One tall bar at either end."""
DIGITS: frozenset[int] = frozenset({5, 9, 11})
"""ZIP Code, ZIP+4, delivery point; the check digit comes on top: 32, 52 or 62 bars."""

# Publication 25, POSTNET dimensions.
TALL_HEIGHT = 0.125
SHORT_HEIGHT = 0.050
HEIGHT_TOLERANCE = 0.010
BAR_WIDTH = 0.020
BAR_WIDTH_TOLERANCE = 0.005
BARS_PER_INCH = 22.0
BARS_PER_INCH_TOLERANCE = 2.0
PITCH_SPAN = 0.5
"""Bars per inch are counted over any stretch this long."""
GAP_MIN = 0.012
GAP_MAX = 0.040

# Publication 25; Quick Service Guide 201a: clear space beside and above and below.
CLEAR_SIDE = 1 / 8
CLEAR_ABOVE_BELOW = 0.040
