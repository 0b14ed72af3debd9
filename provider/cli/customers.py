"""`provider customer`, `place`, `incident`: customer data in custody."""

import dataclasses
import datetime as dt
from typing import Annotated

import typer

from indicia import console
from indicia.spec.custody import SECTIONS, IncidentKind, Purpose
from provider.cli.answers import FaceFile, Output, hand_out, tell
from provider.cli.common import At, StoreUrl, now, office
from provider.custody import Customer, Customers, Incidents, Place, Places, Reader
from provider.licences import Licences

customers = typer.Typer(help="Customers' data: every reading says who and why.", no_args_is_help=True)
places = typer.Typer(help="Third-party locations that house customers' data.", no_args_is_help=True)
incidents = typer.Typer(help="Unauthorized use or disclosure of customers' data.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(metavar="CUSTOMER", help="The provider's number for the customer.")]
Who = Annotated[str, typer.Option("--reader", metavar="NAME", help="Who reads or changes the data.")]
Why = Annotated[Purpose, typer.Option(help="The duty that needs the data.")]
Reason = Annotated[str, typer.Option(help="The matter: a meter, a request. No customer data.")]
PlaceName = Annotated[str, typer.Argument(metavar="PLACE", help="Short name of the location.")]
IncidentNumber = Annotated[int, typer.Argument(metavar="INCIDENT")]


@customers.command()
def add(
    store: StoreUrl,
    number: Number,
    *,
    name: Annotated[str, typer.Option()],
    street: Annotated[str, typer.Option()],
    city: Annotated[str, typer.Option()],
    state: Annotated[str, typer.Option()],
    zip_code: Annotated[str, typer.Option("--zip")],
    phone: Annotated[str, typer.Option()] = "",
    email: Annotated[str, typer.Option()] = "",
    reader: Who,
    at: At = None,
) -> None:
    """Keep a new customer."""
    data = Customer(id=number, name=name, street=street, city=city, state=state, zip=zip_code, phone=phone, email=email)
    who = Reader(name=reader, purpose=Purpose.LICENSING, reason=f"new customer {number}")
    with office(store) as opened:
        Customers(opened).add(data, who, at or now())


@customers.command()
def change(
    store: StoreUrl,
    number: Number,
    *,
    field: Annotated[list[str], typer.Option("--set", metavar="NAME=VALUE", help="One field; several times.")],
    application: Annotated[str, typer.Option(help="The licence whose information it is.")],
    reader: Who,
    at: At = None,
) -> None:
    """Update a licensee's information (604.4.3.3); it is to go on to the Postal Service."""
    who = Reader(name=reader, purpose=Purpose.LICENSING, reason=f"update of {application}")
    with office(store) as opened:
        old = Customers(opened).read(number, who, at or now())
        known = {f.name for f in dataclasses.fields(old)} - {"id"}
        told = dict(_pair(text, known) for text in field)
        new = dataclasses.replace(old, **told)
        Licences(opened).update(application, new, who, at or now())


@customers.command()
def show(
    store: StoreUrl,
    number: Number,
    *,
    reader: Who,
    purpose: Why,
    reason: Reason,
    place: Annotated[str, typer.Option(help="The third-party location where the reader works.")] = "",
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Show a customer's data; the reading is written down first."""
    who = Reader(name=reader, purpose=purpose, reason=reason, place=place)
    with office(store) as opened:
        data = Customers(opened).read(number, who, at or now())
    tell(dataclasses.asdict(data), as_json=as_json)


@customers.command()
def log(
    store: StoreUrl,
    *,
    number: Annotated[str, typer.Option("--customer", help="Only of this one.")] = "",
    as_json: console.Json = False,
) -> None:
    """List who read or changed whose data, when and why; no data."""
    with office(store) as opened:
        for access in Customers(opened).accesses(customer=number):
            who = {"number": access.number, "at": access.at, "reader": access.reader.name, "action": access.action}
            why = {"customer": access.customer, "purpose": access.reader.purpose, "reason": access.reader.reason}
            where = {"section": SECTIONS[access.reader.purpose], "place": access.reader.place}
            tell(who | why | where | {"fields": access.fields}, as_json=as_json)


@places.command("open")
def open_place(
    store: StoreUrl,
    place: PlaceName,
    *,
    operator: Annotated[str, typer.Option()],
    address: Annotated[str, typer.Option()],
    country: Annotated[str, typer.Option()] = "US",
) -> None:
    """Keep a new location."""
    with office(store) as opened:
        Places(opened).open(Place(id=place, operator=operator, address=address, country=country))


@places.command()
def authorize(
    store: StoreUrl,
    place: PlaceName,
    *,
    function: Annotated[Purpose, typer.Option(help="That the Postal Service authorized.")],
    reference: Annotated[str, typer.Option(help="Of the written authorization.")],
    on: console.On = None,
) -> None:
    """Write down the Postal Service's authorization for one function."""
    with office(store) as opened:
        Places(opened).authorize(place, function, reference, on or console.today())


@places.command()
def house(
    store: StoreUrl,
    place: PlaceName,
    *,
    customer: Annotated[list[str], typer.Option(help="Whose data; several times.")],
    at: At = None,
) -> None:
    """Say that customers' data is housed there: their notices are due today."""
    with office(store) as opened:
        Places(opened).house(place, customer, at or now())


@places.command()
def notify(
    store: StoreUrl,
    place: PlaceName,
    *,
    customer: Annotated[str, typer.Option()],
    reader: Who,
    output: Output = None,
    face: FaceFile = None,
    at: At = None,
) -> None:
    """Give a customer the notice that the location houses the data."""
    who = Reader(name=reader, purpose=Purpose.SERVICE, reason=f"notice of location {place}")
    with office(store) as opened:
        when = at or now()
        notice = Places(opened).notice(place, Customers(opened).read(customer, who, when), when.date())
        Places(opened).notify(place, customer, notice, when)
        hand_out(notice, output, face)


@places.command()
def copied(store: StoreUrl, place: PlaceName, *, customer: Annotated[str, typer.Option()], at: At = None) -> None:
    """Write down that the Postal Service was given the copy of a notice."""
    with office(store) as opened:
        Places(opened).send_copy(place, customer, at or now())


@places.command()
def close(store: StoreUrl, place: PlaceName, *, at: At = None) -> None:
    """Let nobody read there any more."""
    with office(store) as opened:
        Places(opened).close(place, at or now())


@incidents.command()
def discover(
    store: StoreUrl,
    *,
    kind: Annotated[IncidentKind, typer.Option()],
    account: Annotated[str, typer.Option(help="What happened, without customer data.")],
    place: Annotated[str, typer.Option(help="The third-party location.")] = "",
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Write down an incident; the Postal Service is to be told the same day."""
    with office(store) as opened:
        tell(dataclasses.asdict(Incidents(opened).discover(kind, account, at or now(), place=place)), as_json=as_json)


@incidents.command()
def touch(
    store: StoreUrl,
    number: IncidentNumber,
    *,
    customer: Annotated[list[str] | None, typer.Option(help="Whose data; several times.")] = None,
    how: Annotated[str, typer.Option(help="How it got out.")] = "",
    reader: Annotated[str, typer.Option(help="Or everything that this reader read …")] = "",
    since: Annotated[dt.date | None, typer.Option(parser=console.parse_day, metavar="DATE")] = None,
    until: Annotated[dt.date | None, typer.Option(parser=console.parse_day, metavar="DATE")] = None,
) -> None:
    """Add what an incident touched: customers, or all that one reader read from a day through another."""
    if bool(reader) is not (since is not None and until is not None) or bool(customer) is not bool(how):
        raise typer.BadParameter("give --customer with --how, or --reader with --since and --until")
    with office(store) as opened:
        if customer:
            Incidents(opened).touch(number, customer, how)
        if since and until:
            first, last = (dt.datetime.combine(day, dt.time(), dt.UTC) for day in (since, until + dt.timedelta(days=1)))
            Incidents(opened).touch_readings(number, reader, first, last)


@incidents.command("tell")
def tell_postal_service(
    store: StoreUrl, number: IncidentNumber, *, to: Annotated[str, typer.Option(help="Who was told.")], at: At = None
) -> None:
    """Write down that the Postal Service was told."""
    with office(store) as opened:
        Incidents(opened).tell(number, to, at or now())


@incidents.command("close")
def close_incident(
    store: StoreUrl, number: IncidentNumber, *, outcome: Annotated[str, typer.Option()], at: At = None
) -> None:
    """Write down how an incident ended."""
    with office(store) as opened:
        Incidents(opened).close(number, outcome, at or now())


@incidents.command()
def export(store: StoreUrl, number: IncidentNumber, *, output: Output = None, face: FaceFile = None) -> None:
    """List everything that an incident touched."""
    with office(store) as opened:
        hand_out(Incidents(opened).export(number), output, face)


def _pair(text: str, known: set[str]) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or name not in known:
        raise typer.BadParameter(f"--set {name}: allowed: NAME=VALUE with {', '.join(sorted(known))}")
    return name, value
