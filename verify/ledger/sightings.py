"""What the ledger answers."""

import datetime as dt
import enum
from dataclasses import dataclass


class DuplicateStatus(enum.StrEnum):
    """Whether the ledger knows an indicium."""

    FIRST_SEEN = "first-seen"
    DUPLICATE = "duplicate"
    DECLARED_REPRINT = "declared-reprint"
    CONFLICT = "conflict"
    REFUNDED = "refunded"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class First:
    """When and where an indicium was seen first."""

    at: dt.datetime
    station: str
    piece: str
    place: str
    picture: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """What the ledger says to one claim."""

    status: DuplicateStatus
    first: First | None = None
    """The sighting before it that counts; None where this is the first."""
    register_fault: str | None = None
    """How the device's registers contradict those of the indicium before or after it, in words."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One first sighting, as it is exported."""

    device: str
    number: int
    variant: str
    """Hex."""
    digest: str
    """Hex."""
    amount: int
    """Mills."""
    at: str
    """ISO 8601, UTC."""
    station: str
    piece: str
    place: str
    picture: str
    repeats: int
    """Later sightings."""
