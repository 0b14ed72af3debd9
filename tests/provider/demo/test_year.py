"""The year of a small provider: books, devices and deadlines agree, and its documents tell the story."""

import csv
import datetime as dt
import hashlib
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from indicia import console
from indicia.errors import ExitCode
from indicia.faces import Face
from provider.cli.main import app
from provider.demo import Summary, live

UNTIL = dt.date(2005, 6, 15)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory, face: Face) -> tuple[Path, Summary]:
    folder = tmp_path_factory.mktemp("demo") / "year"
    return folder, live(folder, face, last=UNTIL)


def document(folder: Path, name: str) -> dict[str, object]:
    (path,) = (folder / "documents").glob(f"*-{name}.json")
    found: dict[str, object] = json.loads(path.read_text("utf-8"))
    return found


def test_books_devices_and_deadlines_agree(lived: tuple[Path, Summary]) -> None:
    summary = lived[1]
    assert summary.agrees
    assert ((), (), ()) == (summary.book_faults, summary.broken_logs, summary.overdue)
    assert summary.control_totals == summary.postage > 0
    assert summary.pieces > 300
    assert summary.resets > 10


@pytest.mark.parametrize(
    "name",
    [
        *("search", "lost-meter", "recovered-meter", "faulty-meter", "third-party-notice", "weakness-written"),
        *("notice-ZZ010000001005", "register-value-refund", "inspection-ZZ010000001003"),
    ],
)
def test_scenes_leave_their_documents(lived: tuple[Path, Summary], name: str) -> None:
    assert document(lived[0], name)["parts"]


def test_every_day_has_its_activity_report(lived: tuple[Path, Summary]) -> None:
    days = (UNTIL - dt.date(2004, 12, 31)).days
    assert days == len(list((lived[0] / "documents").glob("*-daily-activity.json")))


def test_faulty_meter_is_on_the_list_of_the_month_after(lived: tuple[Path, Summary]) -> None:
    (path,) = (lived[0] / "documents").glob("06-15-faulty-meters.csv")
    (row,) = csv.DictReader(io.StringIO(path.read_text("utf-8")))
    assert ("ZZ010000001004", "lamp of the display") == (row["Meter"], row["Malfunction"])


def test_revenue_reports_add_up_to_what_was_reset(lived: tuple[Path, Summary]) -> None:
    total = Decimal(0)
    for path in (lived[0] / "documents").glob("*-revenue-allocation.csv"):
        total += sum(
            Decimal(row["Amount of resettings"]) for row in csv.DictReader(io.StringIO(path.read_text("utf-8")))
        )
    activity = Decimal(0)
    for path in sorted((lived[0] / "documents").glob("0[1-5]-*-daily-activity.json")):
        rows = json.loads(path.read_text("utf-8"))["parts"][0]["rows"]
        activity += sum(Decimal(row["Amount"]) for row in rows if row["Activity"] == "reset-confirmed")
    assert activity == total > 0


def documents(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "documents").iterdir()}


def test_same_seed_writes_the_same_documents(tmp_path: Path, face: Face) -> None:
    for name in ("first", "second"):
        live(tmp_path / name, face, last=dt.date(2005, 2, 1))
    assert documents(tmp_path / "first") == documents(tmp_path / "second")


def test_command_tells_the_summary_and_wants_a_new_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["demo", str(tmp_path / "year"), "--until", "2005-01-10"]
    assert ExitCode.DONE == console.exit_code(app, "provider", [*words, "--json"])
    assert json.loads(capsys.readouterr().out)["agrees"]
    assert ExitCode.OUTPUT == console.exit_code(app, "provider", words)
    assert "name a new folder" in capsys.readouterr().err
