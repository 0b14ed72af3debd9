"""What was seen, as evidence and circumstances for the rulebook. Measured here is nothing; judged is nothing.

Uncertainties add: each is the half-width of an interval that holds the true value, so the sum of two
is an interval that certainly holds their sum, however they depend on each other.
"""

from collections.abc import Iterable

from indicia.geometry import Box
from indicia.rulebook.evidence import Circumstances, Measurement, Quantity
from indicia.spec import placement
from indicia.spec.kinds import DateForm, Facing, MailClass, MediaKind, Purpose, Shape, Technology
from verify.seen import FimSeen, IndiciumSeen, MailpieceSeen, Measured, Seen, SymbolSeen
from verify.zones import EDGES, Zone, zone_boxes

Facts = dict[Quantity, Measurement]

# UNSOURCED uncertainty of a print reflectance difference read from an ordinary scan: neither flatbed nor
# camera is a calibrated reflectance meter (708.4.3); a tenth of full scale.
PRD_UNCERTAINTY = 0.1

_NO_SCALE = Measurement(None, note="no scale: neither the file nor a known size tells the dots per inch")
_NOT_LOCATED = Measurement(None, note="its place on the piece was not measured")
_PLACEMENT = (Quantity.UPPER_RIGHT_SHARE, Quantity.RIGHT_EDGE, Quantity.TOP_EDGE, Quantity.LENGTH_RATIO)
_ZONES = {
    Zone.FIM: Quantity.FIM_ZONE_INTRUSION,
    Zone.BARCODE: Quantity.BARCODE_ZONE_INTRUSION,
    Zone.OCR: Quantity.OCR_ZONE_INTRUSION,
}


def indicium_evidence(seen: Seen, symbol: SymbolSeen, mark: IndiciumSeen | None) -> Facts:
    """Where one indicium stands and that its symbol decodes; `mark` is None when its place is not known."""
    piece = seen.mailpiece
    facts = {
        Quantity.INDICIUM: Measurement(True),
        Quantity.SCANNABLE: Measurement(True),
        Quantity.MIRRORED: Measurement(symbol.mirrored or (piece is not None and piece.mirrored)),
    }
    if piece is None or mark is None:
        return facts | dict.fromkeys(_PLACEMENT, _NO_SCALE if piece is None else _NOT_LOCATED)
    return facts | _position(piece, mark) | _zones(piece, mark) | _clear_zone(mark)


def no_indicium() -> Facts:
    """Of a page on which no indicium was read."""
    note = "none was read: the piece may bear stamps, or be business reply mail"
    return {Quantity.INDICIUM: Measurement(None, note=note)}


def unread_indicium(seen: Seen) -> Facts:
    """Of a page whose FIM D says that information-based postage was printed on it, and no symbol of which reads.

    FIM D goes with nothing else (604.4.8.10), so the postage is there and cannot be scanned (604.4.8.2).
    """
    note = "FIM D announces an information-based indicium, and no symbol can be read"
    return {
        Quantity.INDICIUM: Measurement(True),
        Quantity.SCANNABLE: Measurement(False, note=note),
        **fim_evidence(seen),
    }


def fim_evidence(seen: Seen) -> Facts:
    """Presence, kind, place and form of the FIM."""
    if seen.mailpiece is None:
        return {}
    if seen.fim is None:
        cut = EDGES[Zone.FIM] & seen.mailpiece.cut_off
        return {Quantity.FIM_PRESENT: _cut(cut) if cut else Measurement(False)}
    fim = seen.fim
    facts = {
        Quantity.FIM_PRESENT: Measurement(True),
        Quantity.FIM_KIND: Measurement(fim.kind.value),
        Quantity.FIM_RIGHT: _measured(fim.right),
        Quantity.FIM_TOP: _measured(fim.top),
        Quantity.FIM_BOTTOM: _measured(fim.bottom),
        Quantity.FIM_BAR_WIDTH: _measured(fim.bar_width),
        Quantity.FIM_PITCH: _measured(fim.pitch),
        Quantity.FIM_SLANT: Measurement(abs(fim.slant_deg.value), fim.slant_deg.uncertainty),
        Quantity.FIM_PRD: Measurement(fim.prd, PRD_UNCERTAINTY),
    }
    return facts | _bar_height(fim) | _cut_fim(seen.mailpiece)


