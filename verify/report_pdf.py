"""The report as a PDF: the same words and pictures on letter paper, page by page."""

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
from reportlab.platypus import (
    Flowable,
    HRFlowable,
    Image,
    KeepTogether,
    PageBreak,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from indicia.faces import Face
from verify.report_page import Heading, Item, Picture, ReportPage, counts
from verify.words import NO_CERTIFICATE

_INCH = 72
_MARGIN = 0.7 * _INCH
_PAD = 6
"""That the page template leaves on each side."""
_WIDTH = letter[0] - 2 * _MARGIN - 2 * _PAD
_PICTURE = 0.46
"""Share of the width that a finding's picture takes."""
_INK, _PALE, _LINE = HexColor("#22262e"), HexColor("#69707d"), HexColor("#d9dde3")
_COLOURS = {
    "fail": "#b00020",
    "undetermined": "#965a00",
    "warns": "#8c1e8c",
    "marginal": "#00624f",
    "ACCEPTABLE": "#006241",
    "UNACCEPTABLE": "#b00020",
    "UNDETERMINED": "#965a00",
    "NOT READ": "#b00020",
}
_FAMILY = "report"


def pdf(pages: Sequence[ReportPage], heading: Heading, face: Face) -> bytes:
    """The report as the bytes of a file; the same pages give the same bytes.

    Args:
        pages: What it says.
        heading: What stands over it.
        face: To letter it with.
    """
    _register(face)
    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=letter,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=heading.title,
        author="verify",
        invariant=True,
    )
    document.build(list(_story(pages, heading)), onFirstPage=_foot, onLaterPages=_foot)
    return file.getvalue()


def _register(face: Face) -> None:
    for name, bold in ((_FAMILY, False), (f"{_FAMILY}-bold", True)):
        registerFont(TTFont(name, str(face.file(bold=bold))))
    registerFontFamily(_FAMILY, normal=_FAMILY, bold=f"{_FAMILY}-bold", italic=_FAMILY, boldItalic=f"{_FAMILY}-bold")


def _style(size: float, *, color: object = _INK, after: float = 2.0, **more: object) -> ParagraphStyle:
    return ParagraphStyle(
        "", fontName=_FAMILY, fontSize=size, leading=size * 1.3, textColor=color, spaceAfter=after, **more
    )


def _story(pages: Sequence[ReportPage], heading: Heading) -> Iterator[Flowable]:
    yield Paragraph(f"<b>{escape(heading.title)}</b>", _style(20, after=4))
    word = "page" if len(pages) == 1 else "pages"
    yield Paragraph(
        f"Deposit on {heading.on.isoformat()} · rules {escape(heading.policy)} · {len(pages)} {word}",
        _style(10, color=_PALE, after=10),
    )
    yield _counts(pages)
    yield Spacer(0, 10)
    for number, page in enumerate(pages):
        if number:
            yield PageBreak()
        yield from _page(page)
    yield Spacer(0, 14)
    yield HRFlowable(width="100%", thickness=0.5, color=_LINE)
    small = _style(8, color=_PALE)
    yield Paragraph(escape(heading.addresses), small)
    yield Paragraph(f"Grades of symbols are {escape(NO_CERTIFICATE)}. Lettered in {escape(heading.face)}.", small)


def _counts(pages: Sequence[ReportPage]) -> Flowable:
    cells = [
        Paragraph(f'<font size="16"><b>{n}</b></font><br/>{_colored(word)}', _style(9)) for word, n in counts(pages)
    ]
    table = Table([cells], colWidths=[1.6 * _INCH] * len(cells), hAlign="LEFT")
    table.setStyle(
        [("BOX", (i, 0), (i, 0), 0.5, _LINE) for i in range(len(cells))]
        + [("TOPPADDING", (0, 0), (-1, -1), 6), ("BOTTOMPADDING", (0, 0), (-1, -1), 9)]
    )
    return table


