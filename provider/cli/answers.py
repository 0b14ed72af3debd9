"""Answers of the provider's commands: facts as JSON lines or plain lines, documents as files."""

import dataclasses
import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from indicia import console, files
from indicia.errors import UsageError
from indicia.faces import default_cache, default_search, find_face
from indicia.units import dollars
from provider.documents import Statement, csv_bytes, json_bytes, pdf

Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the document there: .pdf, .json or .csv.")
]
FaceFile = Annotated[Path | None, typer.Option("--face", metavar="FILE", help="A TrueType file to letter it with.")]
_MONEY = frozenset(
    {
        *(
            "amount",
            "balance",
            "advanced",
            "ascending",
            "descending",
            "debit",
            "credit",
            "limit",
            "advance_limit",
            "total",
            "owed",
        ),
        *("deposit", "average", "available", "missing", "waiting", "paid"),
    }
)
"""Keys whose values are mills: they are told in dollars."""


def tell(answer: Mapping[str, Any], *, as_json: bool) -> None:
    """Write one answer: a JSON object, or one line of its values after their names."""
    plain = {name: _plain(name, value) for name, value in answer.items()}
    if as_json:
        console.write_json(plain)
    else:
        shown = (
            f"{name.replace('_', ' ')} {_words(value)}" for name, value in plain.items() if value not in (None, "")
        )
        console.write_line(", ".join(shown))


def tell_all(answers: Sequence[Any], *, as_json: bool) -> None:
    """Write an answer for every dataclass of a sequence."""
    for one in answers:
        tell(dataclasses.asdict(one), as_json=as_json)


def hand_out(statement: Statement, output: Path | None, face_file: Path | None) -> None:
    """Write a document: to a file whose suffix is its format, or as JSON on standard output.

    Raises:
        UsageError: a suffix of no format.
        OutputError: it cannot be written.
    """
    if output is None:
        console.write_line(json_bytes(statement).decode().rstrip("\n"))
        return
    match output.suffix.lower():
        case ".pdf":
            data = pdf(statement, find_face(face_file, default_search(), default_cache()))
        case ".json":
            data = json_bytes(statement)
        case ".csv":
            data = csv_bytes(statement)
        case other:
            raise UsageError(f"{output}: {other!r} is no format of a document; allowed: .pdf, .json, .csv")
    files.replace(output, data)


def _plain(name: str, value: object) -> object:
    """A value as JSON holds it; sums in dollars."""
    match value:
        case bool() | None:
            return value
        case int() if name in _MONEY:
            return str(dollars(value))
        case enum.Enum():
            return value.value
        case dt.date() | dt.time():
            return value.isoformat()
        case tuple() | list():
            return [_plain(name, one) for one in value]
    return value


def _words(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
