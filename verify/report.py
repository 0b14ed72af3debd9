"""Answers as tables for people."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from indicia.spec.kinds import Verdict
from verify.answer import Answer, AnyAnswer, ErrorAnswer, PageFinding
from verify.seen import MailpieceSeen
from verify.words import ORDER, facts, limit, measured, printable, standing

_VERDICT_STYLE = {
    Verdict.ACCEPTABLE: "bold green",
    Verdict.UNACCEPTABLE: "bold red",
    Verdict.UNDETERMINED: "bold yellow",
}
_STYLE = {"fail": "red", "undetermined": "yellow", "warns": "magenta", "marginal": "cyan", "pass": "dim"}


def report(answer: AnyAnswer) -> RenderableType:
    """One answer: the verdict, what was read, what every rule says, the most pressing first."""
    if isinstance(answer, ErrorAnswer):
        name = printable(answer.file or "image")
        return Text.assemble((f"{name}: ", "bold"), ("NOT READ", "bold red"), f" {printable(answer.message)}")
    return Group(_headline(answer), _facts(answer), _findings(answer))


def _headline(answer: Answer) -> Text:
    where = printable(answer.file or "image")
    page = f", page {answer.page}" if answer.page > 1 else ""
    line = Text.assemble((f"{where}{page}: ", "bold"), (answer.verdict.value, _VERDICT_STYLE[answer.verdict]))
    return line.append(f" ({', '.join(answer.reasons)})" if answer.reasons else "")


def _facts(answer: Answer) -> Table:
    grid = Table.grid(padding=(0, 2))
    for name, words in _lines(answer):
        grid.add_row(Text(f"  {name}", "dim"), Text(words))
    return grid


def _lines(answer: Answer) -> Iterator[tuple[str, str]]:
    seen = answer.seen
    yield "mailpiece", "no scale, nothing is measured" if seen.mailpiece is None else _piece(seen.mailpiece)
    if seen.fim is not None:
        fim = seen.fim
        yield "FIM", f"{fim.kind.value}, {fim.right.value:.3f} in from the right edge, {fim.top.value:.3f} in down"
    for one in answer.indicia:
        yield from facts(one)
    for note in seen.notes:
        yield "note", note


def _piece(piece: MailpieceSeen) -> str:
    size = f"{piece.width.value:.3f} x {piece.height.value:.3f} in"
    turned = f", turned {piece.rotation}°" if piece.rotation else ""
    cut = f", cut off: {', '.join(sorted(piece.cut_off))}" if piece.cut_off else ""
    scale = f"{piece.dpi:.0f} dpi ({piece.dpi_source.value})"
    return f"{piece.shape.value}, {size}, {scale}, skew {piece.skew_deg + 0.0:.1f}°{turned}{cut}"


def _findings(answer: Answer) -> RenderableType:
    ranked = sorted(answer.findings, key=lambda one: ORDER.index(standing(one.finding)))
    listed = [one for one in ranked if _is_worth_a_row(one)]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for heading in ("  status", "rule", "measured", "limit"):
        table.add_column(heading, overflow="fold", no_wrap=heading != "rule")
    for one in listed:
        table.add_row(*_row(one, numbered=len(answer.indicia) > 1), style=_STYLE[standing(one.finding)])
    return Group(*([table] if listed else []), *_footnotes(ranked))


def _is_worth_a_row(one: PageFinding) -> bool:
    """Everything that is not plainly in order, and every measured length, angle or size."""
    return standing(one.finding) != "pass" or isinstance(one.finding.measurement.value, float)


def _row(one: PageFinding, *, numbered: bool) -> tuple[str, str, str, str]:
    finding = one.finding
    of = f" (indicium {one.indicium + 1})" if numbered and one.indicium is not None else ""
    mark = "†" if finding.row.reading else ""
    rule = f"{finding.row.id}{mark}{of}"
    if standing(finding) != "pass":
        rule += f"\n{finding.measurement.note or finding.row.title}"
    return f"  {standing(finding)}", rule, measured(finding), limit(finding)


def _footnotes(findings: Sequence[PageFinding]) -> Iterator[RenderableType]:
    held = dict.fromkeys(one.finding.row.title for one in findings if not _is_worth_a_row(one))
    if held:
        yield Padding(Text(f"also in order: {', '.join(held)}", "dim"), (0, 0, 0, 2))
    if any(one.finding.row.reading for one in findings if _is_worth_a_row(one)):
        yield Text("  † this project's reading: the text gives no number or leaves room", "dim")
