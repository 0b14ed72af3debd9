"""The scan station under load: every piece answered once, overload turned away, memory that does not grow.

Pieces are small raw frames (256 x 256 pixels at 200 dpi), each with an indicium of its own; a tenth comes a second
time, another tenth again under the same key. More callers send than the station takes pieces, so that some of them are
always turned away and come again when they are told to.
"""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fixtures.mint import DAY, DPI, MARGIN_PX, MODULE_PX, SIDE, Mint
from tests.soak.memory import resident
from verify.ledger.opening import open_ledger

FULL = os.environ.get("INDICIA_SOAK") == "full"
PIECES = 100_000 if FULL else 200
WARM = PIECES // 4
CALLERS, QUEUE = 48, 32
GROWTH = 0.05
SLACK_KB = 0 if FULL else 100_000
"""After few pieces the libraries' tables are still filling."""
SIDE_PX = SIDE * MODULE_PX + 2 * MARGIN_PX
PATH = f"/v1/verify?width={SIDE_PX}&height={SIDE_PX}&dpi={DPI}"
ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


@dataclass
class Tally:
    """What all callers saw."""

    statuses: Counter[int] = field(default_factory=Counter)
    duplicates: Counter[str] = field(default_factory=Counter)
    closed: int = 0
    """Connections that were closed while a caller was silent."""
    waits: list[float] = field(default_factory=list)
    """Seconds from a frame's first byte to its answer's last, of those that were taken."""


class Caller(threading.Thread):
    """Sends pieces one after the other, each until it is answered."""

    def __init__(self, port: int, mint: Mint, numbers: Iterator[int], tally: Tally) -> None:
        super().__init__(daemon=True)
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
        self._mint, self._numbers, self._tally = mint, numbers, tally

    def run(self) -> None:
        for number in self._numbers:
            frame = self._mint.frame(number).tobytes()
            self._sent(frame, f"{number}")
            if number % 10 == 3:
                self._sent(frame, f"copy-{number}")
            if number % 10 == 7:
                for _ in range(2):
                    self._sent(frame, f"again-{number}")
        self._connection.close()

    def _sent(self, frame: bytes, key: str) -> None:
        headers = {"Content-Type": "application/octet-stream", "Idempotency-Key": key}
        while True:
            start = time.perf_counter()
            try:
                self._connection.request("POST", PATH, frame, headers)
                response = self._connection.getresponse()
                said = response.read()
            except ConnectionError:
                # A server closes a connection that was silent for long; under its key the piece is sent once more.
                self._tally.closed += 1
                self._connection.close()
                continue
            self._tally.statuses[response.status] += 1
            if response.status != http.client.TOO_MANY_REQUESTS:
                break
            time.sleep(float(response.headers["Retry-After"]))
        self._tally.waits.append(time.perf_counter() - start)
        (indicium,) = json.loads(said)["indicia"]
        self._tally.duplicates[indicium["duplicate"]["status"]] += 1


@contextmanager
def serving(*flags: object) -> Iterator[subprocess.Popen[bytes]]:
    """A station that is ready."""
    command = [sys.executable, "-c", "from verify.cli.main import main; main()", "serve", *map(str, flags)]
    port = int(command[command.index("--port") + 1])
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": str(ROOT)}) as process:
        try:
            while not _ready(port):
                assert process.poll() is None, "the station ended"
                time.sleep(0.05)
            yield process
        finally:
            process.kill()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _ready(port: int) -> bool:
    try:
        return _get(port, "/readyz")[0] == http.client.OK
    except OSError:
        return False


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("GET", path)
    response = connection.getresponse()
    said = response.read().decode()
    connection.close()
    return response.status, said


def test_a_station_under_more_load_than_it_takes(tmp_path: Path) -> None:
    mint, port = Mint.opened(tmp_path), _free_port()
    ledger = f"sqlite:///{tmp_path}/ledger.db"
    flags = ("--trust", mint.trust, "--on", DAY, "--port", port, "--ledger", ledger, "--queue", QUEUE, "--workers", 2)
    tally = Tally()
    with serving(*flags, "--checks", "symbol,signature,duplicate") as station:
        numbers = iter(range(PIECES))  # each goes to the one caller that takes it
        callers = [Caller(port, mint, numbers, tally) for _ in range(CALLERS)]
        start = time.perf_counter()
        for caller in callers:
            caller.start()
        held, most = _watched(station.pid, callers, tally)
        seconds = time.perf_counter() - start
        counted = _get(port, "/metrics")[1]
        station.send_signal(signal.SIGTERM)
        assert 0 == station.wait()
    taken = sum(tally.duplicates.values())
    waits = sorted(tally.waits)
    sys.stdout.write(
        f"{taken} frames answered in {seconds:.0f} s, {taken / seconds:.0f} a second; statuses {dict(tally.statuses)}; "
        f"{tally.closed} silent connections closed; "
        f"waits {waits[taken // 2] * 1e3:.0f} ms, p99 {waits[taken * 99 // 100] * 1e3:.0f} ms; "
        f"{held / 1024:.1f} MB after {WARM}, at most {most / 1024:.1f} MB later\n"
    )
    assert {http.client.OK, http.client.TOO_MANY_REQUESTS} == set(tally.statuses)
    tenth = PIECES // 10
    # Of a piece that comes under one key and twice under another the second sighting is the copy, told twice alike.
    assert Counter({"first-seen": PIECES, "duplicate": 3 * tenth}) == tally.duplicates
    assert taken - tenth == sum(
        int(float(n)) for n in re.findall(r'verify_pages_total\{verdict="[A-Z]+"\} (\S+)', counted)
    )
    assert "verify_queue 0.0" in counted
    with open_ledger(ledger) as opened:
        repeats = Counter(seen.repeats for seen in opened.export())
    assert Counter({0: PIECES - 2 * tenth, 1: 2 * tenth}) == repeats
    assert most <= held * (1 + GROWTH) + SLACK_KB


def _watched(pid: int, callers: list[Caller], tally: Tally) -> tuple[int, int]:
    """Kilobytes of the station after the first WARM pieces, and the most later; until every caller is done."""
    held = most = 0
    while any(caller.is_alive() for caller in callers):
        time.sleep(0.2)
        if sum(tally.duplicates.values()) >= WARM:
            now = resident(pid)
            held, most = held or now, max(most, now)
    return held, most
