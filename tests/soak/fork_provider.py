"""Runs the provider's server and the devices' calls in children: everything is imported once (see fork_server)."""

import json
import os
import sys
from typing import NoReturn

from fixtures.reset_office import serve_forever
from indicia import console
from provider.cli.main import app

SERVE = "serve"
"""First argument of a run that serves: then the URL of the books, the folder of the keys, the port."""


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
    if arguments[0] == SERVE:
        serve_forever(arguments[1], arguments[2], int(arguments[3]))
        os._exit(0)
    os._exit(console.exit_code(app, "provider", arguments))


if __name__ == "__main__":
    serve()
