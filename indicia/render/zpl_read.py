"""What a printer makes of the ZPL II that we write: exact to the dot, and nothing but those commands.

A command that we never write is an error here, so that reading back also proves that none got in.
"""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from indicia.errors import InputError

Pixels = npt.NDArray[np.bool_]

_COMMAND = re.compile(r"\^([A-Z]{2})([^^~]*)")
# The only values that our pages ask for.
_SETTINGS = {"LH": "0,0", "FW": "N", "PM": "N", "LR": "N"}
_GRAPHIC = re.compile(r"A,(\d+),(\d+),(\d+),(.*)", re.DOTALL)
# ZPL II Programming Guide, `alternative data compression`.
_REPEATS = {letter: count for count, letter in enumerate("GHIJKLMNOPQRSTUVWXY", start=1)} | {
    letter: 20 * count for count, letter in enumerate("ghijklmnopqrstuvwxyz", start=1)
}
_TOKEN = re.compile(r"([G-Yg-z]*)([0-9A-F])|([,:])")


def labels(data: bytes) -> list[Pixels]:
    """The labels of a job.

    Returns:
        ndarrays of shape (H, W), True is a burnt dot.

    Raises:
        InputError: it is no ZPL, or holds a command that our pages never hold.
    """
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError as error:
        raise InputError("not ZPL: it holds bytes that are no ASCII") from error
    made: list[Pixels] = []
    label: _Label | None = None
    for name, operand in _commands(text):
        if label is None:
            if name != "XA":
                raise InputError(f"^{name} stands outside a label")
            label = _Label()
        elif name == "XZ":
            made.append(label.finished())
            label = None
        else:
            label.obey(name, operand)
    if label is not None or not made:
        raise InputError("not whole ZPL: the last label does not end" if label else "not ZPL: no label in it")
    return made


def _commands(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    for command in _COMMAND.finditer(text):
        if text[at : command.start()].strip():
            break
        yield command[1], command[2].strip()
        at = command.end()
    if text[at:].strip():
        raise InputError(f"not ZPL that we write: {text[at : at + 12]!r}")


class _Label:
    """One label while it is drawn."""

    def __init__(self) -> None:
        self.width = 0
        self.height = 0
        self.origin = (0, 0)
        self.graphics: list[tuple[tuple[int, int], Pixels]] = []

    def obey(self, name: str, operand: str) -> None:
        try:
            if name == "PW":
                self.width = int(operand)
            elif name == "LL":
                self.height = int(operand)
            elif name == "FO":
                x, y = operand.split(",")
                self.origin = (int(x), int(y))
            elif name == "GF":
                self.graphics.append((self.origin, _graphic(operand)))
            elif name not in {"FX", "FS"} and _SETTINGS.get(name) != operand:
                raise InputError(f"a page of ours never says ^{name}{operand}")
        except ValueError as error:
            raise InputError(f"^{name} with {operand[:20]!r} says nothing") from error

    def finished(self) -> Pixels:
        dark = np.zeros((self.height, self.width), dtype=np.bool_)
        for (left, top), drawn in self.graphics:
            # What runs over the label is not printed.
            part = drawn[: max(0, self.height - top), : max(0, self.width - left)]
            dark[top : top + part.shape[0], left : left + part.shape[1]] |= part
        return dark


def _graphic(operand: str) -> Pixels:
    field = _GRAPHIC.fullmatch(operand)
    if field is None:
        raise ValueError(operand[:20])
    sent, total, width = (int(number) for number in field.groups()[:3])
    rows = b"".join(_rows(field[4], 2 * width))
    if not (sent == total == len(rows)):
        raise InputError(f"a graphic of {total} bytes came out as {len(rows)}")
    return np.unpackbits(np.frombuffer(rows, dtype=np.uint8).reshape(-1, width), axis=1).astype(np.bool_)


def _rows(data: str, digits: int) -> Iterator[bytes]:
    """Rows of bytes, each of `digits` hexadecimal digits."""
    row, above, at = "", "", 0
    for token in _TOKEN.finditer(data):
        if token.start() != at:
            break
        at = token.end()
        if token[3] == ":":
            row = above
        elif token[3] == ",":
            row = row.ljust(digits, "0")
        else:
            row += token[2] * (sum(_REPEATS[letter] for letter in token[1]) or 1)
        if len(row) >= digits:
            yield bytes.fromhex(row)
            row, above = "", row
    if at != len(data) or row:
        raise ValueError(data[at : at + 20])
