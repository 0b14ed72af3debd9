"""`indicia payload`: the bytes of a symbol, readable and back."""

import json
from typing import Annotated

import typer

from indicia import console
from indicia.errors import InputError
from indicia.payload.codec import Message, decode, encode, signed_bytes
from indicia.payload.words import as_dict, from_dict

app = typer.Typer(help="The bytes of a symbol, readable and back.")


@app.command("decode")
def decode_command(
    source: Annotated[
        str, typer.Argument(metavar="HEX|FILE", help="Hex digits, or a file of bytes or of hex digits; - for stdin.")
    ],
    *,
    as_json: console.Json = False,
) -> None:
    """Show the fields of a message. A truncated one shows what is there and ends with code 2."""
    message = decode(_message_bytes(source))
    words = _answer(message)
    if as_json:
        console.write_json(words)
    else:
        _write_table(words)
    if message.missing_bytes:
        raise InputError(f"truncated: {message.missing_bytes} bytes are missing at the end")


@app.command("encode")
def encode_command(
    source: Annotated[
        str, typer.Argument(metavar="FIELDS.json", help="Keys as decode --json writes them; - for stdin.")
    ],
) -> None:
    """Write a message in hex. Without a signature only the bytes that one would cover."""
    payload, signature, reserved = from_dict(_load_fields(source))
    if reserved and not signature:
        raise InputError("reserved: found bytes without a signature before them; allowed: both or none")
    data = encode(payload, signature, reserved) if signature else signed_bytes(payload)
    console.write_line(data.hex())


def _answer(message: Message) -> dict[str, str | int | None]:
    """The payload of an answer, and what only this command shows."""
    return {
        "profile": message.profile.value,
        **as_dict(message),
        "signature": message.signature.hex() or None,
        "missing_bytes": message.missing_bytes,
    }


def _write_table(words: dict[str, str | int | None]) -> None:
    """A line for each field, names in one column."""
    width = max(map(len, words))
    for name, word in words.items():
        console.write_line(f"{name:<{width}}  {'-' if word is None else word}")


def _message_bytes(source: str) -> bytes:
    """The message: hex digits as they stand, else what the file holds, as hex digits or as bytes."""
    literal = _from_hex(source)
    if literal is not None:
        return literal
    data = console.read_input(source)
    try:
        return _from_hex(data.decode("ascii")) or data
    except UnicodeDecodeError:
        return data


def _from_hex(text: str) -> bytes | None:
    """The bytes of hex digits, white space between them allowed; None when it is something else."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def _load_fields(source: str) -> dict[str, object]:
    """The JSON object in the file."""
    try:
        words = json.loads(console.read_input(source))
    except ValueError as error:
        raise InputError(f"{source} is not JSON: {error}") from error
    if not isinstance(words, dict):
        raise InputError(f"{source}: found JSON that is no object; allowed: one object with the fields")
    return words
