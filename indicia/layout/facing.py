"""Which FIM goes with an order (DMM 604.4.8.10, 4.9.4h) and where its bars stand (708.9.0)."""

from indicia.layout.job import Job
from indicia.layout.marks import BarsMark
from indicia.model.order import Order
from indicia.spec import fim as fim_spec
from indicia.spec.kinds import Facing, FimKind, Purpose, System
from indicia.symbology import fim


def fim_kind(order: Order) -> FimKind | None:
    """The kind that the order's facing asks for; None for another facing method.

    Meter reply mail that is barcoded may carry FIM A; PC Postage carries FIM D, reply mail too (604.4.9.4h).
    """
    if order.facing is not Facing.FIM:
        return None
    asked = order.indicium
    meter_reply = asked.purpose is Purpose.REPLY and asked.system is not System.PC_POSTAGE
    return FimKind.A if meter_reply else FimKind.D


def place_fim(job: Job) -> BarsMark | None:
    """The FIM's bars, their tops on the top edge; None without a FIM."""
    kind = fim_kind(job.order)
    if kind is None:
        return None
    bars = fim.bars(kind, right=job.width - fim_spec.RIGHT, top=0.0, dpi=job.dpi)
    return BarsMark(kind="fim", bars=bars, fim=kind)
