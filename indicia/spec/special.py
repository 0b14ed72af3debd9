"""Special indicia: redate, postage correction, reply postage (DMM 604.4.9). Inches."""

# DMM 604.4.9.1b, 4.9.2b: PC Postage redates and corrections on letters, from the bottom edge of the nonaddress side.
PC_FROM_BOTTOM = 3 / 4

# DMM 604.4.9.1: date corrections on one mailpiece.
REDATES_MAX = 1
# DMM 604.4.9.1a: postage value of a date correction, but for PC Postage.
ZERO_VALUE = "0.00"
# DMM 604.4.9.1a, 4.9.2a: side and corner of a meter's redate or correction on a letter.
METER_PLACES: tuple[str, ...] = ("nonaddress upper-right", "address lower-left")
# UNSOURCED farthest place that is "next to the original indicium" (604.4.9.1, 4.9.2), from its boundary: this project's
# reading, twice the clear zone, which it may not enter.
NEXT_TO_MAX = 1.0

# DMM 604.4.9.1a: date correction by an ink jet printer: two asterisks, date, city, state, three digits of the ZIP Code.
INK_JET_MARK = "**"
INK_JET_ZIP_DIGITS = 3
INK_JET_UNDER_INDICIUM = "between indicium and address"
"""Above the address block and below the indicia: on every shape."""
INK_JET_ABOVE_BARCODE = "above the barcode"
"""On flats whose barcode is printed by ink jet (302.4.1)."""
INK_JET_ELSEWHERE = "elsewhere"
"""Nowhere that the manual names."""
# UNSOURCED farthest place that is "just above the barcode" (604.4.9.1a): this project's reading, white between them.
INK_JET_OVER_BARCODE_MAX = 0.5

# DMM 604.4.9.3: "the military branch and address format for each location"; the example is ARMY APO AE 09102.
# UNSOURCED branches, offices and regions beyond that example: DMM 703.2 (2005) is not in hand.
MILITARY_BRANCHES: tuple[str, ...] = ("ARMY", "NAVY", "AIR FORCE", "MARINE CORPS", "COAST GUARD")
MILITARY_OFFICES: tuple[str, ...] = ("APO", "FPO")
MILITARY_REGIONS: tuple[str, ...] = ("AA", "AE", "AP")

# DMM 604.4.9.4: prepaid reply mail of First-Class Mail, ounces.
REPLY_MAX_WEIGHT_OZ = 13.0
NO_FIM = "none"
"""In the place of a FIM's kind: the piece bears none."""
