"""Deadlines: what is due on a given day, computed from what happened.

Takes: happenings (a subject, an event, a time), the rows of `indicia.spec.deadlines`, a day.
Gives: each deadline with its beginning, its day and its standing; the list of a day as a statement; the reset block.
Cites: DMM 604.4.2 to 4.6, 5.0; 39 CFR 501.3 to 501.30, as the rows do.
Never: stores a deadline (they are always computed), changes a happening, reads a clock.
"""

from provider.deadlines.instances import Instance, Standing, instances
from provider.deadlines.journal import Happening, History, record
from provider.deadlines.lists import due_list, due_on, inspect_by, reset_block
from provider.deadlines.periods import Period, period_of
from provider.deadlines.reckoning import due_day

__all__ = [
    "Happening",
    "History",
    "Instance",
    "Period",
    "Standing",
    "due_day",
    "due_list",
    "due_on",
    "inspect_by",
    "instances",
    "period_of",
    "record",
    "reset_block",
]
