"""Case files: read as TOML or JSON, checked as a whole, frozen."""

import copy
import dataclasses
import fnmatch
import json
import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from indicia.errors import InputError, OrderError, Problem
from indicia.model.problems import parse_toml, problem, shown
from provider.refunds.kinds import Decision
from provider.refunds.told import Case, Piece

_ADAPTER: TypeAdapter[Case] = TypeAdapter(Case)
_JSON = ".json"


def load_case(path: Path) -> Case:
    """The case in a file: JSON when it is called so, else TOML.

    Raises:
        InputError: the file cannot be read or is neither.
        OrderError: every problem of the case.
    """
    try:
        text = path.read_bytes()
    except OSError as fault:
        raise InputError(f"{path}: {fault.strerror or fault}") from None
    if path.suffix.lower() != _JSON:
        return parse_case(parse_toml(text, str(path)))
    try:
        return parse_case(json.loads(text, parse_float=Decimal))
    except (ValueError, RecursionError) as fault:
        raise InputError(f"{path}: not a JSON file: {fault}") from None


def parse_case(document: object) -> Case:
    """The case in a parsed document.

    Raises:
        OrderError: every problem of the case.
    """
    if not isinstance(document, dict):
        raise OrderError([Problem("(the case)", shown(document), "an object with `request`")])
    try:
        case = _ADAPTER.validate_python(document)
    except ValidationError as fault:
        found = fault.errors(include_url=False)
        raise OrderError(dict.fromkeys(problem(error, _keys, whole="(the case)") for error in found)) from None
    problems = [*_unknown_mailings(case), *_groundless_appeal(case)]
    if problems:
        raise OrderError(problems)
    return case


def case_schema() -> dict[str, Any]:
    """JSON Schema of a case file."""
    return _ADAPTER.json_schema(mode="validation")


def facts_of(case: Case, *names: str) -> Piece:
    """What the case tells of a piece by its file or its own name: what it says of all, overlaid by that of some."""
    facts = copy.copy(case.pieces)
    for some in case.some:
        if any(fnmatch.fnmatchcase(name, pattern) for name in names for pattern in some.files):
            for field in dataclasses.fields(facts):
                value = getattr(some.facts, field.name)
                if value not in (None, ""):
                    # `dataclasses.replace` would validate again, and take mills for dollars.
                    object.__setattr__(facts, field.name, value)
    return facts


def _unknown_mailings(case: Case) -> list[Problem]:
    named = {"pieces": case.pieces.mailing}
    named |= {f"some.{number}.facts": some.facts.mailing for number, some in enumerate(case.some)}
    allowed = f"a table of [mailings]: {', '.join(case.mailings) or 'there is none'}"
    return [
        Problem(f"{where}.mailing", repr(mailing), allowed)
        for where, mailing in named.items()
        if mailing and mailing not in case.mailings
    ]


def _groundless_appeal(case: Case) -> list[Problem]:
    denied = case.ruling is not None and case.ruling.decision is Decision.DENIED
    if case.appeal is None or (denied and case.ruling is not None and case.appeal.on >= case.ruling.on):
        return []
    return [Problem("appeal", "an appeal", "one against a ruling that denied the request, on its day or later")]


@cache
def _keys(path: str) -> tuple[str, ...]:
    """The known keys of the part at a path: names of tables and places in lists stand for any."""
    part: Any = Case
    for step in filter(None, path.split(".")):
        known = typing.get_type_hints(part) if dataclasses.is_dataclass(part) else None
        part = _bare(_inside(part) if known is None else known.get(step))
    return tuple(field.name for field in dataclasses.fields(part)) if dataclasses.is_dataclass(part) else ()


def _bare(hint: Any) -> Any:
    """A type hint without its None."""
    if isinstance(hint, types.UnionType):
        return next((one for one in typing.get_args(hint) if one is not types.NoneType), None)
    return hint


def _inside(hint: Any) -> Any:
    """What a table's or a list's values are."""
    values = [one for one in typing.get_args(hint) if one is not Ellipsis]
    return (values[-1] if issubclass(typing.get_origin(hint) or object, Mapping) else values[0]) if values else None
