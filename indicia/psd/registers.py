"""The two registers of a PSD and the moves that they can make. All amounts are mills."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicia.errors import PsdRefused
from indicia.payload.fields import IBI_FIELDS
from indicia.psd.lockout import LockedOut, Lockout
from indicia.units import dollars

_LARGEST = {field.name: field.largest for field in IBI_FIELDS}
MAXIMUM_ASCENDING = _LARGEST["ascending_register"]
"""Mills; the payload holds no more."""
MAXIMUM_DESCENDING = _LARGEST["descending_register"]
"""Mills; same."""


@dataclass(frozen=True, slots=True)
class Registers:
    """What the device has printed and what it has left."""

    ascending: int = 0
    """Mills printed over the device's life."""
    descending: int = 0
    """Mills left."""

    def __post_init__(self) -> None:
        for name, value in (("ascending_register", self.ascending), ("descending_register", self.descending)):
            if not 0 <= value <= _LARGEST[name]:
                words = name.replace("_", " ")
                raise PsdRefused(f"the {words} would be {dollars(value)}; allowed: 0 to {dollars(_LARGEST[name])}")

    @property
    def control_total(self) -> int:
        """Mills, constant between two resets."""
        return self.ascending + self.descending

    def debited(self, amount: int) -> "Registers":
        """The registers after printing `amount` mills.

        Raises:
            LockedOut: not enough left, or the ascending register is at its maximum.
            PsdRefused: the amount would not fit the payload.
        """
        if not 0 <= amount <= _LARGEST["amount"]:
            raise PsdRefused(f"postage of {dollars(amount)}; allowed: 0 to {dollars(_LARGEST['amount'])}")
        if amount > self.descending:
            raise LockedOut(
                Lockout.FUNDS, f"not enough funds: {dollars(amount)} needed, {dollars(self.descending)} available"
            )
        if self.ascending + amount > MAXIMUM_ASCENDING:
            raise LockedOut(
                Lockout.ASCENDING,
                f"the ascending register stands at {dollars(self.ascending)} and would pass its maximum, "
                f"{dollars(MAXIMUM_ASCENDING)} (604.4.1.1a2)",
            )
        return Registers(self.ascending + amount, self.descending - amount)

    def require_funds(self, amounts: Sequence[int]) -> None:
        """Nothing, when pieces of these `amounts` (mills) can be paid for together; said of all of them at once.

        Raises:
            LockedOut: not enough left for all of several.
        """
        if len(amounts) > 1 and sum(amounts) > self.descending:
            raise LockedOut(
                Lockout.FUNDS,
                f"not enough funds: {dollars(sum(amounts))} needed for {len(amounts)} pieces, "
                f"{dollars(self.descending)} available",
            )

    def loaded(self, amount: int) -> "Registers":
        """The registers after putting `amount` mills of value into the device by hand.

        Raises:
            PsdRefused: nothing to load, or the descending register would not fit the payload.
        """
        if amount <= 0:
            raise PsdRefused(f"cannot load {dollars(amount)}; allowed: more than 0")
        return self.reset(amount)

    def reset(self, amount: int) -> "Registers":
        """The registers after a reset by `amount` mills, which may be zero (604.4.3.5).

        Raises:
            PsdRefused: a negative amount, or the descending register would not fit the payload.
        """
        if amount < 0:
            raise PsdRefused(f"cannot reset by {dollars(amount)}; allowed: 0 or more")
        return Registers(self.ascending, self.descending + amount)

    def zeroed(self) -> "Registers":
        """The registers after the check-out, which clears the descending one (39 CFR 501.23(g))."""
        return Registers(self.ascending, 0)
