"""The program `provider`: the office between the Postal Service and the licensee."""

from typing import NoReturn

import typer

from indicia import console
from provider.cli import account, advance, books, lockbox, payment, refunds, reset, store
from provider.cli.common import NAME

app = typer.Typer(
    help="Run a provider's office: resetting, books, licences, inventory, inspections, refunds, reports.",
    no_args_is_help=True,
    add_completion=False,
)
# One line a room.
ROOMS = {
    "account": account.app,
    "advance": advance.app,
    "books": books.app,
    "lockbox": lockbox.app,
    "payment": payment.app,
    "reset": reset.app,
    "store": store.app,
}
for name, room in ROOMS.items():
    app.add_typer(room, name=name)
app.command("refund")(refunds.refund)
app.command("refund-value")(refunds.refund_value)


def main() -> NoReturn:
    """Run the program with the process's arguments and leave with its exit code."""
    console.run(app, NAME)
