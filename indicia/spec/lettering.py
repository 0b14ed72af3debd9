"""Type of the indicium's lettering (DMM 604.4.8.6). Sizes in points."""

# DMM 604.4.8.6 [P030.9.6]
FACE = "Arial"
# Faces with the advance widths of Arial; the manual does not name them, so they are reported as substitutes.
SUBSTITUTES = ("Arimo", "Liberation Sans", "Helvetica")
AMOUNT_MIN_PT = 10.0
USPS_MIN_PT = 12.0
REQUIRED_MIN_PT = 8.0
SPECIAL_PT = 8.0

# "US Postage" is the most prominent printed matter other than the amount: this project's reading is type size
# times weight (bold counts BOLD_WEIGHT) against the next most prominent text; the ratio must exceed 1.
PROMINENCE_MIN_RATIO = 1.0
# UNSOURCED weight of bold against regular type: the ratio of stem widths of Arial Bold and Arial.
BOLD_WEIGHT = 1.6