def _page(page: ReportPage) -> Iterator[Flowable]:
    name = Paragraph(f"<b>{escape(page.name)}</b>", _style(13, wordWrap="CJK"))
    verdict = Paragraph(f"<b>{_colored(page.verdict)}</b>", _style(12, alignment=TA_RIGHT))
    head = Table([[name, verdict]], colWidths=[0.68 * _WIDTH, 0.32 * _WIDTH])
    head.setStyle([("LINEBELOW", (0, 0), (-1, 0), 0.75, _LINE), ("VALIGN", (0, 0), (-1, -1), "BOTTOM"), *_flush()])
    yield head
    yield Spacer(0, 6)
    for line in page.facts:
        yield Paragraph(escape(line), _style(9.5))
    for line in page.notes:
        yield Paragraph(f"Note: {escape(line)}", _style(9, color=_PALE))
    if page.picture is not None:
        yield Spacer(0, 6)
        yield _image(page.picture, _WIDTH, 7.2 * _INCH)
    for item in page.items:
        yield KeepTogether(
            [Spacer(0, 8), HRFlowable(width="100%", thickness=0.5, color=_LINE), Spacer(0, 6), _item(item)]
        )
    if page.held:
        yield Spacer(0, 8)
        names = ", ".join(dict.fromkeys(title for _, title, _, _ in page.held))
        word = "rule holds" if len(page.held) == 1 else "rules hold"
        yield Paragraph(f"<b>{len(page.held)} {word}:</b> {escape(names)}", _style(8.5, color=_PALE))


def _item(item: Item) -> Flowable:
    words = list(_words(item))
    if item.picture is None:
        return Table([[words]], colWidths=[_WIDTH], style=_flush())
    wide = _PICTURE * _WIDTH
    shown = _image(item.picture, wide - 12, 3.2 * _INCH)
    return Table(
        [[shown, words]], colWidths=[wide, _WIDTH - wide], style=[("VALIGN", (0, 0), (-1, -1), "TOP"), *_flush()]
    )


def _words(item: Item) -> Iterator[Flowable]:
    body, pale = _style(9.5), _style(8.5, color=_PALE)
    yield Paragraph(f"<b>{_colored(item.standing, f'{item.sign} {item.standing}')}</b>", body)
    yield Paragraph(f"<b>{escape(item.title)}</b>", _style(11))
    where = [
        item.rule,
        *([f"section {item.section}"] if item.section else []),
        *(["this project's reading"] * item.reading),
    ]
    yield Paragraph(escape(" · ".join(where)), pale)
    yield Paragraph(escape(item.asks), body)
    spare = f" ({item.margin})" if item.margin else ""
    yield Paragraph(f"measured <b>{escape(item.measured)}</b>, limit {escape(item.limit + spare)}", body)
    if item.note:
        yield Paragraph(f"seen: {escape(item.note)}", body)
    if item.standing != "marginal":
        yield Paragraph(f"<b>Likely cause:</b> {escape(item.cause)}", body)
        yield Paragraph(f"<b>What to do:</b> {escape(item.remedy)}", body)


def _colored(kind: str, words: str | None = None) -> str:
    return f'<font color="{_COLOURS[kind]}">{escape(words or kind)}</font>'


def _image(picture: Picture, width: float, height: float) -> Flowable:
    scale = min(width / picture.width, height / picture.height)
    return Image(io.BytesIO(picture.jpeg), picture.width * scale, picture.height * scale, hAlign="LEFT")


def _flush() -> list[tuple[object, ...]]:
    """No room at the left and right of cells: they line up with the text."""
    return [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]


def _foot(canvas: Canvas, document: SimpleDocTemplate) -> None:
    canvas.setFont(_FAMILY, 8)
    canvas.setFillColor(_PALE)
    canvas.drawRightString(letter[0] - _MARGIN, 0.45 * _INCH, str(document.page))
