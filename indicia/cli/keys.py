"""`indicia keys`: a provider's root, and what it takes back."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from indicia import console
from indicia.security.authority import Authority
from indicia.security.certificates import RevocationReason

app = typer.Typer(help="A provider's root key and what verifiers are given to trust.")

_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2049, 12, 31)

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="Holds root.pem and trust/.")]


@app.command()
def init(
    folder: Folder,
    *,
    valid_from: Annotated[
        dt.date, typer.Option(parser=console.parse_day, metavar="DATE", help="First day of the root.")
    ] = _FIRST,
    valid_to: Annotated[
        dt.date, typer.Option(parser=console.parse_day, metavar="DATE", help="Last day of the root.")
    ] = _LAST,
    passphrase_file: console.PassphraseFile = None,
) -> None:
    """Make a root key and a trust directory."""
    passphrase = console.read_passphrase(passphrase_file)
    Authority.create(folder, valid_from=valid_from, valid_to=valid_to, passphrase=passphrase)


@app.command()
def revoke(
    folder: Folder,
    serial: Annotated[int, typer.Argument(metavar="SERIAL", help="Certificate serial number.")],
    *,
    reason: Annotated[
        RevocationReason, typer.Option(help="Key compromise counts for every date, others from --on.")
    ] = RevocationReason.UNSPECIFIED,
    on: Annotated[
        dt.date | None,
        typer.Option("--on", parser=console.parse_day, metavar="DATE", help="Day of revocation; today."),
    ] = None,
    passphrase_file: console.PassphraseFile = None,
) -> None:
    """Enter a certificate into the revocation list."""
    authority = Authority.open(folder, console.read_passphrase(passphrase_file))
    authority.revoke(serial, reason, on or console.today())
