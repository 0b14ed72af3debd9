"""The postal security device: its times, its inspections, its endurance."""

import enum
from typing import NamedTuple

# DMM 604.4.3.5 [P030.3.5]: every system is reset at least once in so many months; a reset of zero counts.
RESET_MONTHS = 3

# 39 CFR 501.23(f): first notice on the due day; approached again within 15 days; without a response within
# another 15 days the Postal Service orders removal and revokes; checked out within 15 days of that.
AGAIN_DAYS = 15
REMOVAL_ORDER_DAYS = 15
REMOVAL_DAYS = 15

# 39 CFR 501.23(t)(2): a customer has a loaner for so many consecutive business days at most.
LOANER_BUSINESS_DAYS = 5

# 39 CFR 501.16(a): printing cycles of the endurance test, by printing cycles a minute.
FAST_CYCLES_PER_MINUTE = 100
FAST_ENDURANCE_CYCLES = 4_000_000
SLOW_ENDURANCE_CYCLES = 2_000_000

# 39 CFR 501.16(b): selections of a value, each with its return to zero.
ENDURANCE_SELECTIONS = 500_000


class SecurityLevel(enum.IntEnum):
    """Security levels of the inspection and examination schedule (DMM 604.4.3.7)."""

    MANUAL = 1
    REMOTE = 2
    REMOTE_LETTERPRESS_DISABLING = 3
    REMOTE_DIGITAL_DISABLING = 4
    PSD = 5


class Inspection(NamedTuple):
    """How often the provider inspects a system of one security level."""

    months: int | None
    """Between inspections; None: in special circumstances only."""
    idle_months: int | None
    """Between inspections while so many months pass without setting activity; None: no matter."""


# DMM 604.4.3.7 [P030.3.7], column "Provider Inspection".
INSPECTIONS = {
    SecurityLevel.MANUAL: Inspection(6, None),
    SecurityLevel.REMOTE: Inspection(12, 6),
    SecurityLevel.REMOTE_LETTERPRESS_DISABLING: Inspection(24, 6),
    SecurityLevel.REMOTE_DIGITAL_DISABLING: Inspection(24, None),
    SecurityLevel.PSD: Inspection(None, None),
}
