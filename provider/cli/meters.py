"""`provider meter`: the inventory, from production to destruction."""

import datetime as dt
from typing import Annotated

import typer

from indicia import console
from indicia.errors import ExitCode
from indicia.spec.custody import Purpose
from indicia.spec.happenings import Event
from indicia.spec.kinds import System
from indicia.spec.psd import SecurityLevel
from provider.cli.answers import FaceFile, Output, hand_out, tell
from provider.cli.common import At, StoreUrl, now, office
from provider.custody import Customers, Reader
from provider.errors import ProviderRefused
from provider.inventory import Meter, News, Register, State, security_level
from provider.inventory.lending import take_back
from provider.inventory.records import meter_record, purge, ready_to_purge
from provider.inventory.removal import notice, relocate, to_be_notified, unanswered

app = typer.Typer(help="Meters: inventory, search, faults, labels.", no_args_is_help=True)
Device = Annotated[str, typer.Argument(metavar="DEVICE", help="Manufacturer, model and ten digits of the serial.")]
Ascending = Annotated[int, typer.Option("--ascending", parser=console.parse_dollars, metavar="DOLLARS")]
Descending = Annotated[int, typer.Option("--descending", parser=console.parse_dollars, metavar="DOLLARS")]
Application = Annotated[str, typer.Option("--licence", metavar="APPLICATION", help="The provider's number: A000001.")]
CertifiedBy = Annotated[str, typer.Option(help="The postal employee who certifies the readings.")]
Procedure = Annotated[str, typer.Option(help="Or the approved procedure that captured them from the system.")]
With = Annotated[list[str] | None, typer.Option("--with", metavar="NAME=VALUE", help="What is told with it.")]
Owner = Annotated[str, typer.Option("--manufacturer-name", help="As it is written in a sentence.")]
Phone = Annotated[str, typer.Option(help="Toll-free: (800) 555-0100.")]
Who = Annotated[str, typer.Option("--reader", metavar="NAME", help="Who reads customer data; it is written down.")]


