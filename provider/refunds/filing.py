"""What a request leaves behind: statements and outcome as files, refunded indicia in the ledger."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from indicia import files
from indicia.errors import OutputError
from indicia.faces import Face
from indicia.spec.refunds import Office
from provider.documents import pdf
from provider.errors import ProviderRefused
from provider.refunds.appeals import Standing
from provider.refunds.forms import Form
from provider.refunds.judging import Eligibility
from provider.refunds.outcome import RefundOutcome
from provider.refunds.report import as_dict, form_key
from provider.refunds.scanning import ClaimedPiece
from provider.refunds.statement import statement_of
from verify.ledger import Claim, DuplicateStatus, Ledger

Filed = dict[str, bytes]
"""Contents of files by their names."""


def filed(outcome: RefundOutcome, face: Face) -> Filed:
    """A statement for each form, and the outcome as JSON that names them."""
    names = {form_key(form): _name(outcome, form) for form in outcome.forms}
    found = {
        names[form_key(form)]: pdf(statement_of(outcome, settlement, form), face)
        for settlement in outcome.settlements
        for form in settlement.forms
    }
    answer = as_dict(outcome, statements=names)
    found[f"{outcome.case.request.id}.json"] = f"{json.dumps(answer, indent=1)}\n".encode()
    return found


def write(found: Filed, folder: Path) -> list[Path]:
    """The files, each whole or not at all.

    Raises:
        OutputError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputError(f"{folder} cannot be made: {fault.strerror or fault}") from None
    for name, data in found.items():
        files.replace(folder / name, data)
    return [folder / name for name in found]


def require_grant(outcome: RefundOutcome) -> None:
    """Nothing, when the refund of every form is granted: by the provider itself, or by a ruling that the case tells.

    Raises:
        ProviderRefused: a refusal stands, or the Postal Service's ruling is not told.
    """
    if outcome.standing in {Standing.DENIED, Standing.APPEALED, Standing.DENIED_ON_APPEAL}:
        raise ProviderRefused(f"the request stands as {outcome.standing}: nothing is refunded")
    for form in outcome.forms:
        if form.terms.ruled_by is not Office.PROVIDER and not outcome.standing.pays:
            raise ProviderRefused(
                "the Postal Service rules on this request, and the case tells of no ruling: give [ruling]",
                f"604.{form.terms.ruling_section}",
            )
    if any(settlement.amount.refund is None for settlement in outcome.settlements):
        raise ProviderRefused("a refund is not computed yet: the processing time is not told (hours)")


def enter(ledger: Ledger, outcome: RefundOutcome, pieces: Sequence[ClaimedPiece]) -> int:
    """How many indicia of eligible pieces are refunded in the ledger from now on: all of them, or none.

    Args:
        ledger: of indicia already seen.
        outcome: of the request.
        pieces: the pieces that it judged, in its order.

    Raises:
        ProviderRefused: some were mailed or refunded since they were looked up, or name no register.
        OutputError: the ledger cannot be written.
    """
    eligible = [
        one for judged, one in zip(outcome.pieces, pieces, strict=True) if judged.eligibility is Eligibility.ELIGIBLE
    ]
    claims: list[Claim] = [claim for one in eligible for claim in one.claims]
    said = ledger.refund(claims)
    spent = sum(one.status is not DuplicateStatus.FIRST_SEEN for one in said)
    if spent:
        raise ProviderRefused(f"{spent} indicia were mailed or refunded since they were looked up: work it out again")
    return len(claims)


def take_back(written: Iterable[Path]) -> None:
    """Nothing; files that say of a refund that did not come about are gone."""
    for place in written:
        place.unlink(missing_ok=True)


def _name(outcome: RefundOutcome, form: Form) -> str:
    serial = "".join(c if c.isalnum() else "_" for c in form.serial)
    parts = (outcome.case.request.id, serial, form.kind.value, form.mailing)
    return f"{'-'.join(part for part in parts if part)}.pdf"
