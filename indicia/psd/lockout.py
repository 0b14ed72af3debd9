"""Why a device does not print: reasons that stand in the way of every piece, or of one amount."""

import datetime as dt
import enum
import json
from collections.abc import Iterator

from indicia.errors import PsdRefused
from indicia.psd.life import Life
from indicia.psd.standing import Standing, Use


class Lockout(enum.StrEnum):
    """What keeps a device from printing."""

    STATE = "state"
    """It is not in service (604.4.1.6)."""
    REGISTERS = "register-fault"
    """Its registers do not agree with each other (39 CFR 501.6(i)(5))."""
    LOG = "broken-log"
    """Its log is not what it signed."""
    DEMONSTRATION = "demonstration"
    """It prints specimens only (39 CFR 501.23(s)(1))."""
    LOAN = "loan"
    """It is with no customer, or was for five business days (39 CFR 501.23(t)(2))."""
    LOCK_DATE = "lock-date"
    """The day is reached that the provider set (604.4.1.2)."""
    TIME = "no-time"
    """It must know the day, and was not told."""
    FUNDS = "funds"
    """The descending register would fall below zero (39 CFR 501.6(c))."""
    ASCENDING = "ascending-maximum"
    """The ascending register would pass its maximum (604.4.1.1a2)."""
    SELECTION = "selection"
    """The amount is not the one that is selected and displayed (39 CFR 501.6(i)(3))."""
    GRANT = "grant"
    """A grant of the provider that cannot be applied."""


class LockedOut(PsdRefused):
    """The device stopped itself. What it refused is written into its log."""

    def __init__(self, lockout: Lockout, text: str) -> None:
        self.lockout = lockout
        super().__init__(text)

    def record(self) -> str:
        """For the log, JSON."""
        return json.dumps({"lockout": self.lockout, "why": str(self)})


def standing_lockouts(standing: Standing, day: dt.date | None) -> Iterator[LockedOut]:
    """What keeps a device of this standing from printing anything on `day`; None when it does not know the day."""
    if standing.life is not Life.IN_SERVICE:
        yield LockedOut(Lockout.STATE, f"the device is {standing.life}; it prints in service alone (604.4.1.6)")
    use = standing.user.use if standing.user else Use.LICENSED
    if use is Use.DEMONSTRATION:
        yield LockedOut(Lockout.DEMONSTRATION, "a demonstration device prints specimens only (39 CFR 501.23(s)(1))")
    if use is Use.LOANER and standing.placement is None:
        yield LockedOut(Lockout.LOAN, "the loaner is placed with no licensed customer (39 CFR 501.23(t)(4))")
    last = standing.placement.last_day if standing.placement else None
    if day is None:
        if standing.lock_on or last:
            yield LockedOut(Lockout.TIME, "the device has a day on which it stops and was not told what day it is")
        return
    if last and day > last:
        yield LockedOut(Lockout.LOAN, f"the loan ended on {last}, after five business days (39 CFR 501.23(t)(2))")
    if standing.lock_on and day >= standing.lock_on:
        yield LockedOut(Lockout.LOCK_DATE, f"locked since {standing.lock_on}, the day that the provider set")
