"""Where a device stands beside its registers: state, licensee, dates, what it waits for."""

import datetime as dt
import enum
from dataclasses import dataclass

from pydantic import TypeAdapter

from indicia.psd.life import Life
from indicia.spec.kinds import Location


class Use(enum.StrEnum):
    """What a device is for (39 CFR 501.23(s), (t))."""

    LICENSED = "licensed"
    """A licensee's own mail."""
    DEMONSTRATION = "demonstration"
    """Shown to a potential user: specimens only."""
    LOANER = "loaner"
    """Lent for a few business days under the representative's licence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """What the authorization sets and a reauthorization may change (DMM 604.4.6.1)."""

    city: str
    """City of the licensing post office, capitals."""
    state: str
    """Its state, two capitals."""
    zip: str
    """Its ZIP Code, five digits: the licensing ZIP."""
    location: Location = Location.LICENSEE
    """Where the system stands."""
    licence: str = ""
    """Number of the licence; a test device needs none."""
    use: Use = Use.LICENSED
    """What the device is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A loaner with a customer (39 CFR 501.23(t))."""

    licence: str
    """The customer's own licence: loaners go to licensed customers alone (t)(4)."""
    city: str
    """City where the customer's mail is deposited (t)(1), capitals."""
    state: str
    """Its state."""
    first_day: dt.date
    """First day with the customer."""
    last_day: dt.date
    """Last day on which it prints (t)(2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Everything that changes about a device but its registers."""

    life: Life
    """State."""
    user: User | None = None
    """Who has it; None before the authorization."""
    placement: Placement | None = None
    """The customer who has it on loan."""
    lock_on: dt.date | None = None
    """First day on which it does not issue; None: none set."""
    reset_on: dt.date | None = None
    """Day of the last reset, or of the installation before the first."""
    inspected_on: dt.date | None = None
    """Day of the last inspection, or of the installation before the first."""
    inspect_by: dt.date | None = None
    """Day by which the provider wants an inspection in special circumstances."""
    nonce: str = ""
    """Of the statement that waits for a grant; empty when none does."""
    grant_id: str = ""
    """Of the last grant that was applied."""
    grant_digest: str = ""
    """SHA-256 of that grant's body, hex."""
    anchor: int = 0
    """Sequence of the record that ended that grant: what the provider knows of the log."""

    def to_json(self) -> str:
        """The same bytes for the same standing."""
        return _ADAPTER.dump_json(self).decode()

    @staticmethod
    def from_json(text: str) -> "Standing":
        """The standing that was written.

        Raises:
            ValueError: it is none.
        """
        return _ADAPTER.validate_json(text)


_ADAPTER = TypeAdapter(Standing)
