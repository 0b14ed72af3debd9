"""Statements on letter paper."""

import functools
import io
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from indicia.faces import Face
from indicia.units import POINTS_PER_INCH
from provider.documents.statement import Column, Facts, Grid, Part, SignHere, Statement, Words

_MARGIN_PT = 0.75 * POINTS_PER_INCH
_PAD_PT = 6
"""That the page template leaves on each side."""
_WIDTH_PT = letter[0] - 2 * _MARGIN_PT - 2 * _PAD_PT
_FOOT_PT = 0.45 * POINTS_PER_INCH
_NAMES_SHARE = 0.36
"""Of the width, for the names of facts."""
_SIGN_HEIGHT_PT = 34
_INK, _PALE, _LINE = HexColor("#16191f"), HexColor("#5b626e"), HexColor("#c9ced6")
_FAMILY = "statement"
_BOLD = "statement-bold"


def pdf(statement: Statement, face: Face) -> bytes:
    """The bytes of a PDF with "page n of m"; a character that the face lacks is written as its code point, U+XXXX.

    Args:
        statement: What it shows.
        face: To letter it with.
    """
    _register(face)
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=letter,
        leftMargin=_MARGIN_PT,
        rightMargin=_MARGIN_PT,
        topMargin=_MARGIN_PT,
        bottomMargin=_MARGIN_PT,
        title=statement.title,
        author="provider",
        invariant=True,
    )
    letters = _Letters(face)
    document.build(
        list(_story(statement, letters)), canvasmaker=functools.partial(_Numbered, foot=letters(statement.foot))
    )
    return file.getvalue()


class _Letters:
    """Text that the face can show."""

    def __init__(self, face: Face) -> None:
        self._known = face.metrics[0].advances.keys() & face.metrics[1].advances.keys()

    def __call__(self, text: str) -> str:
        return "".join(c if c in self._known or c == "\n" else f"U+{ord(c):04X}" for c in text)

    def marked(self, text: str) -> str:
        """The same for a paragraph, whose markup is XML."""
        return escape(self(text)).replace("\n", "<br/>")


class _Numbered(Canvas):  # type: ignore[misc] # the library has no types
    """Pages that know how many they are: each is kept until the last is drawn, then numbered."""

    def __init__(self, *arguments: object, foot: str, **named: object) -> None:
        super().__init__(*arguments, **named)
        self._foot = foot
        self._kept: list[dict[str, object]] = []

    def showPage(self) -> None:  # noqa: N802 - the library's name
        """Keep the page."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Number the pages and end the document."""
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            self.setFont(_FAMILY, 8)
            self.setFillColor(_PALE)
            self.drawString(_MARGIN_PT + _PAD_PT, _FOOT_PT, self._foot)
            self.drawRightString(letter[0] - _MARGIN_PT - _PAD_PT, _FOOT_PT, f"Page {number} of {len(self._kept)}")
            super().showPage()
        super().save()


def _register(face: Face) -> None:
    for name, bold in ((_FAMILY, False), (_BOLD, True)):
        registerFont(TTFont(name, str(face.file(bold=bold))))
    registerFontFamily(_FAMILY, normal=_FAMILY, bold=_BOLD, italic=_FAMILY, boldItalic=_BOLD)


def _style(size: float, *, bold: bool = False, color: object = _INK, **more: object) -> ParagraphStyle:
    return ParagraphStyle(
        "", fontName=_BOLD if bold else _FAMILY, fontSize=size, leading=size * 1.3, textColor=color, **more
    )


def _story(statement: Statement, letters: _Letters) -> Iterator[Flowable]:
    yield Paragraph(letters.marked(statement.title), _style(17, bold=True, spaceAfter=3))
    if statement.subtitle:
        yield Paragraph(letters.marked(statement.subtitle), _style(10, color=_PALE))
    for part in statement.parts:
        yield Spacer(0, 12)
        yield from _part(part, letters)


def _part(part: Part, letters: _Letters) -> Iterator[Flowable]:
    if not isinstance(part, SignHere) and part.heading:
        yield Paragraph(letters.marked(part.heading), _style(11, bold=True, spaceAfter=4, keepWithNext=True))
    match part:
        case Facts():
            if part.rows:
                yield _facts(part, letters)
        case Grid():
            yield _grid(part, letters) if part.rows else Paragraph(letters.marked(part.empty), _style(9.5))
        case Words():
            yield Paragraph(letters.marked(part.text), _style(9.5, bold=part.bold))
        case SignHere():
            yield KeepTogether(
                [piece for role in part.roles for piece in (Spacer(0, _SIGN_HEIGHT_PT), _sign_here(role, letters))]
            )


def _facts(facts: Facts, letters: _Letters) -> Flowable:
    # CJK wrapping also breaks a word that is wider than its cell: nothing runs out of the table.
    names, values = _style(9.5, color=_PALE), _style(9.5, wordWrap="CJK")
    rows = [[Paragraph(letters.marked(n), names), Paragraph(letters.marked(v), values)] for n, v in facts.rows]
    table = Table(rows, colWidths=[_NAMES_SHARE * _WIDTH_PT, (1 - _NAMES_SHARE) * _WIDTH_PT])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.25, _LINE), *_tight()])
    return table


def _grid(grid: Grid, letters: _Letters) -> Flowable:
    rows = [_cells([column.name for column in grid.columns], grid.columns, letters, bold=True)]
    rows += [_cells(row, grid.columns, letters) for row in grid.rows]
    style = [("LINEBELOW", (0, 0), (-1, 0), 0.75, _INK), ("LINEBELOW", (0, 1), (-1, -1), 0.25, _LINE)]
    if grid.totals:
        rows.append(_cells(grid.totals, grid.columns, letters, bold=True))
        style.append(("LINEABOVE", (0, -1), (-1, -1), 0.75, _INK))
    shares = sum(column.share for column in grid.columns)
    table = Table(rows, colWidths=[column.share / shares * _WIDTH_PT for column in grid.columns], repeatRows=1)
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *style, *_tight()])
    return table


def _cells(row: Sequence[str], columns: Sequence[Column], letters: _Letters, *, bold: bool = False) -> list[Flowable]:
    return [
        Paragraph(letters.marked(value), _cell(bold=bold, right=column.right))
        for value, column in zip(row, columns, strict=True)
    ]


@functools.cache
def _cell(*, bold: bool, right: bool) -> ParagraphStyle:
    return _style(8.5, bold=bold, wordWrap="CJK", **({"alignment": TA_RIGHT} if right else {}))


def _sign_here(role: str, letters: _Letters) -> Flowable:
    table = Table(
        [[letters(role), "", "Date"]],
        colWidths=[0.6 * _WIDTH_PT, 0.1 * _WIDTH_PT, 0.3 * _WIDTH_PT],
        rowHeights=[_SIGN_HEIGHT_PT],
    )
    line = ("LINEABOVE", 0.5, _INK)
    table.setStyle(
        [
            ("FONT", (0, 0), (-1, -1), _FAMILY, 8),
            ("TEXTCOLOR", (0, 0), (-1, -1), _PALE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            *((line[0], (column, 0), (column, 0), *line[1:]) for column in (0, 2)),
            *_tight(),
        ]
    )
    return table


def _tight() -> list[tuple[object, ...]]:
    return [
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
    ]
