"""`provider destruction`: plans, their approval, what was destroyed."""

import dataclasses
import datetime as dt
from typing import Annotated

import typer

from indicia import console
from provider.cli.answers import FaceFile, Output, hand_out, tell
from provider.cli.common import At, StoreUrl, now, office
from provider.inventory import Destruction

app = typer.Typer(help="Secure destruction of meters.", no_args_is_help=True)
Number = Annotated[int, typer.Argument(metavar="PLAN")]
Devices = Annotated[list[str], typer.Argument(metavar="DEVICE...")]


@app.command()
def propose(
    store: StoreUrl,
    devices: Devices,
    *,
    method: Annotated[str, typer.Option(help="How; the Postal Service approves it.")],
    place: Annotated[str, typer.Option()],
    planned_on: Annotated[dt.date, typer.Option("--on", parser=console.parse_day, metavar="DATE")],
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Propose a plan with its list of meters."""
    with office(store) as opened:
        plan = Destruction(opened).propose(devices, method=method, place=place, planned_on=planned_on, at=at or now())
        tell(dataclasses.asdict(plan), as_json=as_json)


@app.command()
def approve(
    store: StoreUrl,
    number: Number,
    *,
    reference: Annotated[str, typer.Option(help="Of the approval.")],
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Write down that the Postal Service approved a plan."""
    with office(store) as opened:
        tell(dataclasses.asdict(Destruction(opened).approve(number, reference, at or now())), as_json=as_json)


@app.command("carry-out")
def carry_out(
    store: StoreUrl,
    number: Number,
    seen: Devices,
    *,
    observer: Annotated[str, typer.Option(help="The Postal Service's representative.")],
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Write down what was destroyed: the numbers seen are those of the list."""
    with office(store) as opened:
        tell(dataclasses.asdict(Destruction(opened).destroy(number, seen, observer, at or now())), as_json=as_json)


@app.command()
def show(store: StoreUrl, number: Number, *, output: Output = None, face: FaceFile = None) -> None:
    """Show a plan and its list."""
    with office(store) as opened:
        hand_out(Destruction(opened).statement(number), output, face)
