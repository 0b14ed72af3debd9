"""Whether the registers of one device make sense (facts/payload.md, check 12).

The ascending register grows by the postage of every indicium, so an indicium and the one before it lie at least
its postage apart; ascending plus descending register, the control total, changes at refills alone, which raise
it. Compared are neighbours by register, since pieces arrive in any order.
"""

from dataclasses import dataclass

from indicia.units import dollars


@dataclass(frozen=True, slots=True)
class Neighbours:
    """An indicium and those of its device just before and after it by register; mills."""

    ascending: int
    amount: int
    control: int
    before_ascending: int | None
    before_control: int | None
    after_ascending: int | None
    after_amount: int | None
    after_control: int | None


def register_fault(seen: Neighbours) -> str | None:
    """What cannot be, in words; None when all agrees."""
    if seen.before_ascending is not None and seen.ascending - seen.amount < seen.before_ascending:
        return (
            f"ascending register {dollars(seen.ascending)} less postage {dollars(seen.amount)} lies below "
            f"{dollars(seen.before_ascending)}, where the device stood before"
        )
    if seen.after_ascending is not None and seen.after_amount is not None:
        start = seen.after_ascending - seen.after_amount
        if start < seen.ascending:
            return (
                f"ascending register {dollars(seen.ascending)} lies above {dollars(start)}, "
                "where the device stood before its next indicium"
            )
    return _control_fault(seen)


def _control_fault(seen: Neighbours) -> str | None:
    if seen.before_control is not None and seen.control < seen.before_control:
        return f"control total {dollars(seen.control)} is less than {dollars(seen.before_control)} before"
    if seen.after_control is not None and seen.control > seen.after_control:
        return f"control total {dollars(seen.control)} is more than {dollars(seen.after_control)} after"
    return None
