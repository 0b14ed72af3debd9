"""SVG: one page of vectors in dots of its own grid, true to size, the same wherever it is opened.

Letters are outlines of the face, so no font need be installed; over them lies the same text, unseen, to be
searched, selected and read aloud. Nothing outside the file is referred to.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby
from xml.etree import ElementTree as ET

from indicia.faces import Face
from indicia.layout.marks import Banner, BarsMark, Frame, Mark, Page, Rule, SymbolMark, Text
from indicia.render.about import MAKER, description
from indicia.render.boxes import filled, in_dots, runs
from indicia.render.inks import RGB
from indicia.render.lettering import BANNER_HALO, BANNER_LINE, banner_steps_pt, steps_pt
from indicia.render.outlines import outlines
from indicia.spec.kinds import Ink
from indicia.units import POINTS_PER_INCH

_NAMESPACE = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_PAPER = "#ffffff"
_CRISP = {"shape-rendering": "crispEdges"}
# XML 1.0 section 2.2: everything that is no Char.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REPLACEMENT = "\ufffd"


def render(pages: Sequence[Page], face: Face, *, title: str) -> bytes:
    """The one page of `pages`, in its true size.

    Raises:
        ValueError: not exactly one page.
    """
    (page,) = pages
    width, height = (_number(side * page.dpi) for side in (page.width, page.height))
    root = ET.Element(
        "svg",
        {
            "xmlns": _NAMESPACE,
            "xmlns:xlink": _XLINK,
            "width": f"{_number(page.width)}in",
            "height": f"{_number(page.height)}in",
            "viewBox": f"0 0 {width} {height}",
        },
    )
    ET.SubElement(root, "title").text = _clean(title)
    ET.SubElement(root, "desc").text = _clean(f"{description(pages, face)}. Made by {MAKER}")
    defined = ET.SubElement(root, "defs")
    ET.SubElement(root, "rect", width=width, height=height, fill=_PAPER)
    drawing = _Drawing(page, face, defined)
    for ink, marks in groupby(page.marks, key=lambda mark: mark.ink):
        drawing.draw(marks, ET.SubElement(root, "g", fill=_colour(ink)))
    file: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return file


class _Drawing:
    """The marks of one page; every glyph is defined once and used by name."""

    def __init__(self, page: Page, face: Face, defined: ET.Element) -> None:
        self.page = page
        self.face = face
        self.defined = defined
        self.names: set[str] = set()

    def draw(self, marks: Iterable[Mark], group: ET.Element) -> None:
        """Draw `marks` into a `group`, which says their ink."""
        for mark in marks:
            match mark:
                case Text():
                    self._text(mark, group)
                case SymbolMark():
                    self._symbol(mark, group)
                case BarsMark() | Rule() | Frame():
                    self._boxes(mark, group)
                case Banner():
                    self._banner(mark, group)

    def _symbol(self, mark: SymbolMark, group: ET.Element) -> None:
        """All dark modules as one path, so that no seam shows between rows whatever rasterises it."""
        left, top, _, _ = in_dots(mark.box, self.page.dpi)
        side = mark.module_dots
        path = "".join(
            f"M{left + column * side} {top + row * side}h{length * side}v{side}h{-length * side}z"
            for row, column, length in runs(mark.modules)
        )
        ET.SubElement(group, "path", _CRISP, d=path)

    def _boxes(self, mark: BarsMark | Rule | Frame, group: ET.Element) -> None:
        boxes = ET.SubElement(group, "g", _CRISP)
        for left, top, right, bottom in filled(mark, self.page.dpi):
            ET.SubElement(boxes, "rect", x=f"{left}", y=f"{top}", width=f"{right - left}", height=f"{bottom - top}")

    def _text(self, mark: Text, group: ET.Element) -> None:
        steps = steps_pt(mark, self.face)
        x, y = mark.x * self.page.dpi, mark.baseline * self.page.dpi
        self._letters(group, mark.string, steps, size_pt=mark.size_pt, bold=mark.bold, pen=(x, y))
        starts = (x + start * self._dots_per_point for start in _starts(steps))
        ET.SubElement(
            group,
            "text",
            {
                "x": " ".join(_number(start) for start in starts),
                "y": _number(y),
                "font-family": f"'{_clean(self.face.name)}', Arial, Helvetica, sans-serif",
                "font-size": _number(mark.size_pt * self._dots_per_point),
                "font-weight": "bold" if mark.bold else "normal",
                "fill-opacity": "0",
                "xml:space": "preserve",
            },
        ).text = _clean(mark.string)

    def _banner(self, mark: Banner, group: ET.Element) -> None:
        """Outlined white letters with a white halo: read on any ground, and what lies beside them stays legible."""
        steps = banner_steps_pt(mark, self.face)
        x, y = (_number(side * self.page.dpi) for side in mark.box.center)
        turned = ET.SubElement(
            group,
            "g",
            {"transform": f"translate({x} {y}) rotate({_number(-mark.angle_deg)})", "stroke-linejoin": "round"},
        )
        capital = self.face.cap_height(bold=True) * mark.size_pt
        pen = (-sum(steps) / 2 * self._dots_per_point, capital / 2 * self._dots_per_point)
        em = outlines(self.face.bold).em
        for line, fill, stroke in ((BANNER_HALO, _PAPER, _PAPER), (BANNER_LINE, "none", _colour(mark.ink))):
            letters = self._letters(turned, mark.string, steps, size_pt=mark.size_pt, bold=True, pen=pen)
            letters.attrib |= {"fill": fill, "stroke": stroke, "stroke-width": _number(line * em)}

    def _letters(
        self,
        parent: ET.Element,
        string: str,
        steps: Sequence[float],
        *,
        size_pt: float,
        bold: bool,
        pen: tuple[float, float],
    ) -> ET.Element:
        """A line of glyphs from `pen` (dots), in units of the face, y up."""
        face = outlines(self.face.file(bold=bold))
        scale = size_pt * self._dots_per_point / face.em
        x, y = (_number(side) for side in pen)
        line = ET.SubElement(parent, "g", transform=f"matrix({_number(scale)} 0 0 {_number(-scale)} {x} {y})")
        for character, start in zip(string, _starts(steps), strict=True):
            path = face.path(character)
            if path:
                name = self._defined(character, path, bold=bold)
                # SVG 1.1: drawing programs and printers' software still know no plain href.
                ET.SubElement(line, "use", {"xlink:href": f"#{name}", "x": _number(start / size_pt * face.em)})
        return line

    def _defined(self, character: str, path: str, *, bold: bool) -> str:
        name = f"{'b' if bold else 'r'}{ord(character):x}"
        if name not in self.names:
            self.names.add(name)
            ET.SubElement(self.defined, "path", id=name, d=path)
        return name

    @property
    def _dots_per_point(self) -> float:
        return self.page.dpi / POINTS_PER_INCH


def _starts(steps: Sequence[float]) -> list[float]:
    """Where each character's pen stands, from the first one's."""
    return list(accumulate(steps, initial=0.0))[:-1]


def _number(value: float) -> str:
    """Nine digits: a thousandth of a dot on any page."""
    return f"{value:.9g}"


def _colour(ink: Ink) -> str:
    return "#{:02x}{:02x}{:02x}".format(*RGB[ink])


def _clean(text: str) -> str:
    """Text without characters that XML cannot hold; the writer escapes the rest."""
    return _NOT_XML.sub(_REPLACEMENT, text)
