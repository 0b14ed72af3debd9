"""`provider refund`: scans and a case in, sums, statements and ledger entries out, in one command."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pytest

from fixtures import refunds
from fixtures.refunds import CASE, ON, PRINTED, SYSTEMS, Fate, HeapPiece, Imprint, Press, device_of, heap, thrown
from indicia import console
from indicia.errors import ExitCode
from indicia.faces import Face
from indicia.payload.codec import decode
from indicia.security.signature import SignatureStatus
from indicia.spec.kinds import System
from provider.cli.common import NAME
from provider.cli.main import app
from verify.cli.main import app as verify_app
from verify.ledger import Witness, claim_of
from verify.ledger.opening import open_ledger

REASONS = {
    Fate.LATE: "604.10.3.2c-in-time",
    Fate.MAILED: "604.10.3.6-unmailed",
    Fate.REFUNDED: "604.10.3.6-once",
    Fate.COPY: "604.10.3.6-once",
    Fate.FORGED: "604.10.3.2-valid",
    Fate.DAMAGED: "604.10.3.4-legible",
    Fate.REMOVED: "604.10.3.2d-not-removed",
    Fate.REPLY: "604.10.3.2g-wrong-reply",
}
GRANTED = '\n[ruling]\non = 2005-08-20\ndecision = "granted"\n'
MAILED_AT = dt.datetime(2005, 7, 20, 9, 0, tzinfo=dt.UTC)
Run = Callable[..., tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class Office:
    """Where requests come in."""

    folder: Path

    @property
    def trust(self) -> Path:
        return self.folder / "keys" / "trust"

    @property
    def ledger(self) -> str:
        return f"sqlite:///{self.folder}/ledger.db"

    def request(self, *flags: object, case: str = CASE, scans: str = "scans") -> list[str]:
        """The arguments of a request, whose case file is written."""
        place = self.folder / f"case-{hashlib.sha256(case.encode()).hexdigest()[:8]}.toml"
        place.write_text(case)
        given = ("refund", self.folder / scans, "--case", place, "--trust", self.trust, *flags)
        return [str(argument) for argument in given]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: object, program: Any = app, name: str = NAME) -> tuple[int, str, str]:
        capsys.readouterr()
        code = console.exit_code(program, name, [str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return command


def remembered(office: Office, messages: dict[Fate, list[bytes]]) -> None:
    """The ledger knows the mailed and the refunded pieces."""
    with open_ledger(office.ledger) as ledger:
        decoded = [decode(message) for message in messages[Fate.MAILED]]
        witness = Witness(MAILED_AT, station="dock 3")
        claims = [claim_of(message, SignatureStatus.VALID, witness) for message in decoded]
        ledger.claim([claim for claim in claims if claim is not None])
        ledger.declare_refunds(hashlib.sha256(decode(message).signed).digest() for message in messages[Fate.REFUNDED])


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_DOWN)


def owed(pieces: list[HeapPiece]) -> dict[str, Decimal]:
    """What the good pieces bring, reckoned by hand: by serial, `july` for the undated mailing."""
    face = {serial: Decimal(0) for serial in SYSTEMS}
    for piece in pieces:
        if piece.fate is Fate.GOOD:
            face[piece.imprint.serial] += Decimal(piece.imprint.amount)
    undated = [p for p in pieces if p.fate is Fate.GOOD and p.imprint.date is None]
    mailing = face[refunds.UNDATED_METER] + face[refunds.OTHER_UNDATED_METER]
    dear = face[refunds.DEAR_METER]
    found = {
        device_of(refunds.METER): cents(face[refunds.METER] * Decimal("0.9")),
        # Two hours and twelve minutes: three hours at $35.
        device_of(refunds.DEAR_METER): dear - 105 if dear > 350 else cents(dear * Decimal("0.9")),
        device_of(refunds.PC): max(face[refunds.PC] - 1, Decimal(0)),
        device_of(refunds.OTHER_PC): max(face[refunds.OTHER_PC] - 1, Decimal(0)),
    }
    if len(undated) >= 500 or mailing >= 500:
        found["july"] = mailing - 35 if mailing > 350 else cents(mailing * Decimal("0.9"))
    return found


def paid(answer: dict[str, Any]) -> dict[str, Decimal]:
    return {one["mailing"] or one["forms"][0]["meter"]: Decimal(one["refund"]) for one in answer["settlements"]}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, face: Face) -> tuple[Office, list[HeapPiece]]:
    place = Office(tmp_path_factory.mktemp("office"))
    press = Press.opened(place.folder / "keys", SYSTEMS, face, seed=604)
    pieces = heap(15, np.random.default_rng(1030))
    remembered(place, thrown(press, pieces, place.folder / "scans"))
    (place.folder / "few").mkdir()
    few = [Imprint(refunds.METER, "0.37", PRINTED), Imprint(refunds.PC, "3.85", PRINTED)]
    for number, imprint in enumerate(few):
        refunds.write_scan(press.scan(imprint), place.folder / "few" / f"{number}.png")
    return place, pieces


def test_a_mixed_heap_is_sorted_and_computed(office: tuple[Office, list[HeapPiece]], run: Run) -> None:
    place, pieces = office
    out = place.folder / "out"
    code, shown, told = run(*place.request("--ledger", place.ledger, "-o", out, "--json"))
    answer = json.loads(shown)
    assert (ExitCode.UNACCEPTABLE, "") == (code, told)
    assert owed(pieces) == paid(answer)
    reasons = {one["file"]: one["reasons"] for one in answer["pieces"]}
    for piece in pieces:
        name = f"copy-{piece.file}" if piece.fate is Fate.COPY else piece.file
        if piece.fate is Fate.GOOD:
            assert (["604.10.3.4b-least"] if piece.imprint.date is None else []) == reasons[name]
        else:
            assert REASONS[piece.fate] in reasons[name]
    statements = {device_of(s) for s in (refunds.METER, refunds.DEAR_METER, refunds.PC, refunds.OTHER_PC)}
    written = {path.name: path.read_bytes() for path in out.iterdir()}
    assert {*answer["files"]} == written.keys()
    assert statements == {name.split("-")[2] for name in written if name.endswith(".pdf")}
    assert answer["totals"]["refund"] == json.loads(written["HEAP-1.json"])["totals"]["refund"]


def test_the_same_request_gives_the_same_bytes(office: tuple[Office, list[HeapPiece]], run: Run) -> None:
    place, _ = office
    first, second = place.folder / "first", place.folder / "second"
    for out in (first, second):
        code, _, _ = run(*place.request("--ledger", place.ledger, "-o", out, scans="few"))
        assert ExitCode.DONE == code
    names = sorted(path.name for path in first.iterdir())
    assert [(first / name).read_bytes() for name in names] == [(second / name).read_bytes() for name in names]
    words = pypdfium2.PdfDocument(first / f"HEAP-1-{device_of(refunds.METER)}-meter-dated.pdf")[0].get_textpage()
    text = words.get_text_range()
    for word in ("Form 3533", device_of(refunds.METER), "ROE SUPPLY CO", "0.37", "$0.33", "2005-09-13", "604.10.3.2h"):
        assert word in text


def test_people_read_a_table(office: tuple[Office, list[HeapPiece]], run: Run) -> None:
    place, _ = office
    code, shown, _ = run(*place.request(scans="few", case=CASE.replace("[pieces]", "[pieces]\nmailed = false")))
    assert ExitCode.DONE == code
    assert "eligible: 2 pieces, $4.22" in shown
    assert "refund: $3.18" in shown


def test_refunded_postage_is_refused_in_the_mail_and_in_the_next_request(tmp_path: Path, face: Face, run: Run) -> None:
    place = Office(tmp_path)
    press = Press.opened(tmp_path / "keys", {refunds.PC: System.PC_POSTAGE}, face)
    (tmp_path / "scans").mkdir()
    scan = tmp_path / "scans" / "a.png"
    refunds.write_scan(press.scan(Imprint(refunds.PC, "3.85", PRINTED)), scan)
    code, shown, _ = run(*place.request("--ledger", place.ledger, "--enter", "--json"))
    assert (ExitCode.DONE, 1) == (code, json.loads(shown)["entered"])
    mailed = ("scan", scan, "--trust", place.trust, "--on", PRINTED, "--ledger", place.ledger, "--json")
    code, shown, _ = run(*mailed, program=verify_app, name="verify")
    assert (ExitCode.UNACCEPTABLE, ["refunded"]) == (code, json.loads(shown)["reasons"])
    code, shown, _ = run(*place.request("--ledger", place.ledger, "--enter", "--json"))
    assert (ExitCode.UNACCEPTABLE, 0) == (code, json.loads(shown)["entered"])
    assert ["604.10.3.6-once"] == json.loads(shown)["pieces"][0]["reasons"]


def test_what_the_postal_service_rules_on_is_entered_after_its_ruling(
    office: tuple[Office, list[HeapPiece]], tmp_path: Path, run: Run
) -> None:
    place, _ = office
    ledger, out = f"sqlite:///{tmp_path}/l.db", tmp_path / "out"
    flags = ("--ledger", ledger, "--enter", "-o", out)
    code, shown, told = run(*place.request(*flags, scans="few"))
    assert (ExitCode.PSD, "") == (code, shown)
    assert "give [ruling] (604.10.2.8b)" in told
    code, shown, told = run(*place.request(*flags, scans="few", case=CASE + GRANTED.replace("granted", "denied")))
    assert (ExitCode.PSD, "provider: the request stands as denied: nothing is refunded\n") == (code, told)
    assert not out.exists()
    code, shown, _ = run(*place.request(*flags, scans="few", case=CASE + GRANTED))
    assert ExitCode.DONE == code
    assert "2 indicia entered in the ledger as refunded" in shown


def test_a_day_that_no_text_covers_is_undetermined(office: tuple[Office, list[HeapPiece]], run: Run) -> None:
    place, _ = office
    code, shown, _ = run(*place.request("--on", "2009-08-01", "--json", scans="few"))
    answer = json.loads(shown)
    assert (ExitCode.UNDETERMINED, None, []) == (code, answer["edition"], answer["settlements"])


def test_a_picture_that_cannot_be_read_costs_the_others_nothing(
    office: tuple[Office, list[HeapPiece]], run: Run
) -> None:
    place, _ = office
    broken = place.folder / "few" / "z.png"
    broken.write_bytes(b"no picture")
    try:
        code, shown, told = run(*place.request("--ledger", place.ledger, "--json", scans="few"))
    finally:
        broken.unlink()
    answer = json.loads(shown)
    assert ExitCode.INPUT == code
    assert 1 == told.count("\n")
    assert ["eligible", "eligible", "undetermined"] == [one["eligibility"] for one in answer["pieces"]]
    assert None is answer["pieces"][2]["page"]


@pytest.mark.parametrize(
    ("flags", "case", "scans", "code", "said"),
    [
        (("--enter",), CASE, "few", ExitCode.USAGE, "--enter needs --ledger"),
        ((), CASE, "nowhere", ExitCode.INPUT, "no such file or folder"),
        ((), "[request]\nid = 7\n", "few", ExitCode.INPUT, "request.id: found 7"),
        ((), "[request\n", "few", ExitCode.INPUT, "not a TOML file"),
        ((), CASE + '\n[ruling]\non = "soon"\ndecision = "granted"\n', "few", ExitCode.INPUT, "ruling.on"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    office: tuple[Office, list[HeapPiece]],
    run: Run,
    *,
    flags: tuple[str, ...],
    case: str,
    scans: str,
    code: ExitCode,
    said: str,
) -> None:
    place, _ = office
    found, shown, told = run(*place.request(*flags, case=case, scans=scans))
    assert (code, "") == (found, shown)
    assert said in told
    assert 1 == told.count("\n")


def test_the_day_of_the_request_is_the_case_s(office: tuple[Office, list[HeapPiece]], run: Run) -> None:
    place, _ = office
    _, shown, _ = run(*place.request("--ledger", place.ledger, "--json", scans="few"))
    assert ON.isoformat() == json.loads(shown)["on"]
