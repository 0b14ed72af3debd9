"""Statements and ledger entries: whole or not at all, each indicium once."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fixtures.postgres import Server
from indicia.errors import OutputError
from indicia.faces import Face
from indicia.spec.kinds import DateForm
from provider.documents import pdf
from provider.errors import ProviderRefused
from provider.refunds import filing
from provider.refunds.case import parse_case
from provider.refunds.item import YES, ScannedPiece, Shown
from provider.refunds.outcome import RefundOutcome, worked_out
from provider.refunds.register_statement import value_statement
from provider.refunds.register_value import value_refund
from provider.refunds.scanning import STATION, ClaimedPiece
from verify.ledger import Claim, DuplicateStatus, IndiciumKey, Ledger, Witness
from verify.ledger.opening import open_ledger

ON = dt.date(2014, 8, 1)
AT = dt.datetime(2014, 8, 1, 12, 0, tzinfo=dt.UTC)
SERIALS = ("ZZ010000001001", "ZZ010000001002")


def case(request: str = "R", **more: object) -> dict[str, object]:
    return {
        "request": {"id": request, "applicant": "licensee"},
        "meters": {serial: {"system": "pc-postage"} for serial in SERIALS},
        "pieces": {"presented": "loose", "pic": False},
        **more,
    }


def pieces(request: str, count: int = 3) -> list[ClaimedPiece]:
    found = []
    for number in range(count):
        shown = Shown(DateForm.COMPLETE, ON, ON)
        scan = ScannedPiece(
            f"{number}.png",
            meters=(SERIALS[number % 2],),
            value=370,
            shown=shown,
            complete=YES,
            legible=YES,
            valid=YES,
            identified=YES,
            reply=False,
            ledger=DuplicateStatus.FIRST_SEEN,
        )
        key = IndiciumKey(f"ibi/1001/{SERIALS[number % 2]}", 370 * (number + 1))
        witness = Witness(AT, STATION, f"{request}/{number}.png")
        claim = Claim(key, hashlib.sha256(str(number).encode()).digest(), witness, amount=370)
        found.append(ClaimedPiece(scan, (claim,)))
    return found


def outcome_of(found: list[ClaimedPiece], document: dict[str, object]) -> RefundOutcome:
    return worked_out(parse_case(document), [one.piece for one in found], ON)


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path, postgres: Callable[[], Server]) -> Iterator[Ledger]:
    url = f"sqlite:///{tmp_path}/ledger.db" if request.param == "sqlite" else postgres().new_database()
    with open_ledger(url) as opened:
        yield opened


def test_of_two_requests_for_the_same_pieces_one_is_entered(ledger: Ledger) -> None:
    first, second = pieces("R"), pieces("S")
    # Both were worked out before either was entered.
    outcomes = outcome_of(first, case("R")), outcome_of(second, case("S"))
    assert 3 == filing.enter(ledger, outcomes[0], first)
    with pytest.raises(ProviderRefused, match="3 indicia were mailed or refunded since"):
        filing.enter(ledger, outcomes[1], second)


def test_what_is_mailed_meanwhile_keeps_the_whole_request_out(ledger: Ledger) -> None:
    found = pieces("R")
    outcome = outcome_of(found, case())
    mailed = Claim(found[1].claims[0].key, found[1].claims[0].digest, Witness(AT, "dock 3", "x"), amount=370)
    ledger.claim([mailed])
    with pytest.raises(ProviderRefused, match="1 indicia were mailed or refunded since"):
        filing.enter(ledger, outcome, found)
    assert 1 == len(list(ledger.export()))
    assert [DuplicateStatus.FIRST_SEEN] == [one.status for one in ledger.ask(found[0].claims)]


def test_ineligible_pieces_are_not_entered(ledger: Ledger) -> None:
    found = pieces("R")
    document = case(some=[{"files": ["1.png"], "facts": {"presented": "stapled"}}])
    assert 2 == filing.enter(ledger, outcome_of(found, document), found)
    assert [DuplicateStatus.FIRST_SEEN] == [one.status for one in ledger.ask(found[1].claims)]


def test_each_system_has_its_statement_and_the_outcome_names_them(face: Face, tmp_path: Path) -> None:
    filed = filing.filed(outcome_of(pieces("R"), case()), face)
    names = [f"R-{serial}-pc-dated-no-pic.pdf" for serial in SERIALS]
    assert {*names, "R.json"} == filed.keys()
    for name in names:
        assert name.encode() in filed["R.json"]
        assert b"%PDF" == filed[name][:4]
    written = filing.write(filed, tmp_path / "a" / "b")
    assert [filed[place.name] for place in written] == [place.read_bytes() for place in written]
    filing.take_back(written)
    assert [] == list((tmp_path / "a" / "b").iterdir())


def test_a_place_that_cannot_be_made_is_said(face: Face, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be made"):
        filing.write({"a.pdf": b""}, tmp_path / "file" / "out")


def test_hours_that_are_not_told_keep_a_request_open() -> None:
    document = case(ruling={"on": "2014-08-20", "decision": "granted"})
    document["meters"] = {serial: {"system": "ibi-meter", "proof": "lease"} for serial in SERIALS}
    document["request"] = {"id": "R", "applicant": "licensee", "forms": "each-meter"}
    found = pieces("R", 2000)
    outcome = outcome_of(found, document)
    assert outcome.refund is None
    with pytest.raises(ProviderRefused, match="processing time is not told"):
        filing.require_grant(outcome)


def test_a_value_statement_tells_what_is_asked_and_until_when_to_appeal(face: Face) -> None:
    withdrawn = {"serial": SERIALS[0], "cause": "faulty", "approved": "90.00", "notice_on": "2005-08-01"}
    told = parse_case({**case(), "meters": {SERIALS[0]: {"system": "ibi-meter"}}, "withdrawn": withdrawn})
    statement = value_statement(value_refund(told, dt.date(2005, 8, 15)))
    words = str(statement)
    for word in ("90.00", "4.6.7", "2005-09-30", "10.3.1", "not told"):
        assert word in words
    assert pdf(statement, face) == pdf(statement, face)
