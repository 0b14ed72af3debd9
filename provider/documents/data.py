"""The same statement for programs: JSON with everything, CSV with its tables."""

import csv
import io
import json

from provider.documents.statement import Facts, Grid, Part, SignHere, Statement, Words


def json_bytes(statement: Statement) -> bytes:
    """One JSON object, keys in the order of the statement, with a line feed at its end."""
    answer = {
        "title": statement.title,
        "subtitle": statement.subtitle,
        "foot": statement.foot,
        "parts": [_part(part) for part in statement.parts],
    }
    return f"{json.dumps(answer, ensure_ascii=False, indent=1)}\n".encode()


def _part(part: Part) -> dict[str, object]:
    match part:
        case Facts():
            return {"heading": part.heading, "facts": dict(part.rows)}
        case Grid():
            names = [column.name for column in part.columns]
            totals = {"totals": dict(zip(names, part.totals, strict=True))} if part.totals else {}
            rows = [dict(zip(names, row, strict=True)) for row in part.rows]
            return {"heading": part.heading, "rows": rows, **totals}
        case Words():
            return {"heading": part.heading, "text": part.text}
        case SignHere():
            return {"signatures": list(part.roles)}


def csv_bytes(statement: Statement) -> bytes:
    """The tables (RFC 4180, UTF-8), an empty line between two; totals are left out, for they can be summed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, grid in enumerate(part for part in statement.parts if isinstance(part, Grid)):
        if number:
            out.write("\r\n")
        writer.writerow(column.name for column in grid.columns)
        writer.writerows(map(_harmless, row) for row in grid.rows)
    return out.getvalue().encode()


def _harmless(value: str) -> str:
    """The value, kept from being run as a formula by a spreadsheet when it is no number."""
    begins = value[:1]
    if begins in {"=", "@", "\t", "\r"} or (begins in {"+", "-"} and not value[1:2].isdigit()):
        return f"'{value}"
    return value
