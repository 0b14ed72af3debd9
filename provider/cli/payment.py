"""`provider payment`: payments for PC Postage, by credit card or ACH debit (DMM 604.5.4)."""

from typing import Annotated

import typer

from indicia import console
from indicia.spec.resetting import PaymentForm
from provider.books.payment import initiated
from provider.books.payments import Payments
from provider.cli.common import At, StoreUrl, moment, office

app = typer.Typer(help="Payments for PC Postage.", no_args_is_help=True)
Payment = Annotated[str, typer.Argument(metavar="PAYMENT", help="Number of the payment.")]


@app.command()
def initiate(
    store: StoreUrl,
    payment: Payment,
    *,
    account: Annotated[str, typer.Option(help="That it is for.")],
    form: Annotated[PaymentForm, typer.Option(help="credit-card or ach-debit.")],
    amount: Annotated[int, typer.Option(parser=console.parse_dollars, metavar="DOLLARS")],
    at: At = None,
) -> None:
    """Write down a payment that a licensee has initiated; its value can be downloaded from then on."""
    with office(store) as opened:
        when = moment(opened, at)
        Payments(opened).initiate(initiated(payment, account, form, amount, moment=when), when)


@app.command()
def settle(store: StoreUrl, payment: Payment, *, at: At = None) -> None:
    """Write down that a payment reached the Postal Service."""
    with office(store) as opened:
        Payments(opened).settle(payment, moment(opened, at))


@app.command("return")
def return_item(store: StoreUrl, payment: Payment, *, at: At = None) -> None:
    """Write down that a payment was returned; the account is locked at once."""
    with office(store) as opened:
        Payments(opened).return_item(payment, moment(opened, at))


@app.command("made-good")
def made_good(store: StoreUrl, payment: Payment, *, at: At = None) -> None:
    """Write down that a returned payment was paid in full; the account is released."""
    with office(store) as opened:
        Payments(opened).pay_returned(payment, moment(opened, at))
