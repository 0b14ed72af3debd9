"""The date correction that an ink jet printer adds: one line by the address or the barcode (DMM 604.4.9.1a)."""

from indicia.geometry import union
from indicia.layout.arrange import Block, stack
from indicia.layout.job import Job
from indicia.layout.marks import BarsMark, Text
from indicia.spec.kinds import InkJet
from indicia.typeset import join, set_element
from indicia.units import inches

_LINE_PT = 9.0
"""This project's choice: type of the line; 604.4.8.6 asks for 8 points."""
_OVER_BARS = 0.08
"""Same: white between the line and the bars under it, inches; POSTNET and Intelligent Mail ask for 0.04 at most."""


def line_of(job: Job) -> Block:
    """The line, not yet in its place."""
    runs = [set_element(job.face, element, _LINE_PT) for element in job.composition.elements]
    return stack([join(runs, gap=inches(_LINE_PT * job.face.advance(" ", bold=False)))], gap_em=0.0)


def room_over_bars(job: Job) -> float:
    """Inches that a line just above the barcode takes from what stands above it; 0 without one."""
    return line_of(job).height + _OVER_BARS if job.order.indicium.ink_jet is InkJet.ABOVE_BARCODE else 0.0


def line_over(job: Job, barcode: BarsMark) -> tuple[Text, ...]:
    """The line just above the barcode, and above its clear zone where the piece has one."""
    bars, line = union(barcode.bars), line_of(job)
    bottom = bars.top - _OVER_BARS
    if job.zones is not None:
        bottom = min(bottom, job.zones.barcode.top)
    # A dot is left for the rounding of the baseline.
    return line.at(bars.left, bottom - line.height - 1 / job.dpi, job.dpi)
