"""The program `indicia`: every command under one name."""

from typing import NoReturn

import typer

from indicia import console
from indicia.cli import check, doctor, keys, payload, preview, printing, psd, rules, schema, stock

app = typer.Typer(
    help="Print US postage indicia by the Domestic Mail Manual.", no_args_is_help=True, add_completion=False
)
printing.register(app)
check.register(app)
preview.register(app)
app.add_typer(keys.app, name="keys")
app.add_typer(psd.app, name="psd")
app.add_typer(payload.app, name="payload")
app.add_typer(stock.app, name="stock")
app.add_typer(rules.app, name="rules")
schema.register(app)
doctor.register(app)


def main() -> NoReturn:
    """Run the program with the process's arguments and leave with its exit code."""
    console.run(app, "indicia")
