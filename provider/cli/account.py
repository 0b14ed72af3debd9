"""`provider account`: licensees' accounts, the Acknowledgment, statements, refunds of balances."""

import dataclasses
import datetime as dt
from typing import Annotated

import typer

from indicia import console
from indicia.spec.kinds import System
from provider.books import Account, Accounts, HoldReason, StatementsBy
from provider.books.balance_refunds import BalanceRefunds
from provider.books.lockbox import Lockbox
from provider.books.payments import Payments, is_deposited
from provider.books.statements import Statements, acknowledgment, payment_options
from provider.cli.answers import FaceFile, Output, hand_out, tell, tell_all
from provider.cli.common import At, StoreUrl, moment, office
from provider.store import Store

app = typer.Typer(help="Licensees' accounts.", no_args_is_help=True)
Number = Annotated[str, typer.Argument(metavar="ACCOUNT", help="Number of the account.")]
Amount = Annotated[int, typer.Option("--amount", parser=console.parse_dollars, metavar="DOLLARS")]
Month = Annotated[
    dt.date, typer.Option("--month", parser=console.parse_day, metavar="DATE", help="Any day of the month.")
]


@app.command("open")
def open_account(
    store: StoreUrl,
    *,
    licence: Annotated[str, typer.Option(help="Number of the licence.")],
    system: Annotated[System, typer.Option(help="Kind of system that it pays for.")],
    statements: Annotated[StatementsBy, typer.Option(help="After each reset, or monthly.")] = StatementsBy.EACH,
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Open an account; the licensee of a meter is given the Acknowledgment of Deposit Requirement with it."""
    with office(store) as opened:
        accounts, when = Accounts(opened), moment(opened, at)
        account = accounts.open(licence, system, statements, when.day)
        if is_deposited(system):
            accounts.provide_acknowledgment(account.number, when.day)
        _show(opened, accounts.find(account.number), as_json=as_json)


@app.command("list")
def list_accounts(store: StoreUrl, *, as_json: console.Json = False) -> None:
    """List every account with its balance."""
    with office(store) as opened:
        for account in Accounts(opened).all():
            _show(opened, account, as_json=as_json)


@app.command()
def show(store: StoreUrl, number: Number, *, as_json: console.Json = False) -> None:
    """Show one account: its balance and what locks it."""
    with office(store) as opened:
        _show(opened, Accounts(opened).find(number), as_json=as_json)


@app.command("acknowledgment")
def write_acknowledgment(
    store: StoreUrl,
    number: Number,
    *,
    provider: Annotated[str, typer.Option(help="The provider's name, for the clause.")],
    output: Output = None,
    face_file: FaceFile = None,
) -> None:
    """Write the Acknowledgment of Deposit Requirement, to be signed (39 CFR 501.29(b))."""
    with office(store) as opened:
        account = Accounts(opened).find(number)
    hand_out(acknowledgment(account, provider), output, face_file)


@app.command()
def sign(
    store: StoreUrl,
    number: Number,
    *,
    document: Annotated[str, typer.Option(metavar="FILE", help="The signed document; - reads standard input.")],
    signed_by: Annotated[str, typer.Option(help="Who signed.")],
    at: At = None,
) -> None:
    """Keep the digest of the signed Acknowledgment; deposits are credited from then on."""
    data = console.read_input(document)
    with office(store) as opened:
        Accounts(opened).sign_acknowledgment(number, data, signed_by, moment(opened, at).day)


@app.command()
def send(store: StoreUrl, number: Number, *, at: At = None) -> None:
    """Write down that the signed Acknowledgment went to the licensing post office."""
    with office(store) as opened:
        Accounts(opened).send_acknowledgment(number, moment(opened, at).day)


@app.command()
def unsent(store: StoreUrl, *, as_json: console.Json = False) -> None:
    """List accounts whose signed Acknowledgment was not sent yet."""
    with office(store) as opened:
        for account in Accounts(opened).unsent_acknowledgments():
            tell({"account": account.number, "signed_on": account.signed_on}, as_json=as_json)


@app.command()
def options(store: StoreUrl, number: Number, *, output: Output = None, face_file: FaceFile = None) -> None:
    """Say how the account may be paid, the preferred way first (39 CFR 501.29(e)(5))."""
    with office(store) as opened:
        account = Accounts(opened).find(number)
        bank = Lockbox(opened).bank() if is_deposited(account.system) else None
    hand_out(payment_options(account, bank), output, face_file)


@app.command()
def payments(store: StoreUrl, number: Number, *, as_json: console.Json = False) -> None:
    """Say where each payment of the account stands (39 CFR 501.29(e)(4))."""
    with office(store) as opened:
        tell_all(Payments(opened).of_account(number), as_json=as_json)


@app.command("advances")
def agree_advances(
    store: StoreUrl,
    number: Number,
    *,
    limit: Annotated[int, typer.Option(parser=console.parse_dollars, metavar="DOLLARS", help="0 ends them.")],
) -> None:
    """Agree on advances of so much at most."""
    with office(store) as opened:
        Accounts(opened).agree_advances(number, limit)


@app.command()
def lock(store: StoreUrl, number: Number, *, cause: Annotated[str, typer.Option(help="Why.")], at: At = None) -> None:
    """Lock an account by the provider's own decision."""
    with office(store) as opened:
        Accounts(opened).lock(number, HoldReason.PROVIDER, cause, moment(opened, at).at)


@app.command()
def release(
    store: StoreUrl, number: Number, *, cause: Annotated[str, typer.Option(help="Why.")], at: At = None
) -> None:
    """End such a lock; a returned item is released when the bank says that it is paid."""
    with office(store) as opened:
        Accounts(opened).release(number, HoldReason.PROVIDER, cause, moment(opened, at).at)


@app.command()
def close(store: StoreUrl, number: Number, *, at: At = None) -> None:
    """Close an account in which nothing is left."""
    with office(store) as opened:
        Accounts(opened).close(number, moment(opened, at).day)


@app.command()
def statement(
    store: StoreUrl, number: Number, *, month: Month, output: Output = None, face_file: FaceFile = None, at: At = None
) -> None:
    """Issue the statement of a month: all transactions, and the balance after each."""
    with office(store) as opened:
        issued = Statements(opened).issue_monthly(number, month, moment(opened, at).at)
    hand_out(issued, output, face_file)


@app.command("statements-due")
def statements_due(store: StoreUrl, *, month: Month, as_json: console.Json = False) -> None:
    """List accounts whose statement of a month was not issued yet."""
    with office(store) as opened:
        for account in Statements(opened).due_monthly(month):
            tell({"account": account.number}, as_json=as_json)


@app.command("refund")
def ask_refund(
    store: StoreUrl, number: Number, *, amount: Amount, at: At = None, as_json: console.Json = False
) -> None:
    """Take a request for the refund of a balance; the bank pays it within 48 hours (39 CFR 501.29(f))."""
    with office(store) as opened:
        refund = BalanceRefunds(opened).request(number, amount, moment(opened, at))
        tell(dataclasses.asdict(refund), as_json=as_json)


@app.command("refund-paid")
def refund_paid(
    store: StoreUrl,
    number: Annotated[int, typer.Argument(metavar="REFUND", help="Number of the request.")],
    *,
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Write down that the bank has paid a request."""
    with office(store) as opened:
        refund = BalanceRefunds(opened).pay(number, moment(opened, at))
        tell(dataclasses.asdict(refund), as_json=as_json)


@app.command("refunds-due")
def refunds_due(store: StoreUrl, *, at: At = None, as_json: console.Json = False) -> None:
    """List requests that wait, the most urgent first."""
    with office(store) as opened:
        when = moment(opened, at).at
        for refund in BalanceRefunds(opened).unpaid():
            tell(dataclasses.asdict(refund) | {"overdue": refund.overdue(when)}, as_json=as_json)


def _show(store: Store, account: Account, *, as_json: bool) -> None:
    accounts = Accounts(store)
    holds = [f"{hold.reason}: {hold.cause}" for hold in accounts.holds(account.number)]
    answer = dataclasses.asdict(account) | {"balance": accounts.balance(account.number), "locked": holds or None}
    tell(answer, as_json=as_json)
