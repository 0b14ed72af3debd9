import json
import sqlite3
from pathlib import Path

import pytest

from fixtures.order_files import ORDERS
from indicia import console
from indicia.cli import keys, psd
from indicia.psd.device import Psd
from indicia.psd.life import STEPS
from indicia.psd.records import Request

OFFICE = ("--zip", "06926", "--city", "STAMFORD", "--state", "CT")
DAY = ("--on", "2005-06-15")


def run(*arguments: object) -> int:
    return console.exit_code(psd.app, "indicia", [str(argument) for argument in arguments])


@pytest.fixture
def provider(tmp_path: Path) -> Path:
    assert 0 == console.exit_code(keys.app, "indicia", ["init", str(tmp_path / "keys")])
    return tmp_path / "keys"


@pytest.fixture
def device(tmp_path: Path, provider: Path) -> Path:
    """Ten dollars in it, in June 2005."""
    assert 0 == run("create", tmp_path / "psd", "--keys", provider, "--serial", 1001, *OFFICE, *DAY)
    with Psd.open(tmp_path / "psd") as opened:
        opened.load(10_000)
    return tmp_path / "psd"


def answers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def service(device: Path, *arguments: object) -> int:
    return run("service", device, *arguments, "--keys", device.parent / "keys", *DAY, "--json")


