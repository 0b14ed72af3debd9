"""From the verifier's answers to pieces of a request, with the claims that a ledger is asked about."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indicia.payload.codec import LitePayload, Payload
from indicia.payload.dates import FieldDate
from indicia.rulebook.row import Outcome, Weight
from indicia.spec.kinds import Purpose, Role, Technology
from provider.refunds.case import facts_of
from provider.refunds.item import YES, ScannedPiece, Shown, Told
from provider.refunds.kinds import Presented
from provider.refunds.told import Case
from verify import Answer, ErrorAnswer
from verify.answer import AnyAnswer, CheckedIndicium, PageFinding
from verify.check.authenticity import mailing_date
from verify.checks import Check
from verify.evidence.case import field_date
from verify.ledger import Claim, DuplicateStatus, Ledger, Sighting, Witness, claim_of
from verify.understand.elements import of_role
from verify.understand.grammar import parse_amount, parse_date
from verify.understand.tokens import squeezed

CHECKS = frozenset({Check.SYMBOL, Check.SIGNATURE, Check.LETTERING})
"""What is looked at: where the indicium stands, and on which day it was lawful to mail, is no matter of a refund."""
STATION = "refund"
"""The name under which requests speak to the ledger."""

# DMM 604.4.8.5: the elements that an indicium must have.
_PRESENT = tuple(
    f"604.4.8.5-{topic}"
    for topic in (
        *("licensing-zip", "city-state", "serial", "provider", "date"),
        *("us-postage", "amount", "class", "presort"),
    )
)
_COMPLETE = (*_PRESENT, "604.4.8.5-symbol", "604.4.9.2-elements")
_LEGIBLE = ("604.4.8.2-",)
_VALID = (
    "mirrored",
    "payload-",
    "certificate-",
    "signature-",
    "match-amount",
    "match-date",
    "match-zip",
    "match-serial",
)
_METERED = frozenset({Technology.IBI, Technology.DIGITAL, Technology.LETTERPRESS})
_WORTHLESS = frozenset({Purpose.REDATE, Purpose.QA, Purpose.REFUND_REQUEST})
_LABELS = frozenset(Presented) - {Presented.ENTIRE, Presented.PORTION}
"""Ways of handing in under which several of them may lie on one page."""
_AGAINST = (
    DuplicateStatus.CONFLICT,
    DuplicateStatus.DUPLICATE,
    DuplicateStatus.DECLARED_REPRINT,
    DuplicateStatus.REFUNDED,
    DuplicateStatus.FIRST_SEEN,
)
"""What speaks against a refund, the strongest first."""


@dataclass(frozen=True, slots=True)
class ClaimedPiece:
    """A piece with what a ledger is asked about it."""

    piece: ScannedPiece
    claims: tuple[Claim, ...] = ()
    """Of its indicia that name a register."""


def claimed(answers: Iterable[AnyAnswer], case: Case, at: dt.datetime) -> list[ClaimedPiece]:
    """The pieces that some answers show, in their order; the second of two with one indicium names the first.

    Args:
        answers: of the verifier, with `CHECKS` at least.
        case: tells the request's name, and which pages show labels and tapes: each of these is a piece.
        at: when they were looked at.
    """
    found = [piece for answer in answers for piece in _claimed(answer, case, at)]
    first: dict[bytes, str] = {}
    for place, one in enumerate(found):
        copies = [first[claim.digest] for claim in one.claims if claim.digest in first]
        if copies:
            found[place] = replace(one, piece=replace(one.piece, copy_of=copies[0]))
        for claim in one.claims:
            first.setdefault(claim.digest, one.piece.name)
    return found


def asked(ledger: Ledger, pieces: Sequence[ClaimedPiece]) -> list[ScannedPiece]:
    """The pieces with what the ledger knows of their indicia; it records nothing."""
    # A copy in the request is no proof that its original was mailed: each indicium is asked for once.
    asking = [one.claims if not one.piece.copy_of else () for one in pieces]
    said = iter(ledger.ask([claim for claims in asking for claim in claims]))
    return [_with(one.piece, [next(said) for _ in claims]) for one, claims in zip(pieces, asking, strict=True)]


def _with(piece: ScannedPiece, sightings: Sequence[Sighting]) -> ScannedPiece:
    if not sightings:
        return piece
    worst = min(sightings, key=lambda sighting: _AGAINST.index(sighting.status))
    first = worst.first
    words = "" if first is None else f"first seen {first.at.isoformat(timespec='seconds')}"
    if first is not None and first.station:
        words += f" at {first.station}"
    return replace(piece, ledger=worst.status, first_seen=words)


def _claimed(answer: AnyAnswer, case: Case, at: dt.datetime) -> Iterator[ClaimedPiece]:
    file = Path(answer.file or "").name
    if isinstance(answer, ErrorAnswer):
        yield ClaimedPiece(ScannedPiece(file, None, why_unread=answer.message))
        return
    chosen = _with_postage(answer)
    if not chosen:
        yield ClaimedPiece(ScannedPiece(file, answer.page, why_unread="no metered indicium is seen"))
    elif len(chosen) > 1 and facts_of(case, file).presented in _LABELS:
        for number, index in enumerate(chosen, 1):
            yield _with_claims(replace(_piece(file, answer, [index]), number=number), answer, [index], case, at)
    else:
        yield _with_claims(_piece(file, answer, chosen), answer, chosen, case, at)


def _with_claims(
    piece: ScannedPiece, answer: Answer, chosen: Sequence[int], case: Case, at: dt.datetime
) -> ClaimedPiece:
    claims = []
    for index in chosen:
        one = answer.indicia[index]
        name = f"{case.request.id}/{piece.file}#{answer.page}.{index}"
        witness = Witness(at, STATION, name, picture=piece.file)
        claim = None if one.message is None else claim_of(one.message, one.signature, witness)
        if claim is not None:
            claims.append(claim)
    return ClaimedPiece(piece, tuple(claims))


def _with_postage(answer: Answer) -> list[int]:
    """Which indicia of a page may carry postage; a page whose indicia all are worthless has these."""
    metered = [number for number, one in enumerate(answer.indicia) if one.kind in _METERED]
    worth = [number for number in metered if answer.indicia[number].purpose not in _WORTHLESS]
    return worth or metered


def _piece(file: str, answer: Answer, chosen: Sequence[int]) -> ScannedPiece:
    indicia = [answer.indicia[number] for number in chosen]
    about = [finding for finding in answer.findings if finding.indicium is None or finding.indicium in chosen]
    complete = _told(about, _COMPLETE)
    values = [_value(one) for one in indicia]
    messages = [one.message for one in indicia if one.message is not None and one.message.payload is not None]
    return ScannedPiece(
        file=file,
        page=answer.page,
        meters=tuple(dict.fromkeys(serial for one in indicia if (serial := _serial(one)))),
        value=None if None in values else sum(value or 0 for value in values),
        shown=_shown([_date(one, complete) for one in indicia]),
        licensing_zip=next((zip_ for one in indicia if (zip_ := _zip(one))), None),
        coded=len(messages) == len(indicia),
        complete=complete,
        legible=_told(about, _LEGIBLE),
        valid=_valid(about, indicia),
        identified=_told(about, _PRESENT),
        reply=_reply(indicia),
    )


def _told(findings: Collection[PageFinding], rules: tuple[str, ...]) -> Told:
    """Whether what some rules ask holds: no if one that decides fails, unknown where one that counts is open."""
    about = [one.finding for one in findings if one.finding.row.id.startswith(rules)]
    deciding = [finding for finding in about if finding.weight is Weight.DECIDES]
    failed = [finding.row.id for finding in deciding if finding.outcome is Outcome.FAIL]
    if failed:
        return Told(False, ", ".join(dict.fromkeys(failed)))
    open_ = [
        finding.row.id
        for finding in deciding
        if finding.outcome is Outcome.UNDETERMINED and finding.row.open_question_blocks
    ]
    return Told(None, ", ".join(dict.fromkeys(open_))) if open_ else YES


def _valid(findings: Collection[PageFinding], indicia: Sequence[CheckedIndicium]) -> Told:
    told = _told(findings, _VALID)
    unread = any(one.kind is Technology.IBI and one.message is None for one in indicia)
    return Told(None, "its symbol says nothing") if unread and told.value else told


def _value(one: CheckedIndicium) -> int | None:
    """Mills."""
    if one.message is not None and one.message.payload is not None:
        return one.message.payload.amount
    amounts = [parse_amount(element.meant) for element in of_role(one.text, Role.AMOUNT) if element.sure]
    return next((amount for amount in amounts if amount is not None), None)


def _serial(one: CheckedIndicium) -> str | None:
    payload = one.message.payload if one.message is not None else None
    if isinstance(payload, Payload):
        return payload.device
    serials = [squeezed(element.meant) for element in of_role(one.text, Role.SERIAL) if element.sure]
    if serials:
        return serials[0]
    return None if payload is None else f"{payload.vendor}-{payload.psd_serial}"


def _zip(one: CheckedIndicium) -> str | None:
    payload = one.message.payload if one.message is not None else None
    if isinstance(payload, Payload):
        return f"{payload.licensing_zip:05d}"
    return next((element.meant[:5] for element in of_role(one.text, Role.ZIP) if element.sure), None)


def _date(one: CheckedIndicium, complete: Told) -> FieldDate | None:
    payload = one.message.payload if one.message is not None else None
    if one.message is not None and not isinstance(payload, LitePayload):
        return mailing_date(one.message)
    printed = next((date for e in of_role(one.text, Role.DATE) if (date := parse_date(e.meant)) is not None), None)
    # An indicium that was not wholly read may show a date all the same.
    return field_date(printed) if printed is not None or complete.value else None


def _shown(dates: Sequence[FieldDate | None]) -> Shown | None:
    """The dates of several indicia as one span."""
    known = [date for date in dates if date is not None]
    if len(known) < len(dates):
        return None
    dated = [(date.first, date.last, date.form) for date in known if date.first is not None and date.last is not None]
    if not dated:
        return Shown(known[0].form)
    return Shown(dated[0][2], min(first for first, _, _ in dated), max(last for _, last, _ in dated))


def _reply(indicia: Sequence[CheckedIndicium]) -> bool | None:
    if any(one.purpose is Purpose.REPLY for one in indicia):
        return True
    return None if any(one.purpose is None for one in indicia) else False
