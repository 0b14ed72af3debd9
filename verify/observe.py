"""From one page to everything that it shows: the table of contents of the seeing half.

Each line of `observe` is one room; nothing is judged here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indicia.faces import Face
from indicia.geometry import Box, union
from indicia.spec import placement
from verify.locate.edges import Pixels
from verify.locate.ink import LEAST_CONTRAST, Levels
from verify.locate.mailpiece import mailpiece_seen
from verify.locate.outline import Outline, outline
from verify.locate.plane import Plane
from verify.locate.settle import Mark, Settled, Stated, settle, up_of
from verify.locate.symbol import SymbolOutline, refine
from verify.measure.bars import find_bars
from verify.measure.fim import measure_fim
from verify.measure.placement import Anchor, measure_indicium
from verify.measure.reflectance import Card, measure_reflectance
from verify.measure.symbol import measure_symbol, module_px, own_corners
from verify.normalize import meant
from verify.read import libdmtx
from verify.read.attempts import decode
from verify.read.decoded import Decoded
from verify.read.lettering import read_lettering
from verify.read.sampling import is_mirrored
from verify.scans import Scan
from verify.seen import BarcodeSeen, FimSeen, IndiciumSeen, Seen, SymbolSeen, TextSeen
from verify.understand.elements import elements
from verify.understand.groups import Group, outside, postage_groups
from verify.understand.marks import is_reply, own_runs, stands_elsewhere

Stamp = Callable[[str], None]

_AROUND_LETTERING = 0.04
"""Inches around an indicium that are read with it: its box is tight."""
_EDGE = 0.06
"""Inches along the edges of the piece where nothing is read."""
_LEAST_PT = 3.5
"""No type of the manual is smaller than 4 points."""
_LEAST_CONFIDENCE = 0.5
"""Matter none of whose characters is as likely is no lettering."""
WIDE_GAP = "  "
"""How the reader writes white that is wider than a space."""
_GUARD = 0.02
"""Inches around symbols and bars where no lettering is looked for."""
_INK_SHARE = 4
"""Percentile of the ink's greys that is taken for solid ink: thin strokes and edges are paler."""
_LEAST_INK_PX = 50
"""Pixels of ink without which a page is empty."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for beyond symbols, FIM and places."""

    face: Face | None = None
    """The face to read lettering by; None reads none."""
    card: Card | None = None
    """Reflectances that the scanner's greys stand for."""
    whole: bool = False
    """Read lettering on the whole page even when a symbol was read."""
    thorough: bool = False
    """Look for further symbols too on the whole page, even when the corner's was read."""


@dataclass(frozen=True, slots=True)
class Located:
    """A symbol as read and fitted, still in pixels."""

    decoded: Decoded
    outline: SymbolOutline
    mirrored: bool


def observe(
    scan: Scan,
    *,
    size: tuple[float, float] | None = None,
    dpi: float | None = None,
    wanted: Wanted | None = None,
    stamp: Stamp = lambda _: None,
) -> Seen:
    """Everything that a page shows, measured.

    Args:
        scan: The page.
        size: Width and height of the upright piece in inches, when known.
        dpi: Pixels an inch, when known and the file does not say.
        wanted: What is looked for beyond symbols, FIM and places.
        stamp: Called with the name of each stage when it is done.
    """
    wanted = wanted or Wanted()
    gray = scan.gray
    height, width = gray.shape
    file, why_not = meant(scan.dpi, width, height)
    around = outline(gray)
    stamp("outline")
    decoded = decode(gray, around, file[0] if file else dpi, thorough=wanted.thorough)
    stamp("read")
    symbols = [_located(gray, one) for one in decoded]
    stamp("symbols")
    settled, said = settle(gray, around, Stated(file, dpi, size), [_mark(symbol) for symbol in symbols])
    stamp("settle")
    notes = (*scan.notes, *([why_not] if why_not else []), *said, *_readers(symbols))
    if settled is None:
        return Seen(mailpiece=None, symbols=(), fim=None, indicia=(), notes=notes)
    return _measured(_Sheet(scan, settled, around, wanted, stamp), symbols, notes)


def _located(gray: Pixels, decoded: Decoded) -> Located:
    """The symbol with its outline fitted."""
    fitted = refine(gray, decoded.corners_px, decoded.rows, decoded.columns)
    return Located(decoded, fitted, is_mirrored(gray, fitted, decoded.rows, decoded.columns))


def _mark(symbol: Located) -> Mark:
    corners = own_corners(symbol.outline.corners_px, mirrored=symbol.mirrored)
    size = module_px(symbol.outline, symbol.decoded.rows, symbol.decoded.columns)
    return Mark(up_of(corners), size, symbol.mirrored)


