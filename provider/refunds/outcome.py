"""A request worked out: every piece judged, the eligible ones on forms, sums, and what each class asks."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicia.rulebook.row import Outcome
from indicia.spec.refunds import RefundClass, RefundEdition, Terms
from provider.refunds.appeals import AppealFinding, Standing, appeal_findings, appeal_until, standing_of
from provider.refunds.forms import Form, Settlement, first_last_day, forms_of, settled
from provider.refunds.item import Item, ScannedPiece
from provider.refunds.judging import Eligibility, JudgedPiece, NoClass, edition_on, judge_all, worst
from provider.refunds.rules import AFTERWARDS, Rule
from provider.refunds.told import Case

_BADNESS = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.PASS)


@dataclass(frozen=True, slots=True)
class Attachment:
    """What must go with a request."""

    rule: Rule
    status: Outcome
    """Whether it is there: pass, fail, or not told."""


@dataclass(frozen=True, slots=True)
class ClassOutcome:
    """What a class of pieces asks of the request."""

    kind: RefundClass
    terms: Terms
    count: int
    """Pieces of this class, whatever became of them."""
    first_last_day: dt.date | None
    """The last day of the piece whose request is due first, those left out that are ineligible; None: none is known."""
    attachments: tuple[Attachment, ...]
    appeal_until: dt.date | None
    """None as long as nothing was refused."""
    appeal: tuple[AppealFinding, ...]
    """What an appeal that was made has and lacks."""
    afterwards: tuple[str, str] | None
    """Section and words of what a granted refund obliges to."""


@dataclass(frozen=True, slots=True)
class RefundOutcome:
    """What came of a request."""

    case: Case
    on: dt.date
    """Day of the request."""
    edition: RefundEdition | None
    """None where no text in hand holds on that day."""
    standing: Standing
    pieces: tuple[JudgedPiece, ...]
    """In the order of the scans."""
    settlements: tuple[Settlement, ...]
    classes: tuple[ClassOutcome, ...]

    @property
    def eligibility(self) -> Eligibility:
        """The worst of the pieces."""
        return worst(piece.eligibility for piece in self.pieces)

    @property
    def forms(self) -> tuple[Form, ...]:
        """Every form, in the order of the settlements."""
        return tuple(form for settlement in self.settlements for form in settlement.forms)

    def counted(self, eligibility: Eligibility) -> tuple[int, int]:
        """Pieces of an eligibility, and the mills of those whose value is known."""
        values = [piece.scan.value or 0 for piece in self.pieces if piece.eligibility is eligibility]
        return len(values), sum(values)

    @property
    def refund(self) -> int | None:
        """Mills over all settlements; None where one of them is open, 0 where it was refused."""
        if self.standing in {Standing.DENIED, Standing.DENIED_ON_APPEAL}:
            return 0
        sums = [settlement.amount.refund for settlement in self.settlements]
        return None if None in sums else sum(amount or 0 for amount in sums)


def worked_out(case: Case, scans: Iterable[ScannedPiece], on: dt.date) -> RefundOutcome:
    """What comes of a request made on a day.

    Args:
        case: what is told.
        scans: what is seen.
        on: day of the request.
    """
    pieces = judge_all(case, scans, on)
    standing, edition = standing_of(case), edition_on(on)
    settlements = settled(case, forms_of(pieces), appealed=standing is Standing.GRANTED_ON_APPEAL)
    return RefundOutcome(case, on, edition, standing, pieces, settlements, _classes(case, pieces))


def _classes(case: Case, pieces: Sequence[JudgedPiece]) -> tuple[ClassOutcome, ...]:
    known = [(piece, piece.item) for piece in pieces if not isinstance(piece.item, NoClass)]
    kinds = [kind for kind in RefundClass if any(item.kind is kind for _, item in known)]
    return tuple(_class(case, kind, [(piece, item) for piece, item in known if item.kind is kind]) for kind in kinds)


def _class(case: Case, kind: RefundClass, members: Sequence[tuple[JudgedPiece, Item]]) -> ClassOutcome:
    first = members[0][1]
    pieces = [piece for piece, _ in members]
    open_ = [piece for piece in pieces if piece.eligibility is not Eligibility.INELIGIBLE]
    return ClassOutcome(
        kind,
        first.terms,
        len(members),
        first_last_day(open_ or pieces),
        _attachments(pieces),
        appeal_until(case, first.terms),
        appeal_findings(case, first.terms, first.edition),
        AFTERWARDS.get((first.edition, kind)),
    )


def _attachments(pieces: Sequence[JudgedPiece]) -> tuple[Attachment, ...]:
    found: dict[Rule, Outcome] = {}
    for piece in pieces:
        for finding in piece.findings:
            if finding.rule.attach:
                known = found.get(finding.rule, Outcome.PASS)
                found[finding.rule] = min(known, finding.outcome, key=_BADNESS.index)
    return tuple(Attachment(rule, status) for rule, status in found.items())
