"""Making a PSD: its key and its folder, its certificate, its first user; from the factory into service."""

import datetime as dt
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from indicia import files
from indicia.errors import CredentialError, OutputError, PsdRefused
from indicia.payload.codec import device_id
from indicia.payload.profiles import Algorithm
from indicia.psd import chain
from indicia.psd.banks import Bank
from indicia.psd.facts import INITIALIZED, MADE, told
from indicia.psd.identity import Identity
from indicia.psd.life import Event, Life, after
from indicia.psd.memory import KEY_NAME, Clock, Memory
from indicia.psd.orders import Case, carried_out
from indicia.psd.registers import Registers
from indicia.psd.standing import Standing, Use, User
from indicia.psd.store import DATABASE_NAME, create_store, explained, open_store, transaction
from indicia.psd.token import TOKEN_SCHEME, TokenSigner, born_in_token
from indicia.psd.writing import Writing
from indicia.security.authority import Authority
from indicia.security.keys import PublicKey, algorithm_of, generate, public_bytes, save_private_key
from indicia.security.signing import Signer, signer_for
from indicia.spec.kinds import System
from indicia.spec.psd import SecurityLevel

_INITIALIZE = "UPDATE device SET provider = :provider, certificate = :certificate, authority = :authority"
_LEVELS = {System.TRADITIONAL: SecurityLevel.REMOTE_DIGITAL_DISABLING}
"""Of systems that are not on level 5 (DMM 604.4.3.7): this device is reset remotely and stops itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What leaves the factory."""

    manufacturer: str
    """Two letters or digits; `ZZ` is a test device."""
    model: str
    """Two letters or digits."""
    serial: int
    """PSD serial number."""
    system: System
    """Kind of postage evidencing system."""
    algorithm: Algorithm = Algorithm.ECDSA_P256
    """How it signs."""
    key_place: str = KEY_NAME
    """Where its key is born: the file of that name, or a key of a token (a PKCS#11 URI)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What an initialization installs."""

    provider: str
    """Name of the provider, as printed."""
    certificate: x509.Certificate
    """What verifiers check the device's messages with."""
    authority: x509.Certificate
    """What the device checks its provider's grants with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What else can be said of a device that is made and put into service."""

    licence: str = ""
    """Number of the licence."""
    use: Use = Use.LICENSED
    """What the device is for."""
    lock_on: dt.date | None = None
    """First day on which it does not issue."""
    key_place: str = KEY_NAME
    """Where its key is born: the file of that name, or a key of a token (a PKCS#11 URI)."""
    clock: Clock | None = None
    """Tells the time; without one the device knows no day of its installation."""


def manufacture(folder: Path, product: Product, *, passphrase: bytes | None = None, clock: Clock | None = None) -> None:
    """A device that has its number and its key, in a new folder; on failure nothing stays behind.

    Args:
        folder: must not exist.
        product: what it is.
        passphrase: encrypts the key's file, or is the token's PIN.
        clock: tells the time.

    Raises:
        PsdRefused: `folder` exists.
        CredentialError: the token makes no key.
        OutputError: the place cannot be written.
    """
    with _staged(folder) as staged:
        _make(staged, product, passphrase, clock)
        staged.rename(folder)
        files.sync_folder(folder.parent)


def initialize(
    folder: Path,
    installed: Installation,
    *,
    passphrase: bytes | None = None,
    clock: Clock | None = None,
) -> None:
    """Install what never changes over the device's life (DMM 604.4.6.1).

    Args:
        folder: of a device that was manufactured.
        installed: what.
        passphrase: opens its key.
        clock: tells the time.

    Raises:
        PsdRefused: it was initialized before.
        CredentialError: the certificate is another device's.
    """
    key = installed.certificate.public_key()
    with closing(Memory(folder, clock)) as memory:
        memory.open_key(passphrase)
        if algorithm_of(key) is not memory.facts.algorithm or memory.facts.key != key:
            raise CredentialError(f"the certificate is not for the key of the PSD {memory.facts.device}")
        row = {
            "provider": installed.provider,
            "certificate": installed.certificate.public_bytes(Encoding.PEM),
            "authority": installed.authority.public_bytes(Encoding.PEM),
        }
        with memory.writing() as writing:
            life = after(Event.INITIALIZE, writing.standing.life)
            memory.database.execute(_INITIALIZE, row)
            standing = replace(writing.standing, life=life)
            writing.record(Event.INITIALIZE, standing=standing, detail=told(row, INITIALIZED))


