"""What both editions ask before value left in a postage evidencing system is refunded."""

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from indicia.spec.kinds import System
from indicia.spec.refunds import LOST_DAYS, REGISTER_LEAST_MILLS, RefundEdition
from indicia.units import dollars
from provider.refunds.item import UNKNOWN, YES, Told
from provider.refunds.kinds import Cause, Registers
from provider.refunds.withdrawn import Withdrawn


@dataclass(frozen=True, slots=True)
class RequestIndicium:
    """A refund request indicium (DMM 604.10.3.1b): of no value, it shows the registers."""

    serial: str
    """Of the system."""
    remaining: int
    """Mills in its descending register."""
    valid: Told
    """Genuine, and a refund request."""


@dataclass(frozen=True, slots=True)
class RegisterItem:
    """A withdrawn system with all that is known of it."""

    withdrawn: Withdrawn
    system: System
    edition: RefundEdition
    indicium: RequestIndicium | None
    """None where none was scanned."""
    on: dt.date

    @property
    def remaining(self) -> int | None:
        """Value left, mills: as examined, else as the indicium shows it."""
        if self.withdrawn.remaining is not None:
            return self.withdrawn.remaining
        return self.indicium.remaining if self.indicium is not None and self.indicium.valid.value else None

    @property
    def gone(self) -> bool:
        """A disaster took it: it cannot be returned."""
        return self.withdrawn.cause is Cause.DISASTER and self.withdrawn.available is False


class RegisterQuestion(enum.StrEnum):
    """A question whose answer must be yes."""

    WITHDRAWN = "the system is withdrawn from service, and why is known"
    AMOUNT = "the value left can be determined"
    NOTIFIED = "the user has told the provider to withdraw it"
    POSSESSION = "it is in the provider's possession"
    EXAMINED = "it is examined before any funds are cleared"
    INDICIUM = "a refund request indicium was verified"
    CAUSE_REPORTED = "the provider's report of the cause is there"
    APPROVED = "the Postal Service has determined the refund"
    NOT_CLEARED = "nothing was cleared before that"
    NOT_BY_LICENSEE = "the licensee did not cause the fault"
    ACCURATE = "the registers are legible and accurate, or reconstructed from adequate documentation"
    NOT_REIMBURSED = "no insurance or other has paid or will"
    NOT_FRAUDULENT = "no reason to believe that it was fraudulently set"
    NOT_DECERTIFIED = "the meter is not decertified"
    NOT_LONG_LOST = "it was not recovered after 365 days from its report as lost"
    LEAST = "at least $25.00 remain"


def _amount(item: RegisterItem) -> Told:
    if item.withdrawn.registers is Registers.UNKNOWN:
        return Told(False, "no responsible determination of the amount is possible")
    return UNKNOWN if item.remaining is None else YES


def _examined(item: RegisterItem) -> Told:
    if item.gone:
        return YES
    if item.withdrawn.cleared and not item.withdrawn.examined:
        return Told(False, "its registers were cleared without examination")
    return Told(item.withdrawn.examined)


def _accurate(item: RegisterItem) -> Told:
    registers = item.withdrawn.registers
    if registers is Registers.LEGIBLE and item.gone:
        return Told(False, "a system that cannot be returned shows no registers")
    return UNKNOWN if registers is None else Told(registers is not Registers.UNKNOWN)


def _indicium(item: RegisterItem) -> Told:
    if item.indicium is None:
        return Told(None, "no refund request indicium was scanned")
    if item.indicium.serial != item.withdrawn.serial:
        return Told(False, f"the indicium is of {item.indicium.serial}")
    known = item.withdrawn.remaining
    if item.indicium.valid.value and known not in {None, item.indicium.remaining}:
        return Told(False, f"the indicium shows {dollars(item.indicium.remaining)}")
    return item.indicium.valid


def _approved(item: RegisterItem) -> Told:
    approved = item.withdrawn.approved
    return Told(None, "withheld until then") if approved is None else Told(approved > 0)


