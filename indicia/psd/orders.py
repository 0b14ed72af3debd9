"""What each of the provider's orders does to a device: its conditions and its effect, stated over values alone."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from indicia.errors import PsdRefused
from indicia.model.business_days import last_of_business_days
from indicia.psd.life import Event, Life, after
from indicia.psd.registers import Registers
from indicia.psd.standing import Placement, Standing, Use, User
from indicia.spec.psd import LOANER_BUSINESS_DAYS
from indicia.units import dollars


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What an order comes with."""

    day: dt.date | None
    """The day that it is; None when nobody told the device."""
    user: User | None = None
    """For an authorization."""
    placement: Placement | None = None
    """For a placement."""
    readings: Registers | None = None
    """Registers as they were read or approved, mills."""


@dataclass(frozen=True, slots=True)
class State:
    """A device when an order reaches it."""

    before: Life
    """Its state before the order."""
    standing: Standing
    """Everything else as before; its state is the one after the order already."""
    registers: Registers
    """Before the order."""


Outcome = tuple[Standing, Registers]


def carried_out(event: Event, standing: Standing, registers: Registers, case: Case) -> Outcome:
    """Standing and registers after one order.

    Raises:
        PsdRefused: the device's state does not allow it, or its condition does not hold.
    """
    life = after(event, standing.life)
    effect = _EFFECTS.get(event, _nothing_else)
    return effect(State(standing.life, replace(standing, life=life), registers), case)


def _nothing_else(state: State, case: Case) -> Outcome:
    del case
    return state.standing, state.registers


def _authorize(state: State, case: Case) -> Outcome:
    user, old = case.user, state.standing.user
    if user is None:
        raise PsdRefused("an authorization names its user; found none")
    moves = old is not None and (user.city, user.state, user.zip) != (old.city, old.state, old.zip)
    if state.before is Life.IN_SERVICE and moves:
        raise PsdRefused("another licensing post office needs a withdrawal first (604.4.3.4)")
    if state.before is Life.WITHDRAWN:
        _require_zero(state)
    return replace(state.standing, user=user), state.registers


def _install(state: State, case: Case) -> Outcome:
    _require_zero(state)
    return replace(state.standing, reset_on=case.day, inspected_on=case.day), state.registers


def _inspect(state: State, case: Case) -> Outcome:
    return replace(state.standing, inspected_on=case.day, inspect_by=None), state.registers


def _place(state: State, case: Case) -> Outcome:
    asked, standing = case.placement, state.standing
    if standing.user is None or standing.user.use is not Use.LOANER:
        raise PsdRefused("only a loaner is placed with a customer (39 CFR 501.23(t))")
    if standing.placement is not None:
        raise PsdRefused(f"the loaner is with a customer since {standing.placement.first_day}")
    if asked is None or not asked.licence:
        raise PsdRefused("a loaner goes to a customer with a licence of their own (39 CFR 501.23(t)(4))")
    longest = last_of_business_days(asked.first_day, LOANER_BUSINESS_DAYS)
    if asked.last_day > longest:
        raise PsdRefused(f"a loan from {asked.first_day} ends on {longest} at the latest (39 CFR 501.23(t)(2))")
    if case.readings != state.registers:
        raise PsdRefused(f"the loaner's registers are not those that were read: {_shown(state, case)} (501.23(t)(5))")
    return replace(standing, placement=asked), state.registers


def _return(state: State, case: Case) -> Outcome:
    if state.standing.placement is None:
        raise PsdRefused("the loaner is with no customer")
    back = replace(state.standing, placement=None)
    if case.readings != state.registers:
        # 39 CFR 501.23(t)(8): with a discrepancy the meter must not be used.
        back = replace(back, life=Life.LOCKED)
    return back, state.registers


def _withdraw(state: State, case: Case) -> Outcome:
    del case
    return replace(state.standing, placement=None), state.registers


def _zero(state: State, case: Case) -> Outcome:
    del case
    return state.standing, state.registers.zeroed()


def _clear(state: State, case: Case) -> Outcome:
    if case.readings != state.registers:
        raise PsdRefused(f"the registers approved are not those of the log: {_shown(state, case)} (501.23(h)(6))")
    return state.standing, state.registers


def _destroy(state: State, case: Case) -> Outcome:
    del case
    _require_zero(state)
    return state.standing, state.registers


_EFFECTS: dict[Event, Callable[[State, Case], Outcome]] = {
    Event.AUTHORIZE: _authorize,
    Event.INSTALL: _install,
    Event.INSPECT: _inspect,
    Event.PLACE: _place,
    Event.RETURN: _return,
    Event.WITHDRAW: _withdraw,
    Event.ZERO: _zero,
    Event.CLEAR: _clear,
    Event.DESTROY: _destroy,
}


def loan(licence: str, city: str, state: str, first_day: dt.date) -> Placement:
    """The longest placement of a loaner that begins on `first_day`."""
    last = last_of_business_days(first_day, LOANER_BUSINESS_DAYS)
    return Placement(licence=licence, city=city, state=state, first_day=first_day, last_day=last)


def _require_zero(state: State) -> None:
    """39 CFR 501.23(e)(3), 501.23(g)."""
    descending = state.registers.descending
    if descending:
        raise PsdRefused(f"the descending register shows {dollars(descending)}; it must be zero first")


def _shown(state: State, case: Case) -> str:
    registers, readings = state.registers, case.readings
    read = f"{dollars(readings.ascending)} and {dollars(readings.descending)}" if readings else "none"
    return f"{read} read, {dollars(registers.ascending)} and {dollars(registers.descending)} in the device"
