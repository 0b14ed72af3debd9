"""39 CFR 501.16 at a two-hundredth of its size: the full test is `indicia psd endure` (docs/soak.md)."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.device import LETTER, Bench
from indicia.errors import InputError, PsdRefused, UsageError
from indicia.payload.profiles import Algorithm
from indicia.psd import endurance
from indicia.psd.device import Psd
from indicia.psd.endurance import Plan, RegisterError, Report, amount_of, endure
from indicia.psd.life import Event
from indicia.psd.records import Request
from indicia.psd.registers import Registers
from indicia.security.signing import Signer
from indicia.spec.psd import ENDURANCE_SELECTIONS, FAST_ENDURANCE_CYCLES

CYCLES = 20_000


@pytest.fixture
def psd(tmp_path: Path) -> Iterator[Psd]:
    with Bench.set_up(tmp_path, algorithm=Algorithm.ED25519).open() as opened:
        yield opened


def last(reports: Iterator[Report]) -> Report:
    *_, report = reports
    return report


def test_twenty_thousand_cycles_pass_without_a_register_error(psd: Psd, tmp_path: Path) -> None:
    report = last(endure(psd, Plan(cycles=CYCLES), tmp_path / "report.json", signer=psd.signer()))
    total = sum(map(amount_of, range(CYCLES)))
    assert Registers(total, 0) == psd.registers()
    assert (True, 0, CYCLES, CYCLES * ENDURANCE_SELECTIONS // FAST_ENDURANCE_CYCLES) == (
        *(report.passed, report.register_errors, report.cycles, report.selections),
    )
    assert list(range(0, CYCLES + 1, CYCLES // 20)) == report.lockouts
    words = json.loads((tmp_path / "report.json").read_text())
    assert report.words() == words
    assert words["cycles_a_second"] > 0
    refused = [record for record in psd.records() if record.event is Event.REFUSE]
    assert len(report.lockouts) == len(refused)


def test_a_stopped_test_goes_on_where_the_device_is(psd: Psd, tmp_path: Path) -> None:
    place, plan = tmp_path / "report.json", Plan(cycles=3_000, commit=100)
    for _, report in zip(range(7), endure(psd, plan, place, signer=psd.signer()), strict=False):
        stopped = report.cycles
    older = json.loads(place.read_text())
    psd.test_prints(
        [Request(amount=amount_of(cycle), mailing_date=0) for cycle in range(stopped, stopped + 50)],
        psd.signer(),
        endurance.PURPOSE,
    )  # a transaction whose report was lost
    assert stopped == older["cycles"]
    report = last(endure(psd, plan, place, signer=psd.signer()))
    assert (True, 3_000, 375, 2) == (report.passed, report.cycles, report.selections, report.runs)
    assert list(range(0, 3_001, 150)) == report.lockouts


def test_a_device_that_registers_wrongly_fails(psd: Psd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Registers.debited

    def slips(self: Registers, amount: int) -> Registers:
        after = honest(self, amount)
        return after if after.ascending < 100_000 else Registers(after.ascending + 1, after.descending)

    monkeypatch.setattr(Registers, "debited", slips)
    monkeypatch.setattr(Psd, "test_prints", unguarded)
    with pytest.raises(RegisterError, match=r"cycle \d+ registered"):
        last(endure(psd, Plan(cycles=1_000), tmp_path / "report.json", signer=psd.signer()))
    assert (1, False) == tuple(
        json.loads((tmp_path / "report.json").read_text())[name] for name in ("register_errors", "passed")
    )


def unguarded(self: Psd, requests: list[Request], signer: Signer, purpose: str) -> tuple[bytes, ...]:
    """Test prints of a device whose database does not watch its registers."""
    from_ = self.registers()
    if from_.descending == 0:
        from_.debited(1)
    after, messages = from_, []
    for request in requests:
        after = after.debited(request.amount)
        number = [after.ascending.to_bytes(5, "little"), request.amount.to_bytes(3, "little")]
        messages.append(bytes(14) + b"".join(number) + bytes(19) + after.descending.to_bytes(4, "little") + bytes(68))
    return tuple(messages)


def test_a_device_that_prints_when_it_is_empty_fails(psd: Psd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Psd, "test_prints", lambda *_: (b"",))
    with pytest.raises(RegisterError, match="after cycle 0 the empty device printed"):
        last(endure(psd, Plan(cycles=1_000), tmp_path / "report.json", signer=psd.signer()))


def test_the_test_begins_with_an_empty_device(psd: Psd, tmp_path: Path) -> None:
    psd.load(1)
    with pytest.raises(PsdRefused, match="must be empty"):
        last(endure(psd, Plan(cycles=10), tmp_path / "report.json", signer=psd.signer()))


def test_a_report_of_another_plan_or_of_nothing_is_refused(psd: Psd, tmp_path: Path) -> None:
    place = tmp_path / "report.json"
    last(endure(psd, Plan(cycles=10), place, signer=psd.signer()))
    with pytest.raises(UsageError, match="is of 10 cycles of ZZ010000001001"):
        last(endure(psd, Plan(cycles=20), place, signer=psd.signer()))
    place.write_text("{}")
    with pytest.raises(InputError, match="is no report of an endurance test"):
        last(endure(psd, Plan(cycles=10), place, signer=psd.signer()))


@pytest.mark.parametrize("plan", [{"cycles": 0}, {"commit": 0}])
def test_a_plan_of_nothing_is_refused(plan: dict[str, int]) -> None:
    with pytest.raises(UsageError, match="1 or more"):
        Plan(**plan)


def test_test_prints_are_spoiled_from_the_start_and_pending_for_nobody(psd: Psd) -> None:
    psd.load(1_000)
    (message,) = psd.test_prints([LETTER], psd.signer(), "a test")
    assert ((), (message.hex(),), "a test") == (*(psd.pending(), psd.spoiled_messages(), next(iter(psd.log())).reason),)
