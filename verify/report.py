"""Answers as tables for people."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from indicia.payload.words import as_dict
from indicia.rulebook.period import Period
from indicia.spec.kinds import Verdict
from verify.answer import Answer, AnyAnswer, CheckedIndicium, ErrorAnswer, PageFinding
from verify.seen import MailpieceSeen
from verify.words import ORDER, limit, measured, standing

_VERDICT_STYLE = {
    Verdict.ACCEPTABLE: "bold green",
    Verdict.UNACCEPTABLE: "bold red",
    Verdict.UNDETERMINED: "bold yellow",
}
_STYLE = {"fail": "red", "undetermined": "yellow", "warns": "magenta", "marginal": "cyan", "pass": "dim"}


def report(answer: AnyAnswer) -> RenderableType:
    """One answer: the verdict, what was read, what every rule says, the most pressing first."""
    if isinstance(answer, ErrorAnswer):
        return Text.assemble((f"{answer.file}: ", "bold"), ("NOT READ", "bold red"), f" {answer.message}")
    return Group(_headline(answer), _facts(answer), _findings(answer))


def _headline(answer: Answer) -> Text:
    where = answer.file or "image"
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
        yield from _indicium(one)
    for note in seen.notes:
        yield "note", note


def _piece(piece: MailpieceSeen) -> str:
    size = f"{piece.width.value:.3f} x {piece.height.value:.3f} in"
    turned = f", turned {piece.rotation}°" if piece.rotation else ""
    cut = f", cut off: {', '.join(sorted(piece.cut_off))}" if piece.cut_off else ""
    scale = f"{piece.dpi:.0f} dpi ({piece.dpi_source.value})"
    return f"{piece.shape.value}, {size}, {scale}, skew {piece.skew_deg + 0.0:.1f}°{turned}{cut}"


def _indicium(one: CheckedIndicium) -> Iterator[tuple[str, str]]:
    words = as_dict(one.message)
    symbol = one.symbol
    module = "" if one.mark is None else f", module {symbol.x_dimension.value:.4f} in"
    size = f"Data Matrix {symbol.rows}x{symbol.columns}{module}"
    yield "symbol", f"{size}, {len(symbol.data)} bytes, read by {symbol.reader.value}"
    yield "postage", f"{_known(words['amount'], '$')}, {_device(words)}"
    if "mailing_date" in words:
        yield "mailed", f"{words['mailing_date'] or 'undated'} from {_known(words['licensing_zip'])}{_to(words)}"
        registers = (_known(words[f"{way}_register"], "$") for way in ("ascending", "descending"))
        yield "registers", "ascending {}, descending {}".format(*registers)
    yield "signature", one.signature.value
    if one.period is not None:
        yield "period", _period(one.period)


def _device(words: dict[str, str | int | None]) -> str:
    if "manufacturer" not in words:
        return f"device {_known(words['vendor'])}-{_known(words['psd_serial'])}"
    serial = words["psd_serial"]
    digits = f"{serial:010d}" if isinstance(serial, int) else "?"
    name = f"{_known(words['manufacturer'])}{_known(words['model'])}{digits}"
    return f"device {name}, certificate {_known(words['certificate_serial'])}"


def _to(words: dict[str, str | int | None]) -> str:
    return f" to {words['destination']}" if words["destination"] else ""


def _known(word: str | int | None, sign: str = "") -> str:
    return "?" if word is None else f"{sign}{word}"


def _period(period: Period) -> str:
    if period.first is None:
        return f"{period.status.value}, any day is lawful"
    last = "" if period.last == period.first else f" to {period.last}"
    return f"{period.status.value}, lawful on {period.first}{last}"


def _findings(answer: Answer) -> RenderableType:
    ranked = sorted(answer.findings, key=lambda one: ORDER.index(standing(one.finding)))
    listed = [one for one in ranked if _is_worth_a_row(one)]
    table = Table(box=None, padding=(0, 2), header_style="dim", show_edge=False)
    for heading in ("  status", "rule", "measured", "limit", ""):
        table.add_column(heading, overflow="fold")
    for one in listed:
        table.add_row(*_row(one, numbered=len(answer.indicia) > 1), style=_STYLE[standing(one.finding)])
    return Group(*([table] if listed else []), *_footnotes(ranked))


def _is_worth_a_row(one: PageFinding) -> bool:
    """Everything that is not plainly in order, and every measured length, angle or size."""
    return standing(one.finding) != "pass" or isinstance(one.finding.measurement.value, float)


def _row(one: PageFinding, *, numbered: bool) -> tuple[str, str, str, str, str]:
    finding = one.finding
    of = f" (indicium {one.indicium + 1})" if numbered and one.indicium is not None else ""
    mark = "†" if finding.row.reading else ""
    return (
        f"  {standing(finding)}",
        f"{finding.row.id}{mark}{of}",
        measured(finding),
        limit(finding),
        finding.measurement.note or finding.row.title,
    )


def _footnotes(findings: Sequence[PageFinding]) -> Iterator[RenderableType]:
    held = dict.fromkeys(one.finding.row.title for one in findings if not _is_worth_a_row(one))
    if held:
        yield Padding(Text(f"also in order: {', '.join(held)}", "dim"), (0, 0, 0, 2))
    if any(one.finding.row.reading for one in findings if _is_worth_a_row(one)):
        yield Text("  † this project's reading: the text gives no number or leaves room", "dim")
