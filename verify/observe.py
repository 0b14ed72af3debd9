"""From one page to everything that it shows: the table of contents of the seeing half.

Each line of `observe` is one room; nothing is judged here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from verify.lettered import Found, Wanted, anchor_of, lettering, levels_of
from verify.locate.bed import EDGES_HIDDEN, hides_edges
from verify.locate.edges import Pixels
from verify.locate.ink import Levels
from verify.locate.mailpiece import mailpiece_seen
from verify.locate.outline import SIDES, Outline, outline
from verify.locate.plane import Plane
from verify.locate.settle import Mark, Settled, Stated, settle, up_of
from verify.locate.symbol import SymbolOutline, refine
from verify.measure.bars import find_bars
from verify.measure.fim import measure_fim
from verify.measure.placement import measure_indicium
from verify.measure.quality import Printed, grade_symbol
from verify.measure.reflectance import UNCALIBRATED, measure_reflectance
from verify.measure.symbol import measure_symbol, module_px, own_corners
from verify.normalize import meant
from verify.read import libdmtx
from verify.read.attempts import decode
from verify.read.decoded import Decoded
from verify.read.sampling import is_mirrored
from verify.scans import Scan
from verify.seen import IndiciumSeen, Seen, SymbolSeen

Stamp = Callable[[str], None]


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
    if hides_edges(gray, around, settled.plane.dpi):
        around, notes = replace(around, cut_off=frozenset(SIDES)), (*notes, EDGES_HIDDEN)
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
    wanted = sheet.wanted
    fim = measure_fim(plane, sheet.settled.fim, piece.edge_uncertainty) if sheet.settled.fim else None
    sheet.stamp("fim")
    levels = _levels(sheet, symbols)
    # Whether a symbol is an indicium's is not known before it is understood.
    marks = [
        measure_indicium(plane, anchor_of(one, n), fim, levels=levels[n])
        for n, one in enumerate(seen if wanted.places else ())
    ]
    sheet.stamp("placement")
    barcodes = find_bars(plane, levels=levels[0] if levels else None) if wanted.bars else ()
    sheet.stamp("bars")
    seen = tuple(_graded(sheet, symbol) for symbol in seen) if wanted.grades else seen
    sheet.stamp("quality")
    texts, marks = lettering(plane, wanted, Found(seen, fim, barcodes, marks, levels))
    sheet.stamp("lettering")
    marks = [_lit(sheet, mark, seen, levels) for mark in marks] if wanted.light else marks
    sheet.stamp("reflectance")
    return Seen(piece, seen, fim, tuple(marks), barcodes, texts, notes)


def _graded(sheet: _Sheet, symbol: SymbolSeen) -> SymbolSeen:
    """The symbol with the grades of its print."""
    light = sheet.wanted.card.grey if sheet.wanted.card is not None else UNCALIBRATED
    grading = grade_symbol(sheet.scan.gray, Printed.of(symbol, sheet.plane), light=light)
    return replace(symbol, quality=grading.quality)


def _levels(sheet: _Sheet, symbols: list[Located]) -> list[Levels]:
    """Grey of ink and paper beside each symbol; of a page without, its own."""
    if symbols:
        return [Levels(symbol.outline.dark, symbol.outline.light) for symbol in symbols]
    return [levels_of(sheet.plane)]


# --- Light --------------------------------------------------------------------------------------------


def _lit(sheet: _Sheet, mark: IndiciumSeen, symbols: Sequence[SymbolSeen], levels: list[Levels]) -> IndiciumSeen:
    """The mark with the reflectance of its print: of its symbol, which is solid ink, else of its lettering."""
    at = 0 if mark.symbol is None else mark.symbol
    box = mark.box if mark.symbol is None else symbols[mark.symbol].box
    seen = measure_reflectance(sheet.scan.pixels, sheet.plane, box, levels=levels[at], card=sheet.wanted.card)
    return replace(mark, reflectance=seen)