def _not_cleared(item: RegisterItem) -> Told:
    return Told(not (item.withdrawn.cleared and item.withdrawn.approved is None))


def _not_long_lost(item: RegisterItem) -> Told:
    lost, found = item.withdrawn.lost_on, item.withdrawn.recovered_on
    if lost is None:
        return YES
    if found is None:
        return Told(None, "it was reported lost, and not as recovered")
    days = (found - lost).days
    return Told(days <= LOST_DAYS, f"recovered after {days} days")


def _least(item: RegisterItem) -> Told:
    least = REGISTER_LEAST_MILLS[item.edition]
    return UNKNOWN if item.remaining is None else Told(item.remaining >= least)


def _reported(item: RegisterItem) -> Told:
    return YES if item.withdrawn.reported else Told(None, "withheld until then")


def _not(value: bool | None) -> Told:
    return UNKNOWN if value is None else Told(not value)


ANSWERS: Mapping[RegisterQuestion, Callable[[RegisterItem], Told]] = MappingProxyType(
    {
        RegisterQuestion.WITHDRAWN: lambda item: UNKNOWN if item.withdrawn.cause is None else YES,
        RegisterQuestion.AMOUNT: _amount,
        RegisterQuestion.NOTIFIED: lambda item: Told(item.withdrawn.notified),
        RegisterQuestion.POSSESSION: lambda item: Told(item.withdrawn.possession),
        RegisterQuestion.EXAMINED: _examined,
        RegisterQuestion.INDICIUM: _indicium,
        RegisterQuestion.CAUSE_REPORTED: _reported,
        RegisterQuestion.APPROVED: _approved,
        RegisterQuestion.NOT_CLEARED: _not_cleared,
        RegisterQuestion.NOT_BY_LICENSEE: lambda item: _not(item.withdrawn.caused_by_licensee),
        RegisterQuestion.ACCURATE: _accurate,
        RegisterQuestion.NOT_REIMBURSED: lambda item: _not(item.withdrawn.reimbursed),
        RegisterQuestion.NOT_FRAUDULENT: lambda item: _not(item.withdrawn.fraudulent),
        RegisterQuestion.NOT_DECERTIFIED: lambda item: _not(item.withdrawn.decertified),
        RegisterQuestion.NOT_LONG_LOST: _not_long_lost,
        RegisterQuestion.LEAST: _least,
    }
)

_METERS = frozenset(System) - {System.PC_POSTAGE}
_PC = frozenset({System.PC_POSTAGE})
_ALL = frozenset(System)
_EVERY = frozenset(Cause)
_FAULTY, _DISASTER, _SUSPECT = (frozenset({cause}) for cause in (Cause.FAULTY, Cause.DISASTER, Cause.SUSPECT))


@dataclass(frozen=True, slots=True)
class RegisterRule:
    """One thing that a text asks."""

    edition: RefundEdition
    section: str
    """As printed; of DMM 604 unless it begins with `39 CFR`."""
    asks: RegisterQuestion
    systems: frozenset[System] = _ALL
    causes: frozenset[Cause] = _EVERY
    """Of which it is asked; an unknown cause is asked everything."""
    attach: str = ""
    """What must be attached for it."""

    @property
    def id(self) -> str:
        """Section plus topic."""
        section = self.section if self.section.startswith("39") else f"604.{self.section}"
        return f"{section}-{self.asks.name.lower().replace('_', '-')}"


_OLD, _NEW = RefundEdition.DMM_2005, RefundEdition.DMM_2013
_STATEMENT = (
    "the user's statement on the cause of the damage, and that no insurance or other pays, where it is asked for"
)
_RECORDS = "supporting documentation: transaction records, a system-generated register"
_REPORT = "the provider's report of the cause"

