"""What the verifier says of one page, as a value and as the JSON of `indicia.model.answer`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

from indicia.errors import ExitCode, IndiciaError
from indicia.model.answer import (
    AnswerJson,
    DateJson,
    DuplicateJson,
    ErrorAnswerJson,
    FindingJson,
    IndiciumJson,
    TextJson,
)
from indicia.model.answer_symbol import IbiPayloadJson, LitePayloadJson
from indicia.payload.codec import Message
from indicia.payload.words import as_dict
from indicia.rulebook.period import Period
from indicia.rulebook.row import Finding
from indicia.security.signature import SignatureStatus
from indicia.spec.kinds import Purpose, Role, Technology, Verdict
from verify import seen_json
from verify.checks import Check
from verify.ledger.sightings import Sighting
from verify.seen import IndiciumSeen, MailpieceSeen, Seen, SymbolSeen
from verify.understand.elements import Element

_SCHEMA: Literal["indicia.verify/1"] = "indicia.verify/1"
_EXIT_CODES = {
    Verdict.ACCEPTABLE: ExitCode.DONE,
    Verdict.UNACCEPTABLE: ExitCode.UNACCEPTABLE,
    Verdict.UNDETERMINED: ExitCode.UNDETERMINED,
}


_ROLES = frozenset(
    {
        Role.US_POSTAGE,
        Role.AMOUNT,
        Role.MAIL_CLASS,
        Role.DATE,
        Role.ZIP,
        Role.CITY_STATE,
        Role.SERIAL,
        Role.PROVIDER,
        Role.SPECIAL,
        Role.ENDORSEMENT,
    }
)
"""Roles that the contract names; all others are `other`."""


@dataclass(frozen=True, slots=True)
class CheckedIndicium:
    """One indicium: what was seen, what it says, what came of the checks."""

    symbol: SymbolSeen | None
    """Its symbol; None for one that has none."""
    mark: IndiciumSeen | None
    """Its place; None without a scale."""
    message: Message | None
    """What the symbol says; None without one."""
    signature: SignatureStatus
    """Whether the message is the device's."""
    purpose: Purpose | None
    """What it is for; None when the picture does not tell."""
    period: Period | None
    """Its mailing period; None when its date is missing or no date."""
    kind: Technology = Technology.IBI
    """Letterpress, digital, IBI, permit or precancel."""
    text: tuple[Element, ...] = ()
    """Its lettering in reading order; empty when none was read."""
    duplicate: Sighting | None = None
    """What the ledger says; None when it was not asked."""


