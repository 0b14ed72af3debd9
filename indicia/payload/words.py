"""Messages as the JSON of answers and of `payload decode`, and back.

Amounts are dollars with three decimals, dates ISO, opaque bytes hex. What is missing is null.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from indicia.errors import InputError
from indicia.payload.codec import (
    DEFAULT_RATE_CATEGORY,
    DEFAULT_SOFTWARE_ID,
    AnyPayload,
    LitePayload,
    Message,
    Payload,
    unlawful,
)
from indicia.payload.dates import decode_date, parse_date
from indicia.payload.destination import decode_destination, encode_destination
from indicia.payload.fields import Encoding, Field, FieldValue
from indicia.payload.profiles import LITE_VERSION, VERSION_WRITTEN, Profile, fields_of
from indicia.units import dollars, mills

Json = str | int | None

_AMOUNTS = frozenset({"ascending_register", "amount", "descending_register"})
_PRINTABLE = frozenset(range(0x20, 0x7F))
_DEFAULTS: dict[str, Json] = {
    "version": VERSION_WRITTEN,
    "mailing_date": None,
    "destination": None,
    "software_id": DEFAULT_SOFTWARE_ID.hex(),
    "rate_category": DEFAULT_RATE_CATEGORY.decode("ascii"),
    "service": 0,
}
_BESIDE = ("signature", "reserved", "hex", "profile", "missing_bytes")


def as_dict(message: Message) -> dict[str, Json]:
    """The payload of an answer; keys in the order of the field table, null where bytes are missing."""
    answer: dict[str, Json] = {"hex": message.data.hex()}
    for field in fields_of(message.profile):
        value = message.fields.get(field.name)
        answer[field.name] = None if value is None else _word(field.name, value)
    if message.profile is Profile.IBI:
        complete = message.algorithm is not None and not message.missing_bytes
        answer["reserved"] = message.reserved.hex() if complete else None
    return answer


def _word(name: str, value: FieldValue) -> Json:
    """One field as JSON; an unreal date stays the number that stands in the field, as a string."""
    if isinstance(value, bytes):
        return _text_or_hex(value) if name == "rate_category" else value.hex()
    if isinstance(value, str):
        return value
    if name in _AMOUNTS:
        return str(dollars(value))
    if name == "mailing_date":
        date = decode_date(value)
        return date.iso if date else str(value)
    if name == "licensing_zip":
        return f"{value:05d}"
    return decode_destination(value) if name == "destination" else value


def _text_or_hex(value: bytes) -> str:
    """The bytes as text when all of them are printable ASCII, else as hex."""
    return value.decode("ascii") if _PRINTABLE.issuperset(value) else value.hex()


def from_dict(words: Mapping[str, object]) -> tuple[AnyPayload, bytes, bytes]:
    """Payload, signature and reserved tail from the JSON that `payload decode` writes.

    `signature` and `reserved` are hex and may be missing or null; `hex`, `profile` and `missing_bytes`,
    which follow from the others, are passed over. Date, ZIP Code and destination may also be the number
    that stands in the field.

    Raises:
        InputError: every unknown or missing key and every unreadable or unlawful value, in one line.
    """
    table = fields_of(Profile.IBI_LITE if words.get("version") == LITE_VERSION else Profile.IBI)
    known = (*(field.name for field in table), *_BESIDE)
    problems = [f"{key}: unknown key; allowed: {', '.join(known)}" for key in words if key not in known]
    values: dict[str, FieldValue] = {}
    for field in table:
        try:
            values[field.name] = _value(field, words.get(field.name, _DEFAULTS.get(field.name)))
        except InputError as error:
            problems.append(str(error))
    if problems:
        raise InputError("; ".join(problems))
    signature, reserved = (_from_hex(name, words.get(name) or "") for name in ("signature", "reserved"))
    return _lawful(values), signature, reserved


def _lawful(values: dict[str, FieldValue]) -> AnyPayload:
    """The payload of the values, refused when no lawful message carries it."""
    arguments = cast("dict[str, Any]", values)
    if values["version"] == LITE_VERSION:
        return LitePayload(**arguments)
    payload = Payload(**arguments)
    problems = unlawful(payload)
    if problems:
        raise InputError("; ".join(problems))
    return payload


def _value(field: Field, word: object) -> FieldValue:
    """The value of a field from its JSON word."""
    value = _read(field, word)
    if not field.fits(value):
        raise InputError(f"{field.name}: found {word!r}; allowed: {field.allowed}")
    return cast("FieldValue", value)


def _read(field: Field, word: object) -> object:
    """What the word says, not yet measured against the field."""
    if field.name in _AMOUNTS:
        return _mills(field.name, word)
    if field.name == "mailing_date" and (word is None or isinstance(word, str)):
        return parse_date(word)
    if field.name == "destination" and (word is None or isinstance(word, str)):
        return encode_destination(word)
    if field.name == "licensing_zip" and isinstance(word, str) and len(word) == 5 and word.isdecimal():
        return int(word)
    if field.name == "rate_category" and isinstance(word, str) and len(word) == field.length:
        return word.encode("latin-1", "replace")
    return _from_hex(field.name, word) if field.encoding is Encoding.OPAQUE else word


def _mills(name: str, word: object) -> int:
    """Mills in a sum of dollars; JSON numbers are refused because they are binary fractions."""
    try:
        if isinstance(word, str):
            return mills(Decimal(word))
    except (ValueError, ArithmeticError):
        pass
    raise InputError(f'{name}: found {word!r}; allowed: dollars as a string with at most three decimals, "0.370"')


def _from_hex(name: str, word: object) -> bytes:
    """The bytes of a hex string."""
    try:
        return bytes.fromhex(cast("str", word))
    except (ValueError, TypeError):
        raise InputError(f"{name}: found {word!r}; allowed: hexadecimal digits") from None
