"""`provider reset`: the office's server, the device's line, the devices and what did not follow."""

from pathlib import Path
from typing import Annotated

import typer
from cryptography import x509

from indicia import console
from indicia.errors import CredentialError, ExitCode, MissingPartError, UsageError
from indicia.payload.profiles import Algorithm
from indicia.psd.device import Psd
from indicia.psd.life import Event
from indicia.psd.registers import Registers
from indicia.security.authority import Authority
from indicia.security.keys import PublicKey, algorithm_of
from indicia.security.signing import KeySigner
from provider.books import Moment
from provider.books.lockbox import Lockbox
from provider.cli.answers import FaceFile, Output, hand_out, tell
from provider.cli.common import At, StoreUrl, moment, now, office
from provider.errors import ProviderRefused
from provider.resetting.devices import Devices
from provider.resetting.documents import Documents
from provider.resetting.licences import OfficeLicensing
from provider.resetting.line import Line
from provider.resetting.returned_value import ReturnedValue
from provider.resetting.settling import Settling

app = typer.Typer(help="Resetting.", no_args_is_help=True)
Device = Annotated[str, typer.Argument(metavar="DEVICE", help="Manufacturer, model and ten digits of the serial.")]
Ascending = Annotated[int, typer.Option("--ascending", parser=console.parse_dollars, metavar="DOLLARS")]
Descending = Annotated[int, typer.Option("--descending", parser=console.parse_dollars, metavar="DOLLARS")]
Keys = Annotated[Path, typer.Option("--keys", metavar="DIR", help="The provider's keys (`indicia keys init`).")]


@app.command()
def serve(
    store: StoreUrl,
    *,
    keys: Keys,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="To listen on.")] = 8081,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="To listen on.")] = "127.0.0.1",
    certificate: Annotated[Path | None, typer.Option("--tls-certificate", metavar="FILE", help="PEM, for TLS.")] = None,
    key: Annotated[Path | None, typer.Option("--tls-key", metavar="FILE", help="Its private key.")] = None,
    passphrase_file: console.PassphraseFile = None,
    at: At = None,
) -> int:
    """Answer devices over HTTP. With --at every answer is as at that time, for tests."""
    try:
        # Optional, and slow to import: the other commands do not wait for a web server.
        from provider.resetting import http, service  # noqa: PLC0415
        from provider.resetting.stores import Stores  # noqa: PLC0415
    except ImportError as missing:
        raise MissingPartError(f"the server needs {missing.name}; install indicia[station]") from missing
    if (certificate is None) is not (key is None):
        raise UsageError("--tls-certificate and --tls-key go together")
    authority = Authority.open(keys, console.read_passphrase(passphrase_file))
    stores = Stores(store)
    with stores.one() as opened:
        day_of = Lockbox(opened).zone()

    def at_that() -> Moment:
        time = at or now()
        return Moment(time, time.astimezone(day_of).date())

    signer = KeySigner(authority.key, Algorithm.ECDSA_P256)
    service.run(
        http.Service(stores, signer, OfficeLicensing, at_that), host=host, port=port, certificate=certificate, key=key
    )
    stores.close()
    return ExitCode.DONE


