"""`provider report`, `weakness`: what goes to the Postal Service."""

import datetime as dt
from typing import Annotated

import typer

from indicia import console
from indicia.spec.custody import Purpose
from provider.cli.answers import FaceFile, Output, hand_out, tell
from provider.cli.common import At, StoreUrl, now, office
from provider.custody import Reader
from provider.inventory.files import send_inventory_file, send_lost_file
from provider.reports import Report, Weaknesses, made, send

reports = typer.Typer(help="Reports and files for the Postal Service.", no_args_is_help=True)
weaknesses = typer.Typer(help="Security weaknesses (39 CFR 501.13).", no_args_is_help=True)
Sent = Annotated[bool, typer.Option("--send", help="Write down that it was sent: it is due no more.")]
Number = Annotated[int, typer.Argument(metavar="WEAKNESS")]


@reports.command()
def make(
    store: StoreUrl,
    name: Annotated[Report, typer.Argument(metavar="REPORT", help="daily-activity, revenue-allocation, …")],
    *,
    on: console.On = None,
    sent: Sent = False,
    output: Output = None,
    face: FaceFile = None,
    at: At = None,
) -> None:
    """Make one of the four reports of 501.29(g), of a day or of the accounting period that it lies in."""
    day = on or console.today()
    with office(store) as opened:
        hand_out(send(opened, name, day, at or now()) if sent else made(opened, name, day), output, face)


@reports.command("lost-meters")
def lost_meters(store: StoreUrl, *, output: Output = None, face: FaceFile = None, at: At = None) -> None:
    """Send the file of lost or stolen meters of the month before (501.23(p))."""
    with office(store) as opened:
        hand_out(send_lost_file(opened, at or now()), output, face)


@reports.command()
def inventory(
    store: StoreUrl,
    *,
    reader: Annotated[str, typer.Option("--reader", metavar="NAME", help="Who reads the users' names.")],
    output: Output = None,
    face: FaceFile = None,
    at: At = None,
) -> None:
    """Send the file of all meters in service, of the postal quarter (501.23(j))."""
    when = at or now()
    who = Reader(name=reader, purpose=Purpose.REPORTING, reason=f"inventory file of {when.date()}")
    with office(store) as opened:
        hand_out(send_inventory_file(opened, who, when), output, face)


@weaknesses.command()
def discover(
    store: StoreUrl,
    *,
    models: Annotated[str, typer.Option(help="Meters or models subject to it.")],
    findings: Annotated[str, typer.Option(help="Results, defect or method; no customer data.")],
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Write down a weakness; the preliminary report is due in 21 days."""
    with office(store) as opened:
        tell({"weakness": f"{Weaknesses(opened).discover(models, findings, at or now())}"}, as_json=as_json)


@weaknesses.command()
def preliminary(
    store: StoreUrl, number: Number, *, output: Output = None, face: FaceFile = None, at: At = None
) -> None:
    """Submit the preliminary report; the written one is due in 45 days."""
    with office(store) as opened:
        hand_out(Weaknesses(opened).report_preliminary(number, at or now()), output, face)


@weaknesses.command()
def written(
    store: StoreUrl,
    number: Number,
    *,
    circumstances: Annotated[str, typer.Option()],
    procedure: Annotated[str, typer.Option(help="Proposed investigative procedure.")],
    completion: Annotated[dt.date, typer.Option(parser=console.parse_day, metavar="DATE", help="Anticipated.")],
    output: Output = None,
    face: FaceFile = None,
    at: At = None,
) -> None:
    """Submit the written report."""
    with office(store) as opened:
        told = Weaknesses(opened).report_written(
            number, circumstances=circumstances, procedure=procedure, completion=completion, at=at or now()
        )
        hand_out(told, output, face)


@weaknesses.command()
def status(
    store: StoreUrl,
    number: Number,
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    *,
    output: Output = None,
    face: FaceFile = None,
    at: At = None,
) -> None:
    """Submit a status report."""
    with office(store) as opened:
        hand_out(Weaknesses(opened).report_status(number, text, at or now()), output, face)


@weaknesses.command()
def complete(store: StoreUrl, number: Number, *, at: At = None) -> None:
    """Write down that the investigation is complete; the summary is due."""
    with office(store) as opened:
        Weaknesses(opened).complete(number, at or now())


@weaknesses.command()
def summary(
    store: StoreUrl,
    number: Number,
    text: Annotated[str, typer.Argument(metavar="TEXT")],
    *,
    output: Output = None,
    face: FaceFile = None,
    at: At = None,
) -> None:
    """Submit the summary of the findings."""
    with office(store) as opened:
        hand_out(Weaknesses(opened).summarize(number, text, at or now()), output, face)