def create_psd(  # noqa: PLR0913 - each is one decision of the provider, all but three have defaults
    folder: Path,
    identity: Identity,
    authority: Authority,
    *,
    algorithm: Algorithm = Algorithm.ECDSA_P256,
    certificate_serial: int | None = None,
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    passphrase: bytes | None = None,
    making: Making = Making(),
) -> None:
    """Make a device, take it through its life into service, publish its certificate; on failure neither stays behind.

    Args:
        folder: must not exist.
        identity: who the device is.
        authority: the provider, whose trust directory gets the certificate.
        algorithm: how the device signs.
        certificate_serial: the PSD's serial number when None.
        valid_from: first day of the certificate, the root's when None.
        valid_to: last day, the root's when None.
        passphrase: encrypts the device's key when given, or is the PIN of its token.
        making: licence, use, key and clock.

    Raises:
        PsdRefused: `folder` exists.
        CredentialError: the certificate's serial number is taken or out of range, or a token makes no key.
        OutputError: the place cannot be written.
    """
    product = Product(
        manufacturer=identity.manufacturer,
        model=identity.model,
        serial=identity.serial,
        system=identity.system,
        algorithm=algorithm,
        key_place=making.key_place,
    )
    with _staged(folder) as staged:
        certificate = authority.certify(
            _make(staged, product, passphrase, making.clock),
            serial=identity.serial if certificate_serial is None else certificate_serial,
            device=identity.device,
            provider=identity.provider,
            valid_from=valid_from,
            valid_to=valid_to,
        )
        installed = Installation(provider=identity.provider, certificate=certificate, authority=authority.root)
        initialize(staged, installed, passphrase=passphrase, clock=making.clock)
        _put_into_service(staged, identity, making, passphrase)
        with authority.published(certificate):
            staged.rename(folder)
        files.sync_folder(folder.parent)


def _make(folder: Path, product: Product, passphrase: bytes | None, clock: Clock | None) -> PublicKey:
    """Key, database and first record of a new device; the key that checks what it signs."""
    signer, digest = _born(folder, product, passphrase)
    create_store(folder / DATABASE_NAME)
    row = {
        "manufacturer": product.manufacturer,
        "model": product.model,
        "serial": product.serial,
        "system": product.system.value,
        "level": int(_LEVELS.get(product.system, SecurityLevel.PSD)),
        "algorithm": int(product.algorithm),
        "public_key": public_bytes(signer.public_key),
        "key_place": product.key_place,
        "key_digest": digest,
    }
    standing = Standing(life=Life.MANUFACTURED)
    device = device_id(product.manufacturer, product.model, product.serial)
    path = folder / DATABASE_NAME
    with explained(path), closing(open_store(path)) as database, transaction(database):
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        database.execute(f"INSERT INTO device (only_row, {names}) VALUES (1, {marks})", row)  # noqa: S608 - columns
        writing = Writing(Bank(0, Registers(), 0, chain.GENESIS, None, standing), clock() if clock else None)
        writing.record(Event.MANUFACTURE, standing=standing, detail=told(row, MADE))
        writing.finish(database, device, signer)
    if isinstance(signer, TokenSigner):
        signer.close()
    return signer.public_key


def _born(folder: Path, product: Product, passphrase: bytes | None) -> tuple[Signer, bytes | None]:
    """The signer of a new key, and the digest of its file when it is in one."""
    if product.key_place.startswith(TOKEN_SCHEME):
        if product.algorithm is not TokenSigner.algorithm:
            raise CredentialError("a token signs with ecdsa-p256")
        return born_in_token(product.key_place, passphrase), None
    key = generate(product.algorithm)
    save_private_key(folder / product.key_place, key, passphrase)
    return signer_for(key), hashlib.sha256((folder / product.key_place).read_bytes()).digest()


def _put_into_service(folder: Path, identity: Identity, making: Making, passphrase: bytes | None) -> None:
    """Authorize the device for its user and check it in, as its provider does (DMM 604.4.6.1)."""
    user = User(
        city=identity.city,
        state=identity.state,
        zip=identity.zip,
        location=identity.location,
        licence=making.licence,
        use=making.use,
    )
    with closing(Memory(folder, making.clock)) as memory:
        memory.open_key(passphrase)
        with memory.writing() as writing:
            day = memory.day(writing.time)
            for event in (Event.AUTHORIZE, Event.INSTALL):
                case = Case(user=user, day=day)
                standing, registers = carried_out(event, writing.standing, writing.registers, case)
                standing = replace(standing, lock_on=making.lock_on, anchor=writing.sequence + 1)
                writing.record(event, registers=registers, standing=standing)


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """A folder beside `folder`, to be renamed; gone when it was not.

    Raises:
        PsdRefused: `folder` exists.
        OutputError: the place cannot be written.
    """
    if folder.exists():
        raise PsdRefused(f"{folder} exists already; a PSD gets a new folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            yield staged
        finally:
            shutil.rmtree(staged, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"cannot make {folder}: {error.strerror}") from error
