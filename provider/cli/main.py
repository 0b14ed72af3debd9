"""The program `provider`: the office between the Postal Service and the licensee."""

from typing import NoReturn

import typer

from indicia import console
from provider.cli import (
    account,
    advance,
    books,
    care,
    customers,
    demo,
    destruction,
    due,
    inspections,
    licences,
    lockbox,
    meters,
    payment,
    refunds,
    reports,
    reset,
    store,
)
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
    "customer": customers.customers,
    "destruction": destruction.app,
    "faulty": care.faulty,
    "incident": customers.incidents,
    "key": care.keys,
    "label": care.labels,
    "licence": licences.app,
    "lockbox": lockbox.app,
    "meter": meters.app,
    "missing": care.missing,
    "payment": payment.app,
    "place": customers.places,
    "report": reports.reports,
    "reset": reset.app,
    "store": store.app,
    "weakness": reports.weaknesses,
}
for name, room in ROOMS.items():
    app.add_typer(room, name=name)
app.command("demo")(demo.demo)
app.command("due")(due.due)
app.command("inspect")(inspections.inspect_meter)
app.command("inspections")(inspections.inspections)
app.command("note")(due.note)
app.command("refund")(refunds.refund)
app.command("refund-value")(refunds.refund_value)
app.command("refund-schema")(refunds.refund_schema)


def main() -> NoReturn:
    """Run the program with the process's arguments and leave with its exit code."""
    console.run(app, NAME)
