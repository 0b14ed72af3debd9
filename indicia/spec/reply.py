"""Courtesy and business reply formats. Inches.

DMM 507 (2005) is not in hand; what stands here is of the Postal Service's Publication 25 and of summaries of it.
"""

# --- Courtesy reply: Publication 25, chapter 7; Quick Service Guide 507b (2006) ----------------------

# Publication 25, chapter 7: the reminder that a stamp is needed reaches at most this far from the right edge.
POSTAGE_BOX_REACH = 1.75
# UNSOURCED words of the reminder: the sources give no wording; three lines.
REMINDER = ("PLACE", "STAMP", "HERE")

# --- Business reply: summaries of DMM 507 (two university mail offices), Publication 25, chapter 6 ----

NO_POSTAGE = ("NO POSTAGE", "NECESSARY", "IF MAILED", "IN THE", "UNITED STATES")
"""Upper right corner; the division into lines is this project's choice."""
LEGEND = "BUSINESS REPLY MAIL"
LEGEND_MIN_HEIGHT = 3 / 16
"""Of its capital letters; above the address, in a box."""
FIRST_CLASS = "FIRST-CLASS MAIL"
"""Before permit number, city and state, under the legend, in the box."""
PAID_BY_ADDRESSEE = "POSTAGE WILL BE PAID BY ADDRESSEE"
"""Below the box."""
BAR_MIN_LENGTH = 1.0
# One summary gives 1/6 in for the least thickness, which is a slip for 1/16 (1/6 and 3/16 are nearly the same).
BAR_MIN_THICKNESS = 1 / 16
BAR_MAX_THICKNESS = 3 / 16
"""Horizontal bars of one length, evenly spaced, under the postage endorsement, not below the delivery address line."""
