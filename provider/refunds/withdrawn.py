"""A postage evidencing system with value left, as a case file tells of it. What it leaves out stays unknown (None)."""

from pydantic.dataclasses import dataclass

from indicia.model.fields import STRICT, Day
from provider.refunds.kinds import Cause, Registers
from provider.refunds.told_fields import Serial, Sum


@dataclass(frozen=True, slots=True, config=STRICT)
class Withdrawn:
    """A system whose value is to be refunded."""

    serial: Serial
    cause: Cause | None = None
    notified: bool | None = None
    """The licensee has told the provider to withdraw it."""
    possession: bool | None = None
    """The system, of PC Postage its PSD, is in the provider's possession."""
    available: bool | None = None
    """It can be returned; false after a disaster that destroyed it."""
    examined: bool | None = None
    registers: Registers | None = None
    remaining: Sum | None = None
    """Value left as examined or reconstructed, dollars in the file."""
    unpaid: Sum = 0
    """Value used and not paid for as examined, dollars in the file."""
    cleared: bool = False
    """The registers have been cleared."""
    caused_by_licensee: bool | None = None
    """The fault, or none of it."""
    reported: bool | None = None
    """The provider's report of the cause is with the Postal Service."""
    approved: Sum | None = None
    """Refund that the Postal Service has determined, dollars in the file."""
    statement: bool | None = None
    """The licensee's statement on cause and insurance is there."""
    reimbursed: bool | None = None
    """Insurance or another has paid, or is asked to."""
    fraudulent: bool | None = None
    """There is reason to believe that it was fraudulently set."""
    decertified: bool | None = None
    lost_on: Day | None = None
    """Day on which the provider reported it lost."""
    recovered_on: Day | None = None
    notice_on: Day | None = None
    """Day on which the licensee was told of a proposed adjustment."""