@app.command()
def call(
    psd: Annotated[Path, typer.Argument(metavar="PSD", help="The device's folder.")],
    *,
    url: Annotated[str, typer.Option(metavar="URL", help="Of the provider: http://HOST:PORT or https://…")],
    account: Annotated[str, typer.Option(help="Number of the licensee's account.")],
    amount: Annotated[
        int | None, typer.Option(parser=console.parse_dollars, metavar="DOLLARS", help="0 resets no value.")
    ] = None,
    attempts: Annotated[int, typer.Option(min=1, help="How often a message is sent.")] = 3,
    passphrase_file: console.PassphraseFile = None,
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Reset a device at its licensee's: over the line to the provider. Without --amount it only fetches orders."""
    passphrase = console.read_passphrase(passphrase_file)
    with Psd.open(psd, lambda: at or now()) as device:
        device.signer(passphrase)
        outcome = Line(url, attempts=attempts).call(device, account, amount, _provider_of(device))
    if outcome.receipt is None:
        raise ProviderRefused(outcome.denial)
    receipt, document = outcome.receipt, outcome.document
    answer = {"grant_id": receipt.grant_id, "device": receipt.device, "life": receipt.life}
    registers = {"ascending": receipt.registers.ascending, "descending": receipt.registers.descending}
    tell(answer | registers | {"balance": document and document.balance}, as_json=as_json)


@app.command()
def register(
    store: StoreUrl,
    device: Device,
    *,
    certificate: Annotated[Path, typer.Option(metavar="FILE", help="PEM, of the device.")],
    account: Annotated[str, typer.Option(help="That pays.")],
    ascending: Ascending = 0,
    descending: Descending = 0,
    at: At = None,
) -> None:
    """Let a checked-in device be reset from an account, beginning with the registers of its check-in."""
    found = _certificate(certificate)
    registers = Registers(ascending, descending)
    with office(store) as opened:
        Devices(opened).register(device, found, account, registers=registers, at=moment(opened, at).at)


@app.command()
def devices(store: StoreUrl, *, as_json: console.Json = False) -> None:
    """List the devices, with their accounts and what is known of them."""
    with office(store) as opened:
        for device in Devices(opened).all():
            answer = {"device": device.device, "account": device.account, "licence": device.licence}
            known = {} if device.known is None else {"life": device.known.life, "last_grant": device.known.grant_id}
            tell(answer | known | {"suspended": device.suspended or None}, as_json=as_json)


@app.command()
def move(store: StoreUrl, device: Device, *, account: Annotated[str, typer.Option(help="That pays now.")]) -> None:
    """Let another account pay for a device from now on."""
    with office(store) as opened:
        Devices(opened).move(device, account)


@app.command()
def order(
    store: StoreUrl,
    device: Device,
    event: Annotated[Event, typer.Argument(metavar="ORDER", help="lock, unlock, inspect, withdraw, zero, …")],
    *,
    reason: Annotated[str, typer.Option(help="Why, for the device's log.")],
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Tell a device something with its next grant."""
    with office(store) as opened:
        tell({"order": Devices(opened).order(device, event, reason, at=moment(opened, at).at)}, as_json=as_json)


@app.command()
def cancel(store: StoreUrl, number: Annotated[int, typer.Argument(metavar="ORDER", help="Its number.")]) -> None:
    """Take back an order that was not sent."""
    with office(store) as opened:
        Devices(opened).cancel(number)


@app.command()
def incidents(store: StoreUrl, *, as_json: console.Json = False) -> None:
    """List what did not follow from what is known of the devices."""
    with office(store) as opened:
        for row in Devices(opened).incidents():
            tell(row, as_json=as_json)


@app.command()
def reinstate(
    store: StoreUrl,
    device: Device,
    *,
    ascending: Ascending,
    descending: Descending,
    last_grant: Annotated[str, typer.Option(help="The last grant that the device has applied.")],
    reason: Annotated[str, typer.Option(help="What the examination found.")],
    at: At = None,
) -> None:
    """Reset a suspended device again after it was examined, beginning with the registers that were found."""
    with office(store) as opened:
        examined, when = Registers(ascending, descending), moment(opened, at)
        Settling(opened).reinstate(device, examined, reason, last_grant=last_grant, moment=when)


@app.command("return-value")
def return_value(
    store: StoreUrl,
    grant: Annotated[str, typer.Argument(metavar="GRANT", help="That cleared the device's descending register.")],
    *,
    approved: Annotated[
        int | None,
        typer.Option(parser=console.parse_dollars, metavar="DOLLARS", help="If the Postal Service determined less."),
    ] = None,
    at: At = None,
    as_json: console.Json = False,
) -> None:
    """Credit the value that was cleared out of a withdrawn device to its licensee's account."""
    with office(store) as opened:
        amount = ReturnedValue(opened).credit(grant, moment(opened, at), approved)
        tell({"grant_id": grant, "amount": amount}, as_json=as_json)


@app.command()
def document(
    store: StoreUrl,
    grant: Annotated[str, typer.Argument(metavar="GRANT", help="Number of the transaction.")],
    *,
    output: Output = None,
    face_file: FaceFile = None,
) -> None:
    """Write the document of a reset again."""
    with office(store) as opened:
        found = Documents(opened).find(grant)
    hand_out(found.statement(), output, face_file)


@app.command("list")
def list_resets(store: StoreUrl, *, as_json: console.Json = False) -> None:
    """List every grant and how it ended."""
    columns = "grant_id, device, account, zip, amount, advanced, state, granted_at, ended_at"
    with office(store) as opened:
        for row in opened.rows(f"SELECT {columns} FROM reset ORDER BY granted_at, grant_id"):  # noqa: S608 - own names
            tell(row, as_json=as_json)


def _provider_of(device: Psd) -> tuple[PublicKey, int]:
    """The key of a device's provider, and its algorithm's id."""
    authority = device.memory.facts.authority
    if authority is None:
        raise ProviderRefused("the device is not initialized: it knows no provider")
    key, algorithm = authority.public_key(), algorithm_of(authority.public_key())
    if algorithm is None or not isinstance(key, PublicKey):
        raise CredentialError("the provider's certificate is for no algorithm that is used here")
    return key, algorithm


def _certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except OSError as error:
        raise CredentialError(f"cannot read the certificate {path}: {error.strerror}") from error
    except ValueError:
        raise CredentialError(f"{path} is no certificate in PEM") from None
