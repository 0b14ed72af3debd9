"""The message of a symbol against the words beside it and the bars of the address."""

from collections.abc import Callable

from indicia.payload.codec import Payload
from indicia.payload.destination import decode_destination
from indicia.rulebook.evidence import Measurement, Quantity
from indicia.spec.kinds import DateForm, Role
from verify.check.authenticity import mailing_date
from verify.evidence.case import Case
from verify.evidence.facts import NO, YES, Facts, unknown
from verify.seen import BarcodeKind, BarcodeSeen
from verify.understand.elements import Element, of_role
from verify.understand.grammar import parse_amount, parse_date
from verify.understand.tokens import squeezed

_TRACKING_DIGITS = 20
"""Digits of an Intelligent Mail barcode before its routing code (USPS-B-3200)."""
_COMPARED_DIGITS = 9
"""Delivery points are not always in both: nine digits are compared at most."""
_DOUBTFUL = "the words differ from the message in characters that are not sure"


def matching_evidence(case: Case) -> Facts:
    """What lettering and bars say against what the message says; of words that are not there nothing is said."""
    payload = case.message.payload if case.message is not None else None
    if payload is None:
        return {}
    facts = _words(case, Role.AMOUNT, Quantity.MATCH_AMOUNT, lambda e: parse_amount(e.meant) == payload.amount)
    if not isinstance(payload, Payload):
        return facts
    zip_code, device = f"{payload.licensing_zip:05d}", payload.device
    facts |= _words(case, Role.ZIP, Quantity.MATCH_ZIP, lambda e: e.meant[:5] == zip_code)
    facts |= _words(case, Role.SERIAL, Quantity.MATCH_SERIAL, lambda e: _same_device(e.meant, device))
    facts |= _words(case, Role.DATE, Quantity.MATCH_DATE, lambda e: _same_date(case, e))
    return facts | _destination(case, decode_destination(payload.destination))


def _words(case: Case, role: Role, quantity: Quantity, agrees: Callable[[Element], bool]) -> Facts:
    found = of_role(case.one.elements, role)
    if not found:
        return {}
    if any(agrees(element) for element in found):
        return {quantity: YES}
    return {quantity: NO if all(element.sure for element in found) else unknown(_DOUBTFUL)}


def _same_device(words: str, device: str) -> bool:
    """Whether a number names the device: all of it, or the end of it where another form is printed."""
    said = squeezed(words)
    digits = said.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ-")
    return said == squeezed(device) or (
        len(said) < len(device) and digits.isdigit() and int(digits) == int(device[-10:])
    )


def _same_date(case: Case, element: Element) -> bool:
    """Whether words and message name the same day or month; of a year of two digits the century is not compared."""
    printed = parse_date(element.meant)
    date = mailing_date(case.message) if case.message is not None else None
    if printed is None or date is None or date.first is None or printed.form is not date.form:
        return False
    years = (printed.year, date.first.year)
    same_year = years[0] == years[1] if printed.year_digits > 2 else years[0] % 100 == years[1] % 100
    day = date.first.day if date.form is DateForm.COMPLETE else None
    return same_year and (printed.month, printed.day) == (date.first.month, day)


def _destination(case: Case, destination: str | None) -> Facts:
    routed = [digits for digits in map(routing, case.seen.barcodes) if digits]
    if destination is None or not routed:
        return {}
    same = any(_agree(destination, digits) for digits in routed)
    return {Quantity.MATCH_DESTINATION: Measurement(same)}


def routing(bars: BarcodeSeen) -> str:
    """The digits of a ZIP Code in postal bars; empty for none."""
    return bars.digits[_TRACKING_DIGITS:] if bars.kind is BarcodeKind.IMB else bars.digits


def _agree(one: str, other: str) -> bool:
    count = min(len(one), len(other), _COMPARED_DIGITS)
    return one[:count] == other[:count]
