"""Rows in words and as JSON: what they ask, whom they bind, who can give evidence."""

import enum
from collections.abc import Iterable

from indicia.rulebook.row import Applicability, Row, Terms, Test
from indicia.rulebook.unchecked import Unchecked


def asks(row: Row) -> list[str]:
    """Each quantity with its limit and unit."""
    return [f"{quantity.value}: {limit(test)}" for quantity, test in row.asks]


def limit(test: Test) -> str:
    """What must hold, with its unit."""
    words = str(test).replace(">=", "≥").replace("<=", "≤").removeprefix("= ")
    return f"{words} {test.unit}".rstrip()


def binds(applies: Applicability) -> str:
    """Whom a row binds; `everything` where it names no circumstance."""
    bound = "; ".join(_term(name, values) for name, values in applies.allowed) or "everything"
    return bound + "".join(f"; but not {_together(exception)}" for exception in applies.excepted)


def witnesses(row: Row) -> str:
    """Who can give evidence, in the order of the enumeration."""
    return ", ".join(witness.value for witness in type(next(iter(row.witnesses))) if witness in row.witnesses)


def row_as_dict(row: Row) -> dict[str, object]:
    """A row as one JSON object."""
    return {
        "rule": row.id,
        "edition": row.edition.value,
        "section": row.section or None,
        "also": list(row.also),
        "title": row.title,
        "explanation": row.explanation,
        "asks": [
            {"quantity": quantity.name.lower(), "meaning": quantity.value, "limit": str(test), "unit": test.unit}
            for quantity, test in row.asks
        ],
        "binds": binds(row.applies),
        "applies": _as_dict(row.applies.allowed),
        "excepted": [_as_dict(exception) for exception in row.applies.excepted],
        "remedy": row.remedy,
        "weight": row.weight.value,
        "reading": row.reading,
        "witnesses": sorted(witness.value for witness in row.witnesses),
    }


def unchecked_as_dict(entry: Unchecked) -> dict[str, object]:
    """A sentence without a row as one JSON object."""
    return {"rule": None, "section": entry.section, "sentence": entry.sentence, "why": entry.why}


def _as_dict(terms: Terms) -> dict[str, list[object]]:
    return {name: _in_order(values) for name, values in terms}


def _together(terms: Terms) -> str:
    return " with ".join(_term(name, values) for name, values in terms)


def _term(name: str, values: frozenset[object]) -> str:
    words = name.replace("_", " ")
    if values <= {True, False}:
        return words if True in values else f"not {words}"
    others = [other for other in _domain(values) if other not in values]
    if 0 < len(others) < len(values) and len(values) > 1:
        return f"{words} other than {_listed(others)}"
    return f"{words} {_listed(_in_order(values))}"


def _in_order(values: Iterable[object]) -> list[object]:
    """Members of one closed set in the order of their definition."""
    values = list(values)
    return [value for value in _domain(values) if value in values] or sorted(values, key=str)


def _domain(values: Iterable[object]) -> list[object]:
    kind = type(next(iter(values)))
    return list(kind) if issubclass(kind, enum.Enum) else []


def _listed(values: Iterable[object]) -> str:
    *most, last = [str(value) for value in values]
    return f"{', '.join(most)} or {last}" if most else last
