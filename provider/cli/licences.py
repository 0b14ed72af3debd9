"""`provider licence`: applications and what the Postal Service makes of them."""

from typing import Annotated

import typer

from indicia import console
from indicia.spec.custody import Purpose
from indicia.spec.licences import Refusal, Revocation, Use
from provider.cli.answers import FaceFile, Output, hand_out, tell
from provider.cli.common import At, StoreUrl, now, office
from provider.custody import Reader
from provider.inventory.removal import remove_all
from provider.licences import Application, Licence, Licences

app = typer.Typer(help="Licences.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(metavar="APPLICATION", help="The provider's number: A000001.")]
Who = Annotated[str, typer.Option("--reader", metavar="NAME", help="Who reads customer data; it is written down.")]


@app.command()
def apply(
    store: StoreUrl,
    *,
    customer: Annotated[str, typer.Option(help="Number of the customer.")],
    city: Annotated[str, typer.Option(help="Of the licensing post office.")],
    state: Annotated[str, typer.Option(help="Of the licensing post office.")],
    zip_code: Annotated[str, typer.Option("--zip", help="Of the licensing post office.")],
    use: Annotated[Use, typer.Option(help="Where the systems stand.")] = Use.LICENSEE,
    country: Annotated[str, typer.Option(help="Where they stand, for use abroad.")] = "US",
    seasonal: Annotated[bool, typer.Option("--seasonal", help="A seasonal user.")] = False,
    representative: Annotated[bool, typer.Option("--representative", help="Lends meters under it.")] = False,
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Take an application."""
    asked = Application(
        customer=customer,
        city=city,
        state=state,
        zip=zip_code,
        use=use,
        country=country,
        seasonal=seasonal,
        representative=representative,
    )
    with office(store) as opened:
        licences, when = Licences(opened), at or now()
        licence = licences.apply(asked, when)
        _show(licence, as_json=as_json, grounds=licences.grounds_for_refusal(licence, when.date()))


@app.command()
def submit(
    store: StoreUrl,
    application: Number,
    *,
    reader: Who,
    output: Output = None,
    face: FaceFile = None,
    at: At = None,
) -> None:
    """Submit an application: Form 3601-A as a document."""
    with office(store) as opened:
        who = Reader(name=reader, purpose=Purpose.LICENSING, reason=f"application {application}")
        hand_out(Licences(opened).submit(application, who, at or now()), output, face)


@app.command()
def grant(
    store: StoreUrl,
    application: Number,
    *,
    number: Annotated[str, typer.Option(help="Of the licence, from the Postal Service.")],
    approval: Annotated[str, typer.Option(help="Reference of the approval for use abroad.")] = "",
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Write down that the licence is granted."""
    with office(store) as opened:
        _show(Licences(opened).grant(application, number, at or now(), approval=approval), as_json=as_json)


@app.command()
def refuse(
    store: StoreUrl,
    application: Number,
    *,
    reason: Annotated[Refusal, typer.Option(help="Section of the reason.")],
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Write down that the applicant received the refusal."""
    with office(store) as opened:
        _show(Licences(opened).refuse(application, reason, at or now()), as_json=as_json)


@app.command()
def notify(
    store: StoreUrl,
    application: Number,
    *,
    reason: Annotated[Revocation, typer.Option(help="Section of the reason.")],
    certified: Annotated[str, typer.Option(metavar="NUMBER", help="Of the Certified Mail.")],
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Write down that the licensee received the notice of revocation."""
    with office(store) as opened:
        _show(Licences(opened).notify_revocation(application, reason, certified, at or now()), as_json=as_json)


@app.command()
def appeal(store: StoreUrl, application: Number, *, at: At = None, as_json: console.Json = False) -> None:
    """Write down an appeal, through the tenth day."""
    with office(store) as opened:
        _show(Licences(opened).appeal(application, at or now()), as_json=as_json)


@app.command()
def decide(
    store: StoreUrl,
    application: Number,
    *,
    granted: Annotated[bool, typer.Option("--granted/--denied", help="How the appeal was decided.")],
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Write down how an appeal was decided."""
    with office(store) as opened:
        _show(Licences(opened).decide_appeal(application, at or now(), granted=granted), as_json=as_json)


@app.command()
def revoke(
    store: StoreUrl,
    application: Number,
    *,
    at_once: Annotated[Revocation | None, typer.Option("--at-once", help="Without the ten days, for this.")] = None,
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Write down that a revocation takes effect; every meter of the licence is to be removed in 15 days."""
    with office(store) as opened:
        when = at or now()
        licence = Licences(opened).revoke(application, when, reason=at_once)
        removed = remove_all(opened, licence, "licence revoked", when)
        _show(licence, as_json=as_json, remove=[meter.device for meter in removed])


@app.command()
def cancel(store: StoreUrl, application: Number, *, at: At = None, as_json: console.Json = False) -> None:
    """Write down that the Postal Service cancelled a licence that had no active system for 60 days."""
    with office(store) as opened:
        _show(Licences(opened).cancel(application, at or now()), as_json=as_json)


@app.command()
def sent(store: StoreUrl, application: Number, *, at: At = None) -> None:
    """Write down that the Postal Service was sent the updated information of a licensee."""
    with office(store) as opened:
        Licences(opened).send_update(application, at or now())


@app.command("list")
def list_licences(store: StoreUrl, *, as_json: console.Json = False) -> None:
    """List every licence and application."""
    with office(store) as opened:
        for licence in Licences(opened).all():
            _show(licence, as_json=as_json)


def _show(licence: Licence, *, as_json: bool, **more: object) -> None:
    asked = licence.asked
    shown = {"application": licence.application, "number": licence.number, "status": licence.status}
    where = {"customer": asked.customer, "post_office": f"{asked.city} {asked.state} {asked.zip}", "use": asked.use}
    tell(shown | where | {name: value for name, value in more.items() if value}, as_json=as_json)
