"""Closed lists of what a case file tells; values are the words of the file."""

import enum


class Applicant(enum.StrEnum):
    """Who asks (DMM 604.10.3.2a, 10.3.4a; 9.3.2, 9.3.4 of 2013)."""

    LICENSEE = "licensee"
    """Also the authorized user of the text of 2013."""
    PREPARER = "preparer"
    """The commercial entity that prepared the mailing for the licensee, with the licensee's meter."""
    OTHER = "other"


class Proof(enum.StrEnum):
    """That who asks is the licensee (DMM 604.10.3.2a; 9.3.2 of 2013)."""

    LEASE = "lease"
    RENTAL_AGREEMENT = "rental-agreement"
    CONTRACT = "contract"
    OTHER = "other"
    NONE = "none"


class Presented(enum.StrEnum):
    """How the indicium is handed in (DMM 604.10.3.2d, e; 9.3.1a, b of 2013)."""

    ENTIRE = "entire"
    """On the entire envelope, card or wrapper."""
    PORTION = "portion"
    """On a part of the container that shows that the item was never deposited."""
    LOOSE = "loose"
    """A label or tape that is stuck to nothing."""
    PLAIN_SHEET = "plain-sheet"
    """A self-adhesive label without backing on a plain sheet of paper."""
    STAPLED = "stapled"
    """Loose labels or tapes stapled together."""
    ATTACHED = "attached"
    """A label or tape attached to paper or another medium otherwise."""
    REMOVED = "removed"
    """Taken off the envelope or wrapper that it was stuck to."""


class Document(enum.StrEnum):
    """What validates the date of an undated mailing (DMM 604.10.3.4e; 9.3.4c of 2013)."""

    JOB_ORDER = "job-order"
    PRODUCTION_RECORDS = "production-records"
    QUALIFICATION_REPORT = "qualification-report"
    SPOILAGE_REPORT = "spoilage-report"
    REORDERS_REPORT = "reorders-created-report"
    BILLING_RECORDS = "billing-records"
    POSTAGE_STATEMENT = "postage-statement"
    SAMPLE_MAILPIECE = "sample-mailpiece"
    OTHER = "other"


class Channel(enum.StrEnum):
    """How a request reaches the provider (DMM 604.9.3.10a, 9.3.11a of 2013)."""

    ELECTRONIC = "electronic"
    PHYSICAL = "physical"


class Forms(enum.StrEnum):
    """Forms 3533 of the request (DMM 604.10.3.2h; 9.3.2b of 2013)."""

    EACH_METER = "each-meter"
    """One for each meter, every section that is related completed."""
    SHARED = "shared"
    """One for several meters."""
    INCOMPLETE = "incomplete"
    NONE = "none"


class Decision(enum.StrEnum):
    """A ruling."""

    GRANTED = "granted"
    DENIED = "denied"


class Cause(enum.StrEnum):
    """Why a system with value left was withdrawn."""

    NO_LONGER_USED = "no-longer-used"
    FAULTY = "faulty"
    DISASTER = "disaster"
    """Damaged by fire, flood or similar."""
    SUSPECT = "suspect"
    """Withdrawn by a postal inspector (DMM 604.4.3.10)."""


class Registers(enum.StrEnum):
    """How the value left is known."""

    LEGIBLE = "legible"
    """The registers are legible and accurate."""
    RECONSTRUCTED = "reconstructed"
    """By the provider, from adequate supporting documentation."""
    UNKNOWN = "unknown"
