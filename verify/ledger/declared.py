"""Lists of indicia that the provider declares: spoils that may be printed again, postage that was refunded.

One a line: the whole message in hex, or a JSON object whose `payload` holds it, as `indicia psd log --json` writes.
"""

import hashlib
import json
from collections import Counter
from pathlib import Path

from indicia.errors import InputError
from indicia.payload.codec import decode, why_not_ibi

_SPOILED = "spoiled"


def read_digests(path: Path, *, spoils: bool) -> Counter[bytes]:
    """How often each indicium stands in a list, by the SHA-256 of its signed bytes.

    Args:
        path: the list.
        spoils: of a device's log only what was spoiled counts.

    Raises:
        InputError: the file cannot be read, or a line is no message; nothing of it counts then.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"{path}: cannot be read as a list ({fault})") from fault
    found = (_digest(f"{path}:{number}", line, spoils=spoils) for number, line in enumerate(lines, 1) if line.strip())
    return Counter(digest for digest in found if digest is not None)


def _digest(where: str, line: str, *, spoils: bool) -> bytes | None:
    """Of one line; None for an entry of a log that is no spoil."""
    words = line.strip()
    if words.startswith("{"):
        entry = _entry(where, words)
        if spoils and entry.get("state", _SPOILED) != _SPOILED:
            return None
        words = str(entry.get("payload"))
    try:
        data = bytes.fromhex(words)
    except ValueError:
        raise InputError(f"{where}: no message in hex and no JSON object with one under `payload`") from None
    why_not = why_not_ibi(data)
    if why_not is not None:
        raise InputError(f"{where}: no indicium's message: {why_not}")
    message = decode(data)
    if message.payload is None:
        raise InputError(f"{where}: the message is cut short by {message.missing_bytes} bytes")
    return hashlib.sha256(message.signed).digest()


def _entry(where: str, words: str) -> dict[str, object]:
    try:
        entry = json.loads(words)
    except ValueError as fault:
        raise InputError(f"{where}: no JSON object ({fault})") from None
    return dict(entry)
