"""A device at work in children, each killed at some instant: everything is imported once (see fork_server)."""

import datetime as dt
import json
import os
import random
import sys
from pathlib import Path
from typing import NoReturn

from indicia.errors import PsdRefused
from indicia.psd.device import Psd
from indicia.psd.records import Job, Request

LOAD = 40_000
"""Mills put in when the device is empty."""


def serve() -> None:
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
    work(Path(arguments[0]), random.Random(int(arguments[1])))
    os._exit(0)


def work(folder: Path, rng: random.Random) -> NoReturn:
    """Issue alone and in batches, release, spoil, load, until killed; what is done is said once it is durable."""
    now = dt.datetime(2005, 6, 15, tzinfo=dt.UTC)
    with Psd.open(folder, lambda: now) as psd:
        signer = psd.signer()
        while True:
            requests = [
                Request(
                    amount=rng.choice((0, 230, 370, 370, 600)), mailing_date=0, job=Job(order_json='{"to": "JANE"}')
                )
                for _ in range(rng.choice((1, 1, 1, 5)))
            ]
            try:
                issued = psd.issue_all(requests, signer)
            except PsdRefused:
                psd.load(LOAD)
                say(f"loaded {LOAD}")
                continue
            say(
                "".join(f"issued {each.piece_id} {each.amount} {each.registers.ascending}\n" for each in issued).strip()
            )
            names = [each.piece_id for each in issued]
            if rng.random() < 0.6:
                psd.mark_released(dict.fromkeys(names, "digest"))
                say("".join(f"released {name}\n" for name in names).strip())
            elif rng.random() < 0.3:
                psd.mark_spoiled(names, "unreadable")
                say("".join(f"spoiled {name}\n" for name in names).strip())


def say(text: str) -> None:
    """To the outside at once."""
    os.write(1, f"{text}\n".encode())


if __name__ == "__main__":
    serve()
