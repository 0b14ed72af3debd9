"""Runs the command line in children: everything is imported once, so a run that is killed costs no start.

Reads one JSON object a line and answers each with one number: `{"run": [...], "stdout": FILE, "stderr": FILE}` with
the child's process id, `{"wait": PID}` with its exit code. A child keeps its id until it is waited for.
"""

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import NoReturn

from fixtures.order_files import NAMES, ORDERS
from indicia import console
from indicia.cli.main import app


def serve() -> None:
    _warm()
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            number = os.waitstatus_to_exitcode(os.waitpid(asked["wait"], 0)[1])
        else:
            number = os.fork() or _run(asked["run"], asked["stdout"], asked["stderr"])
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def _run(arguments: list[str], stdout: str, stderr: str) -> NoReturn:
    for descriptor, file in ((1, stdout), (2, stderr)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), descriptor)
    os._exit(console.exit_code(app, "indicia", arguments))


def _warm() -> None:
    """Read the face and fill the caches, without a PSD: an open database must not be taken into a child."""
    with tempfile.TemporaryDirectory() as folder:
        for name in (*NAMES, "stamp-sheet"):
            for suffix in (".pdf", ".png"):
                arguments = ["specimen", str(ORDERS / f"{name}.json"), "-o", str(Path(folder) / f"page{suffix}")]
                if console.exit_code(app, "indicia", arguments):
                    raise SystemExit(1)


if __name__ == "__main__":
    serve()
