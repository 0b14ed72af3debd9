"""PDF: vectors in the page's own grid, real text in embedded subsets of the face."""

import functools
import io
import zlib
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import sub
from pathlib import Path

from reportlab import rl_config
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from indicia.faces import Face
from indicia.layout.marks import Banner, BarsMark, Frame, Page, Rule, SymbolMark, Text
from indicia.render.about import MAKER, description, resolutions
from indicia.render.boxes import filled, run_table
from indicia.render.inks import RGB
from indicia.render.lettering import BANNER_HALO, BANNER_LINE, banner_steps_pt, steps_pt
from indicia.spec.kinds import Ink
from indicia.units import POINTS_PER_INCH, points

# Streams are written as they are: in seven bits they would be a quarter larger and slower by a third.
rl_config.useA85 = 0

# A glyph may stand this far from its place before the pen is set anew: a dot of 3600 an inch.
_PEN_TOLERANCE_PT = 0.02
# Text rendering modes (ISO 32000-1 table 106): outlines alone, and letters filled and outlined.
_STROKE = 1
_FILL_AND_STROKE = 2
_ROUND = 1
"""Line join (ISO 32000-1 table 55)."""


# Of page streams, which are a few thousand short numbers: half the time of the usual level 6, 7 % more bytes.
_COMPRESSION = 4

Lines = dict[tuple[object, ...], str]
"""Lettering of a document that was drawn already: its pages say much alike."""


class _Deflate:
    """The compression of page streams."""

    pdfname = "FlateDecode"

    def encode(self, text: str | bytes) -> bytes:
        """The stream as it is written."""
        return zlib.compress(text if isinstance(text, bytes) else text.encode("ascii"), _COMPRESSION)


class _Canvas(Canvas):  # type: ignore[misc] # the library has no types
    """Pages of one document, compressed as we like it."""

    def __init__(self, stream: io.BytesIO) -> None:
        super().__init__(stream, invariant=1, pageCompression=0)
        self._doc.defaultStreamFilters = [_Deflate()]

    def shown(self, font: TTFont, size_pt: float, characters: str) -> str:
        """What shows characters at the pen: each glyph by its code in the subset that the document embeds."""
        return " ".join(
            f"{font.getSubsetInternalName(subset, self._doc)} {size_pt:g} Tf ({self._escape(codes)}) Tj"
            for subset, codes in font.splitString(characters, self._doc)
        )


class _Runs(dict[int, str]):
    """The rectangle of a run of modules by row, start and length; a symbol has five hundred, mostly seen before."""

    def __missing__(self, run: int) -> str:
        self[run] = path = f"{run >> 8 & 255} {run >> 16} {run & 255} 1 re "
        return path


_RUNS = _Runs()


def render(pages: Sequence[Page], face: Face, *, title: str) -> bytes:
    """One document of `pages`, each page's box its own size; identical pages give identical bytes."""
    stream = io.BytesIO()
    canvas = _Canvas(stream)
    _describe(canvas, pages, face, title)
    lines: Lines = {}
    for page in pages:
        canvas.setPageSize((points(page.width), points(page.height)))
        _draw(canvas, page, face, lines)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def _describe(canvas: _Canvas, pages: Sequence[Page], face: Face, title: str) -> None:
    """Document properties, among them the face and the resolution that modules were snapped to."""
    canvas.setTitle(title)
    canvas.setAuthor(MAKER)
    canvas.setCreator(MAKER)
    canvas.setSubject(description(pages, face))
    canvas.setKeywords([f"face={face.name}", f"dpi={resolutions(pages)}"])
    # A page scaled "to fit" is no longer on the printer's grid, nor at its distances from the edges.
    canvas.setViewerPreference("PrintScaling", "None")


def _draw(canvas: _Canvas, page: Page, face: Face, lines: Lines) -> None:
    ink = Ink.BLACK
    _set_ink(canvas, ink)
    for mark in page.marks:
        if mark.ink is not ink:
            ink = mark.ink
            _set_ink(canvas, ink)
        match mark:
            case Text():
                key = (mark.string, mark.x, mark.baseline, mark.size_pt, mark.bold, mark.advances_pt, page.height)
                line = lines.get(key)
                if line is None:
                    lines[key] = line = _lettering(canvas, page, mark, face)
                canvas.addLiteral(line)
            case SymbolMark():
                _draw_symbol(canvas, page, mark)
            case BarsMark() | Rule() | Frame():
                boxes = filled(mark, page.dpi)
                _fill(canvas, page, "".join(f"{x0} {y0} {x1 - x0} {y1 - y0} re " for x0, y0, x1, y1 in boxes))
            case Banner():
                _draw_banner(canvas, page, mark, face)


