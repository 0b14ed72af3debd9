"""The dated ladder of what is overdue: a reset, an inspection (39 CFR 501.23(f), DMM 604.4.3.5, 4.3.7).

The text gives the steps and their fifteen days, not which reset or inspection is still taken on which step. This
project's reading: a reset in answer to the first notice ends the matter, and from the second approach on the device is
reset only once it was examined; an inspection stands in the way of resets from the day after it was due.
"""

import datetime as dt
import enum
from dataclasses import dataclass

from indicia.model.business_days import months_after
from indicia.psd.standing import Standing
from indicia.spec import psd as spec
from indicia.spec.psd import SecurityLevel


class Matter(enum.StrEnum):
    """What is overdue."""

    RESET = "reset"
    INSPECTION = "inspection"


class Rung(enum.IntEnum):
    """How far it has come."""

    CURRENT = 0
    """Not due, or due today."""
    NOTICE = 1
    """The licensee was notified on the due day."""
    AGAIN = 2
    """Approached again."""
    REMOVAL_ORDERED = 3
    """The Postal Service notified removal and revocation."""
    REMOVAL_DUE = 4
    """It should be checked out by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The dates of one matter."""

    matter: Matter
    """What is due."""
    due: dt.date
    """The day by which it is; the first notice goes out."""

    @property
    def again(self) -> dt.date:
        """Last day on which the licensee is approached again."""
        return self.due + dt.timedelta(days=spec.AGAIN_DAYS)

    @property
    def removal_order(self) -> dt.date:
        """Day on which the Postal Service orders removal when there was no response."""
        return self.again + dt.timedelta(days=spec.REMOVAL_ORDER_DAYS)

    @property
    def removal(self) -> dt.date:
        """Last day for the check-out."""
        return self.removal_order + dt.timedelta(days=spec.REMOVAL_DAYS)

    def rung(self, day: dt.date) -> Rung:
        """How far it has come on `day`."""
        days = (self.due, self.again, self.removal_order, self.removal)
        return Rung(sum(day > each for each in days))

    def blocks_resetting(self, day: dt.date) -> bool:
        """Whether a reset on `day` must wait for an examination."""
        return self.rung(day) >= (Rung.AGAIN if self.matter is Matter.RESET else Rung.NOTICE)


def ladders(standing: Standing, level: SecurityLevel) -> tuple[Ladder, ...]:
    """What a device of this standing owes: a reset, and an inspection where its level has one or one was asked for."""
    owed: list[Ladder] = []
    if standing.reset_on:
        owed.append(Ladder(matter=Matter.RESET, due=months_after(standing.reset_on, spec.RESET_MONTHS)))
    due = inspection_due(level, standing.inspected_on, standing.reset_on)
    dates = [each for each in (due, standing.inspect_by) if each]
    if dates:
        owed.append(Ladder(matter=Matter.INSPECTION, due=min(dates)))
    return tuple(owed)


def inspection_due(level: SecurityLevel, inspected_on: dt.date | None, reset_on: dt.date | None) -> dt.date | None:
    """The day by which the provider inspects a device again; None without a schedule or before its installation.

    Args:
        level: its row of the schedule (604.4.3.7).
        inspected_on: last inspection, or installation.
        reset_on: last setting activity, or installation.
    """
    schedule = spec.INSPECTIONS[level]
    if schedule.months is None or inspected_on is None:
        return None
    regular = months_after(inspected_on, schedule.months)
    if schedule.idle_months is None or reset_on is None:
        return regular
    # So many months without setting activity bring the inspection forward to their end.
    return min(regular, months_after(max(inspected_on, reset_on), schedule.idle_months))