def _readers(symbols: list[Located]) -> tuple[str, ...]:
    """A hint when nothing was read and a reader is missing."""
    return (libdmtx.MISSING,) if libdmtx.MISSING and not symbols else ()


# --- On the upright piece -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The upright page and what is wanted of it."""

    scan: Scan
    settled: Settled
    around: Outline
    wanted: Wanted
    stamp: Stamp

    @property
    def plane(self) -> Plane:
        return self.settled.plane


def _measured(sheet: _Sheet, symbols: list[Located], notes: tuple[str, ...]) -> Seen:
    """Everything in inches."""
    plane, scale = sheet.plane, sheet.settled.scale
    piece = mailpiece_seen(plane, sheet.around, sheet.settled.turn, scale)
    seen = tuple(
        measure_symbol(plane, s.decoded, s.outline, mirrored=s.mirrored, scale_uncertainty=scale.uncertainty)
        for s in symbols
    )
    sheet.stamp("mailpiece")
    fim = measure_fim(plane, sheet.settled.fim, piece.edge_uncertainty) if sheet.settled.fim else None
    sheet.stamp("fim")
    levels = _levels(sheet, symbols)
    # Whether a symbol is an indicium's is not known before it is understood.
    marks = [measure_indicium(plane, _anchor(one, n), fim, levels=levels[n]) for n, one in enumerate(seen)]
    sheet.stamp("placement")
    barcodes = find_bars(plane, levels=levels[0] if levels else None)
    sheet.stamp("bars")
    texts, marks = _lettering(sheet, _Found(seen, fim, barcodes, marks, levels))
    sheet.stamp("lettering")
    indicia = tuple(_lit(sheet, mark, seen, levels) for mark in marks)
    sheet.stamp("reflectance")
    return Seen(piece, seen, fim, indicia, barcodes, texts, notes)


def _anchor(symbol: SymbolSeen, number: int, *, local: bool = False) -> Anchor:
    return Anchor(symbol.box, symbol.angle_deg, number, local)


def _levels(sheet: _Sheet, symbols: list[Located]) -> list[Levels]:
    """Grey of ink and paper beside each symbol; of a page without, its own."""
    if symbols:
        return [Levels(symbol.outline.dark, symbol.outline.light) for symbol in symbols]
    plane = sheet.plane
    pixels = plane.patch(Box(0.0, 0.0, plane.width, plane.height), min(plane.dpi, _PAGE_DPI)).pixels
    light = float(np.median(pixels))
    ink = pixels[pixels < light - 2 * LEAST_CONTRAST]
    dark = float(np.percentile(ink, _INK_SHARE)) if len(ink) > _LEAST_INK_PX else light - 4 * LEAST_CONTRAST
    return [Levels(dark, light)]


def _local_levels(plane: Plane, box: Box) -> Levels | None:
    """Grey of ink and paper in a part of the page that bears lettering; None when there is no ink."""
    pixels = plane.patch(box).pixels
    light = float(np.percentile(pixels, _PAPER_SHARE))
    ink = pixels[pixels < light - LEAST_CONTRAST]
    return Levels(float(np.percentile(ink, _INK_SHARE)), light) if len(ink) > _LEAST_INK_PX else None


_PAGE_DPI = 300.0
"""A page is looked over for its greys at most at this scale."""
_PAPER_SHARE = 75
"""Percentile of the greys around lettering that is taken for paper: a quarter of them at most is ink."""


# --- Lettering ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
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


def _lettering(sheet: _Sheet, found: _Found) -> tuple[tuple[TextSeen, ...], list[IndiciumSeen]]:
    """The lettering that matters, and all indicia: those around symbols, then those that lettering alone tells."""
    face = sheet.wanted.face
    if face is None:
        return (), found.marks
    plane, levels = sheet.plane, found.levels[0]
    regions = _regions(plane, found.marks, whole=sheet.wanted.whole or not found.symbols)
    texts = read_lettering(plane, regions, face, levels=levels, without=found.without)
    if regions != [_page(plane)] and is_reply(texts):
        # Above its address reply mail bears a legend (604.4.9.4g).
        texts = read_lettering(plane, [_page(plane)], face, levels=levels, without=found.without)
    texts = _parted(sheet, found, _readable(texts), levels)
    marks = [_settled_mark(plane, found, mark, texts) for mark in found.marks]
    for group in postage_groups(outside(texts, [mark.box for mark in marks])):
        texts, mark = _lettered(sheet, found, texts, group)
        marks.append(mark)
    return texts, marks


