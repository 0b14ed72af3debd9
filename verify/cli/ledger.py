"""`verify ledger`: the register of indicia already seen: declarations, export, retention."""

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from indicia import console
from indicia.units import dollars
from verify.ledger.declared import read_digests
from verify.ledger.opening import open_ledger

app = typer.Typer(help="The register of indicia already seen.", no_args_is_help=True)

Url = Annotated[str, typer.Argument(metavar="URL", help="sqlite:///FILE or postgresql://…")]
Listed = Annotated[
    Path, typer.Argument(metavar="LIST", help="One message in hex a line, or what `indicia psd log --json` writes.")
]


@app.command()
def reprints(url: Url, listed: Listed) -> None:
    """Let every indicium in a list of spoils come once more for each line that it has there."""
    digests = read_digests(listed, spoils=True)
    with open_ledger(url) as ledger:
        ledger.declare_reprints(digests)
    console.write_line(f"{len(digests)} declared as reprints")


@app.command()
def refunds(url: Url, listed: Listed) -> None:
    """Have every indicium in a list of refunds refused."""
    digests = read_digests(listed, spoils=False)
    with open_ledger(url) as ledger:
        ledger.declare_refunds(digests)
    console.write_line(f"{len(digests)} declared as refunded")


@app.command()
def export(url: Url) -> None:
    """Write every first sighting as one JSON object a line, oldest first."""
    with open_ledger(url) as ledger:
        for one in ledger.export():
            console.write_json(asdict(one) | {"amount": str(dollars(one.amount))})


@app.command()
def forget(
    url: Url,
    *,
    days: Annotated[int, typer.Option(min=1, help="How long sightings are kept, counted back from --on.")],
    on: console.On = None,
) -> None:
    """Drop sightings that are older than the retention; declarations stay."""
    day = (on or console.today()) - dt.timedelta(days=days)
    with open_ledger(url) as ledger:
        ledger.forget(dt.datetime.combine(day, dt.time(), dt.UTC))
    console.write_line(f"dropped what was seen before {day.isoformat()}")
