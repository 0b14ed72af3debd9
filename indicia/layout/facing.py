"""Which FIM goes with an order (DMM 604.4.8.10, 4.9.4h, 507) and where its bars stand (708.9.0).

FIM E has no use in the manual of 2005.
"""

from indicia.layout.job import Job
from indicia.layout.marks import BarsMark
from indicia.model.order import Order
from indicia.spec import fim as fim_spec
from indicia.spec.kinds import Facing, FimKind, Purpose, System, Technology
from indicia.symbology import fim


def fim_kind(order: Order) -> FimKind | None:
    """The kind that the order's facing asks for; None for another facing method.

    Meter reply mail that is barcoded may carry FIM A, other reply mail FIM D (604.4.9.4h). Courtesy reply mail carries
    FIM A; business reply mail FIM C, without a barcode FIM B (Publication 25).
    """
    if order.facing is not Facing.FIM:
        return None
    asked = order.indicium
    if asked.technology is Technology.COURTESY_REPLY:
        return FimKind.A
    if asked.technology is Technology.BUSINESS_REPLY:
        return FimKind.C if order.barcode is not None else FimKind.B
    meter_reply = asked.purpose is Purpose.REPLY and asked.system is not System.PC_POSTAGE
    return FimKind.A if meter_reply and order.barcode is not None else FimKind.D


def place_fim(job: Job) -> BarsMark | None:
    """The FIM's bars, their tops on the top edge; None without a FIM."""
    kind = fim_kind(job.order)
    if kind is None:
        return None
    bars = fim.bars(kind, right=job.width - fim_spec.RIGHT, top=0.0, dpi=job.dpi)
    return BarsMark(kind="fim", bars=bars, fim=kind)
