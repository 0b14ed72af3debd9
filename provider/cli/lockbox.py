"""`provider lockbox`: the bank, its daily file, its transfers; deposits that name no account."""

import dataclasses
import datetime as dt
from typing import Annotated

import typer

from indicia import console
from provider.books.lockbox import Bank, Lockbox
from provider.books.payments import Payments
from provider.cli.answers import tell, tell_all
from provider.cli.common import At, StoreUrl, moment, now, office

app = typer.Typer(help="The lockbox bank's day.", no_args_is_help=True)


def _time(text: str | dt.time) -> dt.time:
    try:
        return text if isinstance(text, dt.time) else dt.time.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a time of day; allowed: HH:MM") from None


@app.command("bank")
def set_bank(
    store: StoreUrl,
    *,
    name: Annotated[str, typer.Option(help="Of the bank.")],
    post_office_box: Annotated[str, typer.Option(help="Where checks are mailed to.")],
    telephone: Annotated[str, typer.Option(help="Toll-free, for licensees.")],
    representative: Annotated[str, typer.Option(help="Who handles inquiries.")],
    routing: Annotated[str, typer.Option(help="Routing and account numbers for wires and ACH.")],
    approved: Annotated[
        dt.date, typer.Option(parser=console.parse_day, metavar="DATE", help="By the Postal Service on this day.")
    ],
    timezone: Annotated[str, typer.Option(help="Its local time.")] = "America/New_York",
    cutoff: Annotated[
        dt.time, typer.Option(parser=_time, metavar="HH:MM", help="Deposits until then are of the same day.")
    ] = "17:00",  # type: ignore[assignment]  # the parser reads it
) -> None:
    """Keep who the lockbox bank is."""
    bank = Bank(
        name=name, post_office_box=post_office_box, telephone=telephone, representative=representative,
        routing=routing, timezone=timezone, cutoff=cutoff, approved_on=approved,
    )  # fmt: skip
    with office(store) as opened:
        Lockbox(opened).set_bank(bank)


@app.command()
def show(store: StoreUrl, *, as_json: console.Json = False) -> None:
    """Say who the lockbox bank is, and until when it takes deposits."""
    with office(store) as opened:
        tell(dataclasses.asdict(Lockbox(opened).bank()), as_json=as_json)


@app.command()
def receive(
    store: StoreUrl,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The day's file (JSON); - reads standard input.")],
    *,
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Post a banking day's consolidated file."""
    data = console.read_input(file)
    with office(store) as opened:
        posted = Lockbox(opened).receive(data, at or now())
        answer = {"day": posted.day, "deposits": len(posted.deposits), "total": posted.amounts()}
        answer |= {"returned": len(posted.returned), "paid_items": len(posted.paid)}
        tell(answer | {"unidentified": len(Payments(opened).unidentified())}, as_json=as_json)


@app.command()
def transfer(store: StoreUrl, *, at: At = None, as_json: console.Json = False) -> None:
    """Write down the bank's transfer of this morning (39 CFR 501.29(e)(4))."""
    with office(store) as opened:
        tell(dataclasses.asdict(Lockbox(opened).transfer(at or now())), as_json=as_json)


@app.command()
def due(store: StoreUrl, *, as_json: console.Json = False) -> None:
    """Say what waits at the bank and until when it must be transferred."""
    with office(store) as opened:
        waiting = Lockbox(opened).due()
    if waiting is not None:
        tell({"waiting": waiting[0], "due_at": waiting[1]}, as_json=as_json)


@app.command()
def transfers(store: StoreUrl, *, as_json: console.Json = False) -> None:
    """List every transfer, and which were late."""
    with office(store) as opened:
        tell_all(Lockbox(opened).transfers(), as_json=as_json)


@app.command()
def unidentified(store: StoreUrl, *, as_json: console.Json = False) -> None:
    """List deposits that no account could take."""
    with office(store) as opened:
        tell_all(Payments(opened).unidentified(), as_json=as_json)


@app.command()
def attribute(
    store: StoreUrl,
    payment: Annotated[str, typer.Argument(metavar="PAYMENT", help="The bank's number of it.")],
    account: Annotated[str, typer.Argument(metavar="ACCOUNT", help="Whose it is.")],
    *,
    at: At = None,
) -> None:
    """Credit such a deposit to the account that it was meant for."""
    with office(store) as opened:
        Payments(opened).attribute(payment, account, moment(opened, at))
