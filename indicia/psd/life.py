"""The life of a device, stated: what may happen in which state, what comes of it, and where that stands."""

import enum
from typing import NamedTuple

from indicia.errors import PsdRefused


class Life(enum.StrEnum):
    """States of a device."""

    MANUFACTURED = "manufactured"
    """It has its number and its key."""
    INITIALIZED = "initialized"
    """It has what never changes: its provider and its certificate."""
    AUTHORIZED = "authorized"
    """It has its licensee and its licensing post office."""
    IN_SERVICE = "in-service"
    """Checked in: it prints postage and is reset."""
    LOCKED = "locked"
    """The provider stopped it."""
    WITHDRAWN = "withdrawn"
    """Checked out, with the provider."""
    FAULTY = "faulty"
    """It found itself, or was found, misregistering or altered."""
    MISSING = "lost-or-stolen"
    """Reported lost or stolen."""
    DESTROYED = "destroyed"
    """Its key is gone; the log stays."""


class Event(enum.StrEnum):
    """What can happen to a device; also the kinds of records of its log."""

    MANUFACTURE = "manufacture"
    INITIALIZE = "initialize"
    AUTHORIZE = "authorize"
    INSTALL = "install"
    LOAD = "load"
    ISSUE = "issue"
    RELEASE = "release"
    SPOIL = "spoil"
    REFUSE = "refuse"
    STATE = "state"
    DENY = "deny"
    RESET = "reset"
    INSPECT = "inspect"
    LOCK = "lock"
    UNLOCK = "unlock"
    PLACE = "place"
    RETURN = "return"
    WITHDRAW = "withdraw"
    ZERO = "zero"
    FAULT = "fault"
    CLEAR = "clear"
    LOSE = "lose"
    FIND = "find"
    DESTROY = "destroy"


class Step(NamedTuple):
    """One row of the table: in any of these states this may happen, and what the state is then."""

    event: Event
    """What happens."""
    before: tuple[Life, ...]
    """States in which it may; none for the birth."""
    after: Life | None
    """State afterwards; None leaves it as it was."""
    section: str
    """Where it stands; "-" for what is this project's own."""
    condition: str = ""
    """What else must hold."""


_L = Life
_ALIVE = tuple(life for life in Life if life is not Life.DESTROYED)
_KNOWN = tuple(life for life in _ALIVE if life is not Life.MANUFACTURED)

