"""What was seen on a page, as JSON values of the answer: lengths to a tenth of a mil, angles to a hundredth degree."""

from typing import Literal, cast

from indicia.geometry import Box, to_edges
from indicia.model.answer import BarcodeJson, FimJson, MailpieceJson
from indicia.model.answer_symbol import BoxJson, GradeJson, IndiciumSymbolJson, SymbolJson
from verify.seen import BarcodeSeen, FimSeen, MailpieceSeen, Quality, SymbolSeen


def mailpiece(piece: MailpieceSeen) -> MailpieceJson:
    """The piece."""
    answer: MailpieceJson = {
        "width": _inches(piece.width.value),
        "height": _inches(piece.height.value),
        "skew_deg": _degrees(piece.skew_deg),
        "rotation": cast("Literal[0, 90, 180, 270]", piece.rotation),
        "dpi": round(piece.dpi, 1),
        "dpi_source": piece.dpi_source.value,
        "shape": piece.shape.value,
    }
    if piece.cut_off:
        answer["cut_off"] = cast("list[Literal['left', 'top', 'right', 'bottom']]", sorted(piece.cut_off))
    if piece.mirrored:
        answer["mirrored"] = True
    return answer


def fim(found: FimSeen) -> FimJson:
    """The FIM."""
    return {
        "kind": found.kind.value,
        "right": _inches(found.right.value),
        "top": _inches(found.top.value),
        "bottom": _inches(found.bottom.value),
        "bar_width": _inches(found.bar_width.value),
        "pitch": _inches(found.pitch.value),
        "slant_deg": _degrees(found.slant_deg.value),
    }


def barcode(bars: BarcodeSeen, piece: MailpieceSeen | None) -> BarcodeJson:
    """One row of postal bars."""
    return {"kind": bars.kind.value, "digits": bars.digits, "box": box_of(bars.box, piece)}


def indicium_symbol(symbol: SymbolSeen, piece: MailpieceSeen | None) -> IndiciumSymbolJson:
    """The symbol of an indicium."""
    return {
        "format": "datamatrix",
        "rows": symbol.rows,
        "columns": symbol.columns,
        "x_dimension": None if piece is None else _inches(symbol.x_dimension.value),
        "box": box_of(symbol.box, piece),
        "errors_corrected": symbol.errors_corrected,
        "erasures": symbol.erasures,
        "grade": None if symbol.quality is None else _grade(symbol.quality),
    }


def _grade(quality: Quality) -> GradeJson:
    return {
        "overall": quality.overall,
        "decode": quality.decode.grade,
        "symbol_contrast": quality.symbol_contrast.grade,
        "modulation": quality.modulation.grade,
        "reflectance_margin": quality.reflectance_margin.grade,
        "fixed_pattern_damage": quality.fixed_pattern_damage.grade,
        "axial_nonuniformity": quality.axial_nonuniformity.grade,
        "grid_nonuniformity": quality.grid_nonuniformity.grade,
        "unused_error_correction": quality.unused_error_correction.grade,
    }


def symbol(symbol: SymbolSeen, piece: MailpieceSeen | None) -> SymbolJson:
    """A symbol of the page, an indicium's or not."""
    answer: SymbolJson = {
        "format": "datamatrix",
        "rows": symbol.rows,
        "columns": symbol.columns,
        "hex": symbol.data.hex(),
        "text": symbol.text,
        "reader": symbol.reader.value,
        "box": box_of(symbol.box, piece),
    }
    if symbol.mirrored:
        answer["mirrored"] = True
    return answer


def box_of(box: Box, piece: MailpieceSeen | None) -> BoxJson | None:
    """A box by its distances from the right and top edge; null without a scale."""
    if piece is None:
        return None
    edges = to_edges(box, piece.width.value, piece.height.value)
    return {
        "right": _inches(edges.right),
        "top": _inches(edges.top),
        "width": _inches(box.width),
        "height": _inches(box.height),
    }


def _inches(length: float) -> float:
    # Adding zero turns a negative zero, which rounding can leave, into plain zero.
    return round(length, 4) + 0.0


def _degrees(angle: float) -> float:
    return round(angle, 2) + 0.0