RULES: tuple[RegisterRule, ...] = (
    RegisterRule(_OLD, "10.3.1", RegisterQuestion.WITHDRAWN),
    RegisterRule(_OLD, "10.3.1", RegisterQuestion.AMOUNT, attach=_RECORDS),
    RegisterRule(_OLD, "10.3.1", RegisterQuestion.CAUSE_REPORTED, causes=_FAULTY, attach=_REPORT),
    RegisterRule(_OLD, "10.3.1", RegisterQuestion.APPROVED, causes=_FAULTY),
    RegisterRule(_OLD, "10.3.1", RegisterQuestion.NOT_BY_LICENSEE, causes=_FAULTY),
    RegisterRule(_OLD, "10.3.1", RegisterQuestion.ACCURATE, causes=_DISASTER),
    RegisterRule(_OLD, "10.3.1", RegisterQuestion.NOT_REIMBURSED, causes=_DISASTER, attach=_STATEMENT),
    RegisterRule(_OLD, "10.3.1a", RegisterQuestion.EXAMINED, _METERS),
    RegisterRule(_OLD, "10.3.1b", RegisterQuestion.NOTIFIED, _PC),
    RegisterRule(_OLD, "10.3.1b", RegisterQuestion.INDICIUM, _PC, attach="a refund request indicium"),
    RegisterRule(_OLD, "10.3.1b", RegisterQuestion.POSSESSION, _PC),
    RegisterRule(_OLD, "4.3.10", RegisterQuestion.NOT_FRAUDULENT, causes=_SUSPECT),
    RegisterRule(_OLD, "4.3.11d", RegisterQuestion.POSSESSION, _METERS, _FAULTY),
    RegisterRule(_OLD, "39 CFR 501.23(h)(6)", RegisterQuestion.NOT_CLEARED, _METERS, _FAULTY),
    RegisterRule(_NEW, "9.3.7", RegisterQuestion.WITHDRAWN, _METERS),
    RegisterRule(_NEW, "9.3.7", RegisterQuestion.AMOUNT, _METERS, attach=_RECORDS),
    RegisterRule(_NEW, "9.3.7", RegisterQuestion.CAUSE_REPORTED, _METERS, _FAULTY, attach=_REPORT),
    RegisterRule(_NEW, "9.3.7", RegisterQuestion.APPROVED, _METERS, _FAULTY),
    RegisterRule(_NEW, "9.3.7", RegisterQuestion.NOT_BY_LICENSEE, _METERS, _FAULTY),
    RegisterRule(_NEW, "9.3.7", RegisterQuestion.ACCURATE, _METERS, _DISASTER),
    RegisterRule(_NEW, "9.3.7", RegisterQuestion.NOT_REIMBURSED, _METERS, _DISASTER, attach=_STATEMENT),
    RegisterRule(_NEW, "9.3.7", RegisterQuestion.NOT_DECERTIFIED, _METERS),
    RegisterRule(_NEW, "9.3.7", RegisterQuestion.NOT_LONG_LOST, _METERS),
    RegisterRule(_NEW, "9.3.7a", RegisterQuestion.NOTIFIED, _METERS),
    RegisterRule(_NEW, "9.3.7b", RegisterQuestion.EXAMINED, _METERS),
    RegisterRule(_NEW, "9.3.7d", RegisterQuestion.LEAST, _METERS),
    RegisterRule(_NEW, "9.3.12", RegisterQuestion.NOTIFIED, _PC),
    RegisterRule(_NEW, "9.3.12", RegisterQuestion.AMOUNT, _PC),
    RegisterRule(_NEW, "9.3.12", RegisterQuestion.LEAST, _PC),
)

ROUTES: Mapping[tuple[RefundEdition, bool], tuple[str, str]] = MappingProxyType(
    {
        (_OLD, False): ("10.3.1a", "a refund or credit by the Postal Service; a transfer goes by 4.4.6 or 4.5.8"),
        (_OLD, True): ("10.3.1b", "the Postal Service refunds the entire value, issued through the provider"),
        (_NEW, False): ("9.3.7c", "the provider forwards the request to the Postal Service for payment or credit"),
        (_NEW, True): ("9.3.12", "the provider refunds on behalf of the Postal Service"),
    }
)
"""Who pays, by edition and whether the system is PC Postage: section and words."""
