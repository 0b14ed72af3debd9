"""What is paid for the postage of one form or one mailing."""

from dataclasses import dataclass

from indicia.spec.refunds import CENT_MILLS, Charge, Terms
from indicia.units import dollars

_MINUTES = 60
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Amount:
    """A refund and how it came about; all sums in mills."""

    face: int
    """Value of the indicia."""
    refund: int | None
    """Whole cents; None where the processing time is not told."""
    at_most: int
    """What the refund cannot exceed; the refund itself where it is known."""
    charge: int | None
    """What processing costs, before rounding; None where the time is not told."""
    section: str
    """That says so; empty where nothing is charged."""
    words: str
    """How it was computed."""
    reading: bool = False
    """This project's reading of the text."""


def amount_of(terms: Terms, face: int, *, minutes: int | None, charge: int, appealed: bool) -> Amount:
    """The refund for some postage.

    Args:
        terms: of its class.
        face: mills.
        minutes: processing time, where the text charges by the hour.
        charge: the provider's own, mills, where the text leaves it one.
        appealed: the refund is granted on appeal.
    """
    asked = _by_post(terms.charge, face, minutes) if terms.charge else _by_provider(terms, face, charge)
    if not appealed or terms.appeal.percent == _PERCENT:
        return asked
    cap = _whole_cents(face * terms.appeal.percent // _PERCENT)
    if asked.at_most <= cap:
        return asked
    words = f"on appeal at most {terms.appeal.percent} % of the face value"
    return Amount(face, cap, cap, face - cap, terms.appeal.section, words)


def hours_charged(minutes: int) -> int:
    """Hours with the last fraction of one counted as a whole one."""
    return -(-minutes // _MINUTES)


def payment_of(terms: Terms, amount: Amount) -> str:
    """How the refund is paid, in words."""
    charge = terms.charge
    if charge is None:
        return "by the provider"
    if amount.face <= charge.limit_mills:
        return "may be paid by a no-fee postal money order"
    if charge.order_mills and amount.refund is not None and amount.refund <= charge.order_mills:
        return "may be paid by a no-fee postal money order"
    return "through the Accounting Service Center"


def _by_post(charge: Charge, face: int, minutes: int | None) -> Amount:
    if face <= charge.limit_mills:
        refund = _whole_cents(face * charge.percent // _PERCENT)
        words = f"{charge.percent} % of a face value of at most ${dollars(charge.limit_mills):.2f}"
        return Amount(face, refund, refund, face - refund, charge.section, words, charge.reading)
    if minutes is None:
        words = f"face value less ${dollars(charge.hour_mills):.2f} for each hour or part; the hours are not told"
        return Amount(face, None, _whole_cents(face - charge.least_mills), None, charge.section, words, charge.reading)
    hours = hours_charged(minutes)
    cost = max(hours * charge.hour_mills, charge.least_mills)
    refund = _whole_cents(max(face - cost, 0))
    words = f"face value less ${dollars(cost):.2f} for {hours} hours at ${dollars(charge.hour_mills):.2f}"
    return Amount(face, refund, refund, cost, charge.section, words, charge.reading)


def _by_provider(terms: Terms, face: int, charge: int) -> Amount:
    cost = charge if terms.provider_charge else 0
    refund = _whole_cents(max(face - cost, 0))
    words = f"face value less the provider's charge of ${dollars(cost):.2f}" if cost else "the whole face value"
    return Amount(face, refund, refund, cost, terms.provider_charge if cost else terms.section, words)


def _whole_cents(mills: int) -> int:
    """A fraction of a cent is rounded down."""
    return mills // CENT_MILLS * CENT_MILLS
