"""The facing identification mark of a page (DMM 708.9.0)."""

from indicia.rulebook.evidence import Measurement, Quantity
from verify.evidence.facts import Facts, cut, measured
from verify.measure.reflectance import UNCALIBRATED_UNCERTAINTY
from verify.seen import FimSeen, MailpieceSeen, Seen
from verify.zones import EDGES, Zone


def fim_evidence(seen: Seen) -> Facts:
    """Presence, kind, place and form of the FIM."""
    if seen.mailpiece is None:
        return {}
    if seen.fim is None:
        off = EDGES[Zone.FIM] & seen.mailpiece.cut_off
        return {Quantity.FIM_PRESENT: cut(off) if off else Measurement(False)}
    fim = seen.fim
    facts = {
        Quantity.FIM_PRESENT: Measurement(True),
        Quantity.FIM_KIND: Measurement(fim.kind.value),
        Quantity.FIM_RIGHT: measured(fim.right),
        Quantity.FIM_TOP: measured(fim.top),
        Quantity.FIM_BOTTOM: measured(fim.bottom),
        Quantity.FIM_BAR_WIDTH: measured(fim.bar_width),
        Quantity.FIM_PITCH: measured(fim.pitch),
        Quantity.FIM_SLANT: Measurement(abs(fim.slant_deg.value), fim.slant_deg.uncertainty),
        Quantity.FIM_PRD: Measurement(fim.prd, UNCALIBRATED_UNCERTAINTY),
    }
    return facts | _bar_height(fim) | _cut_fim(seen.mailpiece)


def _bar_height(fim: FimSeen) -> Facts:
    # Bars may run over the top edge (Publication 25): what is seen of them is then not their height.
    if fim.top.value <= fim.top.uncertainty:
        return {}
    return {Quantity.FIM_BAR_HEIGHT: Measurement(fim.box.height, fim.top.uncertainty + fim.bottom.uncertainty)}


def _cut_fim(piece: MailpieceSeen) -> Facts:
    needed = {Quantity.FIM_RIGHT: "right", Quantity.FIM_TOP: "top", Quantity.FIM_BOTTOM: "top"}
    return {quantity: cut({edge}) for quantity, edge in needed.items() if edge in piece.cut_off}
