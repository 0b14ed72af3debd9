"""Preflight: an order laid out and judged before anything is debited."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from indicia.compose.order import carries_symbol
from indicia.errors import OrderError, PreflightRefused, Problem
from indicia.faces import Face
from indicia.geometry import Box
from indicia.layout.engine import lay_out
from indicia.layout.evidence import circumstances_of, evidence_of
from indicia.layout.evidence_precancel import overprint_period
from indicia.layout.job import Job
from indicia.layout.layout import Layout
from indicia.model.indicium import METERED
from indicia.model.meter import Meter
from indicia.model.order import Order
from indicia.model.stock import stocks
from indicia.model.stock_row import Stock
from indicia.payload.dates import decode_date, encode_date
from indicia.rulebook.evidence import Circumstances, Evidence, Measurement, Quantity
from indicia.rulebook.judge import judge, refusals
from indicia.rulebook.period import Entry, mailing_period, period_evidence
from indicia.rulebook.row import Finding
from indicia.rulebook.rows import rows
from indicia.spec.kinds import Purpose

_REPLY_POSITION = ("604.4.8.3-", "604.4.8.11-")

Shelf = Mapping[str, Stock]
"""Label stocks by name."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A layout with what the rulebook says of it."""

    layout: Layout
    findings: tuple[Finding, ...]
    evidence: Evidence
    """What the findings rest on."""

    @property
    def refused(self) -> tuple[Finding, ...]:
        """The findings that forbid the print."""
        return tuple(refusals(self.findings))

    def require_lawful(self) -> None:
        """Nothing, when the print is lawful.

        Raises:
            PreflightRefused: names every rule that it would break, with measurement and limit.
        """
        broken = [f"{finding.row.id} ({finding})" for finding in self.refused]
        if broken:
            raise PreflightRefused("; ".join(broken))


@dataclass(frozen=True, slots=True)
class Outside:
    """What neither order nor layout tells: a scale, a rate table, an approval, the envelope under a label."""

    evidence: Evidence = field(default_factory=dict)
    """Quantities, measured or declared elsewhere."""
    circumstances: Mapping[str, Any] = field(default_factory=dict)
    """Circumstances by their names in the rulebook."""


NOTHING = Outside()
"""Order and layout are all that is known."""


def preflight(
    order: Order,
    meter: Meter | None,
    face: Face,
    *,
    dpi: int,
    message_length: int,
    on: dt.date | None = None,
    shelf: Shelf | None = None,
    original: Box | None = None,
) -> Checked:
    """The order laid out and judged.

    Args:
        order: what to print.
        meter: which device pays; None for what no device pays.
        face: the face that stands for Arial.
        dpi: dots an inch of the output, which modules are snapped to.
        message_length: bytes of the payload with its signature.
        on: day of deposit, judged by 604.4.8.13 and 3.6; None leaves the mailing period out.
        shelf: the label stocks that there are; None is the shipped ones.
        original: of a correction, everything of the indicium that it corrects, where that is known.

    Raises:
        OrderError: the order asks for a stock that is not known, or one that is no such medium.
        LayoutRefused: nothing fits on the piece.
    """
    stock = _stock_of(order, stocks() if shelf is None else shelf)
    length = message_length if carries_symbol(order) else None
    width, height = (stock.width, stock.height) if stock else order.mailpiece.extent or (0.0, 0.0)
    job = Job(order, meter, face, dpi, length, width, height, stock=stock, original=original)
    return judged(lay_out(job), on=on)


def judged(layout: Layout, *, on: dt.date | None = None, outside: Outside = NOTHING) -> Checked:
    """A layout, whoever made it, with what the rulebook says of it.

    Args:
        layout: what would be printed.
        on: day of deposit; None leaves the mailing period out.
        outside: what is known beside the layout; it goes before what the layout says.
    """
    job = layout.job
    circumstances = circumstances_of(job, job.meter.location if job.meter is not None else None)
    if outside.circumstances:
        circumstances = replace(circumstances, **outside.circumstances)
    evidence = {**evidence_of(layout), **_period(job.order, on), **outside.evidence}
    if job.order.indicium.purpose is Purpose.REPLY:
        evidence |= _reply_position(evidence, circumstances)
    return Checked(layout, tuple(judge(rows(), evidence, circumstances)), evidence)


def _reply_position(evidence: Evidence, circumstances: Circumstances) -> Evidence:
    """How many rules of position and label a reply indicium breaks: 604.4.9.4b asks for all of them at once."""
    position = [row for row in rows() if row.id.startswith(_REPLY_POSITION)]
    return {Quantity.REPLY_POSITION_BROKEN: Measurement(len(refusals(judge(position, evidence, circumstances))))}


def _period(order: Order, on: dt.date | None) -> Evidence:
    date = order.indicium.mailing_date
    if date is None or on is None:
        return {}
    if order.indicium.technology not in METERED:
        return overprint_period(order, on)
    printed = decode_date(encode_date(date.form, date.date))
    if printed is None:
        return {}
    entry = Entry(on=on, presort=order.indicium.presort is not None)
    return period_evidence(mailing_period(printed, entry))


def _stock_of(order: Order, shelf: Shelf) -> Stock | None:
    """The label that is printed on; None for the mailpiece itself.

    Raises:
        OrderError: there is no such stock, or the order's medium is none that it is for.
    """
    problems = _stock_problems(order, shelf)
    if problems:
        raise OrderError(problems)
    return shelf[order.media.stock] if order.media.stock is not None else None


def _stock_problems(order: Order, shelf: Shelf) -> list[Problem]:
    name, kind = order.media.stock, order.media.kind
    if name is None:
        start, count = order.media.start, order.media.count
        labels = (("media.start", start), ("media.count", count))
        return [Problem(key, str(value), "1: there are no labels to count") for key, value in labels if value != 1]
    stock = shelf.get(name)
    if stock is None:
        return [Problem("media.stock", repr(name), f"one of {', '.join(shelf)}")]
    if kind not in stock.kinds:
        return [Problem("media.kind", f"{kind} with the stock {name}", " or ".join(sorted(stock.kinds)))]
    return []
