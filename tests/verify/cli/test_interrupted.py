"""`verify scan` under Ctrl-C: what was said is whole, and nothing is left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.verify.conftest import DAY

ROOT = Path(__file__).resolve().parents[3]


def group(leader: int) -> list[str]:
    """Processes of a group, by what they run."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            fields = (process / "stat").read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == leader and fields[0] != "Z":
            found.append((process / "cmdline").read_text())
    return found


def left_behind(leader: int) -> list[str]:
    """What of a group does not end by itself: the tracker of shared memory ends only after its program did."""
    for _ in range(100):
        if not (found := group(leader)):
            break
        time.sleep(0.1)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
def test_ctrl_c_leaves_whole_lines_and_no_process(trust: Path, letter_file: Path) -> None:
    words = ["scan", *[str(letter_file)] * 60, "--trust", str(trust), "--on", DAY.isoformat(), "--json"]
    command = [sys.executable, "-uc", "from verify.cli.main import main; main()", *words, "--workers", "2"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True
    ) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        os.killpg(process.pid, signal.SIGINT)
        rest = process.stdout.read()
        assert 130 == process.wait()
    lines = (first + rest).splitlines(keepends=True)
    assert all(line.endswith(b"\n") and "verdict" in json.loads(line) for line in lines)
    assert 1 <= len(lines) < 60
    assert [] == left_behind(process.pid)
