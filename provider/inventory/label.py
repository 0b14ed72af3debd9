"""The cautionary label of 39 CFR 501.23(r): made to size, and checked as it was made."""

import ctypes
import io
import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

import pypdfium2 as pdfium
from pypdfium2 import raw
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Frame, KeepInFrame, Paragraph

from indicia.errors import InputError
from indicia.faces import Face
from indicia.spec.meters import (
    LABEL_EMPHASIZED,
    LABEL_HEIGHT,
    LABEL_LINES,
    LABEL_PHONE,
    LABEL_TOLL_FREE,
    LABEL_WIDTH,
)
from indicia.units import points

_RED = HexColor("#c8102e")
_PLAIN, _BOLD = "label", "label-bold"
USUAL_WIDTH, USUAL_HEIGHT = 4.0, 2.4
"""Inches; above the least of the rule, so that the words are easily read."""
_MARGIN = 0.1
_SIZES_PT = (11.0, 7.6)
"""Of what is emphasized, and of the rest."""
_BUFFER = 128
_TOLERANCE = 1 / 720
"""Inches that the rounding of a PDF may take from a size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a provider's label says."""

    manufacturer: str
    """Name, as it is written in a sentence."""
    phone: str
    """Toll-free number, (800) 555-0100."""
    width: float = USUAL_WIDTH
    """Inches."""
    height: float = USUAL_HEIGHT
    """Inches."""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its words (501.23(r)(1))."""
        names = {"owner": self.manufacturer.upper(), "name": self.manufacturer, "phone": self.phone}
        return tuple(line.format(**names) for line in LABEL_LINES)


@dataclass(frozen=True, slots=True)
class LabelFinding:
    """One thing asked of a label."""

    asked: str
    """What."""
    holds: bool
    """Whether it is so."""
    decides: bool
    """A must; what the rule only prefers does not decide."""
    seen: str
    """What is there."""


def label_pdf(label: Label, face: Face) -> bytes:
    """The label as a PDF of its own size.

    Raises:
        InputError: it is smaller than the rule allows, or its number is no toll-free one.
    """
    if label.width < LABEL_WIDTH or label.height < LABEL_HEIGHT:
        raise InputError(f"a label of {label.width} x {label.height} in; allowed: from {LABEL_WIDTH} x {LABEL_HEIGHT}")
    if not re.fullmatch(LABEL_TOLL_FREE, label.phone):
        raise InputError(f"{label.phone!r} is no toll-free number; allowed: {LABEL_PHONE}")
    registerFont(TTFont(_PLAIN, str(face.file(bold=False))))
    registerFont(TTFont(_BOLD, str(face.file(bold=True))))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(points(label.width), points(label.height)), invariant=1)
    canvas.setTitle("Cautionary label")
    words = [
        Paragraph(escape(text), _style(emphasized=number in LABEL_EMPHASIZED, capitals=text.isupper()))
        for number, text in enumerate(label.paragraphs)
    ]
    inner = (points(label.width - 2 * _MARGIN), points(label.height - 2 * _MARGIN))
    frame = Frame(*[points(_MARGIN)] * 2, *inner, *[0] * 4)
    frame.addFromList([KeepInFrame(*inner, words, mode="shrink")], canvas)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _style(*, emphasized: bool, capitals: bool) -> ParagraphStyle:
    size = _SIZES_PT[0 if emphasized else 1]
    return ParagraphStyle(
        "",
        fontName=_BOLD if emphasized or capitals else _PLAIN,
        fontSize=size,
        leading=size * 1.22,
        alignment=TA_CENTER,
        textColor=_RED if emphasized else HexColor("#000000"),
        spaceAfter=2.5,
    )


def check_label(data: bytes, label: Label) -> list[LabelFinding]:
    """What a label that is to say `label` really shows, item by item.

    Args:
        data: a PDF of one page, the label's own size.
        label: what it should say.

    Raises:
        InputError: no PDF of one page.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as fault:
        raise InputError(f"the label is no PDF that can be read: {fault}") from None
    try:
        if len(document) != 1:
            raise InputError(f"the label has {len(document)} pages; allowed: 1")
        page = document[0]
        width, height = (points_ / points(1) for points_ in page.get_size())
        letters = _letters(page.get_textpage())
    finally:
        document.close()
    size = width >= LABEL_WIDTH - _TOLERANCE and height >= LABEL_HEIGHT - _TOLERANCE
    found = [LabelFinding(f"at least {LABEL_WIDTH} x {LABEL_HEIGHT} in", size, True, f"{width:.2f} x {height:.2f} in")]
    toll_free = re.fullmatch(LABEL_TOLL_FREE, label.phone) is not None
    found.append(LabelFinding("a toll-free number", toll_free, True, label.phone))
    start = 0
    for number, text in enumerate(label.paragraphs):
        shown, start = _paragraph(letters, text, start)
        found.append(LabelFinding(f"reads {text!r}", bool(shown), True, "there" if shown else "missing"))
        if number in LABEL_EMPHASIZED:
            found += _emphasis(shown, text)
    return found


@dataclass(frozen=True, slots=True)
class _Letter:
    character: str
    bold: bool
    red: bool


def _letters(textpage: pdfium.PdfTextPage) -> list[_Letter]:
    """Every letter that is no space."""
    count = textpage.count_chars()
    return [
        _Letter(character, _is_bold(textpage, i), _is_red(textpage, i))
        for i in range(count)
        if (character := textpage.get_text_range(i, 1)).strip()
    ]


def _is_bold(textpage: pdfium.PdfTextPage, index: int) -> bool:
    name, flags = ctypes.create_string_buffer(_BUFFER), ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage, index, name, _BUFFER, flags)
    return b"bold" in name.value.lower()


def _is_red(textpage: pdfium.PdfTextPage, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    raw.FPDFText_GetFillColor(textpage, index, red, green, blue, alpha)
    return red.value > 2 * max(green.value, blue.value)


def _paragraph(letters: list[_Letter], text: str, start: int) -> tuple[list[_Letter], int]:
    """The letters that show a paragraph from `start` on, and where they end; none when it is not there."""
    wanted = "".join(text.split())
    place = "".join(letter.character for letter in letters).find(wanted, start)
    return (letters[place : place + len(wanted)], place + len(wanted)) if place >= 0 else ([], start)


def _emphasis(shown: list[_Letter], text: str) -> list[LabelFinding]:
    bold = bool(shown) and all(letter.bold for letter in shown)
    red = bool(shown) and all(letter.red for letter in shown)
    return [
        LabelFinding(
            f"{text!r} in capitals, bold", bold and text == text.upper(), True, "bold" if bold else "not bold"
        ),
        LabelFinding(f"{text!r} preferably in red", red, False, "red" if red else "another colour"),
    ]
