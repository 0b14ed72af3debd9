"""`provider store`: the database itself."""

import typer

from indicia import console
from provider.cli.common import StoreUrl
from provider.store import open_store

app = typer.Typer(help="The provider's database.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `migrate` a command of its own while it is the only one."""


@app.command()
def migrate(store: StoreUrl, *, as_json: console.Json = False) -> None:
    """Make the database, or bring its tables up to date; say which migrations it has."""
    with open_store(store) as opened:
        applied = opened.rows("SELECT number, name FROM migration ORDER BY number")
    for row in applied:
        if as_json:
            console.write_json(row)
        else:
            console.write_line(f"{row['number']} {row['name']}")
