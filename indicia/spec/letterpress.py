"""Letterpress indicia: the printing die, the ad plate, and what may stand in it (DMM 604.4.8.4a, 4.8.7a, 4.8.8a)."""

from indicia.spec import content

# UNSOURCED extent of a printing die and of an ad plate, width and height, inches: DMM 604.4.8.4a leaves them to the
# maker. These are in the manner of meter imprints; the die fits between the FIM clear zone and the right edge.
DIE_EXTENT = (1.5, 1.125)
PLATE_EXTENT = (2.25, 0.875)
# UNSOURCED white around die and plate, inches: the clear zone of DMM 604.4.8.4b is for digital indicia, and for
# letterpress the manual asks only that nothing overlaps.
WHITE_AROUND = 1 / 8
# UNSOURCED least type of advertising, slogans and return addresses, points: DMM 604.4.8.8a names none, and 604.4.8.6
# binds postal information alone.
PLATE_TEXT_MIN_PT = 6.0

# DMM 604.4.8.7a: markings of class of mail and presort level, and ancillary service endorsements. The short forms are
# those of 604.6.3.5a and of the rate markings that 604.3.4.7 and 6.3.6 call for.
_SHORT_FORMS = "PRSRT STD ORG ORGANIZATION FIRST CLASS SINGLE-PIECE RATE"
MARKING_WORDS: frozenset[str] = frozenset(
    " ".join((*content.MAIL_CLASSES.values(), *content.PRESORTS.values(), *content.ENDORSEMENTS, _SHORT_FORMS)).split()
)
"""The words of which a postal marking consists; this project's reading of what "related to" class and level means."""
