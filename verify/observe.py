"""From one page to everything that it shows: the table of contents of the seeing half.

Each line of `observe` is one room; nothing is judged here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from verify.locate.edges import Pixels
from verify.locate.ink import Levels
from verify.locate.mailpiece import mailpiece_seen
from verify.locate.outline import Outline, outline
from verify.locate.settle import Mark, Settled, Stated, settle, up_of
from verify.locate.symbol import SymbolOutline, refine
from verify.measure.fim import measure_fim
from verify.measure.placement import measure_indicium
from verify.measure.symbol import measure_symbol, module_px, own_corners
from verify.normalize import meant
from verify.read import libdmtx
from verify.read.attempts import decode
from verify.read.decoded import Decoded
from verify.read.sampling import is_mirrored
from verify.scans import Scan
from verify.seen import FimSeen, IndiciumSeen, Seen, SymbolSeen

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
    thorough: bool = False,
    stamp: Stamp = lambda _: None,
) -> Seen:
    """Everything that a page shows, measured.

    Args:
        scan: The page.
        size: Width and height of the upright piece in inches, when known.
        dpi: Pixels an inch, when known and the file does not say.
        thorough: Look for further symbols on the whole page even when the corner's was read.
        stamp: Called with the name of each stage when it is done.
    """
    gray = scan.gray
    height, width = gray.shape
    file, why_not = meant(scan.dpi, width, height)
    around = outline(gray)
    stamp("outline")
    decoded = decode(gray, around, file[0] if file else dpi, thorough=thorough)
    stamp("read")
    symbols = [_located(gray, one) for one in decoded]
    stamp("symbols")
    settled, said = settle(gray, around, Stated(file, dpi, size), [_mark(symbol) for symbol in symbols])
    stamp("settle")
    notes = (*scan.notes, *([why_not] if why_not else []), *said, *_readers(symbols))
    if settled is None:
        return Seen(mailpiece=None, symbols=(), fim=None, indicia=(), notes=notes)
    return _measured(settled, around, symbols, notes, stamp)


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


def _measured(settled: Settled, around: Outline, symbols: list[Located], notes: tuple[str, ...], stamp: Stamp) -> Seen:
    """Everything in inches."""
    plane, scale = settled.plane, settled.scale
    piece = mailpiece_seen(plane, around, settled.turn, scale)
    seen = tuple(
        measure_symbol(plane, s.decoded, s.outline, mirrored=s.mirrored, scale_uncertainty=scale.uncertainty)
        for s in symbols
    )
    stamp("mailpiece")
    fim = measure_fim(plane, settled.fim, piece.edge_uncertainty) if settled.fim else None
    stamp("fim")
    indicia = _indicia(settled, symbols, seen, fim)
    stamp("placement")
    return Seen(piece, seen, fim, indicia, notes=notes)


def _indicia(
    settled: Settled,
    symbols: list[Located],
    seen: tuple[SymbolSeen, ...],
    fim: FimSeen | None,
) -> tuple[IndiciumSeen, ...]:
    """What stands around each symbol; whether it is an indicium is not known before the symbol is understood."""
    return tuple(
        measure_indicium(settled.plane, one, number, fim, levels=Levels(symbol.outline.dark, symbol.outline.light))
        for number, (symbol, one) in enumerate(zip(symbols, seen, strict=True))
    )
