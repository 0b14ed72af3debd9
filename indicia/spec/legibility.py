"""Reflectance of print and background, and what counts as legible (DMM 604.4.8.2, 708.4.3). Fractions of 1."""

# DMM 708.4.3 (2005), Publication 25, 10-3: print reflectance difference, red and green.
PRD_MIN = 0.30
# UNSOURCED background reflectance in red: DMM 708.4.3 (2005) is not in hand, the number is from memory of it.
BACKGROUND_RED_MIN = 0.50
# UNSOURCED background reflectance in green: as in red.
BACKGROUND_GREEN_MIN = 0.45

# DMM 604.4.8.2 says "legible", 6.3.3 "contrasts sufficiently", and no number; these three are this project's reading.
# UNSOURCED print contrast ratio (difference over background): what Publication 25 is remembered to recommend for OCR.
CONTRAST_MIN = 0.40
# UNSOURCED confidence of the least certain character: below it, readers of scans err more than once in a hundred.
CONFIDENCE_MIN = 0.80
# UNSOURCED share of a character's strokes that may be missing: letters of 8 points keep their form up to here.
BROKEN_STROKES_MAX = 0.10
