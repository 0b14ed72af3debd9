"""Print quality of two-dimensional symbols (ISO/IEC 15415, ISO/IEC 16022 Annex M): parameters and grade limits.

A tuple of limits holds the bounds of the grades 4, 3, 2, 1; what misses the last is graded 0. The texts are not in
hand: the limits are those that public graders and the reports of commercial verifiers agree on.
"""

# ISO/IEC 15415:2011 4.3: whole grades of one scan, from A to F.
GRADES = (4, 3, 2, 1, 0)
LETTERS = "FDCBA"
"""By grade 0 to 4; a decimal grade takes the letter of the nearest whole one."""

# ISO/IEC 15415:2011 7.8.3: symbol contrast, least, difference of reflectances.
SYMBOL_CONTRAST = (0.70, 0.55, 0.40, 0.20)
# ISO/IEC 15415:2011 7.8.4, 7.8.5: modulation and reflectance margin, least, share of half the contrast.
MODULATION = (0.50, 0.40, 0.30, 0.20)
# ISO/IEC 15415:2011 7.8.6: axial nonuniformity, greatest, share of the mean spacing.
AXIAL_NONUNIFORMITY = (0.06, 0.08, 0.10, 0.12)
# ISO/IEC 15415:2011 7.8.7: grid nonuniformity, greatest, modules.
GRID_NONUNIFORMITY = (0.38, 0.50, 0.63, 0.75)
# ISO/IEC 15415:2011 7.8.8: unused error correction, least, share of the capacity.
UNUSED_ERROR_CORRECTION = (0.62, 0.50, 0.37, 0.25)

# ISO/IEC 16022:2006 Table M.1: damaged modules of one side of the L or of the quiet zone beside it, greatest share.
SIDE_DAMAGE = (0.0, 0.09, 0.13, 0.17)
# ISO/IEC 16022:2006 Table M.2: transitions of the solid area over those of the clock track, below.
TRANSITION_RATIO = (0.06, 0.08, 0.10, 0.12)
# ISO/IEC 16022:2006 Table M.3: damaged modules of a clock track or of the solid area beside it, greatest share.
TRACK_DAMAGE = (0.10, 0.15, 0.20, 0.25)
# ISO/IEC 16022:2006 Table M.4: mean grade of the segments, least.
AVERAGE_GRADE = (4.0, 3.5, 3.0, 2.5)
# ISO/IEC 16022:2006 M.1.3: clock track regularity looks at every group of so many neighbours.
REGULARITY_GROUP = 5
# UNSOURCED wrong modules that such a group may have: from memory; reports only say that the test is passed or failed.
REGULARITY_ERRORS = 2

# ISO/IEC 15415:2011 7.3.3: diameter of the measuring aperture as a share of the least module size where the
# application names none.
APERTURE_SHARE = 0.8
# ISO/IEC 15415:2011 4.4: in a formal grade W stands for broadband white light; narrow bands give their peak in nm.
WHITE_LIGHT = "W"
