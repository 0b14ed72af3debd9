"""A batch killed again and again until it is done, and a batch of ten thousand labels (the full sizes: `make soak`)."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pypdfium2
import pytest

from benchmarks.batch import documents
from fixtures.order_files import document
from indicia import console
from indicia.cli.main import app
from indicia.errors import ExitCode
from tests.soak.audit import Audit, Row, read_symbols
from tests.soak.runner import Runner, runner

FULL = os.environ.get("INDICIA_SOAK") == "full"
ROUNDS, LABELS = (60, 10_000) if FULL else (2, 100)
LINES = 24
CHUNK = 5
LATEST = 0.25
"""Share of a whole batch's time up to which kills are drawn: a batch is killed several times."""
BROKEN = 11
"""A line that is no order."""
SHEET, SHEET_LABELS = 17, 6
"""A line that asks for labels on two pages of a sheet."""
CONTROL_MB = 60
"""Megabytes that the whole batch may need beyond its first tenth: a chunk is all that is held."""
pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with a loaded device, `psd`."""
    keys, psd = tmp_path / "keys", tmp_path / "psd"
    place = ("--zip", "06926", "--city", "STAMFORD", "--state", "CT")
    for arguments in (
        ("keys", "init", keys),
        ("psd", "create", psd, "--keys", keys, "--serial", "1001", *place),
        ("psd", "load", psd, "--amount", "100000.00"),
    ):
        assert 0 == console.exit_code(app, "indicia", [str(argument) for argument in arguments])
    return tmp_path


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Runner]:
    (tmp_path / "said").mkdir()
    with runner(tmp_path / "said") as started:
        yield started


def write_orders(place: Path) -> None:
    lines = [json.dumps(order) for order in documents(LINES)]
    lines[BROKEN - 1] = "{"
    lines[SHEET - 1] = json.dumps(document("stamp-sheet", media={"start": 22, "count": SHEET_LABELS}))
    place.write_text("\n".join(lines))


def expected_lines() -> list[int]:
    """The line of every piece, in order."""
    lines = [line for line in range(1, LINES + 1) if line != BROKEN]
    return sorted([*lines, *[SHEET] * (SHEET_LABELS - 1)])


def test_a_batch_killed_until_it_is_done_prints_every_line_once(office: Path, run: Runner) -> None:
    """Every line is debited once, released, and stands on its page; whatever was pending was finished."""
    rng = random.Random(604)
    orders, audit = office / "orders.jsonl", Audit(office / "psd" / "psd.sqlite", office / "none")
    write_orders(orders)
    kills, seconds = 0, _learn(run, office, orders)
    before = len(audit_rows(audit))
    for number in range(ROUNDS):
        output, manifest = office / f"{number}.pdf", office / f"{number}.jsonl"
        arguments = ("print", "--batch", orders, "--psd", office / "psd", "-o", output, "--chunk", CHUNK)
        code = -signal.SIGKILL
        while code == -signal.SIGKILL:
            started = run.start(*arguments, "--resume", "--manifest", manifest)
            time.sleep(rng.uniform(0.0, LATEST * seconds))
            started.kill()
            code = run.wait(started)
            kills += 1
        assert ExitCode.INPUT == code, started.stderr.read_text()
        rows = audit_rows(audit)[before:]
        before += len(rows)
        assert {"released"} == {row.state for row in rows}
        assert expected_lines() == [row["line"] for row in listed(manifest)]
        assert sorted(row.message or b"" for row in rows) == sorted(read_symbols(output))
        with pypdfium2.PdfDocument(output) as joined:
            assert len(joined) == listed(manifest)[-1]["page"]
        assert ["batch.json"] == [file.name for file in (office / f"{output.name}.batch").iterdir()]
    sys.stdout.write(f"\n{ROUNDS} batches, {kills - ROUNDS} kills\n")
    assert "ok" == audit.whole()


def test_a_large_batch_prints_every_label_and_holds_a_chunk(office: Path) -> None:
    """A tenth of it and all of it need about the same."""
    peaks = []
    for count in (LABELS // 10, LABELS):
        orders, output = office / f"{count}.jsonl", office / f"{count}.pdf"
        orders.write_text("".join(f"{json.dumps(order)}\n" for order in documents(count)))
        start = time.perf_counter()
        peaks.append(_print_in_child(office / "psd", orders, output))
        sys.stdout.write(f"\n{count} labels in {time.perf_counter() - start:.1f} s, peak {peaks[-1]:.0f} MB\n")
        with pypdfium2.PdfDocument(output) as joined:
            assert count == len(joined)
    assert peaks[1] - peaks[0] < CONTROL_MB
    audit = Audit(office / "psd" / "psd.sqlite", office)
    messages = [row.message for row in audit_rows(audit)][-LABELS:]
    assert messages == read_symbols(office / f"{LABELS}.pdf")


def _learn(run: Runner, office: Path, orders: Path) -> float:
    """Seconds of a batch that nobody kills."""
    start = time.perf_counter()
    started = run.start("print", "--batch", orders, "--psd", office / "psd", "-o", office / "x.pdf", "--chunk", CHUNK)
    assert ExitCode.INPUT == run.wait(started)
    return time.perf_counter() - start


def audit_rows(audit: Audit) -> Sequence[Row]:
    """Every issue, oldest first."""
    audit.read()
    return audit.issues


def listed(manifest: Path) -> list[dict[str, int]]:
    return [json.loads(line) for line in manifest.read_text().splitlines()]


def _print_in_child(psd: Path, orders: Path, output: Path) -> float:
    """Prints a batch; the most megabytes that it needed."""
    program = (
        "import resource, sys; from indicia import console; from indicia.cli.main import app\n"
        "code = console.exit_code(app, 'indicia')\n"
        "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)); sys.exit(code)"
    )
    arguments = ["print", "--batch", str(orders), "--psd", str(psd), "-o", str(output)]
    ended = subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True)
    return int(ended.stderr) / 1024