def _set_ink(canvas: _Canvas, ink: Ink) -> None:
    if ink is Ink.BLACK:
        # DeviceGray: a printer makes black of three colours from DeviceRGB, and its edges fray.
        canvas.setFillGray(0)
        canvas.setStrokeGray(0)
    else:
        colour = [channel / 255 for channel in RGB[ink]]
        canvas.setFillColorRGB(*colour)
        canvas.setStrokeColorRGB(*colour)


# --- Symbols, bars, rules: rectangles in dots from the page's top left corner ---------------------------


def _draw_symbol(canvas: _Canvas, page: Page, mark: SymbolMark) -> None:
    """All dark modules as one path, so that no seam shows between rows whatever rasterises it."""
    rows, starts, lengths = run_table(mark.modules)
    _fill(
        canvas,
        page,
        "".join(map(_RUNS.__getitem__, (rows << 16 | starts << 8 | lengths).tolist())),
        corner=(round(mark.box.left * page.dpi), round(mark.box.top * page.dpi)),
        unit_dots=mark.module_dots,
    )


def _fill(
    canvas: _Canvas,
    page: Page,
    path: str,
    *,
    corner: tuple[int, int] = (0, 0),
    unit_dots: int = 1,
) -> None:
    """Fill a path of rectangles, in units of `unit_dots` from `corner`, y down."""
    dot = POINTS_PER_INCH / page.dpi
    unit = dot * unit_dots
    x, y = corner[0] * dot, points(page.height) - corner[1] * dot
    canvas.addLiteral(f"q {unit:.10f} 0 0 {-unit:.10f} {x:.8f} {y:.8f} cm {path}f Q")


# --- Lettering --------------------------------------------------------------------------------------


def _lettering(canvas: _Canvas, page: Page, mark: Text, face: Face) -> str:
    """What draws a line; within one document it may be said again."""
    font = _font(face.file(bold=mark.bold))
    steps = steps_pt(mark, face)
    widths, scale = font.face.charWidths, mark.size_pt / 1000
    own = [widths[ord(character)] * scale for character in mark.string]
    spacing = (sum(steps) - sum(own)) / max(1, len(steps))
    x, y = points(mark.x), points(page.height - mark.baseline)
    shown = (
        f"1 0 0 1 {x + pen:.4f} {y:.4f} Tm {canvas.shown(font, mark.size_pt, characters)}"
        for pen, characters in _runs(mark.string, steps, [width + spacing for width in own])
    )
    return f"BT {spacing:.6f} Tc {' '.join(shown)} ET"


def _runs(string: str, steps: Sequence[float], own: Sequence[float]) -> Iterator[tuple[float, str]]:
    """Runs of `string` that the characters' `own` steps carry as `steps` say, with the pen start of each."""
    drifts = list(accumulate(map(sub, steps, own)))
    if min(drifts) >= -_PEN_TOLERANCE_PT and max(drifts) <= _PEN_TOLERANCE_PT:
        yield 0.0, string
        return
    start = wanted = carried = 0.0
    run = ""
    for character, step, width in zip(string, steps, own, strict=True):
        if abs(wanted - carried) > _PEN_TOLERANCE_PT:
            yield start, run
            start, carried, run = wanted, wanted, ""
        run += character
        wanted += step
        carried += width
    if run:
        yield start, run


def _draw_banner(canvas: _Canvas, page: Page, mark: Banner, face: Face) -> None:
    """Outlined white letters with a white halo: read on any ground, and what lies beside them stays legible."""
    x, y = mark.box.center
    canvas.saveState()
    canvas.translate(points(x), points(page.height - y))
    canvas.rotate(mark.angle_deg)
    canvas.setLineJoin(_ROUND)
    canvas.setFillGray(1)
    canvas.setStrokeGray(1)
    _letter_banner(canvas, mark, face, line=BANNER_HALO, mode=_FILL_AND_STROKE)
    _set_ink(canvas, mark.ink)
    _letter_banner(canvas, mark, face, line=BANNER_LINE, mode=_STROKE)
    canvas.restoreState()


def _letter_banner(canvas: _Canvas, mark: Banner, face: Face, *, line: float, mode: int) -> None:
    """The banner's word with its middle in the origin, drawn with lines of a share of its size."""
    width, capital = sum(banner_steps_pt(mark, face)), face.cap_height(bold=True) * mark.size_pt
    canvas.setLineWidth(line * mark.size_pt)
    letters = canvas.shown(_font(face.bold), mark.size_pt, mark.string)
    canvas.addLiteral(f"BT 0 Tc {mode} Tr 1 0 0 1 {-width / 2:.4f} {-capital / 2:.4f} Tm {letters} ET")


@functools.cache
def _font(file: Path) -> TTFont:
    """The face in `file`, read once."""
    font = TTFont(f"{file.stem}:{file}", str(file))
    # PDF readers disagree on widths that are not whole: some cut them, and a line comes out too short.
    font.face.charWidths = {code: round(width) for code, width in font.face.charWidths.items()}
    return font