@app.command()
def add(
    store: StoreUrl,
    *,
    manufacturer: Annotated[str, typer.Option()],
    model: Annotated[str, typer.Option()],
    serial: Annotated[int, typer.Option()],
    system: Annotated[System, typer.Option()],
    remote: Annotated[bool, typer.Option("--remote/--manual", help="How it is reset.")] = True,
    letterpress: Annotated[bool, typer.Option("--letterpress/--digital", help="What it prints.")] = False,
    disabling: Annotated[bool, typer.Option("--disabling/--not-disabling", help="Stops itself.")] = True,
    enhanced: Annotated[bool, typer.Option("--enhanced", help="Approved enhanced inspection process.")] = False,
    ams: Annotated[bool, typer.Option("--ams", help="Uses Address Management System data.")] = False,
    shared_printer: Annotated[bool, typer.Option("--shared-printer", help="Its printer prints other matter.")] = False,
    loaner: Annotated[bool, typer.Option("--loaner", help="Is lent for a few days.")] = False,
    place: Annotated[str, typer.Option()] = "factory",
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Keep a newly produced meter."""
    level = SecurityLevel(security_level(system, remote=remote, letterpress=letterpress, disabling=disabling))
    meter = Meter(
        manufacturer=manufacturer,
        model=model,
        serial=serial,
        system=system,
        level=level,
        self_disabling=disabling,
        enhanced=enhanced,
        ams=ams,
        shared_printer=shared_printer,
        loaner=loaner,
        place=place,
    )
    with office(store) as opened:
        _show(Register(opened).add(meter, at or now()), as_json=as_json)


@app.command("list")
def list_meters(
    store: StoreUrl, *, state: Annotated[State | None, typer.Option()] = None, as_json: console.Json = False
) -> None:
    """List the meters, or those in one state."""
    with office(store) as opened:
        for meter in Register(opened).all(*([state] if state else [])):
            _show(meter, as_json=as_json)


@app.command("record")
def show_record(store: StoreUrl, device: Device, *, output: Output = None, face: FaceFile = None) -> None:
    """Show the complete record of a meter."""
    with office(store) as opened:
        hand_out(meter_record(Register(opened), device), output, face)


@app.command("tell")
def tell_event(
    store: StoreUrl,
    device: Device,
    event: Annotated[Event, typer.Argument(metavar="EVENT", help="fault-reported, recovered, …")],
    *,
    detail: With = None,
    due: Annotated[
        dt.date | None, typer.Option(parser=console.parse_day, metavar="DATE", help="The named day.")
    ] = None,
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Write down what happened to a meter, when its state and the conditions allow it."""
    told = dict(_pair(text) for text in detail or [])
    with office(store) as opened:
        _show(Register(opened).tell(device, News(event, at or now(), told, due)), as_json=as_json)


@app.command()
def check_in(
    store: StoreUrl,
    device: Device,
    *,
    licence: Application,
    ascending: Ascending = 0,
    descending: Descending = 0,
    residue_paid: Annotated[int, typer.Option(parser=console.parse_dollars, metavar="DOLLARS")] = 0,
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Check a meter into service under a licence."""
    detail = _readings(ascending, descending) | {"licence": licence, "residue_paid": f"{residue_paid}"}
    with office(store) as opened:
        _show(Register(opened).tell(device, News(Event.CHECKED_IN, at or now(), detail)), as_json=as_json)


@app.command()
def check_out(
    store: StoreUrl,
    device: Device,
    *,
    ascending: Ascending,
    descending: Descending,
    certified_by: CertifiedBy = "",
    procedure: Procedure = "",
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Check a meter out of service; its descending register is clear then."""
    detail = _readings(ascending, descending) | {"certified_by": certified_by, "procedure": procedure}
    with office(store) as opened:
        _show(Register(opened).tell(device, News(Event.CHECKED_OUT, at or now(), detail)), as_json=as_json)


@app.command("relocate")
def relocate_meter(
    store: StoreUrl,
    device: Device,
    *,
    licence: Application,
    ascending: Ascending,
    descending: Descending,
    certified_by: CertifiedBy = "",
    procedure: Procedure = "",
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Withdraw a meter at the old licensing post office and install it at that of another licence."""
    detail = _readings(ascending, descending) | {"certified_by": certified_by, "procedure": procedure}
    with office(store) as opened:
        _show(relocate(opened, device, licence, detail, at or now()), as_json=as_json)


@app.command("take-back")
def take_loaner_back(
    store: StoreUrl,
    device: Device,
    *,
    ascending: Ascending,
    descending: Descending,
    tampering: Annotated[str, typer.Option(help="What indicates it.")] = "",
    at: At = None,
    as_json: console.Json = False,
) -> int:
    """Take a loaner back; leaves with 4 when there is a discrepancy, which is to be reported at once."""
    detail = _readings(ascending, descending) | {"tampering": tampering}
    with office(store) as opened:
        meter, found = take_back(Register(opened), device, detail, at or now())
        _show(meter, as_json=as_json, discrepancy=found)
    return ExitCode.UNACCEPTABLE if found else ExitCode.DONE


@app.command()
def overdue(store: StoreUrl, *, on: console.On = None, as_json: console.Json = False) -> None:
    """List the meters whose licensees are to be notified, and those whose licensees did not respond."""
    day = on or console.today()
    with office(store) as opened:
        for device in to_be_notified(opened, day):
            tell({"device": device, "next": "notice"}, as_json=as_json)
        for device in unanswered(opened, day):
            tell({"device": device, "next": "the Postal Service notifies removal"}, as_json=as_json)


@app.command("notice")
def send_notice(
    store: StoreUrl, device: Device, *, reader: Who, output: Output = None, face: FaceFile = None, at: At = None
) -> None:
    """Notify the licensee and the licensing post office that a meter was not reset in 3 months."""
    with office(store) as opened:
        register, when = Register(opened), at or now()
        meter = register.tell(device, News(Event.OVERDUE_NOTICE, when))
        licence = register.licence(meter)
        if licence is None:
            raise ProviderRefused(f"{device} is under no licence")
        who = Reader(name=reader, purpose=Purpose.INSPECTION, reason=f"notice for {device}")
        customer = Customers(opened).read(licence.asked.customer, who, when)
        hand_out(notice(meter, licence, customer, when.date()), output, face)


@app.command("purge")
def purge_records(store: StoreUrl, *, at: At = None, as_json: console.Json = False) -> None:
    """Destroy the records of every meter that was scrapped three years ago."""
    with office(store) as opened:
        when = at or now()
        ready = ready_to_purge(Register(opened), when.date())
        for device in ready:
            purge(opened, device, when)
    tell({"purged": f"{len(ready)}"}, as_json=as_json)


def _readings(ascending: int, descending: int) -> dict[str, str]:
    return {"ascending": f"{ascending}", "descending": f"{descending}"}


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise typer.BadParameter(f"--with {text}: allowed: NAME=VALUE")
    return name, value


def _show(meter: Meter, *, as_json: bool, **more: str) -> None:
    shown = {"device": meter.device, "system": meter.system, "level": f"{meter.level:d}", "state": meter.state}
    where = {"place": meter.place, "licence": meter.licence, "in_service_on": meter.in_service_on}
    registers = {"ascending": meter.ascending, "descending": meter.descending}
    tell(shown | where | registers | more, as_json=as_json)