def test_an_audit_of_a_whole_device_says_so(device: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == run("audit", device, "--json")
    (answer,) = answers(capsys)
    assert {
        "device": "ZZ010000001001",
        "whole": True,
        "records": 5,
        "seals": 4,
        "first_altered": None,
        "problems": [],
    } == answer


def test_an_audit_names_the_first_altered_record_and_locks_the_device(
    device: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite3.connect(device / "psd.sqlite") as database:
        (rule,) = database.execute("SELECT sql FROM sqlite_master WHERE name = 'journal_settles_once'").fetchone()
        database.execute("DROP TRIGGER journal_settles_once")
        database.execute("UPDATE journal SET detail = 'other' WHERE sequence = 4")
        database.execute(rule)
    database.close()
    assert 9 == run("audit", device)
    assert "first altered         4\n" in capsys.readouterr().out
    assert 0 == run("status", device, "--json")
    (status,) = answers(capsys)
    assert ("faulty", ["state"]) == (status["life"], status["lockouts"])
    assert 9 == run("load", device, "--amount", "1")
    assert "broken log: record 4 of the log was altered" in capsys.readouterr().err


def test_the_display_shows_the_next_amount_and_why_it_is_not_printed(
    device: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    order = ORDERS / "ibi-letter-10.json"
    assert 0 == run("display", device, order, "--json")
    amount = str(json.loads(order.read_text())["indicium"]["amount"])
    assert [
        {
            "ascending_register": "0.000",
            "descending_register": "10.000",
            "next_amount": f"{amount}0" if len(amount) == 4 else amount,
            "lockouts": [],
        }
    ] == answers(capsys)
    with Psd.open(device) as opened:
        opened.issue(Request(amount=9_900, mailing_date=0), opened.signer())
    assert 9 == run("display", device, order)
    assert "not enough funds" in capsys.readouterr().out


def test_a_lock_date_shows_in_status_and_display(device: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == service(device, "inspect", "--lock-on", "2005-07-01")
    capsys.readouterr()
    assert 0 == run("display", device, "--on", "2005-06-30")
    assert 9 == run("display", device, "--on", "2005-07-01")
    assert "locked since 2005-07-01" in capsys.readouterr().out
    assert 0 == run("status", device, "--on", "2005-07-01")
    assert "lockouts              locked since 2005-07-01" in capsys.readouterr().out


def test_the_whole_life_of_a_device_on_the_bench(device: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for orders, life in (
        (("lock", "--reason", "overdue"), "locked"),
        (("unlock", "--amount", "0"), "in-service"),
        (("fault",), "faulty"),
        (("clear", "--readings", "0/10.000"), "withdrawn"),
        (("zero", "destroy"), "destroyed"),
    ):
        assert 0 == service(device, *orders)
        assert life == answers(capsys)[0]["life"]
    assert ["psd.sqlite"] == [path.name for path in device.iterdir()]
    assert 0 == run("audit", device, "--json")
    assert answers(capsys)[0]["whole"]
    assert 0 == run("events", device, "--after", "5", "--json")
    kinds = [record["kind"] for record in answers(capsys)]
    assert ["lock", "unlock", "reset", "fault", "clear", "zero", "destroy"] == [
        kind for kind in kinds if kind != "state"
    ]


def test_a_loaner_is_placed_and_comes_back(tmp_path: Path, provider: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loaner = tmp_path / "loaner"
    assert 0 == run("create", loaner, "--keys", provider, "--serial", 7, *OFFICE, "--use", "loaner", *DAY)
    customer = ("--customer", "C-7", "--city", "Norwalk", "--state", "ct", "--readings", "0/0")
    assert 0 == service(loaner, "place", *customer)
    capsys.readouterr()
    assert 0 == run("status", loaner, "--json", *DAY)
    (status,) = answers(capsys)
    assert {"city": "NORWALK", "state": "CT", "zip": "06926"} == status["licensing_post_office"]
    assert {"licence": "C-7", "first_day": "2005-06-15", "last_day": "2005-06-21"} == status["loan"]
    assert 0 == service(loaner, "return", "--readings", "0/0")


def test_a_statement_goes_out_and_a_grant_comes_in(
    device: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    statement = tmp_path / "statement.json"
    assert 0 == run("state", device, "-o", statement, "--amount", "5.00", *DAY)
    body = json.loads(json.loads(statement.read_text())["body"])
    assert ("ZZ010000001001", 5_000, {"ascending": 0, "descending": 10_000}) == (
        *(body["device"], body["requested"], body["registers"]),
    )
    assert 2 == run("apply", device, statement)
    assert "no signed Grant: found 'Statement'" in capsys.readouterr().err
    assert 2 == run("apply", device, tmp_path / "nowhere")


def test_the_table_of_life_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert 0 == run("life", "--json")
    assert [step.event.value for step in STEPS] == [row["event"] for row in answers(capsys)]
    assert 0 == run("life")
    assert "destroy     withdrawn -> destroyed  [39 CFR 501.18]" in capsys.readouterr().out


def test_a_short_endurance_test_reports(tmp_path: Path, provider: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worn = tmp_path / "worn"
    assert 0 == run("create", worn, "--keys", provider, "--serial", 8, *OFFICE, "--algorithm", "ed25519")
    assert 0 == run("endure", worn, "--cycles", "400", "--commit", "50", "--json")
    (report,) = answers(capsys)
    assert (True, 400, 50, 21, 0) == (
        *(report["passed"], report["cycles"], report["selections"]),
        *(len(report["lockouts"]), report["register_errors"]),  # type: ignore[arg-type]  # a list
    )
    assert report == json.loads((tmp_path / "worn.endurance.json").read_text())


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (("audit", "nowhere"), 2, "is not a PSD"),
        (("service", "PSD", "destroy", "--keys", "KEYS"), 9, "the device is in-service; destroy is for one that is"),
        (("service", "PSD", "--keys", "KEYS"), 9, "it orders nothing"),
        (("service", "PSD", "explode", "--keys", "KEYS"), 1, "explode"),
        (("service", "PSD", "lock", "--keys", "nowhere"), 8, "cannot read the key"),
        (("endure", "PSD"), 9, "must be empty"),
        (("endure", "PSD", "--cycles", "0"), 1, "allowed: 1 or more"),
        (("events", "nowhere"), 2, "is not a PSD"),
    ],
)
def test_a_refusal_is_one_line_and_its_code(
    arguments: tuple[str, ...], code: int, complaint: str, device: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {"PSD": device, "KEYS": device.parent / "keys"}
    assert code == run(*(places.get(argument, argument) for argument in arguments))
    shown = capsys.readouterr()
    assert ("", 1) == (shown.out, len(shown.err.splitlines()))
    assert complaint in shown.err
