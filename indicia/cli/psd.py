"""`indicia psd`: postal security devices: made, loaded, looked at."""

import datetime as dt
import enum
from pathlib import Path
from typing import Annotated

import typer

from indicia import console
from indicia.cli import psd_care
from indicia.cli.clock import OnDay, clock_on
from indicia.cli.psd_words import standing_words
from indicia.payload.codec import Payload, decode
from indicia.payload.dates import decode_date
from indicia.payload.profiles import Algorithm
from indicia.psd.create import Making, create_psd
from indicia.psd.device import Psd
from indicia.psd.identity import TEST_MANUFACTURER, Identity
from indicia.psd.memory import KEY_NAME
from indicia.psd.records import Issued, IssueState, Status
from indicia.psd.standing import Use
from indicia.security.authority import Authority
from indicia.spec.kinds import Location, System
from indicia.units import dollars

app = typer.Typer(help="Postal security devices: registers and keys.")
psd_care.add_to(app)

Words = dict[str, object]


class SigningAlgorithm(enum.StrEnum):
    """Algorithms that a device can sign with, as flags name them."""

    ECDSA_P256 = "ecdsa-p256"
    ED25519 = "ed25519"
    DSA_1024 = "dsa-1024"


Folder = Annotated[Path, typer.Argument(metavar="PSD", help="The device's folder.")]
Day = Annotated[dt.date | None, typer.Option(parser=console.parse_day, metavar="DATE", help="The root's if not given.")]


@app.command()
def create(
    folder: Folder,
    *,
    keys: Annotated[Path, typer.Option(metavar="DIR", help="The provider's keys; DIR/trust gets the certificate.")],
    serial: Annotated[int, typer.Option(metavar="N", help="PSD serial number.")],
    zip_code: Annotated[str, typer.Option("--zip", metavar="ZIP", help="ZIP Code of the licensing post office.")],
    city: Annotated[str, typer.Option(metavar="NAME", help="Its city.")],
    state: Annotated[str, typer.Option(metavar="XX", help="Its state.")],
    manufacturer: Annotated[str, typer.Option(metavar="XX", help="ZZ is a test device.")] = TEST_MANUFACTURER,
    model: Annotated[str, typer.Option(metavar="XX", help="Model id.")] = "01",
    provider: Annotated[str, typer.Option(metavar="NAME", help="Printed in the indicium.")] = "TEST PROVIDER",
    system: Annotated[System, typer.Option(help="Kind of postage evidencing system.")] = System.PC_POSTAGE,
    location: Annotated[Location, typer.Option(help="Where it stands.")] = Location.LICENSEE,
    algorithm: Annotated[SigningAlgorithm, typer.Option(help="How it signs.")] = SigningAlgorithm.ECDSA_P256,
    certificate_serial: Annotated[
        int | None, typer.Option(metavar="N", help="The PSD serial number if not given.")
    ] = None,
    valid_from: Day = None,
    valid_to: Day = None,
    passphrase_file: console.PassphraseFile = None,
    use: Annotated[Use, typer.Option(help="What it is for.")] = Use.LICENSED,
    licence: Annotated[str, typer.Option(metavar="NUMBER", help="Licence of whoever has it.")] = "",
    lock_on: Annotated[
        dt.date | None,
        typer.Option(parser=console.parse_day, metavar="DATE", help="First day on which it does not issue."),
    ] = None,
    token: Annotated[
        str, typer.Option(metavar="URI", help="Key born in a token: pkcs11:token=LABEL;object=LABEL?module-path=FILE.")
    ] = KEY_NAME,
    on: OnDay = None,
) -> None:
    """Make an empty device and its certificate, and put it into service. Afterwards DIR is not needed."""
    passphrase = console.read_passphrase(passphrase_file)
    identity = Identity(
        manufacturer=manufacturer,
        model=model,
        serial=serial,
        provider=provider.upper(),  # as it is printed
        city=city.upper(),
        state=state.upper(),
        zip=zip_code,
        system=system,
        location=location,
    )
    create_psd(
        folder,
        identity,
        Authority.open(keys, passphrase),
        algorithm=Algorithm[algorithm.name],
        certificate_serial=certificate_serial,
        valid_from=valid_from,
        valid_to=valid_to,
        passphrase=passphrase,
        making=Making(licence=licence, use=use, lock_on=lock_on, key_place=token, clock=clock_on(on)),
    )


