"""`indicia schema`: JSON Schema of orders and of the verifier's answers."""

import enum
import json

import typer

from indicia import console
from indicia.model.answer_schema import answer_schema
from indicia.model.order import order_schema


class Subject(enum.StrEnum):
    """What a schema describes."""

    ORDER = "order"
    ANSWER = "answer"


def schema(subject: Subject) -> None:
    """Print the JSON Schema of an order file or of the verifier's answer."""
    described = order_schema() if subject is Subject.ORDER else answer_schema()
    console.write_line(json.dumps(described, indent=2))


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(schema)
