"""`provider advance`: the provider's deposit and what it advances (39 CFR 501.29(b)(5))."""

import dataclasses
from typing import Annotated

import typer

from indicia import console
from provider.books.advances import Advances
from provider.cli.answers import tell
from provider.cli.common import At, StoreUrl, moment, office

app = typer.Typer(help="Advances, within the provider's own deposit.", no_args_is_help=True)
Reference = Annotated[str, typer.Argument(metavar="REFERENCE", help="Names the transaction: it is written once.")]
Amount = Annotated[int, typer.Option("--amount", parser=console.parse_dollars, metavar="DOLLARS")]
Account = Annotated[str, typer.Option("--account", help="Of the licensee.")]


@app.command()
def limits(store: StoreUrl, *, at: At = None, as_json: console.Json = False) -> None:
    """Say what the provider can advance today."""
    with office(store) as opened:
        found = Advances(opened).limits(moment(opened, at).day)
    tell(dataclasses.asdict(found) | {"missing": found.missing, "available": found.available}, as_json=as_json)


@app.command()
def deposit(store: StoreUrl, reference: Reference, *, amount: Amount, at: At = None) -> None:
    """Raise the provider's deposit with the Postal Service."""
    with office(store) as opened:
        Advances(opened).deposit(reference, amount, moment(opened, at))


@app.command()
def withdraw(store: StoreUrl, reference: Reference, *, amount: Amount, at: At = None) -> None:
    """Lower it, as far as the rule allows."""
    with office(store) as opened:
        Advances(opened).take_deposit(reference, amount, moment(opened, at))


@app.command()
def pay(store: StoreUrl, reference: Reference, *, at: At = None, as_json: console.Json = False) -> None:
    """Pay the Postal Service for every advance so far."""
    with office(store) as opened:
        tell({"paid": Advances(opened).pay(reference, moment(opened, at))}, as_json=as_json)


@app.command()
def repaid(store: StoreUrl, reference: Reference, *, account: Account, amount: Amount, at: At = None) -> None:
    """Write down what a licensee paid back to the provider."""
    with office(store) as opened:
        Advances(opened).repay(account, amount, reference, moment(opened, at))


@app.command("write-off")
def write_off(store: StoreUrl, reference: Reference, *, account: Account, amount: Amount, at: At = None) -> None:
    """Give up collecting an advance; the provider bears it."""
    with office(store) as opened:
        Advances(opened).write_off(account, amount, reference, moment(opened, at))
