"""The endurance test of 39 CFR 501.16: printing cycles with registration checked, value selections, lockouts.

One cycle is all that the device does for an indicium of its own: the value is selected in every eighth one, both
registers move, the message is built with the registers after the debit and signed, the record is chained, written,
sealed and made durable with its transaction. What lacks is the page: the print is recorded as a test print, spoiled
from the start (501.19). Many cycles share a transaction, as in a batch of labels.

What the registers must show is computed here from the plan alone, and held against every single message.
"""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from indicia import files
from indicia.errors import InputError, PsdRefused, UsageError
from indicia.payload.fields import IBI_FIELDS
from indicia.payload.profiles import IBI_LENGTH
from indicia.psd.device import Psd
from indicia.psd.identity import TEST_MANUFACTURER
from indicia.psd.lockout import LockedOut, Lockout
from indicia.psd.records import Request
from indicia.psd.registers import MAXIMUM_DESCENDING, Registers
from indicia.security import signature
from indicia.security.signing import Signer
from indicia.spec.psd import ENDURANCE_SELECTIONS, FAST_ENDURANCE_CYCLES

SCHEMA = "indicia.endurance/1"
PURPOSE = "endurance"
"""What the log says of these test prints."""
_BY_NAME = {each.name: each for each in IBI_FIELDS}
_SHOWN = tuple(_BY_NAME[name] for name in ("ascending_register", "amount", "descending_register"))
_STRIDE, _AMOUNTS = 7919, 10_000
"""Amounts run through 0 to 9.999 dollars in this project's own order: a prime step over a round number."""
_SELECT_EVERY = FAST_ENDURANCE_CYCLES // ENDURANCE_SELECTIONS
_INTERVALS = 20
"""Lockouts between the start and the end: "at intervals" has no number in the text."""
_VERIFY_EVERY = 1000
"""Of the signatures, so many are checked as well: one each thousand cycles."""


