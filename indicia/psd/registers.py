"""The two registers of a PSD and the moves that they can make. All amounts are mills."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicia.errors import PsdRefused
from indicia.payload.fields import IBI_FIELDS
from indicia.units import dollars

_LARGEST = {field.name: field.largest for field in IBI_FIELDS}


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
            PsdRefused: not enough left, or a register or the amount would not fit the payload.
        """
        if not 0 <= amount <= _LARGEST["amount"]:
            raise PsdRefused(f"postage of {dollars(amount)}; allowed: 0 to {dollars(_LARGEST['amount'])}")
        if amount > self.descending:
            raise PsdRefused(f"not enough funds: {dollars(amount)} needed, {dollars(self.descending)} available")
        return Registers(self.ascending + amount, self.descending - amount)

    def require_funds(self, amounts: Sequence[int]) -> None:
        """Nothing, when pieces of these `amounts` (mills) can be paid for together; said of all of them at once.

        Raises:
            PsdRefused: not enough left for all of several.
        """
        if len(amounts) > 1 and sum(amounts) > self.descending:
            raise PsdRefused(
                f"not enough funds: {dollars(sum(amounts))} needed for {len(amounts)} pieces, "
                f"{dollars(self.descending)} available"
            )

    def loaded(self, amount: int) -> "Registers":
        """The registers after putting `amount` mills of value into the device.

        Raises:
            PsdRefused: nothing to load, or the descending register would not fit the payload.
        """
        if amount <= 0:
            raise PsdRefused(f"cannot load {dollars(amount)}; allowed: more than 0")
        return Registers(self.ascending, self.descending + amount)