@dataclass(frozen=True, slots=True)
class PageFinding:
    """What a rule says, and of which indicium."""

    finding: Finding
    """Rule, outcome, evidence."""
    indicium: int | None
    """Index into `Answer.indicia`; None for the page."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the verifier says of one page."""

    file: str | None
    """As it was given; None for pixels in memory."""
    page: int
    """From 1."""
    verdict: Verdict
    """Whether what is printed counts as payment of postage."""
    reasons: tuple[str, ...]
    """Ids of the rules that made the verdict; empty when it is ACCEPTABLE."""
    seen: Seen
    """What the page shows."""
    indicia: tuple[CheckedIndicium, ...]
    """Every indicium of the page."""
    findings: tuple[PageFinding, ...]
    """What every rule that applies says."""
    checks: frozenset[Check] | None = None
    """What was looked at and judged, where that was not everything."""
    timing_ms: Mapping[str, float] | None = None
    """Milliseconds of each stage, when asked for."""

    @property
    def exit_code(self) -> ExitCode:
        """What a command that met this page alone leaves behind."""
        return _EXIT_CODES[self.verdict]

    def _had(self, check: Check) -> bool:
        return self.checks is None or check in self.checks

    def as_dict(self) -> AnswerJson:
        """The answer as JSON values; the same answer gives the same values in the same order."""
        seen, many = self.seen, len(self.indicia) > 1
        answer: AnswerJson = {
            "schema": _SCHEMA,
            "file": self.file,
            "page": self.page,
            "verdict": self.verdict.value,
            "reasons": list(self.reasons),
            "mailpiece": None if seen.mailpiece is None else seen_json.mailpiece(seen.mailpiece),
            "fim": None if seen.fim is None else seen_json.fim(seen.fim),
            "barcodes": [seen_json.barcode(bars, seen.mailpiece) for bars in seen.barcodes]
            if self._had(Check.BARS)
            else None,
            "indicia": [_indicium(one, seen.mailpiece) for one in self.indicia],
            "symbols": [seen_json.symbol(symbol, seen.mailpiece) for symbol in seen.symbols],
            "findings": [_finding(one, numbered=many) for one in self.findings],
        }
        if self.checks is not None:
            answer["checks"] = [check.value for check in Check if check in self.checks]
        if seen.notes:
            answer["notes"] = list(seen.notes)
        if self.timing_ms is not None:
            answer["timing_ms"] = {stage: round(ms, 2) for stage, ms in self.timing_ms.items()}
        return answer

    def json(self) -> str:
        """The answer as one line of JSON."""
        return json.dumps(self.as_dict(), allow_nan=False)


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """In the place of an answer, for an input that cannot be read."""

    file: str | None
    """As it was given."""
    code: ExitCode
    """What kind of failure."""
    message: str
    """One clear line."""

    @classmethod
    def of(cls, file: str | None, error: IndiciaError) -> "ErrorAnswer":
        """The answer for an input on which `error` was raised."""
        return cls(file, error.exit_code, str(error))

    @property
    def exit_code(self) -> ExitCode:
        """What a command that met this input alone leaves behind."""
        return self.code

    def as_dict(self) -> ErrorAnswerJson:
        """The answer as JSON values."""
        return {
            "schema": _SCHEMA,
            "file": self.file,
            "page": None,
            "error": {"code": self.code.name.lower().replace("_", "-"), "message": self.message},
        }

    def json(self) -> str:
        """The answer as one line of JSON."""
        return json.dumps(self.as_dict(), allow_nan=False)


AnyAnswer = Answer | ErrorAnswer


def _indicium(one: CheckedIndicium, piece: MailpieceSeen | None) -> IndiciumJson:
    return {
        "kind": cast("Literal['ibi', 'digital', 'letterpress', 'permit', 'precancel']", one.kind.value),
        "purpose": None if one.purpose is None else one.purpose.value,
        "box": None if one.mark is None else seen_json.box_of(one.mark.box, piece),
        "symbol": None if one.symbol is None else seen_json.indicium_symbol(one.symbol, piece),
        "payload": None if one.message is None else cast("IbiPayloadJson | LitePayloadJson", as_dict(one.message)),
        "signature": {"status": one.signature.value},
        "date": None if one.period is None else _date(one.period),
        "duplicate": _duplicate(one.duplicate),
        "text": [_text(element, piece) for element in one.text] if one.text else None,
    }


def _duplicate(sighting: Sighting | None) -> DuplicateJson:
    if sighting is None:
        return {"status": "not-checked"}
    answer: DuplicateJson = {"status": sighting.status.value}
    if sighting.first is not None:
        first = sighting.first
        answer["first"] = {
            "at": first.at.isoformat(),
            "station": first.station,
            "piece": first.piece,
            "place": first.place,
            "picture": first.picture,
        }
    return answer


def _text(element: Element, piece: MailpieceSeen | None) -> TextJson:
    return {
        "role": element.role.value if element.role in _ROLES else Role.OTHER.value,
        "string": element.string,
        "size_pt": round(element.run.size_pt.value, 2),
        "bold": element.run.bold,
        "box": seen_json.box_of(element.box, piece),
    }


def _date(period: Period) -> DateJson:
    return {
        "status": period.status.value,
        "first": None if period.first is None else period.first.isoformat(),
        "last": None if period.last is None else period.last.isoformat(),
    }


def _finding(one: PageFinding, *, numbered: bool) -> FindingJson:
    answer = cast("FindingJson", one.finding.as_dict())
    if numbered and one.indicium is not None:
        answer["indicium"] = one.indicium
    return answer
