"""A watched folder that is stopped and killed again and again: every picture is answered and counted exactly once."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import cv2
import pytest

from fixtures.mint import DAY, DPI, Mint
from verify.ledger.opening import open_ledger

FULL = os.environ.get("INDICIA_SOAK") == "full"
FILES, STOPS = (10_000, 30) if FULL else (120, 2)
BROKEN = 100
"""Every so manieth picture is none."""
SLOW = 40
"""Every so manieth comes in two halves, a while apart."""
SETTLE_SECONDS = 0.3
ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


def fill(inbox: Path, mint: Mint, last: threading.Event) -> None:
    """Put the pictures into the folder, as a scanner does; the last one when it is asked for."""
    for number in range(FILES):
        if number == FILES - 1:
            last.wait()
        said = b"no picture" if number % BROKEN == 7 else cv2.imencode(".png", mint.frame(number))[1].tobytes()
        path = inbox / f"{number:05}.png"
        if number % SLOW == 0:
            with path.open("wb") as file:
                file.write(said[: len(said) // 2])
                file.flush()
                time.sleep(SETTLE_SECONDS / 2)
                file.write(said[len(said) // 2 :])
        else:
            path.write_bytes(said)


def watching(folder: Path, mint: Mint) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from verify.cli.main import main; main()", "watch", folder / "in", "--workers", 2]
    flags = ["--trust", mint.trust, "--on", DAY, "--dpi", DPI, "--settle", SETTLE_SECONDS]
    checks = ["--checks", "symbol,signature,duplicate", "--ledger", f"sqlite:///{folder}/ledger.db"]
    return subprocess.Popen(
        list(map(str, [*command, *flags, *checks])),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )


def finished(folder: Path) -> int:
    return sum(1 for place in ("done", "failed") for _ in (folder / "in" / place).glob("*.png"))


def until(folder: Path, count: int, process: subprocess.Popen[bytes]) -> None:
    while finished(folder) < count:
        assert process.poll() is None, "the watch ended by itself"
        time.sleep(0.05)


def test_every_picture_is_answered_and_counted_once(tmp_path: Path) -> None:
    rng = random.Random(20051122)
    mint, last = Mint.opened(tmp_path), threading.Event()
    for place in ("in", "in/done", "in/failed"):
        (tmp_path / place).mkdir()
    scanner = threading.Thread(target=fill, args=(tmp_path / "in", mint, last), daemon=True)
    start = time.perf_counter()
    scanner.start()
    stops: Counter[signal.Signals] = Counter()
    for stop in range(STOPS):
        process = watching(tmp_path, mint)
        until(tmp_path, FILES * (stop + 1) // (STOPS + 2), process)
        time.sleep(rng.uniform(0, 0.2))
        number = signal.SIGKILL if rng.random() < 0.7 else signal.SIGTERM
        process.send_signal(number)
        # One that is ended before it has begun has nothing to finish.
        assert process.wait() in ({0, -number} if number is signal.SIGTERM else {-number})
        stops[number] += 1
    process = watching(tmp_path, mint)
    last.set()
    until(tmp_path, FILES, process)
    process.send_signal(signal.SIGTERM)
    assert 0 == process.wait()
    scanner.join()
    _audit(tmp_path)
    seconds = time.perf_counter() - start
    sys.stdout.write(
        f"{FILES} files in {seconds:.0f} s; killed {stops[signal.SIGKILL]} times, ended {stops[signal.SIGTERM]} times\n"
    )


def _audit(folder: Path) -> None:
    """Every picture in its one place with its one answer, every indicium in the ledger and seen once."""
    inbox, done, failed = (folder / place for place in ("in", "in/done", "in/failed"))
    broken = {f"{number:05}.png" for number in range(7, FILES, BROKEN)}
    whole = {f"{number:05}.png" for number in range(FILES)} - broken
    assert [] == list(inbox.glob("*.png"))
    assert whole | {f"{name}.json" for name in whole} == {path.name for path in done.iterdir()}
    assert broken | {f"{name}.json" for name in broken} == {path.name for path in failed.iterdir()}
    said = [json.loads(path.read_text()) for path in done.glob("*.json")]
    assert Counter({"first-seen": len(whole)}) == Counter(one["indicia"][0]["duplicate"]["status"] for one in said)
    with open_ledger(f"sqlite:///{folder}/ledger.db") as ledger:
        assert Counter(dict.fromkeys(whole, 1)) == Counter(seen.picture for seen in ledger.export() if not seen.repeats)
