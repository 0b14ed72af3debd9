"""Runs that are killed at a chosen instant."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Run:
    """A child that was started."""

    pid: int
    stdout: Path
    stderr: Path

    def said(self) -> list[str]:
        """Lines that reached the outside whole; one cut by the kill acknowledges nothing."""
        return [line for line in self.stdout.read_text().splitlines(keepends=True) if line.endswith("\n")]

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)


class Runner:
    """Starts runs of the command line and waits for them."""

    def __init__(self, server: subprocess.Popen[str], folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._started = 0

    def start(self, *arguments: object) -> Run:
        self._started += 1
        stdout, stderr = (self._folder / f"{self._started % 4}.{name}" for name in ("out", "err"))
        stdout.write_text("")
        stderr.write_text("")
        asked = {"run": [str(argument) for argument in arguments], "stdout": str(stdout), "stderr": str(stderr)}
        return Run(self._ask(asked), stdout, stderr)

    def wait(self, run: Run) -> int:
        """The exit code; minus the signal's number for one that was killed."""
        return self._ask({"wait": run.pid})

    def complete(self, *arguments: object) -> tuple[Run, float]:
        """A run that nobody kills, and its seconds."""
        started = time.perf_counter()
        run = self.start(*arguments)
        code = self.wait(run)
        assert (0, "") == (code, run.stderr.read_text())
        return run, time.perf_counter() - started

    def _ask(self, asked: Mapping[str, object]) -> int:
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(f"{json.dumps(asked)}\n")
        self._server.stdin.flush()
        answer = self._server.stdout.readline()
        assert answer, "the server of runs ended; what it said stands on standard error"
        return int(answer)


@contextlib.contextmanager
def runner(folder: Path, server_script: str = "fork_server.py") -> Iterator[Runner]:
    """A runner whose runs write into `folder`; the script, beside this file, says what a run is."""
    # One thread: a fork of several takes their locks along, held by nobody.
    environment = os.environ | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    script = Path(__file__).with_name(server_script)
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as server:
        yield Runner(server, folder)
        assert server.stdin is not None
        server.stdin.close()
