"""`provider books`: the ledger itself."""

import datetime as dt
from typing import Annotated

import typer

from indicia import console
from indicia.errors import ExitCode
from provider.books import Ledger
from provider.cli.answers import tell, tell_all
from provider.cli.common import NAME, StoreUrl
from provider.store import open_store

app = typer.Typer(help="The double-entry ledger.", no_args_is_help=True)
First = Annotated[
    dt.date, typer.Option("--from", parser=console.parse_day, metavar="DATE", help="First day."),
]  # fmt: skip
Last = Annotated[
    dt.date, typer.Option("--to", parser=console.parse_day, metavar="DATE", help="Last day."),
]  # fmt: skip


@app.command()
def trial(store: StoreUrl, *, to: Last = dt.date.max, as_json: console.Json = False) -> None:
    """Write the trial balance: every account, and that debits equal credits."""
    with open_store(store) as opened:
        rows = Ledger(opened).trial_balance(to)
    tell_all(rows, as_json=as_json)
    total = {"debit": sum(row.debit for row in rows), "credit": sum(row.credit for row in rows)}
    tell({"account": "all"} | total, as_json=as_json)


@app.command()
def journal(
    store: StoreUrl, *, first: First = dt.date.min, to: Last = dt.date.max, as_json: console.Json = False
) -> None:
    """Write every entry with its lines."""
    with open_store(store) as opened:
        for written in Ledger(opened).entries(first, to):
            entry = written.entry
            head = {"number": written.number, "day": entry.day, "kind": entry.kind, "reference": entry.reference}
            for posting in entry.postings:
                tell(head | {"account": posting.account, "amount": posting.amount}, as_json=as_json)


@app.command()
def audit(store: StoreUrl) -> int:
    """Prove the books: chain, balances, debits and credits; say where the first altered entry is."""
    with open_store(store) as opened:
        faults = Ledger(opened).faults()
    console.complain(NAME, *faults)
    return ExitCode.UNACCEPTABLE if faults else ExitCode.DONE
