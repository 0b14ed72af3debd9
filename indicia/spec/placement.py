"""Where things stand on a mailpiece: sizes, zones, edges. Inches; distances from the named edge."""

from indicia.spec.kinds import Shape

# --- Mailpiece sizes -------------------------------------------------------------------------------

# DMM 201.1.1 (2005): cards eligible for the card rate, length x height.
CARD_MIN = (5.0, 3.5)
CARD_MAX = (6.0, 4.25)
# DMM 201.1.1, 202.2 (2005): letter-size mail.
LETTER_MIN = (5.0, 3.5)
LETTER_MAX = (11.5, 6.125)
LETTER_MAX_THICKNESS = 0.25
# DMM 301.1.1 (2005): flat-size mail.
FLAT_MAX = (15.0, 12.0)
FLAT_MAX_THICKNESS = 0.75

# DMM 604.1.3 (#6-3/4 and #10 are the stamped envelopes); the others are the trade's nominal sizes.
NAMED_SIZES: dict[str, tuple[float, float]] = {
    "card": (5.0, 3.5),
    "4.25x6": (6.0, 4.25),
    "#6-3/4": (6.5, 3.625),
    "Monarch": (7.5, 3.875),
    "#9": (8.875, 3.875),
    "#10": (9.5, 4.125),
    "#11": (10.375, 4.5),
    "#12": (11.0, 4.75),
    "A2": (5.75, 4.375),
    "A6": (6.5, 4.75),
    "A7": (7.25, 5.25),
    "6x9": (9.0, 6.0),
    "12x9": (12.0, 9.0),
    "13x10": (13.0, 10.0),
}
PARCEL = "parcel"
"""The named size without dimensions: the label is the picture."""

# --- Zones of letters and cards ---------------------------------------------------------------------

ZONED_SHAPES = frozenset({Shape.CARD, Shape.LETTER})
"""The FIM, OCR and barcode zones are letters' and cards' (DMM 202.2, 708.9, 708.4 of 2005)."""

# DMM 202.2.1 (2005): OCR read area.
OCR_FROM_LEFT = 0.5
OCR_FROM_RIGHT = 0.5
OCR_TOP_FROM_BOTTOM = 2.75
OCR_BOTTOM_FROM_BOTTOM = 0.625
OCR_DECIDES_FROM_HEIGHT = 4.125
"""This project's reading: from #10 height up an intrusion decides, below it warns. The strict band above the
OCR read area is thinner there than ordinary meter imprints (#6-3/4: 5/8 in)."""

# DMM 202.2.3 (2005), Publication 28 appendix A1: barcode clear zone, lower right corner.
BARCODE_ZONE_FROM_RIGHT = 4.75
BARCODE_ZONE_HEIGHT = 0.625
# Quick Service Guide 201a: the leftmost bar between these distances from the right edge.
BARCODE_FIRST_BAR_FROM_RIGHT = (3.5, 4.25)

# DMM 708.4 (2005), secondary source: POSTNET stands on a line 1/4 in above the bottom edge.
POSTNET_BASE_FROM_BOTTOM = 1 / 4
# Quick Service Guide 201a: Intelligent Mail bars between these heights above the bottom edge.
IMB_BAND_FROM_BOTTOM = (3 / 16, 1 / 2)

# DMM 708.9.0 (2005): FIM clear zone, 1-1/4 x 5/8 in.
FIM_ZONE_LEFT_FROM_RIGHT = 3.0
FIM_ZONE_RIGHT_FROM_RIGHT = 1.75
FIM_ZONE_HEIGHT = 0.625

# --- The indicium -----------------------------------------------------------------------------------

# DMM 604.4.8.3: at least 1/4 in from the right and the top edge of the mailpiece.
INDICIUM_FROM_RIGHT = 1 / 4
INDICIUM_FROM_TOP = 1 / 4
# DMM 604.4.8.4b: nothing printed by the system within 1/2 in to the left of and below all elements.
INDICIUM_CLEAR_ZONE = 1 / 2
# DMM 604.4.8.3 asks for "parallel to the address"; 5 degrees is this project's reading, after 708.9's slant.
PARALLEL_MAX_DEG = 5.0
# DMM 604.4.8.3 "upper right corner": the centre of the indicium in the upper right quarter, this project's
# reading; the share is of half the width and of half the height.
UPPER_RIGHT_MAX_SHARE = 1.0
# DMM 604.4.8.3 "longest dimension parallel to the address": width over height at least 1.
LONGEST_MIN_RATIO = 1.0

# --- Addresses --------------------------------------------------------------------------------------

# Publication 25 style guide (secondary source): return address not right of half the length, upper left.
RETURN_ADDRESS_MAX_SHARE = 1 / 2
# UNSOURCED distance of the return address from the left and top edge; the manual names only the corner.
RETURN_ADDRESS_FROM_EDGE = 1 / 4
# Quick Service Guide 201a: barcode in the address block.
ADDRESS_BARCODE_SIDE_CLEARANCE = 1 / 8
