"""Messages to bytes and back: the bytes that are signed, the signature, the reserved tail.

Decoding answers with everything that is there. Of a message that was cut short it gives the fields
whose bytes are complete and says how many bytes are missing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from indicia.errors import InputError
from indicia.payload.dates import decode_date
from indicia.payload.destination import LARGEST_DESTINATION
from indicia.payload.fields import FieldValue
from indicia.payload.profiles import (
    IBI_LENGTH,
    LITE_HMAC_LENGTH,
    LITE_LENGTH,
    LITE_MESSAGE_LENGTH,
    LITE_VERSION,
    VERSION_WRITTEN,
    Algorithm,
    Profile,
    fields_of,
    known_algorithm,
    message_length,
    profile_of,
    signature_length,
)

LARGEST_ZIP = 99_999
DEFAULT_SOFTWARE_ID = bytes.fromhex("000400020000")
DEFAULT_RATE_CATEGORY = b"8034"


class NotIbiPayload(InputError):  # noqa: N818 - it says what the bytes are, nothing went wrong
    """Bytes that are no IBI payload; the text says why."""


def device_id(manufacturer: str, model: str, psd_serial: int) -> str:
    """The device as it is printed and certified: manufacturer, model, ten digits of the PSD serial."""
    return f"{manufacturer}{model}{psd_serial:010d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """The signed fields of an IBI message.

    Every value that fits its bytes is a payload, so that damaged ones can be reported; what is lawful
    to write is said by `unlawful`.
    """

    version: int = VERSION_WRITTEN
    """Of the indicium."""
    algorithm: int
    """Id of the signature algorithm, see `Algorithm`; others are kept."""
    certificate_serial: int
    """Serial number of the certificate that checks the signature."""
    manufacturer: str
    """Two characters."""
    model: str
    """Two characters."""
    psd_serial: int
    """Serial number of the PSD."""
    ascending_register: int
    """Mills, after the debit."""
    amount: int
    """Postage, mills."""
    mailing_date: int
    """YYYYMMDD, YYYYMM00 or 0, see `dates`."""
    licensing_zip: int
    """ZIP Code of the licensing post office."""
    destination: int
    """Digits of the delivery address as a number, 0 for none, see `destination`."""
    software_id: bytes = DEFAULT_SOFTWARE_ID
    """Six bytes."""
    descending_register: int
    """Mills, after the debit."""
    rate_category: bytes = DEFAULT_RATE_CATEGORY
    """Four bytes."""

    def __post_init__(self) -> None:
        _require_fit(self, Profile.IBI)

    @property
    def device(self) -> str:
        """Manufacturer, model and ten digits of the PSD serial."""
        return device_id(self.manufacturer, self.model, self.psd_serial)


@dataclass(frozen=True, slots=True, kw_only=True)
class LitePayload:
    """The authenticated fields of an IBI Lite message."""

    version: int = LITE_VERSION
    """Always 255."""
    piece_counter: int
    """Count of pieces of the device; with the device it is the replay key."""
    vendor: int
    """Vendor and model."""
    psd_serial: int
    """Serial number of the PSD."""
    amount: int
    """Postage, mills."""
    service: int = 0
    """Class or service, provider's own."""

    def __post_init__(self) -> None:
        _require_fit(self, Profile.IBI_LITE)


AnyPayload = Payload | LitePayload


def _require_fit(payload: AnyPayload, profile: Profile) -> None:
    """Raise for every field that does not fit its bytes, all of them in one line."""
    wrong = [
        f"{field.name}: found {getattr(payload, field.name)!r}; allowed: {field.allowed}"
        for field in fields_of(profile)
        if not field.fits(getattr(payload, field.name))
    ]
    if not wrong and profile_of(payload.version) is not profile:
        wrong = [f"version: found {payload.version}; allowed: a version of the profile {profile}"]
    if wrong:
        raise InputError("; ".join(wrong))


def unlawful(payload: Payload) -> tuple[str, ...]:
    """What no lawful message carries: identifiers that are not letters and digits, an unreal date, no ZIP."""
    problems = [
        f"{name}: found {value!r}; allowed: two letters or digits"
        for name, value in (("manufacturer", payload.manufacturer), ("model", payload.model))
        if not (value.isascii() and value.isalnum())
    ]
    if decode_date(payload.mailing_date) is None:
        problems.append(f"mailing_date: found {payload.mailing_date}; allowed: YYYYMMDD, YYYYMM00 or 0")
    if payload.licensing_zip > LARGEST_ZIP:
        problems.append(f"licensing_zip: found {payload.licensing_zip}; allowed: five digits")
    if payload.destination > LARGEST_DESTINATION:
        problems.append(f"destination: found {payload.destination}; allowed: at most eleven digits")
    return tuple(problems)


