"""How data codewords of ECC 200 carry characters: what each codeword and each value stands for."""

# ISO/IEC 16022:2006 Table 2, codewords of the ASCII encodation.
ASCII_FIRST = 1
ASCII_LAST = 128
"""Codewords 1 to 128 are the characters 0 to 127."""
PAD = 129
DIGITS_FIRST = 130
DIGITS_LAST = 229
"""Two digits, 00 to 99."""
LATCH_C40 = 230
LATCH_BASE256 = 231
FNC1 = 232
STRUCTURED_APPEND = 233
READER_PROGRAMMING = 234
UPPER_SHIFT = 235
MACRO_05 = 236
MACRO_06 = 237
LATCH_X12 = 238
LATCH_TEXT = 239
LATCH_EDIFACT = 240
ECI = 241
UNLATCH = 254
"""Back to ASCII, out of C40, Text and X12."""
UPPER_SHIFT_ADDS = 128

# ISO/IEC 16022:2006 5.2.3 and Annex B.1: a pad after the first one is 129 plus a number that its position makes.
PAD_FACTOR = 149
PAD_MODULUS = 253
PAD_LARGEST = 254

# ISO/IEC 16022:2006 5.2.9 and Annex B.2: likewise every codeword of Base 256.
BASE256_FACTOR = 149
BASE256_MODULUS = 255

# ISO/IEC 16022:2006 5.2.5.2, 5.2.6 and 5.2.7: two codewords carry three values, 1600 a + 40 b + c + 1.
TRIPLE_BASE = 40
# Annex C, Tables C.1 and C.2: the sets of C40 and Text; values 0 to 2 shift to the sets 1 to 3 for one character.
BASIC_C40 = b" 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BASIC_TEXT = b" 0123456789abcdefghijklmnopqrstuvwxyz"
"""Values 3 to 39."""
SHIFT_1 = bytes(range(32))
SHIFT_2 = b"!\"#$%&'()*+,-./:;<=>?@[\\]^_"
SHIFT_2_FNC1 = 27
SHIFT_2_UPPER = 30
SHIFT_3_C40 = b"`abcdefghijklmnopqrstuvwxyz{|}~\x7f"
SHIFT_3_TEXT = b"`ABCDEFGHIJKLMNOPQRSTUVWXYZ{|}~\x7f"
# ISO/IEC 16022:2006 Table 4: values 0 to 39 of X12.
X12 = b"\r*> 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# ISO/IEC 16022:2006 5.2.8: three codewords carry four values of six bits.
EDIFACT_UNLATCH = 31
EDIFACT_BIT = 0x40
"""Set in characters whose value has not the bit below."""
EDIFACT_LOWER_BIT = 0x20

# ISO/IEC 16022:2006 5.2.4.7: what the macros stand for.
MACRO_HEADER = {MACRO_05: b"[)>\x1e05\x1d", MACRO_06: b"[)>\x1e06\x1d"}
MACRO_TRAILER = b"\x1e\x04"

# ISO/IEC 16022:2006 5.2.4.8 and 5.6: symbol position and two codewords of file identification.
STRUCTURED_APPEND_CODEWORDS = 3
# ISO/IEC 16022:2006 5.2.4.6: FNC1 that is not at the start separates fields.
FNC1_SEPARATOR = b"\x1d"

# ISO/IEC 16022:2006 Table 6: ECI numbers by one, two or three codewords; the first codeword tells how many.
ECI_ONE_LAST = 127
ECI_TWO_LAST = 191
ECI_THREE_LAST = 207
ECI_TWO_OFFSET = 127
ECI_THREE_OFFSET = 16383
ECI_BASE = 254
# ISO/IEC 16022:2006 5.4: without an ECI characters are those of ECI 3.
ECI_DEFAULT = 3

# AIM ECI Part 3 (register): character sets by their numbers, here by Python's names.
CHARSETS = {
    0: "cp437",
    1: "iso8859-1",
    2: "cp437",
    3: "iso8859-1",
    **{number: f"iso8859-{number - 2}" for number in (4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18)},
    20: "shift_jis",
    21: "cp1250",
    22: "cp1251",
    23: "cp1252",
    24: "cp1256",
    25: "utf-16-be",
    26: "utf-8",
    27: "ascii",
    28: "big5",
    29: "gb2312",
    30: "euc_kr",
    31: "gbk",
    32: "gb18030",
    33: "utf-16-le",
    34: "utf-32-be",
    35: "utf-32-le",
    170: "ascii",
}
