"""JSON Schema of the verifier's answers."""

from typing import Any

from pydantic import TypeAdapter

from indicia.model.answer import AnswerJson, ErrorAnswerJson

SCHEMA_ID = "indicia.verify/1"


def answer_schema() -> dict[str, Any]:
    """The JSON Schema of one line of `verify scan --json`."""
    schema = TypeAdapter[AnswerJson | ErrorAnswerJson](AnswerJson | ErrorAnswerJson).json_schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Answer of the verifier, one page",
        **schema,
    }
