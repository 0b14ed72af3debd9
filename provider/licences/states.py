"""The life of a licence, stated: what may happen in which status, and where that stands."""

import enum
from typing import NamedTuple

from indicia.spec.happenings import Event
from provider.errors import ProviderRefused

E = Event


class Status(enum.StrEnum):
    """How a licence stands."""

    APPLIED = "applied"
    """The provider has the application."""
    SUBMITTED = "submitted"
    """The Postal Service has it."""
    GRANTED = "granted"
    """The licence is valid."""
    REFUSED = "refused"
    """The applicant may appeal."""
    NOTIFIED = "revocation notified"
    """Valid until the revocation takes effect."""
    REVOKED = "revoked"
    """Ended by the Postal Service."""
    CANCELLED = "cancelled"
    """Ended without an active system; the customer must reapply."""


VALID = frozenset({Status.GRANTED, Status.NOTIFIED})


class Step(NamedTuple):
    """In any of these statuses this may happen, and what the status is then."""

    event: Event
    """What happens."""
    before: tuple[Status, ...]
    """Statuses in which it may; none for the first."""
    after: Status | None
    """Status afterwards; None leaves it as it was."""
    section: str
    """Where it stands."""
    condition: str = ""
    """What else must hold."""


_S = Status
_VALID = (_S.GRANTED, _S.NOTIFIED)

STEPS = (
    Step(E.APPLIED, (), _S.APPLIED, "604.4.2.1a"),
    Step(E.SUBMITTED, (_S.APPLIED,), _S.SUBMITTED, "604.4.2.1b"),
    Step(E.GRANTED, (_S.SUBMITTED,), _S.GRANTED, "604.4.2.1c"),
    Step(E.REFUSAL_RECEIVED, (_S.SUBMITTED,), _S.REFUSED, "604.4.2.3"),
    Step(E.REVOCATION_RECEIVED, (_S.GRANTED,), _S.NOTIFIED, "604.4.2.4"),
    Step(E.APPEALED, (_S.REFUSED, _S.NOTIFIED, _S.REVOKED), None, "604.4.2.5", "within 10 calendar days of the notice"),
    Step(E.APPEAL_GRANTED, (_S.REFUSED,), _S.SUBMITTED, "604.4.2.5", "an appeal is pending; the grant follows"),
    Step(E.APPEAL_GRANTED, (_S.NOTIFIED, _S.REVOKED), _S.GRANTED, "604.4.2.5", "an appeal is pending"),
    Step(E.APPEAL_DENIED, (_S.REFUSED, _S.NOTIFIED, _S.REVOKED), None, "604.4.2.5", "an appeal is pending"),
    Step(
        *(E.REVOKED, (_S.NOTIFIED,), _S.REVOKED, "604.4.2.2, 604.4.2.4"),
        condition="no appeal is pending; 10 days have passed, or it is revoked at once for a reason of 4.2.2",
    ),
    Step(E.CANCELLED, (_S.GRANTED,), _S.CANCELLED, "604.4.2.1d", "no active system for 60 days, not seasonal"),
    Step(E.SYSTEM_ASSOCIATED, _VALID, None, "604.4.2.1"),
    Step(E.LAST_SYSTEM_GONE, (*_VALID, _S.REVOKED), None, "604.4.2.1d"),
    Step(E.USED, _VALID, None, "604.4.2.2b"),
    Step(E.INFORMATION_RECEIVED, (_S.APPLIED, _S.SUBMITTED, *_VALID), None, "604.4.3.3"),
    Step(E.INFORMATION_SENT, (_S.APPLIED, _S.SUBMITTED, *_VALID), None, "604.4.3.3"),
)


def after(status: Status, event: Event) -> Status:
    """The status after an event.

    Raises:
        ProviderRefused: it may not happen then.
    """
    step = next((s for s in STEPS if s.event is event and status in s.before), None)
    if step is None:
        sections = ", ".join(dict.fromkeys(s.section for s in STEPS if s.event is event))
        allowed = ", ".join(dict.fromkeys(b.value for s in STEPS if s.event is event for b in s.before)) or "none"
        raise ProviderRefused(f"{event} of a licence that is {status}; allowed: {allowed}", sections)
    return step.after or status
