"""The program `verify`: mailpieces judged from their pictures."""

from typing import NoReturn

import typer

from indicia import console
from verify.cli import ledger
from verify.cli.doctor import doctor
from verify.cli.scan import NAME, scan
from verify.cli.serve import serve
from verify.cli.watch import watch
from verify.threads import one_thread

app = typer.Typer(
    help="Say of mailpiece images whether what is printed there is acceptable as payment of postage.",
    no_args_is_help=True,
    add_completion=False,
)
app.command()(scan)
app.command()(watch)
app.command()(serve)
app.command()(doctor)
app.add_typer(ledger.app, name="ledger")


def main() -> NoReturn:
    """Run the program with the process's arguments and leave with its exit code."""
    one_thread()
    console.run(app, NAME)
