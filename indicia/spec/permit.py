"""Permit imprints: words, places, distances (DMM 604.6.3). Inches."""

from indicia.spec.content import MAIL_CLASSES
from indicia.spec.kinds import MailClass

# DMM 604.6.3.6, 6.3.8: in a permit imprint with points, in a meter's indicium without (604.4.8.5a).
PAID = "U.S. POSTAGE PAID"
FEES_PAID = "U.S. POSTAGE AND FEES PAID"
# DMM 604.6.3.5: words of Standard Mail, one of which leads when the imprint speaks of expedited handling.
STANDARD_WORDS: tuple[str, ...] = (
    "PRESORTED STANDARD",
    "PRSRT STD",
    "NONPROFIT ORGANIZATION",
    "NONPROFIT ORG.",
    "NONPROFIT",
)
EXPEDITED_WORDS: tuple[str, ...] = ("PRIORITY", "EXPRESS", "OVERNIGHT")
"""The manual's examples of references to expedited handling or delivery."""
# DMM 604.6.3.5b: clear space around such an imprint.
EXPEDITED_CLEAR = 3 / 8
# DMM 604.6.3.5a "more prominently": type size times weight over that of the next, as for US POSTAGE (604.4.8.6).
PROMINENCE_MIN_RATIO = 1.0

# DMM 604.6.3.4a to d
PLACES: tuple[str, ...] = (
    "upper right corner of the piece",
    "upper right corner of the address area",
    "right of the address on a label",
    "right of the address on an insert",
)

# DMM 604.6.3.11b, e, f: the optional format.
CLEAR_AREA_MIN = 1 / 2
CORNER_MAX = 1.5
MIN_PT = 4.0
DECORATION_LEFT_MAX = 4.5
DECORATION_BELOW_MAX = 1.5
# DMM 604.6.3.11b "upper right corner of the label": the content's centre in the label's upper right quarter.
LABEL_CORNER_MAX_SHARE = 1.0

# DMM 604.6.3.6, 6.3.8: before the permit number; the manual's examples abbreviate it nowhere else.
PERMIT_NO = "PERMIT NO."
# DMM 604.6.3.6: the separate inscription of a ZIP Code; 6.3.9b1 asks for one without naming the words.
ZIP_CODE = "ZIP CODE"
# DMM 604.6.3.5 (Standard Mail and Nonprofit), 6.3.6 (First-Class and Priority Mail); the other classes by their names.
CLASSES: dict[MailClass, str] = {**MAIL_CLASSES, MailClass.STANDARD: "PRSRT STD"}