def circumstances(
    seen: Seen, *, purpose: Purpose | None, date_form: DateForm | None, facing: Facing | None = None
) -> Circumstances:
    """What a picture and the operator tell about the piece.

    Args:
        seen: the page.
        purpose: what the indicium is for; None when the picture does not tell.
        date_form: form of the date in the payload; None when it is none of the three.
        facing: what the operator says of the facing method.
    """
    piece = seen.mailpiece
    shape = None if piece is None else piece.shape
    method = facing or (Facing.FIM if seen.fim is not None else None)
    return Circumstances(
        technology=Technology.IBI,
        purpose=purpose,
        # Facing by FIM is a method of letter-size First-Class Mail alone (604.4.8.9), so whoever says that
        # the piece is faced by FIM says its class. A FIM that is merely seen proves no class.
        mail_class=MailClass.FIRST_CLASS if facing is Facing.FIM and shape in placement.ZONED_SHAPES else None,
        shape=shape,
        # The page is the piece, also under an applied label (604.4.8.11f): its edges and zones are known.
        media=MediaKind.LABEL if shape is Shape.PARCEL else MediaKind.MAILPIECE,
        facing=method,
        date_form=date_form,
        height=None if piece is None else piece.height.value,
    )


def purpose_of(amount: int | None) -> Purpose | None:
    """Ordinary postage when there is a value: lettering, which would tell the special indicia, is not read."""
    return Purpose.POSTAGE if amount else None


def _position(piece: MailpieceSeen, mark: IndiciumSeen) -> Facts:
    width, height = piece.width.value, piece.height.value
    slack = mark.uncertainty + piece.edge_uncertainty
    x, y = mark.box.center
    share = max((width - x) / (width / 2), y / (height / 2))
    ratio = mark.box.width / mark.box.height
    # Both sides of a length are uncertain, and both lengths of a ratio.
    ratio_slack = 2 * mark.uncertainty * (1 + ratio) / mark.box.height
    facts = {
        Quantity.UPPER_RIGHT_SHARE: Measurement(share, slack / (min(width, height) / 2)),
        Quantity.RIGHT_EDGE: Measurement(width - mark.box.right, slack),
        Quantity.TOP_EDGE: Measurement(mark.box.top, slack),
        Quantity.LENGTH_RATIO: Measurement(ratio, ratio_slack),
    }
    if mark.address_angle is not None:
        angle = mark.address_angle
        facts[Quantity.ADDRESS_ANGLE] = Measurement(abs(angle.value), angle.uncertainty)
    needed = {
        Quantity.UPPER_RIGHT_SHARE: {"left", "top", "right", "bottom"},
        Quantity.RIGHT_EDGE: {"right"},
        Quantity.TOP_EDGE: {"top"},
    }
    return facts | {q: _cut(cut) for q, edges in needed.items() if (cut := edges & piece.cut_off)}


def _zones(piece: MailpieceSeen, mark: IndiciumSeen) -> Facts:
    """The depth of the deepest part in each zone; negative is the distance from it."""
    if piece.shape not in placement.ZONED_SHAPES:
        return {}
    slack = mark.uncertainty + piece.edge_uncertainty
    boxes = zone_boxes(piece.width.value, piece.height.value)
    return {
        quantity: _cut(cut)
        if (cut := EDGES[zone] & piece.cut_off)
        else Measurement(max(min(part.overlap(boxes[zone])) for part in mark.parts), slack)
        for zone, quantity in _ZONES.items()
    }


def _clear_zone(mark: IndiciumSeen) -> Facts:
    """A picture cannot tell who printed what lies in the clear zone (604.4.8.4b: only the system may not)."""
    return {
        Quantity.CLEAR_LEFT: _unattributed(mark.clear_left, mark.intruders),
        Quantity.CLEAR_BELOW: _unattributed(mark.clear_below, mark.intruders),
    }


def _unattributed(clear: Measured, intruders: tuple[Box, ...]) -> Measurement:
    note = "matter of unknown origin in the clear zone" if intruders and _too_near(clear) else ""
    return Measurement(clear.value, clear.uncertainty, attributed=False, note=note)


def _too_near(clear: Measured) -> bool:
    return clear.value < placement.INDICIUM_CLEAR_ZONE


def _bar_height(fim: FimSeen) -> Facts:
    # Bars may run over the top edge (Publication 25): what is seen of them is then not their height.
    if fim.top.value <= fim.top.uncertainty:
        return {}
    return {Quantity.FIM_BAR_HEIGHT: Measurement(fim.box.height, fim.top.uncertainty + fim.bottom.uncertainty)}


def _cut_fim(piece: MailpieceSeen) -> Facts:
    needed = {Quantity.FIM_RIGHT: "right", Quantity.FIM_TOP: "top", Quantity.FIM_BOTTOM: "top"}
    return {quantity: _cut({edge}) for quantity, edge in needed.items() if edge in piece.cut_off}


def _measured(seen: Measured) -> Measurement:
    return Measurement(seen.value, seen.uncertainty)


def _cut(edges: Iterable[str]) -> Measurement:
    names = " and ".join(sorted(edges))
    return Measurement(None, note=f"the {names} edge lies outside the picture")
