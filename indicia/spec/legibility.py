"""Reflectance of print and background (DMM 604.4.8.2, 708.4.3). Fractions of 1."""

# DMM 708.4.3 (2005), Publication 25, 10-3: print reflectance difference, red and green.
PRD_MIN = 0.30
