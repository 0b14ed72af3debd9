"""What the ledger says of a page's indicia, as findings of the rulebook: the last thing that joins an answer."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indicia.rulebook.evidence import Circumstances, Evidence, Measurement, Quantity
from indicia.rulebook.judge import judge, verdict
from indicia.rulebook.row import Row
from verify.answer import Answer, AnyAnswer, PageFinding
from verify.ledger.claims import Claim, Witness, claim_of
from verify.ledger.ledger import Ledger
from verify.ledger.sightings import DuplicateStatus, First, Sighting

Asked = tuple[AnyAnswer, Witness | None]
"""An answer, and who saw the page; None where nobody keeps a ledger of it."""

_NO = Measurement(False)
_STATED: dict[DuplicateStatus, Quantity] = {
    DuplicateStatus.DUPLICATE: Quantity.DUPLICATE,
    DuplicateStatus.CONFLICT: Quantity.DUPLICATE_CONFLICT,
    DuplicateStatus.REFUNDED: Quantity.REFUNDED,
}
_ASKED = frozenset({*_STATED.values(), Quantity.REGISTERS_AGREE})


class Clerk:
    """Asks the ledger about answers, and adds what it says to them."""

    def __init__(self, ledger: Ledger, rows: Sequence[Row]) -> None:
        """Take the ledger.

        Args:
            ledger: it is asked from one thread.
            rows: the rulebook; those that a ledger alone can witness are taken.
        """
        self._ledger = ledger
        self._rows = tuple(dict.fromkeys(row for row in rows if row.asks[0][0] in _ASKED))

    def told(self, asked: Sequence[Asked]) -> list[AnyAnswer]:
        """The answers with what the ledger says, in their order; the first of equal indicia is the first.

        Raises:
            OutputError: the ledger cannot be written; none of them is recorded.
        """
        claims = [_claims(*one) for one in asked]
        said = iter(self._ledger.claim([claim for page in claims for claim in page if claim is not None]))
        return [self._joined(answer, page, said) for (answer, _), page in zip(asked, claims, strict=True)]

    def _joined(self, answer: AnyAnswer, claims: Sequence[Claim | None], said: Iterator[Sighting]) -> AnyAnswer:
        sightings = [None if claim is None else next(said) for claim in claims]
        if not isinstance(answer, Answer) or not any(sightings):
            return answer
        return self._with(answer, sightings)

    def _with(self, answer: Answer, sightings: Sequence[Sighting | None]) -> Answer:
        """The answer with a sighting for each of its indicia, and the verdict that follows."""
        found = itertools.chain.from_iterable(
            (PageFinding(finding, index) for finding in judge(self._rows, _evidence(sighting), Circumstances()))
            for index, sighting in enumerate(sightings)
            if sighting is not None
        )
        findings = (*answer.findings, *found)
        outcome, reasons = verdict([one.finding for one in findings])
        indicia = tuple(replace(one, duplicate=s) for one, s in zip(answer.indicia, sightings, strict=True))
        return replace(answer, verdict=outcome, reasons=tuple(reasons), indicia=indicia, findings=findings)


def _claims(answer: AnyAnswer, witness: Witness | None) -> list[Claim | None]:
    """What to ask for each indicium of a page; None for one that names no register."""
    if not isinstance(answer, Answer) or witness is None:
        return []
    on_page = replace(witness, piece=f"{witness.piece} page {answer.page}" if witness.piece else "")
    return [None if one.message is None else claim_of(one.message, one.signature, on_page) for one in answer.indicia]


def _evidence(sighting: Sighting) -> Evidence:
    """Each question answered by no, but for the one that the status stands for."""
    facts = dict.fromkeys(_STATED.values(), _NO)
    asked = _STATED.get(sighting.status)
    if asked is not None:
        facts[asked] = Measurement(True, note=_first(sighting.first))
    fault = sighting.register_fault
    return facts | {Quantity.REGISTERS_AGREE: Measurement(fault is None, note=fault or "")}


def _first(first: First | None) -> str:
    """When and where it was seen before, in words."""
    if first is None:
        return ""
    where = ", ".join(word for word in (first.station, first.place, first.picture) if word)
    return f"first seen {first.at.isoformat(timespec='seconds')}{f' at {where}' if where else ''}"