class RegisterError(Exception):
    """A register, a message or a lockout that is not what the plan says: the device fails the test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and in what steps."""

    cycles: int = FAST_ENDURANCE_CYCLES
    """Printing cycles (501.16(a))."""
    commit: int = 2000
    """Cycles that share a transaction."""

    def __post_init__(self) -> None:
        if self.cycles < 1 or self.commit < 1:
            raise UsageError(f"{self.cycles} cycles, {self.commit} a commit; allowed: 1 or more")

    @property
    def interval(self) -> int:
        """Cycles between two lockouts; what they print must fit the balance register."""
        return min(-(-self.cycles // _INTERVALS), MAXIMUM_DESCENDING // _AMOUNTS)


@dataclass(slots=True, kw_only=True)
class Report:
    """What was done; also what a stopped test goes on from."""

    device: str
    """Manufacturer, model and ten digits of the serial."""
    algorithm: str
    """How every message was signed."""
    planned_cycles: int
    """As planned."""
    commit: int
    """Cycles that shared a transaction."""
    first_piece: int
    """Pieces before the first cycle."""
    ascending: int
    """Ascending register before the first cycle, mills."""
    cycles: int = 0
    """Done, each with both registers checked."""
    selections: int = 0
    """Values selected, displayed and returned to zero."""
    lockouts: list[int] = field(default_factory=list)
    """Cycles after which the empty balance register was found to lock the device out."""
    signatures: int = 0
    """Messages whose signature was checked too."""
    seconds: float = 0.0
    """Time of the cycles, lockouts included."""
    cpu_seconds: float = 0.0
    """Processor time of the same."""
    runs: int = 0
    """Times that it was started."""
    register_errors: int = 0
    """Cycles after which a register was not what it must be."""
    records: int = 0
    """Records of the log that the audit at the end found whole."""
    passed: bool = False
    """Whether it is done, without an error."""

    def words(self) -> dict[str, object]:
        """As JSON has it, with the cycles a second by the clock on the wall and by the processor's."""
        wall, cpu = self.seconds, self.cpu_seconds
        rates = {"cycles_a_second": wall and self.cycles / wall, "cycles_a_cpu_second": cpu and self.cycles / cpu}
        return {"schema": SCHEMA, **asdict(self), **{name: round(rate, 1) for name, rate in rates.items()}}


def endure(psd: Psd, plan: Plan, place: Path, *, signer: Signer) -> Iterator[Report]:
    """The report after each transaction, the last one with the audit; written to `place` each time.

    Args:
        psd: a test device, empty at the start.
        plan: how long.
        place: the report; a test that was stopped goes on from it.
        signer: the device's.

    Raises:
        UsageError: the report is of another device or plan.
        PsdRefused: no test device, or value is in it at the start.
        RegisterError: the device fails; the report says at which cycle.
    """
    report = _begun(psd, plan, place)
    report.runs += 1
    try:
        while report.cycles < plan.cycles:
            start, cpu = time.perf_counter(), time.process_time()
            _transaction(psd, plan, report, signer, place)
            report.seconds += time.perf_counter() - start
            report.cpu_seconds += time.process_time() - cpu
            _write(place, report)
            yield report
        _finish(psd, plan, report, signer, place)
    except RegisterError:
        report.register_errors += 1
        _write(place, report)
        raise
    _write(place, report)
    yield report


def amount_of(cycle: int) -> int:
    """What a cycle prints, mills; zero now and then."""
    return cycle * _STRIDE % _AMOUNTS


def _begun(psd: Psd, plan: Plan, place: Path) -> Report:
    """The report that stands at `place`, brought up to what the device did, or a new one."""
    device, status = psd.identity.device, psd.status()
    if psd.identity.manufacturer != TEST_MANUFACTURER:
        raise PsdRefused(f"only test devices (manufacturer {TEST_MANUFACTURER}) are worn down here, not {device}")
    pieces = sum(status.pieces.values())
    if not place.exists():
        if status.registers.descending:
            raise PsdRefused(f"the test begins with a lockout: {device} must be empty (39 CFR 501.16(c))")
        return Report(
            device=device,
            algorithm=psd.algorithm.name.lower().replace("_", "-"),
            planned_cycles=plan.cycles,
            commit=plan.commit,
            first_piece=pieces,
            ascending=status.registers.ascending,
        )
    report = _read(place)
    if (report.device, report.planned_cycles) != (device, plan.cycles):
        raise UsageError(f"{place} is of {report.planned_cycles} cycles of {report.device}; name another report")
    # What the last transaction did before the test was stopped stands in the device, not yet in the report.
    report.cycles, report.commit = pieces - report.first_piece, plan.commit
    report.selections = len(range(0, report.cycles, _SELECT_EVERY))
    return report


def _transaction(psd: Psd, plan: Plan, report: Report, signer: Signer, place: Path) -> None:
    """The cycles of one transaction, with a lockout before them when an interval begins."""
    done = report.cycles
    end = min(plan.cycles, done - done % plan.interval + plan.interval)
    if done % plan.interval == 0 and psd.registers().descending == 0:
        _lock_out(psd, report, signer, place)
        value = sum(map(amount_of, range(done, end)))
        if value:
            psd.load(value)
    cycles = range(done, min(end, done + plan.commit))
    before = psd.registers()
    for cycle in cycles[-done % _SELECT_EVERY :: _SELECT_EVERY]:
        _select(psd, amount_of(cycle))
        report.selections += 1
    requests = [Request(amount=amount_of(cycle), mailing_date=0) for cycle in cycles]
    messages = psd.test_prints(requests, signer, PURPOSE)
    _require_registered(cycles, before, messages, psd.registers())
    for message in messages[::_VERIFY_EVERY]:
        _require_signed(psd, message)
        report.signatures += 1
    report.cycles += len(cycles)


def _select(psd: Psd, amount: int) -> None:
    """One complete operation (501.16(b)): a value is selected, displayed, and returned to zero."""
    psd.selector.select(amount)
    if psd.selector.amount != amount:
        raise RegisterError(f"{amount} mills were selected, {psd.selector.amount} are displayed")
    psd.selector.clear()
    if psd.selector.amount is not None:
        raise RegisterError(f"after the return to zero {psd.selector.amount} mills are displayed")


def _lock_out(psd: Psd, report: Report, signer: Signer, place: Path) -> None:
    """The balance register is empty: the device must print nothing, and nothing may move (501.16(c))."""
    before = psd.registers()
    try:
        psd.test_prints([Request(amount=1, mailing_date=0)], signer, PURPOSE)
    except LockedOut as lockout:
        if lockout.lockout is not Lockout.FUNDS or psd.registers() != before:
            raise RegisterError(f"after cycle {report.cycles} the lockout moved a register: {lockout}") from lockout
    else:
        raise RegisterError(f"after cycle {report.cycles} the empty device printed")
    if report.cycles not in report.lockouts:
        report.lockouts.append(report.cycles)
    _write(place, report)


def _require_registered(cycles: range, before: Registers, messages: Sequence[bytes], after: Registers) -> None:
    """Both registers follow the plan in every message, and in the device afterwards."""
    ascending, descending = before.ascending, before.descending
    for cycle, message in zip(cycles, messages, strict=True):
        amount = amount_of(cycle)
        ascending, descending = ascending + amount, descending - amount
        shown = tuple(field.read(message) for field in _SHOWN)
        if shown != (ascending, amount, descending):
            raise RegisterError(f"cycle {cycle} registered {shown}, not {(ascending, amount, descending)}")
    if (after.ascending, after.descending) != (ascending, descending):
        raise RegisterError(f"after cycle {cycles[-1]} the registers are {after}")


def _require_signed(psd: Psd, message: bytes) -> None:
    key = psd.certificate.public_key()
    if not signature.verify(key, psd.algorithm, message[:IBI_LENGTH], message[IBI_LENGTH:]):
        raise RegisterError("a message is not signed by the device")


def _finish(psd: Psd, plan: Plan, report: Report, signer: Signer, place: Path) -> None:
    """The last lockout, the sum of all cycles, and the whole log."""
    total = report.ascending + sum(map(amount_of, range(plan.cycles)))
    if psd.registers() != Registers(total, 0):
        raise RegisterError(f"at the end the registers are {psd.registers()}, not {Registers(total, 0)}")
    _lock_out(psd, report, signer, place)
    audit = psd.audit()
    if not audit.whole:
        raise RegisterError(f"the log is not whole: {'; '.join(problem.text for problem in audit.problems)}")
    report.records = audit.records
    report.passed = report.register_errors == 0


def _read(place: Path) -> Report:
    try:
        words = json.loads(place.read_text("utf-8"))
        return Report(**{name: words[name] for name in Report.__slots__})
    except (OSError, ValueError, TypeError, KeyError) as fault:
        raise InputError(f"{place} is no report of an endurance test: {fault}") from fault


def _write(place: Path, report: Report) -> None:
    files.replace(place, f"{json.dumps(report.words(), indent=2)}\n".encode())
