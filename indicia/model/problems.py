"""Documents that people write: what is wrong in them in people's words; rows of files read as a whole."""

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from indicia.errors import InputError, Problem
from indicia.model.fields import PATTERNS_IN_WORDS

T = TypeVar("T")
UNKNOWN_KEY = frozenset({"unexpected_keyword_argument", "extra_forbidden"})
"""Types of the validator's errors that stand for a key that nobody knows."""


class RowError(InputError):
    """A row with every problem that it has."""

    def __init__(self, where: str, problems: Iterable[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__(f"{where}: {'; '.join(map(str, self.problems))}")


class ContradictionError(ValueError):
    """What a validator of the whole row raises: parts that do not go together."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))


def parse_toml(text: bytes, where: str) -> dict[str, Any]:
    """The document in a TOML text.

    Raises:
        InputError: it is none; `where` names it.
    """
    try:
        return tomllib.loads(text.decode())
    except (ValueError, RecursionError) as fault:
        raise InputError(f"{where}: not a TOML file: {fault}") from None


def validated(
    adapter: TypeAdapter[T],
    document: Mapping[str, Any],
    where: str,
    *,
    keys: Mapping[str, tuple[str, ...]],
    stand_ins: Mapping[str, Any],
) -> T:
    """The row in a document.

    Args:
        adapter: of the row's class.
        document: keys and values.
        where: what the document is called, for messages.
        keys: the keys of the row (under "") and of each of its tables.
        stand_ins: for required keys that the checks of the whole do not look at, a value that passes: with it in
            place of a wrong one, those checks show what they would have said.

    Raises:
        RowError: every problem.
    """
    problems: list[Problem] = []
    current = dict(document)
    while True:
        try:
            row = adapter.validate_python(current)
        except ValidationError as fault:
            found = fault.errors(include_url=False)
        else:
            break
        for error in found:
            problems += _problems(error, keys)
        changed = _set_aside(current, found, stand_ins)
        if changed is None:
            break
        current = changed
    if problems:
        raise RowError(where, problems)
    return row


def _set_aside(
    document: dict[str, Any], found: Iterable[ErrorDetails], stand_ins: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The document without what was found wrong; None when a key that is needed would go."""
    changed = dict(document)
    for error in found:
        head, *rest = (str(part) for part in error["loc"]) if error["loc"] else ("",)
        if head in stand_ins:
            changed[head] = stand_ins[head]
        elif error["type"] in UNKNOWN_KEY and rest:
            changed[head] = {key: value for key, value in changed[head].items() if key != rest[0]}
        elif error["type"] in UNKNOWN_KEY:
            changed.pop(head)
        else:
            return None
    return changed


def problem(error: ErrorDetails, keys_of: Callable[[str], Sequence[str]], *, whole: str) -> Problem:
    """An error of the validator in people's words.

    Args:
        error: as the validator found it.
        keys_of: the known keys of the part at a path, "" for the document itself.
        whole: what the document is called where no key is to blame.
    """
    path = ".".join(str(part) for part in error["loc"])
    if error["type"] in UNKNOWN_KEY:
        parent, _, key = path.rpartition(".")
        return Problem(path, f"an unknown key {key!r}", f"the keys {', '.join(keys_of(parent))}")
    if error["type"] in {"missing", "missing_argument"}:
        return Problem(path, "nothing", "this key, it is required")
    return Problem(path or whole, shown(error["input"]), _allowed(error))


def shown(value: object) -> str:
    """A value as a message shows it: short."""
    if isinstance(value, dict):
        return "an object with the keys " + ", ".join(map(repr, value)) if value else "an empty object"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _problems(error: ErrorDetails, keys: Mapping[str, tuple[str, ...]]) -> Iterable[Problem]:
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, ContradictionError):
        return cause.problems
    return [problem(error, keys.__getitem__, whole="(the row)")]


def _allowed(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    if "error" in context:
        return str(context["error"])
    if "expected" in context:
        return str(context["expected"])
    plain = error["msg"][0].lower() + error["msg"][1:]
    return PATTERNS_IN_WORDS.get(context.get("pattern", ""), plain)