STEPS = (
    Step(Event.MANUFACTURE, (), _L.MANUFACTURED, "39 CFR 501.22(a), 501.23(k)"),
    Step(Event.INITIALIZE, (_L.MANUFACTURED,), _L.INITIALIZED, "604.4.6.1, 604.5.1"),
    Step(Event.AUTHORIZE, (_L.INITIALIZED, _L.AUTHORIZED), _L.AUTHORIZED, "604.4.6.1, 604.5.1"),
    Step(
        *(Event.AUTHORIZE, (_L.WITHDRAWN,), _L.AUTHORIZED, "604.4.3.4, 604.4.6.1"),
        condition="the descending register is zero",
    ),
    Step(
        *(Event.AUTHORIZE, (_L.IN_SERVICE,), _L.IN_SERVICE, "604.4.6.1, 604.4.3.4"),
        condition="the licensing post office stays; another one needs a withdrawal first",
    ),
    Step(
        *(Event.INSTALL, (_L.AUTHORIZED,), _L.IN_SERVICE, "39 CFR 501.23(e)(3), 604.4.1.6"),
        condition="the descending register is zero",
    ),
    Step(Event.LOAD, (_L.IN_SERVICE,), None, "-", condition="a test device, manufacturer ZZ"),
    Step(Event.ISSUE, (_L.IN_SERVICE,), None, "604.4.1.6", condition="no lockout"),
    Step(Event.RELEASE, (_L.IN_SERVICE, _L.LOCKED), None, "-", condition="the piece was issued and is not settled"),
    Step(
        *(Event.SPOIL, (_L.IN_SERVICE, _L.LOCKED, _L.WITHDRAWN, _L.FAULTY), None, "-"),
        condition="the piece was issued and is not settled",
    ),
    Step(Event.REFUSE, _ALIVE, None, "604.4.3.6"),
    Step(Event.STATE, _KNOWN, None, "604.4.6.5b, 604.5.5b"),
    Step(Event.DENY, _KNOWN, None, "604.4.6.5, 604.5.5"),
    Step(
        *(Event.RESET, (_L.IN_SERVICE,), None, "604.4.6.5, 604.5.5, 604.4.3.5"),
        condition="resetting is not blocked by an overdue reset or inspection",
    ),
    Step(Event.INSPECT, (_L.IN_SERVICE, _L.LOCKED), None, "39 CFR 501.26, 604.4.3.7"),
    Step(Event.LOCK, (_L.IN_SERVICE,), _L.LOCKED, "604.4.1.2"),
    Step(Event.UNLOCK, (_L.LOCKED,), _L.IN_SERVICE, "604.4.1.2"),
    Step(
        *(Event.PLACE, (_L.IN_SERVICE,), None, "39 CFR 501.23(t)(4), (5)"),
        condition="a loaner that is with nobody; its registers are those that were read",
    ),
    Step(
        *(Event.RETURN, (_L.IN_SERVICE, _L.LOCKED), None, "39 CFR 501.23(t)(8)"),
        condition="a loaner with a customer; locked when its registers are not those that were read",
    ),
    Step(
        *(Event.WITHDRAW, (_L.AUTHORIZED, _L.IN_SERVICE, _L.LOCKED), _L.WITHDRAWN, "39 CFR 501.23(g), 604.4.6.2"),
    ),
    Step(Event.ZERO, (_L.WITHDRAWN,), None, "39 CFR 501.23(g), 501.23(h)(6)"),
    Step(
        *(Event.FAULT, tuple(life for life in _KNOWN if life is not _L.FAULTY), _L.FAULTY),
        section="39 CFR 501.6(i)(5), 501.23(h), 604.4.3.11",
    ),
    Step(
        *(Event.CLEAR, (_L.FAULTY,), _L.WITHDRAWN, "39 CFR 501.23(h)(6), (9)"),
        condition="the registers approved are those of the log",
    ),
    Step(
        *(Event.LOSE, (_L.AUTHORIZED, _L.IN_SERVICE, _L.LOCKED, _L.WITHDRAWN, _L.FAULTY), _L.MISSING),
        section="39 CFR 501.27, 604.4.3.12",
    ),
    Step(Event.FIND, (_L.MISSING,), _L.LOCKED, "39 CFR 501.27(c)"),
    Step(
        *(Event.DESTROY, (_L.WITHDRAWN,), _L.DESTROYED, "39 CFR 501.18"),
        condition="the descending register is zero",
    ),
)
"""The whole table."""

ORDERED = frozenset(
    {
        *(Event.AUTHORIZE, Event.INSTALL, Event.INSPECT, Event.LOCK, Event.UNLOCK, Event.PLACE, Event.RETURN),
        *(Event.WITHDRAW, Event.ZERO, Event.FAULT, Event.CLEAR, Event.LOSE, Event.FIND, Event.DESTROY),
    }
)
"""What the provider's grants can order beside a reset."""

_AFTER = {(step.event, before): step.after or before for step in STEPS for before in step.before}


def after(event: Event, life: Life) -> Life:
    """The state that a device in `life` has after `event`.

    Raises:
        PsdRefused: it cannot happen in that state.
    """
    try:
        return _AFTER[event, life]
    except KeyError:
        allowed = ", ".join(before for kind, before in _AFTER if kind is event)
        raise PsdRefused(f"the device is {life}; {event} is for one that is {allowed}") from None


def allows(event: Event, life: Life) -> bool:
    """Whether `event` can happen to a device in `life`, its condition apart."""
    return (event, life) in _AFTER
