"""Lettering of a page: what is read where, and the indicia that lettering alone tells."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.spec import placement
from verify.askew import read_askew
from verify.locate.greys import counts_of, percentile
from verify.locate.ink import LEAST_CONTRAST, Levels, boxes, grown
from verify.locate.plane import Plane
from verify.measure.placement import Anchor, measure_indicium
from verify.measure.reflectance import Card
from verify.read.lettering import read_lettering
from verify.seen import BarcodeSeen, FimSeen, IndiciumSeen, SymbolSeen, TextSeen
from verify.understand.elements import elements
from verify.understand.groups import Group, outside, postage_groups, rejoined
from verify.understand.marks import is_postage, is_reply, own_runs, stands_elsewhere

_AROUND_LETTERING = 0.04
"""Inches around an indicium that are read with it: its box is tight."""
_EDGE = 0.06
"""Inches along the edges of the piece where nothing is read."""
_LEAST_PT = 3.0
"""No type of the manual is smaller than 4 points; what is a little smaller is seen and refused."""
_LEAST_CONFIDENCE = 0.5
"""Matter none of whose characters is as likely is no lettering."""
_COARSE_DPI = 75.0
"""Scale at which print is told from none: strokes of 5-point type are half a pixel wide."""
_JOINED = 0.2
"""Inches between print that is read together: wider than any white within a line."""
_SPECK_PX = 2
"""Size of dust at the coarse scale; letters are larger."""
_MOST_PARTS = 6
"""Parts from which they are read as one: more is texture."""
_GUARD = 0.02
"""Inches around symbols and bars where no lettering is looked for."""
_INK_SHARE = 4
"""Percentile of the ink's greys that is taken for solid ink: thin strokes and edges are paler."""
_LEVELS_DPI = 300.0
"""Greys are looked over at most at this scale."""
_LEAST_INK_PX = 50
"""Pixels of ink without which a page is empty."""
_PAPER_SHARE = 75
"""Percentile of the greys around lettering that is taken for paper: a quarter of them at most is ink."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for beyond symbols, FIM and places."""

    face: Face | None = None
    """The face to read lettering by; None reads none."""
    card: Card | None = None
    """Reflectances that the scanner's greys stand for."""
    places: bool = True
    """Measure where indicia and FIM stand; lettering and light are looked for there."""
    bars: bool = True
    """Read postal bars."""
    light: bool = True
    """Measure how dark ink and how light paper is."""
    grades: bool = True
    """Grade the print of every symbol."""
    whole: bool = False
    """Read lettering on the whole page even when a symbol was read."""
    thorough: bool = False
    """Look for further symbols too on the whole page, even when the corner's was read."""


@dataclass(frozen=True, slots=True)
class Found:
    """What stands on the page beside lettering."""

    symbols: tuple[SymbolSeen, ...]
    fim: FimSeen | None
    barcodes: tuple[BarcodeSeen, ...]
    marks: list[IndiciumSeen]
    """Around the symbols."""
    levels: list[Levels]
    """Of each symbol, or of the page."""

    @property
    def without(self) -> list[Box]:
        """No lettering."""
        boxes = [*(symbol.box for symbol in self.symbols), *(bars.box for bars in self.barcodes)]
        return [box.grown(_GUARD) for box in (*boxes, *([self.fim.box] if self.fim is not None else []))]


def lettering(plane: Plane, wanted: Wanted, found: Found) -> tuple[tuple[TextSeen, ...], list[IndiciumSeen]]:
    """The lettering that matters, and all indicia: those around symbols, then those that lettering alone tells."""
    face = wanted.face
    if face is None:
        return (), found.marks
    levels = found.levels[0]
    regions = _regions(plane, found, whole=wanted.whole or not found.symbols)
    texts = read_lettering(plane, regions, face, levels=levels, without=found.without)
    if regions != [_page(plane)] and is_reply(texts):
        # Above its address reply mail bears a legend (604.4.9.4g).
        page, known = _page(plane), [*found.without, *regions]
        texts += read_lettering(plane, _printed(plane, page, known), face, levels=levels, without=known)
        texts = tuple(sorted(texts, key=lambda text: (text.box.top, text.box.left)))
    texts = _readable(texts)
    marks = [_settled_mark(plane, found, mark, texts) for mark in found.marks]
    for group in postage_groups(outside(texts, [mark.box for mark in marks])):
        texts, mark = _lettered(plane, wanted, found, texts, group)
        marks.append(mark)
    return (texts, marks) if marks else _askew(plane, face, found, texts)


def _lettered(
    plane: Plane, wanted: Wanted, found: Found, texts: tuple[TextSeen, ...], group: Group
) -> tuple[tuple[TextSeen, ...], IndiciumSeen]:
    """An indicium that lettering alone tells, and all lettering with its own read again by the grey of its own ink."""
    face = wanted.face
    region = _within(group.box.grown(_GUARD if group.alone else _AROUND_LETTERING), _page(plane))
    levels = levels_of(plane, region)
    if face is not None:
        again = _readable(read_lettering(plane, [region], face, levels=levels, without=found.without))
        texts = tuple(sorted((*outside(texts, [region]), *again), key=lambda text: (text.box.top, text.box.left)))
    own = [text for text in texts if min(text.box.overlap(region)) > 0]
    angle = float(np.median([text.angle_deg.value for text in own])) if own else 0.0
    extent = union(text.box for text in own) if own else group.box
    anchor = Anchor(extent, angle, None, local=stands_elsewhere(elements(own)), alone=group.alone)
    return texts, measure_indicium(plane, anchor, None if found.symbols else found.fim, levels=levels)


