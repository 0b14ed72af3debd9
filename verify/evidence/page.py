"""All evidence of one postage mark."""

from indicia.rulebook.evidence import Measurement, Quantity
from indicia.rulebook.period import Period, period_evidence
from indicia.security.signature import SignatureStatus
from indicia.spec.kinds import Role
from verify.check.authenticity import message_evidence, signature_evidence, withdrawal_evidence
from verify.evidence.case import Case
from verify.evidence.content import content_evidence
from verify.evidence.facts import UNREAD, Facts, unknown
from verify.evidence.fim import fim_evidence
from verify.evidence.lettering import legibility_evidence, lettering_evidence
from verify.evidence.matching import matching_evidence
from verify.evidence.permit import unmetered_evidence
from verify.evidence.placement import placement_evidence
from verify.evidence.reply import reply_evidence
from verify.evidence.special import special_evidence
from verify.evidence.symbol import symbol_evidence
from verify.understand.elements import of_role

_JURISDICTION_DIGITS = 3
"""ZIP Codes that differ in their first three digits are of different offices' areas; others may be of one."""


def evidence_of(case: Case, signature: SignatureStatus, period: Period | None, *, fim: bool) -> Facts:
    """Every fact about one mark.

    Args:
        case: the mark.
        signature: what came of the signature of its message.
        period: its mailing period, None where its date is missing or none of the calendar.
        fim: the page's FIM goes with this mark.
    """
    facts: Facts = {}
    for room in (
        placement_evidence,
        symbol_evidence,
        content_evidence,
        lettering_evidence,
        legibility_evidence,
        special_evidence,
        reply_evidence,
        unmetered_evidence,
        matching_evidence,
        _deposit,
    ):
        facts |= room(case)
    if fim:
        facts |= fim_evidence(case.seen)
    if period is not None:
        facts |= period_evidence(period)
    return facts | _message(case, signature)


def _message(case: Case, signature: SignatureStatus) -> Facts:
    """What the message is worth; lettering alone has none."""
    if case.message is None:
        return withdrawal_evidence(case.options.on) if case.metered else {}
    return {
        **message_evidence(case.message),
        **signature_evidence(signature),
        **withdrawal_evidence(case.options.on),
        **_grade(case),
    }


def _grade(case: Case) -> Facts:
    symbol = case.seen.symbols[case.one.symbol] if case.one.symbol is not None else None
    quality = symbol.quality if symbol is not None else None
    return {} if quality is None else {Quantity.SYMBOL_GRADE: Measurement(quality.overall)}


def _deposit(case: Case) -> Facts:
    """Whether the office of deposit is that of the ZIP Code in the indicium (604.4.10.4)."""
    deposit = case.options.deposit_zip
    if deposit is None or not case.metered:
        return {}
    zip_code = _licensing_zip(case)
    if zip_code is None:
        return {Quantity.DEPOSIT_OFFICE: unknown(UNREAD)}
    if zip_code == deposit:
        return {Quantity.DEPOSIT_OFFICE: Measurement(True)}
    if zip_code[:_JURISDICTION_DIGITS] != deposit[:_JURISDICTION_DIGITS]:
        return {Quantity.DEPOSIT_OFFICE: Measurement(False, note=f"licensed at {zip_code}, deposited at {deposit}")}
    note = f"licensed at {zip_code}, deposited at {deposit}: one office may serve both"
    return {Quantity.DEPOSIT_OFFICE: unknown(note)}


def _licensing_zip(case: Case) -> str | None:
    payload = case.message.payload if case.message is not None else None
    number = getattr(payload, "licensing_zip", None)
    if isinstance(number, int):
        return f"{number:05d}"
    words = of_role(case.one.elements, Role.ZIP)
    return words[0].meant[:5] if words and words[0].sure else None
