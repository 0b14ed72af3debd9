"""The lines below the picture: verdict, and every rule that is not plainly in order."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

from indicia.faces import Face
from indicia.spec.kinds import Verdict
from verify.answer import Answer, PageFinding
from verify.overlay.canvas import INK, PALE, PAPER, Colour, Look, font
from verify.words import ORDER, limit, measured, printable, standing, summary

_PAD_PX = 28
_LINE_PX = 32
_TEXT_PX = 21
_HEAD_PX = 34
_COLUMNS = (0.0, 0.13, 0.37, 0.53, 0.69)
"""Where the columns begin, as shares of the width."""
_LONGEST = 58
_VERDICT_LOOK = {
    Verdict.ACCEPTABLE: Look.PASS,
    Verdict.UNACCEPTABLE: Look.FAIL,
    Verdict.UNDETERMINED: Look.UNDETERMINED,
}
_LOOKS = {
    "fail": Look.FAIL,
    "undetermined": Look.UNDETERMINED,
    "warns": Look.WARNS,
    "marginal": Look.PASS,
    "pass": Look.PASS,
}


def look_of(one: PageFinding) -> Look:
    """How a finding is drawn."""
    return _LOOKS[standing(one.finding)]


def panel(answer: Answer, face: Face, width: int) -> Image.Image:
    """The lines below the picture, `width` pixels wide."""
    lines = list(_lines(answer))
    facts = [summary(one) for one in answer.indicia]
    height = 2 * _PAD_PX + _HEAD_PX + 16 + _LINE_PX * (len(facts) + len(lines))
    image = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(image)
    pen.line((_PAD_PX, 0, width - _PAD_PX, 0), fill=PALE, width=2)
    _headline(pen, answer, face, width)
    y = float(_PAD_PX + _HEAD_PX + 16)
    for text in facts:
        pen.text((_PAD_PX, y), text, fill=INK, font=font(face.file(bold=False), _TEXT_PX))
        y += _LINE_PX
    for words, colour in lines:
        for share, word in zip(_COLUMNS, words, strict=True):
            bold = share == 0.0
            lettering = font(face.file(bold=bold), _TEXT_PX)
            x = _PAD_PX + share * (width - 2 * _PAD_PX)
            pen.text((x, y), word, fill=colour, font=lettering)
        y += _LINE_PX
    return image


def _headline(pen: ImageDraw.ImageDraw, answer: Answer, face: Face, width: int) -> None:
    head = font(face.file(bold=True), _HEAD_PX)
    pen.text((_PAD_PX, _PAD_PX), answer.verdict.value, fill=_VERDICT_LOOK[answer.verdict].colour, font=head)
    small = font(face.file(bold=False), _TEXT_PX)
    name = printable(_shortened(Path(answer.file or "").name))
    if answer.page > 1:
        name = f"{name}, page {answer.page}"
    pen.text((width - _PAD_PX, _PAD_PX + _HEAD_PX), name, fill=PALE, font=small, anchor="rs")


def _shortened(words: str) -> str:
    """At most `_LONGEST` characters: what fits a column."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _lines(answer: Answer) -> Iterator[tuple[tuple[str, str, str, str, str], Colour]]:
    ranked = sorted(answer.findings, key=lambda one: ORDER.index(standing(one.finding)))
    pressing = [one for one in ranked if standing(one.finding) != "pass"]
    for one in pressing:
        finding = one.finding
        mark = "†" if finding.row.reading else ""
        why = finding.measurement.note or finding.row.title
        row = (standing(finding), f"{finding.row.id}{mark}", measured(finding), limit(finding), _shortened(why))
        yield row, look_of(one).colour
    held = len(ranked) - len(pressing)
    if held:
        yield ("pass", f"{held} {'other ' if pressing else ''}rules hold", "", "", ""), INK
    if any(one.finding.row.reading for one in pressing):
        yield ("", "† this project's reading of the text", "", "", ""), PALE
