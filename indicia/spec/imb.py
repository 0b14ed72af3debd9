"""Intelligent Mail barcode: code, bar dimensions and tolerances (USPS-B-3200). Inches."""

# USPS-B-3200 2.1.3: twenty digits of tracking (barcode, service type, mailer, serial), then the routing code.
TRACKING_DIGITS = 20
ROUTING_DIGITS: frozenset[int] = frozenset({0, 5, 9, 11})
BARCODE_ID_SECOND_DIGIT_MAX = 4
"""The second digit of the tracking code is base 5."""
# USPS-B-3200 2.2.1: routing codes of each length are counted on from those of the shorter ones.
ROUTING_OFFSETS: dict[int, int] = {0: 0, 5: 1, 9: 100_000 + 1, 11: 1_000_000_000 + 100_000 + 1}

# USPS-B-3200 2.2.2: frame check sequence of 11 bits over the 102 bits of binary data, most significant first.
FCS_POLYNOMIAL = 0xF35
FCS_INITIAL = 0x7FF
FCS_BITS = 11
BINARY_BITS = 102
# USPS-B-3200 2.2.3: ten codewords A to J; A is below 659, J counts in base 636, those between in base 1365.
CODEWORDS = "ABCDEFGHIJ"
CODEWORD_BASE = 1365
LAST_CODEWORD_BASE = 636
# USPS-B-3200 2.2.4: J is doubled (the orientation), A carries the first bit of the frame check sequence.
FCS_CODEWORD_OFFSET = 659

# USPS-B-3200 2.2.5, appendix tables I and II: 13-bit characters with five, then with two bits set.
CHARACTER_BITS = 13
TABLE_I_BITS_SET = 5
TABLE_I_LENGTH = 1287
TABLE_II_BITS_SET = 2
TABLE_II_LENGTH = 78

# USPS-B-3200 2.2.6, appendix table "bar to character mapping": for each of the 65 bars the character (A to J)
# and bit (0 is the least) of its descender, then of its ascender.
BARS = 65
# fmt: off
BAR_BITS: tuple[str, ...] = (
    "H2 E3", "B10 A0", "J12 C8", "F5 G11", "I9 D1",
    "A1 F12", "C5 B8", "E4 J11", "G3 I10", "D9 H6",
    "F11 B4", "I5 C12", "J10 A2", "H1 G7", "D6 E9",
    "A3 I6", "G4 C7", "B1 J9", "H10 F2", "E0 D8",
    "G2 A4", "I11 B0", "J8 D12", "C6 H7", "F1 E10",
    "B12 G9", "H3 I0", "F8 J7", "E6 C10", "D4 A5",
    "I4 F7", "H11 B9", "G0 J6", "A6 E8", "C1 D2",
    "F9 I12", "E11 G1", "J5 H4", "D3 B2", "A7 C0",
    "B3 E1", "G10 D5", "I7 J4", "C11 F6", "A8 H12",
    "E2 I1", "F10 D0", "J3 A9", "G5 C4", "H8 B7",
    "F0 E5", "C3 A10", "G12 J2", "D11 B6", "I8 H9",
    "F4 A11", "B5 C2", "J1 E12", "I3 G6", "H0 D7",
    "E7 H5", "A12 B11", "C9 J0", "G8 F3", "D10 I2",
)
# fmt: on

# USPS-B-3200, printed dimensions: an ascender or descender bar's height includes the tracker.
FULL_HEIGHT_MIN = 0.125
FULL_HEIGHT_MAX = 0.165
HALF_HEIGHT_MIN = 0.082
HALF_HEIGHT_MAX = 0.111
TRACKER_HEIGHT_MIN = 0.039
TRACKER_HEIGHT_MAX = 0.057
BAR_WIDTH = 0.020
BAR_WIDTH_TOLERANCE = 0.005
BARS_PER_INCH = 22.0
BARS_PER_INCH_TOLERANCE = 2.0
GAP_MIN = 0.012
GAP_MAX = 0.040

# USPS-B-3200, clear zones; Quick Service Guide 201a: clear space beside and above and below.
CLEAR_SIDE = 1 / 8
CLEAR_ABOVE_BELOW = 0.028
