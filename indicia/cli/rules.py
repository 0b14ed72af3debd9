"""`indicia rules`: the rulebook as a table, as JSON, as Markdown; one rule explained."""

import difflib
from collections.abc import Iterable, Sequence
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from indicia import console
from indicia.errors import UsageError
from indicia.rulebook import words
from indicia.rulebook.coverage import Paragraph, markdown, paragraphs, within
from indicia.rulebook.row import Row, Weight
from indicia.rulebook.rows import rows
from indicia.rulebook.unchecked import UNCHECKED
from indicia.spec.kinds import Edition

app = typer.Typer(help="The rulebook: what is checked, and what is not.", invoke_without_command=True)
_NEAREST = 3
_READING = "†"


@app.callback()
def listing(
    context: typer.Context,
    *,
    section: Annotated[
        str | None, typer.Option("--section", metavar="SECTION", help="Only this section, as 604.4.8.6.")
    ] = None,
    policy: Annotated[Edition, typer.Option("--policy", help="Edition of the rules.")] = Edition.DMM_2005,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Coverage section by section, as docs/rules.md.")
    ] = False,
    json: console.Json = False,
) -> None:
    """List every rule, and every sentence of the manual that nothing checks."""
    if context.invoked_subcommand is not None:
        return
    found = paragraphs(rows(policy), UNCHECKED)
    if section is not None:
        found = [paragraph for paragraph in found if within(paragraph.section, section)]
        if not found:
            raise UsageError(f"no rule of section {section!r}; allowed: a section as 604.4.8.6 or 604.6.3.11b")
    if json:
        _write_json(found)
    elif as_markdown:
        console.write_line(markdown(found).rstrip("\n"))
    else:
        console.terminal().print(_table(found))


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="Id of a rule, as 604.4.8.6-amount.")],
    *,
    json: console.Json = False,
) -> None:
    """Say all that the rulebook knows of one rule."""
    everything = dict.fromkeys(row for edition in Edition for row in rows(edition))
    variants = [row for row in everything if row.id == rule]
    if not variants:
        raise UsageError(f"no rule {rule!r}; the nearest: {', '.join(_nearest(rule, everything))}")
    for number, row in enumerate(variants, start=1):
        if json:
            console.write_json(words.row_as_dict(row))
        else:
            console.terminal().print(_explained(row, f"{number} of {len(variants)}" if len(variants) > 1 else ""))


def _nearest(rule: str, known: Iterable[Row]) -> list[str]:
    ids = list(dict.fromkeys(row.id for row in known))
    return difflib.get_close_matches(rule, ids, n=_NEAREST, cutoff=0.0)


def _write_json(found: Sequence[Paragraph]) -> None:
    listed = dict.fromkeys(row for paragraph in found for row in paragraph.rows)
    for row in listed:
        console.write_json(words.row_as_dict(row))
    for paragraph in found:
        for entry in paragraph.unchecked:
            console.write_json(words.unchecked_as_dict(entry))


def _table(found: Sequence[Paragraph]) -> Table:
    table = Table(caption=f"{_READING} this project's reading; indicia rules explain RULE says more")
    table.add_column("section", no_wrap=True)
    table.add_column("rule", overflow="fold")
    table.add_column("asks")
    for paragraph in found:
        for row in paragraph.rows:
            limits = "\n".join(dict.fromkeys(words.limit(test) for _, test in row.asks))
            name = f"{row.id}{_READING if row.reading else ''}"
            asked = f"{row.title}: {limits}" + (" (warns)" if row.weight is Weight.WARNS else "")
            table.add_row(paragraph.section, Text(name, style="bold"), Text(asked))
        for entry in paragraph.unchecked:
            table.add_row(
                paragraph.section, Text("not checked", style="dim"), Text(f"{entry.sentence} {_sentence(entry.why)}")
            )
    return table


def _sentence(why: str) -> str:
    return f"{why[0].upper()}{why[1:]}."


def _explained(row: Row, variant: str) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    reading = "this project's reading" if row.reading else "the text's own"
    facts = [
        ("rule", Text(f"{row.id}{f', case {variant}' if variant else ''}", style="bold")),
        ("section", Text(", ".join([row.section, *row.also]) or "none: outside the manual")),
        ("edition", Text(row.edition.value)),
        ("title", Text(row.title)),
        ("says", Text(row.explanation)),
        ("asks", Text("\n".join(words.asks(row)))),
        ("binds", Text(words.binds(row.applies))),
        ("remedy", Text(row.remedy)),
        ("weight", Text(_weight(row))),
        ("evidence", Text(words.witnesses(row))),
        ("reading", Text(reading)),
        ("", Text("")),
    ]
    for name, value in facts:
        table.add_row(name, value)
    return table


def _weight(row: Row) -> str:
    softened = ", in some circumstances only warns" if row.softened is not None else ""
    open_question = "" if row.open_question_blocks else "; missing evidence does not stand in the way"
    return f"{row.weight.value}{softened}{open_question}"