def _lettered(
    sheet: _Sheet, found: _Found, texts: tuple[TextSeen, ...], group: Group
) -> tuple[tuple[TextSeen, ...], IndiciumSeen]:
    """An indicium that lettering alone tells, and all lettering with its own read again by the grey of its own ink."""
    plane, face = sheet.plane, sheet.wanted.face
    region = _within(group.box.grown(_GUARD if group.alone else _AROUND_LETTERING), _page(plane))
    levels = _local_levels(plane, region) or found.levels[0]
    if face is not None:
        again = _readable(read_lettering(plane, [region], face, levels=levels, without=found.without))
        again = _parted(sheet, found, again, levels)
        texts = tuple(sorted((*outside(texts, [region]), *again), key=lambda text: (text.box.top, text.box.left)))
    own = [text for text in texts if min(text.box.overlap(region)) > 0]
    angle = float(np.median([text.angle_deg.value for text in own])) if own else 0.0
    extent = union(text.box for text in own) if own else group.box
    anchor = Anchor(extent, angle, None, local=stands_elsewhere(elements(own)), alone=group.alone)
    return texts, measure_indicium(plane, anchor, None if found.symbols else found.fim, levels=levels)


def _regions(plane: Plane, marks: Sequence[IndiciumSeen], *, whole: bool) -> list[Box]:
    """Where lettering is read: the indicia and the lower left corner, where a redate may stand; or all of the page."""
    page = _page(plane)
    if whole:
        return [page]
    corner = Box(
        page.left,
        max(page.top, plane.height - placement.OCR_BOTTOM_FROM_BOTTOM),
        max(page.left, plane.width - placement.BARCODE_ZONE_FROM_RIGHT),
        page.bottom,
    )
    regions = [_within(mark.box.grown(_AROUND_LETTERING), page) for mark in marks]
    return _apart([*regions, *([corner] if corner.width > 0 else [])])


def _page(plane: Plane) -> Box:
    """The page but for its edges, where shadow and frayed paper look like print."""
    return Box(_EDGE, _EDGE, max(_EDGE, plane.width - _EDGE), max(_EDGE, plane.height - _EDGE))


def _readable(texts: Sequence[TextSeen]) -> tuple[TextSeen, ...]:
    """The lettering without what is none: dust, rules, texture."""
    return tuple(
        text
        for text in texts
        if text.size_pt.value >= _LEAST_PT and max(glyph.confidence for glyph in text.glyphs) >= _LEAST_CONFIDENCE
    )


def _parted(sheet: _Sheet, found: _Found, texts: Sequence[TextSeen], levels: Levels) -> tuple[TextSeen, ...]:
    """The lettering with every run of several stretches read stretch by stretch.

    Two elements on one line may be of two weights: together they would be fitted with the weight of one.
    """
    face, wide = sheet.wanted.face, [text for text in texts if WIDE_GAP in text.string]
    if face is None or not wide:
        return tuple(texts)
    parts = [box.grown(_GUARD) for text in wide for box in _stretches(text)]
    again = _readable(read_lettering(sheet.plane, parts, face, levels=levels, without=found.without))
    whole = [text for text in again if any(min(text.box.overlap(run.box)) > _GUARD for run in wide)]
    kept = [text for text in texts if text not in wide]
    return tuple(sorted((*kept, *whole), key=lambda text: (text.box.top, text.box.left)))


def _stretches(text: TextSeen) -> list[Box]:
    """The boxes of what wide gaps part in a run."""
    boxes, at = [], 0
    for stretch in text.string.split(WIDE_GAP):
        count = len(stretch.replace(" ", ""))
        boxes += [union(glyph.box for glyph in text.glyphs[at : at + count])] if count else []
        at += count
    return boxes


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


def _settled_mark(plane: Plane, found: _Found, mark: IndiciumSeen, texts: Sequence[TextSeen]) -> IndiciumSeen:
    """The mark; measured again by its own box when its words say that it is a correction."""
    if mark.symbol is None or not stands_elsewhere(elements(own_runs(mark, texts))):
        return mark
    anchor = _anchor(found.symbols[mark.symbol], mark.symbol, local=True)
    return measure_indicium(plane, anchor, None, levels=found.levels[mark.symbol])


# --- Light --------------------------------------------------------------------------------------------


def _lit(sheet: _Sheet, mark: IndiciumSeen, symbols: Sequence[SymbolSeen], levels: list[Levels]) -> IndiciumSeen:
    """The mark with the reflectance of its print: of its symbol, which is solid ink, else of its lettering."""
    at = 0 if mark.symbol is None else mark.symbol
    box = mark.box if mark.symbol is None else symbols[mark.symbol].box
    seen = measure_reflectance(sheet.scan.pixels, sheet.plane, box, levels=levels[at], card=sheet.wanted.card)
    return replace(mark, reflectance=seen)
