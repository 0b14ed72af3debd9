"""`verify watch` and `verify serve` as processes of their own: started, asked, stopped by a signal."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2 as httpx
import pytest

from tests.verify.conftest import DAY

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


@contextmanager
def running(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", "from verify.cli.main import main; main()", *map(str, arguments)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until(process: subprocess.Popen[str], true: Callable[[], bool]) -> None:
    while not true():
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.05)


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_folder_is_watched_until_the_signal(trust: Path, letter_file: Path, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    ledger = f"sqlite:///{tmp_path}/ledger.db"
    with running("watch", inbox, "--trust", trust, "--on", DAY, "--ledger", ledger, "--settle", 0.1) as process:
        until(process, inbox.is_dir)
        for name in ("a.png", "b.png"):
            (inbox / name).write_bytes(letter_file.read_bytes())
            until(process, (inbox / "done" / f"{name}.json").exists)
        (inbox / "c.png").write_bytes(b"no picture")
        until(process, (inbox / "failed" / "c.png.json").exists)
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
    said = [json.loads((inbox / "done" / f"{name}.png.json").read_text()) for name in "ab"]
    assert ["first-seen", "duplicate"] == [answer["indicia"][0]["duplicate"]["status"] for answer in said]
    assert [] == list(inbox.glob("*.png"))


def test_one_process_at_a_time_watches_a_folder(trust: Path, tmp_path: Path) -> None:
    with running("watch", tmp_path / "in", "--trust", trust) as process:
        until(process, (tmp_path / "in" / "failed").is_dir)
        time.sleep(0.5)
        with running("watch", tmp_path / "in", "--trust", trust) as other:
            assert other.wait() == 10
            assert other.stderr is not None
            assert "another process" in other.stderr.read()


def test_images_are_answered_over_http(trust: Path, letter_file: Path, tmp_path: Path, port: int) -> None:
    token = tmp_path / "token"
    token.write_text("secret\n")
    url = f"http://127.0.0.1:{port}"
    flags = ("--trust", trust, "--on", DAY, "--port", port, "--token-file", token)
    with running("serve", *flags, "--ledger", f"sqlite:///{tmp_path}/ledger.db") as process:
        until(process, lambda: _ready(url))
        headers = {"Content-Type": "image/png", "Authorization": "Bearer secret", "Idempotency-Key": "r1"}
        picture = letter_file.read_bytes()
        # A busy machine may take longer than the five seconds after which the client would give up.
        for _ in range(2):
            answer = httpx.post(f"{url}/v1/verify?id=tray", content=picture, headers=headers, timeout=None).json()
            assert ("tray", "first-seen") == (answer["id"], answer["indicia"][0]["duplicate"]["status"])
        copy = httpx.post(
            f"{url}/v1/verify?id=copy",
            content=picture,
            headers=headers | {"Idempotency-Key": "r2"},
            timeout=None,
        ).json()
        assert ("UNACCEPTABLE", "duplicate") == (copy["verdict"], copy["indicia"][0]["duplicate"]["status"])
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
        assert process.stderr is not None
        logged = [json.loads(line) for line in process.stderr.read().splitlines()]
    assert {"request"} <= {line["event"] for line in logged}
    assert "tray" not in json.dumps(logged)


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").status_code == 200
    except httpx.TransportError:
        return False
