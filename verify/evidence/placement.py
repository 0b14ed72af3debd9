"""Where a postage mark stands: edges, zones, clear zones (DMM 604.4.8.3, 4.8.4b, 202.2).

Uncertainties add: each is the half-width of an interval that holds the true value, so the sum of two
is an interval that certainly holds their sum, however they depend on each other.
"""

from indicia.geometry import Box
from indicia.rulebook.evidence import Measurement, Quantity
from indicia.spec import placement
from indicia.spec.kinds import Shape, Side
from verify.evidence.case import Case
from verify.evidence.facts import Facts, cut, unknown
from verify.seen import IndiciumSeen, MailpieceSeen, Measured
from verify.zones import EDGES, Zone, zone_boxes

_NO_SCALE = unknown("no scale: neither the file nor a known size tells the dots per inch")
_NOT_LOCATED = unknown("its place on the piece was not measured")
_ADDRESSED_LABEL = (4.0, 6.0)
"""This project's choice, the layout's too: the smallest label that carries addresses, inches."""
_ROUGHLY = 0.25
"""Inches that the picture of a label may lack: half a trade size."""
_PLACEMENT = (Quantity.UPPER_RIGHT_SHARE, Quantity.RIGHT_EDGE, Quantity.TOP_EDGE, Quantity.LENGTH_RATIO)
_ZONES = {
    Zone.FIM: Quantity.FIM_ZONE_INTRUSION,
    Zone.BARCODE: Quantity.BARCODE_ZONE_INTRUSION,
    Zone.OCR: Quantity.OCR_ZONE_INTRUSION,
}


def placement_evidence(case: Case) -> Facts:
    """Where the mark stands; questions when its place is not known."""
    piece, mark = case.seen.mailpiece, case.one.mark
    if piece is None or mark is None:
        return dict.fromkeys(_PLACEMENT, _NO_SCALE if piece is None else _NOT_LOCATED)
    zones = _zones(piece, mark) if case.side is Side.ADDRESS else {}
    return _position(piece, mark) | zones | _clear_zone(case, mark)


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
    facts |= {q: cut(off) for q, edges in needed.items() if (off := edges & piece.cut_off)}
    if not _has_corner(piece):
        del facts[Quantity.UPPER_RIGHT_SHARE]
    return facts


def _has_corner(piece: MailpieceSeen) -> bool:
    """A label without room for an address has no corner to speak of: on the piece the indicium must stand there."""
    least_width, least_height = _ADDRESSED_LABEL
    addressed = piece.width.value > least_width - _ROUGHLY and piece.height.value > least_height - _ROUGHLY
    return piece.shape is not Shape.PARCEL or addressed


def _zones(piece: MailpieceSeen, mark: IndiciumSeen) -> Facts:
    """The depth of the deepest part in each zone; negative is the distance from it."""
    if piece.shape not in placement.ZONED_SHAPES:
        return {}
    slack = mark.uncertainty + piece.edge_uncertainty
    boxes = zone_boxes(piece.width.value, piece.height.value)
    return {
        quantity: cut(off)
        if (off := EDGES[zone] & piece.cut_off)
        else Measurement(max(min(part.overlap(boxes[zone])) for part in mark.parts), slack)
        for zone, quantity in _ZONES.items()
    }


def _clear_zone(case: Case, mark: IndiciumSeen) -> Facts:
    """A picture cannot tell who printed what lies in the clear zone (604.4.8.4b: only the system may not).

    The boundary of a redate or correction away from the upper right corner is its own box.
    """
    local = case.one.corrects
    left, below = (
        (Quantity.LOCAL_CLEAR_LEFT, Quantity.LOCAL_CLEAR_BELOW)
        if local
        else (Quantity.CLEAR_LEFT, Quantity.CLEAR_BELOW)
    )
    return {
        left: _unattributed(mark.clear_left, mark.intruders),
        below: _unattributed(mark.clear_below, mark.intruders),
    }


def _unattributed(clear: Measured, intruders: tuple[Box, ...]) -> Measurement:
    note = "matter of unknown origin in the clear zone" if intruders and _too_near(clear) else ""
    return Measurement(clear.value, clear.uncertainty, attributed=False, note=note)


def _too_near(clear: Measured) -> bool:
    return clear.value < placement.INDICIUM_CLEAR_ZONE
