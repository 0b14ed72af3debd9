"""The inventory: every meter from production to destruction, each step by a table.

Takes: news of meters with readings, places and documents; plans; the confirmed resets.
Gives: meters with their state and record, checklists, notices, reports, files for the Postal Service, labels.
Cites: 39 CFR 501.18, 501.22, 501.23, 501.27, 501.28 (2005); DMM 604.4.1 to 4.6.
Never: lets a meter do what its state and the conditions do not allow, or writes down a customer's name.
"""

from provider.inventory.destruction import Destruction, Plan
from provider.inventory.meters import Meter, security_level, subject_of
from provider.inventory.register import News, Register
from provider.inventory.states import State

__all__ = [
    "Destruction",
    "Meter",
    "News",
    "Plan",
    "Register",
    "State",
    "security_level",
    "subject_of",
]