@dataclass(frozen=True, slots=True)
class Message:
    """Decoded bytes of one symbol."""

    data: bytes
    """The whole message as it was read."""
    profile: Profile
    """Layout, by the version byte."""
    fields: Mapping[str, FieldValue]
    """Every field whose bytes are all there, by name."""
    payload: AnyPayload | None
    """The fields as one value; None when some are missing."""
    missing_bytes: int
    """Bytes that lack until fields and signature are complete; 0 when the algorithm id is unknown."""

    @property
    def algorithm(self) -> Algorithm | None:
        """The algorithm of an IBI message, None when its id is unknown or for IBI Lite."""
        return known_algorithm(cast("int", self.fields.get("algorithm", 0)))

    @property
    def signed(self) -> bytes:
        """The bytes that the signature covers."""
        return self.data[: IBI_LENGTH if self.profile is Profile.IBI else LITE_LENGTH]

    @property
    def signature(self) -> bytes:
        """Signature or HMAC; with an unknown algorithm id, everything after the fields."""
        return self.data[len(self.signed) : self._end]

    @property
    def reserved(self) -> bytes:
        """What follows the signature: kept and reported, not signed."""
        return self.data[self._end :]

    @property
    def _end(self) -> int:
        """Offset of the byte after the signature."""
        if self.profile is Profile.IBI_LITE:
            return LITE_MESSAGE_LENGTH
        return message_length(self.algorithm) if self.algorithm else len(self.data)


def why_not_ibi(data: bytes) -> str | None:
    """Why `data` is no IBI payload; None when it is one, even one cut short or of an unknown algorithm."""
    profile = profile_of(data[0]) if data else None
    if profile is None:
        return f"version byte {data[0]} is not known" if data else "it is empty"
    second = fields_of(profile)[1]
    if len(data) < second.end:
        return f"{len(data)} bytes do not reach past {second.name}"
    if profile is Profile.IBI_LITE:
        return _why_not_lite(data)
    return None if known_algorithm(data[1]) else _why_not_unknown_algorithm(data)


def _why_not_lite(data: bytes) -> str | None:
    """An IBI Lite message has no reserved tail: longer symbols that begin with 255 are something else."""
    if len(data) > LITE_MESSAGE_LENGTH:
        return f"IBI Lite has {LITE_MESSAGE_LENGTH} bytes, not {len(data)}"
    return None


def _why_not_unknown_algorithm(data: bytes) -> str | None:
    """With an unknown algorithm id only the fields can tell: text that begins with P has no real date."""
    if len(data) < IBI_LENGTH:
        return f"algorithm id {data[1]} is not known and {len(data)} bytes do not hold the {IBI_LENGTH} of the fields"
    number = cast("int", _read_fields(data, Profile.IBI)["mailing_date"])
    if decode_date(number) is None:
        return f"algorithm id {data[1]} is not known and {number} is no date"
    return None


def _read_fields(data: bytes, profile: Profile) -> dict[str, FieldValue]:
    """Every field whose bytes are all there."""
    return {field.name: field.read(data) for field in fields_of(profile) if field.end <= len(data)}


def _missing(data: bytes, profile: Profile) -> int:
    """Bytes that lack until fields and signature are complete."""
    if profile is Profile.IBI_LITE:
        return LITE_MESSAGE_LENGTH - len(data)
    algorithm = known_algorithm(data[1])
    return max(0, message_length(algorithm) - len(data)) if algorithm else 0


def decode(data: bytes) -> Message:
    """The message in the bytes of a symbol.

    Raises:
        NotIbiPayload: the bytes are something else; the verifier asks `why_not_ibi` beforehand.
    """
    reason = why_not_ibi(data)
    if reason is not None:
        raise NotIbiPayload(f"not an IBI payload: {reason}")
    profile = Profile.IBI_LITE if data[0] == LITE_VERSION else Profile.IBI
    values = _read_fields(data, profile)
    payload = _build(profile, values) if len(values) == len(fields_of(profile)) else None
    return Message(bytes(data), profile, values, payload, _missing(data, profile))


def _build(profile: Profile, values: dict[str, FieldValue]) -> AnyPayload:
    """The payload of a complete set of fields, which the field table has typed."""
    arguments = cast("dict[str, Any]", values)
    return Payload(**arguments) if profile is Profile.IBI else LitePayload(**arguments)


def signed_bytes(payload: AnyPayload) -> bytes:
    """The bytes that the signature or HMAC covers."""
    profile = Profile.IBI if isinstance(payload, Payload) else Profile.IBI_LITE
    return b"".join(field.write(getattr(payload, field.name)) for field in fields_of(profile))


def encode(payload: AnyPayload, signature: bytes, reserved: bytes = b"") -> bytes:
    """The whole message.

    Raises:
        InputError: the signature has not the length of its algorithm, or IBI Lite has a reserved tail.
    """
    length = _signature_length(payload)
    if length is not None and len(signature) != length:
        raise InputError(f"signature: found {len(signature)} bytes; allowed: {length}")
    if reserved and isinstance(payload, LitePayload):
        raise InputError(f"reserved: found {len(reserved)} bytes; allowed: none in IBI Lite")
    return signed_bytes(payload) + signature + reserved


def _signature_length(payload: AnyPayload) -> int | None:
    """Bytes of the signature, None when the algorithm id is unknown."""
    if isinstance(payload, LitePayload):
        return LITE_HMAC_LENGTH
    algorithm = known_algorithm(payload.algorithm)
    return signature_length(algorithm) if algorithm else None
