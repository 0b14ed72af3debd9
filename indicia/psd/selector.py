"""The next amount to be printed: selected, shown, held against what is asked (39 CFR 501.6(i)(3))."""

from indicia.psd.lockout import LockedOut, Lockout
from indicia.units import dollars

_ALL_ONES = 2**64 - 1


class Selector:
    """An amount kept twice, once with every bit turned, so that an accidental change is seen.

    It is not kept when the device is closed: what is displayed next time was selected next time.
    """

    def __init__(self) -> None:
        """Nothing is selected."""
        self._amount: int | None = None
        self._turned: int | None = None

    def select(self, amount: int) -> None:
        """Set the amount, mills."""
        self._amount, self._turned = amount, amount ^ _ALL_ONES

    def clear(self) -> None:
        """Return to zero: nothing is selected."""
        self._amount = self._turned = None

    @property
    def amount(self) -> int | None:
        """Mills; None when nothing is selected.

        Raises:
            LockedOut: it changed by accident.
        """
        turned = None if self._amount is None else self._amount ^ _ALL_ONES
        if turned != self._turned:
            raise LockedOut(Lockout.SELECTION, "the amount selected has changed by accident; select it again")
        return self._amount

    def require(self, amount: int) -> None:
        """Nothing, when `amount` is what is selected, or nothing is.

        Raises:
            LockedOut: another amount is.
        """
        selected = self.amount
        if selected is not None and selected != amount:
            raise LockedOut(Lockout.SELECTION, f"{dollars(selected)} is selected, not {dollars(amount)}")
