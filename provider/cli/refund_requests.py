"""What `provider refund` and `provider refund-value` do; the verifier that they need takes a second to load."""

import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rich.table import Table

from indicia import console, files
from indicia.errors import ExitCode, InputError, combined
from indicia.faces import Face, default_cache, default_search, find_face
from indicia.spec.refunds import OFFICE_WORDS
from provider.cli.common import NAME, now
from provider.documents import pdf
from provider.errors import ProviderRefused
from provider.refunds import filing
from provider.refunds.case import load_case
from provider.refunds.judging import Eligibility
from provider.refunds.outcome import RefundOutcome, worked_out
from provider.refunds.register_rules import RequestIndicium
from provider.refunds.register_statement import value_statement
from provider.refunds.register_value import RegisterOutcome, reasons, register_dict, request_indicium, value_refund
from provider.refunds.report import as_dict, money
from provider.refunds.scanning import CHECKS, ClaimedPiece, asked, claimed
from provider.refunds.told import Case
from verify.answer import AnyAnswer, ErrorAnswer
from verify.cli.inputs import answered, answered_by, inputs
from verify.engine.line import Line
from verify.ledger.opening import open_ledger
from verify.pipeline import Verifier
from verify.threads import one_thread

_CODES = {
    Eligibility.ELIGIBLE: ExitCode.DONE,
    Eligibility.INELIGIBLE: ExitCode.UNACCEPTABLE,
    Eligibility.UNDETERMINED: ExitCode.UNDETERMINED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the flags of both commands say."""

    case_file: Path
    on: dt.date | None
    output: Path | None
    face_file: Path | None
    as_json: bool

    def day(self, case: Case) -> dt.date:
        """The day of the request."""
        return self.on or case.request.on or console.today()

    def face(self) -> Face:
        """The face that statements are lettered with."""
        return find_face(self.face_file, default_search(), default_cache())


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """How the pieces are looked at."""

    folder: str
    trust: Path
    dpi: float | None
    size: str | None
    workers: int


def work_out(wanted: Wanted, looking: Looking, ledger: str | None, *, enter: bool) -> int:
    """The exit code of `provider refund`.

    Args:
        wanted: case, day, output.
        looking: scans and trust.
        ledger: its URL.
        enter: the eligible indicia are refunded in the ledger.
    """
    one_thread()
    case = load_case(wanted.case_file)
    day = wanted.day(case)
    faults: list[ExitCode] = []
    # One page at a time: what is kept of each is small.
    pieces = claimed(_complained(_answers(looking, day), faults), case, now())
    outcome, entered, written = _settled(wanted, case, pieces, ledger, enter=enter)
    _show(outcome, entered, [place.name for place in written], as_json=wanted.as_json)
    return combined([*faults, _CODES[outcome.eligibility]])


def work_out_value(wanted: Wanted, indicium: str | None, trust: Path | None) -> int:
    """The exit code of `provider refund-value`.

    Args:
        wanted: case, day, output.
        indicium: scan of a refund request indicium.
        trust: what it is checked against.
    """
    case = load_case(wanted.case_file)
    day = wanted.day(case)
    outcome = value_refund(case, day, None if indicium is None or trust is None else _scanned(indicium, trust, day))
    if wanted.output is not None:
        files.replace(wanted.output, pdf(value_statement(outcome), wanted.face()))
    if wanted.as_json:
        console.write_json(register_dict(outcome))
    else:
        _show_value(outcome)
    return _CODES[outcome.eligibility]


def _settled(
    wanted: Wanted, case: Case, pieces: list[ClaimedPiece], ledger: str | None, *, enter: bool
) -> tuple[RefundOutcome, int | None, list[Path]]:
    """The outcome, how many indicia were entered as refunded (None: nobody asked), the files written.

    Files come first: what dies between them and the ledger is done again, and gives the same.
    """
    with contextlib.ExitStack() as stack:
        register = None if ledger is None else stack.enter_context(open_ledger(ledger))
        scans = [one.piece for one in pieces] if register is None else asked(register, pieces)
        outcome = worked_out(case, scans, wanted.day(case))
        if enter:
            filing.require_grant(outcome)
        written = [] if wanted.output is None else filing.write(filing.filed(outcome, wanted.face()), wanted.output)
        if not enter or register is None:
            return outcome, None, written
        try:
            return outcome, filing.enter(register, outcome, pieces), written
        except ProviderRefused:
            filing.take_back(written)
            raise


def _answers(looking: Looking, day: dt.date) -> Iterator[AnyAnswer]:
    """The verifier's answer for every page."""
    given = inputs([looking.folder])
    if len(given) == 1 and given[0].fault is not None:
        raise given[0].fault
    trust = looking.trust.absolute()  # workers may stand in another folder
    recipe = partial(Verifier, trust, day, checks=CHECKS, dpi=looking.dpi, size=looking.size)
    with contextlib.ExitStack() as stack:
        if looking.workers:
            pages = answered_by(stack.enter_context(Line(recipe, workers=looking.workers)), given, pixels=False)
        else:
            pages = answered(recipe(), given)
        yield from (answer for _, answer in pages)


def _complained(answers: Iterable[AnyAnswer], faults: list[ExitCode]) -> Iterator[AnyAnswer]:
    """The same answers; files that cannot be read are said, and their codes put into `faults`."""
    for answer in answers:
        if isinstance(answer, ErrorAnswer):
            console.complain(NAME, answer.message)
            faults.append(answer.code)
        yield answer


def _scanned(indicium: str, trust: Path, day: dt.date) -> RequestIndicium:
    one_thread()
    found = request_indicium(Verifier(trust, day, checks=CHECKS).verify(indicium))
    if found is None:
        raise InputError(f"{indicium}: no refund request indicium is seen: an IBI of no value")
    return found


def _show(outcome: RefundOutcome, entered: int | None, written: list[str], *, as_json: bool) -> None:
    answer = as_dict(outcome)
    if entered is not None:
        answer["entered"] = entered
    if written:
        answer["files"] = written
    if as_json:
        console.write_json(answer)
        return
    edition = outcome.edition or "no text in hand"
    console.write_line(f"request {outcome.case.request.id} on {outcome.on.isoformat()}, {edition}: {outcome.standing}")
    for one in outcome.classes:
        to = OFFICE_WORDS[one.terms.request_to]
        until = f", last day {one.first_last_day.isoformat()}" if one.first_last_day else ""
        console.write_line(f"{one.kind} (604.{one.terms.section}): {one.count} pieces, to the {to}{until}")
    _show_forms(outcome)
    for eligibility in Eligibility:
        count, face = outcome.counted(eligibility)
        console.write_line(f"{eligibility}: {count} pieces, ${money(face)}")
    for reason, count in _reasons(outcome).most_common():
        console.write_line(f"  {count} x {reason}")
    console.write_line(f"refund: {'open' if outcome.refund is None else f'${money(outcome.refund)}'}")
    if entered is not None:
        console.write_line(f"{entered} indicia entered in the ledger as refunded")
    for name in written:
        console.write_line(f"written: {name}")


def _show_forms(outcome: RefundOutcome) -> None:
    if not outcome.forms:
        return
    table = Table("meter", "class", "value", "pieces", "bundles", "face value")
    for form in outcome.forms:
        for group in form.groups:
            bundles = " + ".join(map(str, group.bundles))
            row = (form.serial, form.kind, f"{money(group.value)}", f"{len(group.pieces)}", bundles)
            table.add_row(*row, f"{money(group.face)}")
    console.terminal().print(table)


def _reasons(outcome: RefundOutcome) -> Counter[str]:
    return Counter(reason for piece in outcome.pieces for reason in piece.reasons)


def _show_value(outcome: RegisterOutcome) -> None:
    console.write_line(f"{outcome.serial} on {outcome.on.isoformat()}: {outcome.eligibility}")
    for reason in reasons(outcome):
        console.write_line(f"  {reason}")
    console.write_line(f"remaining: {_sum(outcome.remaining)}, refund: {_sum(outcome.refund)}")
    if outcome.collect:
        console.write_line(f"to be collected: {_sum(outcome.collect)}")
    if outcome.route is not None:
        console.write_line(f"{outcome.route[1]} (604.{outcome.route[0]})")


def _sum(mills: int | None) -> str:
    return "open" if mills is None else f"${money(mills)}"