@app.command()
def load(
    folder: Folder,
    *,
    amount: Annotated[str, typer.Option(metavar="DOLLARS", help="Value to put in, 100.00.")],
    as_json: console.Json = False,
    passphrase_file: console.PassphraseFile = None,
    on: OnDay = None,
) -> None:
    """Put value into a test device; the provider resets others."""
    mills = console.parse_dollars(amount)
    with Psd.open(folder, clock_on(on)) as psd:
        psd.signer(console.read_passphrase(passphrase_file))
        psd.load(mills)
        _show_status(psd.status(), as_json=as_json)


@app.command()
def status(folder: Folder, *, as_json: console.Json = False, on: OnDay = None) -> None:
    """Show the device, its registers, how many pieces it issued, and what keeps it from printing."""
    with Psd.open(folder, clock_on(on)) as psd:
        _show_status(psd.status(), as_json=as_json)


@app.command()
def log(folder: Folder, *, as_json: console.Json = False) -> None:
    """Show every issue, one a line, oldest first."""
    with Psd.open(folder) as psd:
        for entry in psd.log():
            _show_issue(entry, as_json=as_json)


@app.command()
def pending(folder: Folder, *, as_json: console.Json = False) -> None:
    """Show issues that are neither released nor spoiled; `print --release ID` finishes them."""
    with Psd.open(folder) as psd:
        for entry in psd.pending():
            _show_issue(entry, as_json=as_json)


def _status_words(status: Status) -> Words:
    identity = status.identity
    return {
        "device": identity.device,
        "manufacturer": identity.manufacturer,
        "model": identity.model,
        "psd_serial": identity.serial,
        "provider": identity.provider,
        "licensing_post_office": {"city": identity.city, "state": identity.state, "zip": identity.zip},
        "system": identity.system.value,
        "location": identity.location.value,
        "algorithm": int(status.algorithm),
        "certificate_serial": status.certificate_serial,
        "valid_from": status.valid_from.isoformat(),
        "valid_to": status.valid_to.isoformat(),
        "ascending_register": str(dollars(status.registers.ascending)),
        "descending_register": str(dollars(status.registers.descending)),
        "control_total": str(dollars(status.registers.control_total)),
        "pieces": {state.value: status.pieces[state] for state in IssueState},
        **standing_words(status),
    }


def _issue_words(entry: Issued) -> Words:
    payload = decode(entry.message).payload
    date = decode_date(payload.mailing_date) if isinstance(payload, Payload) else None
    return {
        "piece_id": entry.piece_id,
        "state": entry.state.value,
        "amount": str(dollars(entry.amount)),
        "ascending_register": str(dollars(entry.registers.ascending)),
        "descending_register": str(dollars(entry.registers.descending)),
        "mailing_date": date.iso if date else None,
        "payload": entry.message.hex(),
        "file": entry.job.output,
        "file_digest": entry.file_digest,
        "reason": entry.reason,
    }


def _show_status(status: Status, *, as_json: bool) -> None:
    words = _status_words(status)
    if as_json:
        console.write_json(words)
        return
    office = f"{status.identity.city} {status.identity.state} {status.identity.zip}"
    pieces = ", ".join(f"{status.pieces[state]} {state}" for state in IssueState)
    lockouts = "; ".join(map(str, status.lockouts)) or "none"
    shown = words | {"licensing_post_office": office, "pieces": pieces, "lockouts": lockouts}
    for name, word in shown.items():
        console.write_line(f"{name.replace('_', ' '):<22}{'-' if word in (None, '') else word}")


def _show_issue(entry: Issued, *, as_json: bool) -> None:
    words = _issue_words(entry)
    if as_json:
        console.write_json(words)
        return
    shown = (
        "piece_id",
        "state",
        "amount",
        "ascending_register",
        "descending_register",
        "mailing_date",
        "file",
        "reason",
    )
    console.write_line("  ".join("-" if words[name] is None else str(words[name]) for name in shown))
