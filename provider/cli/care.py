"""`provider missing`, `faulty`, `label`, `key`: meters in trouble, their labels, the keys that open them."""

from pathlib import Path
from typing import Annotated

import typer

from indicia import console, files
from indicia.errors import ExitCode
from indicia.faces import default_cache, default_search, find_face
from indicia.spec.happenings import Event
from indicia.spec.meters import LocationStep
from provider.cli.answers import FaceFile, Output, hand_out, tell
from provider.cli.common import At, StoreUrl, now, office
from provider.inventory import News, Register
from provider.inventory.conditions import PASS
from provider.inventory.faulty import custody_record, send_list, send_report
from provider.inventory.keys import key_record, note_key
from provider.inventory.label import USUAL_HEIGHT, USUAL_WIDTH, Label, check_label, label_pdf
from provider.inventory.missing import checklist as search_list
from provider.inventory.missing import incident_report, take_step

missing = typer.Typer(help="The search for a meter that is not located, and its loss.", no_args_is_help=True)
faulty = typer.Typer(help="Faulty meters.", no_args_is_help=True)
keys = typer.Typer(help="The record of meter keys.", no_args_is_help=True)
labels = typer.Typer(help="The cautionary label of 39 CFR 501.23(r).", no_args_is_help=True)
Device = Annotated[str, typer.Argument(metavar="DEVICE", help="Manufacturer, model and ten digits of the serial.")]
Owner = Annotated[str, typer.Option("--manufacturer-name", help="As it is written in a sentence.")]
Phone = Annotated[str, typer.Option(help="Toll-free: (800) 555-0100.")]


@missing.command()
def step(
    store: StoreUrl,
    device: Device,
    which: Annotated[LocationStep, typer.Argument(metavar="STEP", help="1-call, 2-directory, …")],
    *,
    result: Annotated[str, typer.Option(help="What it brought; not-applicable for the rental agency alone.")],
    at: At = None,
) -> None:
    """Write down one step of the search for a meter that is not located."""
    with office(store) as opened:
        take_step(Register(opened), device, which, result, at or now())


@missing.command()
def checklist(store: StoreUrl, device: Device, *, output: Output = None, face: FaceFile = None) -> None:
    """Show the checklist of the search for a meter."""
    with office(store) as opened:
        hand_out(search_list(Register(opened), device), output, face)


@missing.command()
def report(store: StoreUrl, device: Device, *, output: Output = None, face: FaceFile = None) -> None:
    """Write the Lost and Stolen Meter Incident Report; after a recovery the one that refers to it."""
    with office(store) as opened:
        hand_out(incident_report(Register(opened), device), output, face)


@faulty.command("report")
def fault_report(
    store: StoreUrl,
    device: Device,
    *,
    malfunction: Annotated[str, typer.Option()],
    recommended: Annotated[int, typer.Option(parser=console.parse_dollars, metavar="DOLLARS")],
    supporting: Annotated[str, typer.Option(help="The data that support the recommendation.")],
    output: Output = None,
    face: FaceFile = None,
    at: At = None,
) -> None:
    """Send the report of an unreadable or inaccurate meter with the recommended postage adjustment."""
    with office(store) as opened:
        made = send_report(
            Register(opened),
            device,
            malfunction=malfunction,
            recommended=recommended,
            supporting=supporting,
            at=at or now(),
        )
        hand_out(made, output, face)


@faulty.command()
def custody(store: StoreUrl, device: Device, *, output: Output = None, face: FaceFile = None) -> None:
    """Show the record of a faulty meter's custody, state and condition."""
    with office(store) as opened:
        hand_out(custody_record(Register(opened), device), output, face)


@faulty.command("list")
def monthly_list(store: StoreUrl, *, output: Output = None, face: FaceFile = None, at: At = None) -> None:
    """List the readable faulty meters that were received in the month before; they are on the list from then on."""
    with office(store) as opened:
        hand_out(send_list(Register(opened), at or now()), output, face)


@labels.command("make")
def make_label(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE.pdf")],
    *,
    owner: Owner,
    phone: Phone,
    width: Annotated[float, typer.Option(help="Inches.")] = USUAL_WIDTH,
    height: Annotated[float, typer.Option(help="Inches.")] = USUAL_HEIGHT,
    face: FaceFile = None,
) -> None:
    """Make the cautionary label."""
    made = Label(manufacturer=owner, phone=phone, width=width, height=height)
    files.replace(output, label_pdf(made, find_face(face, default_search(), default_cache())))


@labels.command("check")
def check_cautionary_label(
    store: StoreUrl,
    device: Device,
    pdf: Annotated[str, typer.Argument(metavar="FILE.pdf", help="The label that is on the meter.")],
    *,
    owner: Owner,
    phone: Phone,
    at: At = None,
    as_json: console.Json = False,
) -> int:
    """Check a meter's cautionary label and write down the result; leaves with 4 when it is not as it should be."""
    findings = check_label(console.read_input(pdf), Label(manufacturer=owner, phone=phone))
    bad = [finding.asked for finding in findings if finding.decides and not finding.holds]
    with office(store) as opened:
        detail = {"result": "; ".join(bad) or PASS}
        Register(opened).tell(device, News(Event.LABEL_CHECKED, at or now(), detail))
    for finding in findings:
        tell({"asked": finding.asked, "holds": finding.holds, "seen": finding.seen}, as_json=as_json)
    return ExitCode.UNACCEPTABLE if bad else ExitCode.DONE


@keys.command("note")
def note_meter_key(
    store: StoreUrl,
    serial: Annotated[str, typer.Argument(metavar="KEY", help="Serial number of the key.")],
    event: Annotated[Event, typer.Argument(metavar="EVENT", help="keys-issued, keys-lost or keys-recovered.")],
    *,
    place: Annotated[str, typer.Option(help="Who has it, or where it was lost or recovered.")],
    details: Annotated[str, typer.Option(help="The signed receipt, or what happened.")],
    at: At = None,
) -> None:
    """Write down that a key was issued, lost or stolen, or recovered."""
    if event not in {Event.KEYS_ISSUED, Event.KEYS_LOST, Event.KEYS_RECOVERED}:
        raise typer.BadParameter(f"{event} happens to no key")
    with office(store) as opened:
        note_key(opened, serial, event, at or now(), place=place, details=details)


@keys.command("record")
def show_keys(store: StoreUrl, *, output: Output = None, face: FaceFile = None) -> None:
    """Show every key with all that happened to it."""
    with office(store) as opened:
        hand_out(key_record(opened), output, face)