def _askew(
    plane: Plane, face: Face, found: Found, texts: tuple[TextSeen, ...]
) -> tuple[tuple[TextSeen, ...], list[IndiciumSeen]]:
    """Indicia whose lettering stands too far askew to be read as it lies, with all lettering."""
    marks, levels = [], found.levels[0]
    without = [*found.without, *(text.box.grown(_GUARD) for text in texts)]
    for block in read_askew(plane, face, levels=levels, without=without):
        own = _readable(block.texts)
        said = elements(own)
        if is_postage(said):
            extent = union(text.box for text in own)
            anchor = Anchor(extent, block.angle_deg, None, local=stands_elsewhere(said))
            marks.append(measure_indicium(plane, anchor, found.fim, levels=levels))
            texts = (*texts, *own)
    return texts, marks


def anchor_of(symbol: SymbolSeen, number: int, *, local: bool = False) -> Anchor:
    """A symbol as what its indicium is looked for around."""
    return Anchor(symbol.box, symbol.angle_deg, number, local)


def _regions(plane: Plane, found: Found, *, whole: bool) -> list[Box]:
    """Where lettering is read: the indicia and the lower left corner, where a redate may stand; or all of the page."""
    page = _page(plane)
    if whole:
        return [page]
    beside = [box for mark in found.marks for box in _beside_symbol(mark, page)]
    return _apart([*beside, *_printed_corner(plane, page, found.without)])


def _beside_symbol(mark: IndiciumSeen, page: Box) -> list[Box]:
    """Where a mark's lettering stands: all of its ink but the symbol."""
    rest = mark.parts if mark.symbol is None else mark.parts[1:]
    return [_within(union(rest).grown(_AROUND_LETTERING), page)] if rest else []


def _printed_corner(plane: Plane, page: Box, without: Sequence[Box]) -> list[Box]:
    """What is printed in the lower left corner, looked over at a coarse scale."""
    corner = Box(
        page.left,
        max(page.top, plane.height - placement.OCR_BOTTOM_FROM_BOTTOM),
        max(page.left, plane.width - placement.BARCODE_ZONE_FROM_RIGHT),
        page.bottom,
    )
    return _printed(plane, corner, without) if corner.width > 0 else []


def _printed(plane: Plane, box: Box, without: Sequence[Box]) -> list[Box]:
    """What is printed in a part of the piece, looked over at a coarse scale; boxes apart from each other."""
    patch = plane.patch(box, _COARSE_DPI, every_row=False)
    paper = percentile(counts_of(patch.pixels), _PAPER_SHARE)
    inked = (patch.pixels < paper - LEAST_CONTRAST).astype(np.uint8)
    for other in without:
        inked[patch.slices(other)] = 0
    spread = round(_JOINED * _COARSE_DPI / 2)
    rows, columns = inked.shape

    def shrunk(left: int, top: int, right: int, bottom: int) -> Box:
        """What was grown as it was, but for sides that the border cut."""
        return patch.inches(
            left + spread if left else 0,
            top + spread if top else 0,
            right - spread if right < columns else columns,
            bottom - spread if bottom < rows else rows,
        )

    found = [
        shrunk(left, top, left + width, top + height)
        for left, top, width, height in boxes(grown(inked, spread))
        if max(width, height) > 2 * spread + _SPECK_PX
    ]
    around = [_within(one.grown(_AROUND_LETTERING), box) for one in found]
    return _apart(around if len(around) <= _MOST_PARTS else [union(around)])


def _page(plane: Plane) -> Box:
    """The page but for its edges, where shadow and frayed paper look like print."""
    return Box(_EDGE, _EDGE, max(_EDGE, plane.width - _EDGE), max(_EDGE, plane.height - _EDGE))


def _readable(texts: Sequence[TextSeen]) -> tuple[TextSeen, ...]:
    """The lettering without what is none (dust, rules, texture), phrases whole."""
    lettering = [
        text
        for text in texts
        if text.size_pt.value >= _LEAST_PT and max(glyph.confidence for glyph in text.glyphs) >= _LEAST_CONFIDENCE
    ]
    return tuple(sorted(rejoined(lettering), key=lambda text: (text.box.top, text.box.left)))


def _apart(boxes: Sequence[Box]) -> list[Box]:
    """Boxes with those that meet united."""
    done: list[Box] = []
    for box in boxes:
        near = [other for other in done if min(other.overlap(box)) > 0]
        done = [other for other in done if other not in near]
        done.append(union((box, *near)))
    return done


def _within(box: Box, page: Box) -> Box:
    return Box(
        max(page.left, box.left), max(page.top, box.top), min(page.right, box.right), min(page.bottom, box.bottom)
    )


def _settled_mark(plane: Plane, found: Found, mark: IndiciumSeen, texts: Sequence[TextSeen]) -> IndiciumSeen:
    """The mark; measured again by its own box when its words say that it is a correction."""
    if mark.symbol is None or not stands_elsewhere(elements(own_runs(mark, texts))):
        return mark
    anchor = anchor_of(found.symbols[mark.symbol], mark.symbol, local=True)
    return measure_indicium(plane, anchor, None, levels=found.levels[mark.symbol])


def levels_of(plane: Plane, box: Box | None = None) -> Levels:
    """Grey of ink and paper in a part of the page, or in all of it, by the greys that stand there."""
    patch = plane.patch(box or Box(0.0, 0.0, plane.width, plane.height), min(plane.dpi, _LEVELS_DPI))
    counts = counts_of(patch.pixels)
    light = percentile(counts, _PAPER_SHARE)
    counts[max(0, math.ceil(light - LEAST_CONTRAST)) :] = 0
    dark = percentile(counts, _INK_SHARE) if counts.sum() > _LEAST_INK_PX else light - 4 * LEAST_CONTRAST
    return Levels(dark, light)
