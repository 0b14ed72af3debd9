"""Preflight: an order laid out and judged before anything is debited."""

import datetime as dt
from dataclasses import dataclass

from indicia.compose.order import carries_symbol
from indicia.errors import OrderError, PreflightRefused, Problem
from indicia.faces import Face
from indicia.layout.engine import lay_out
from indicia.layout.evidence import circumstances_of, evidence_of
from indicia.layout.evidence_precancel import overprint_period
from indicia.layout.job import Job
from indicia.layout.layout import Layout
from indicia.model.indicium import METERED
from indicia.model.meter import Meter
from indicia.model.order import Order
from indicia.model.stock import stocks
from indicia.payload.dates import decode_date, encode_date
from indicia.rulebook.evidence import Evidence
from indicia.rulebook.judge import judge, refusals
from indicia.rulebook.period import Entry, mailing_period, period_evidence
from indicia.rulebook.row import Finding
from indicia.rulebook.rows import rows
from indicia.spec.kinds import Location, MediaKind, Purpose

_PRINTED_MEDIA: frozenset[object] = frozenset({MediaKind.MAILPIECE, MediaKind.LABEL, MediaKind.TAPE, MediaKind.SHEET})


@dataclass(frozen=True, slots=True)
class Checked:
    """A layout with what the rulebook says of it."""

    layout: Layout
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> tuple[Finding, ...]:
        """The findings that forbid the print."""
        return tuple(refusals(self.findings))

    def require_lawful(self) -> None:
        """Nothing, when the print is lawful.

        Raises:
            PreflightRefused: names every rule that it would break, with measurement and limit.
        """
        broken = [
            f"{finding.row.id} ({finding.row.title}): {finding.measurement.value}, must be {finding.test}"
            for finding in self.refused
        ]
        if broken:
            raise PreflightRefused("; ".join(broken))


def preflight(
    order: Order, meter: Meter | None, face: Face, *, dpi: int, message_length: int, on: dt.date | None = None
) -> Checked:
    """The order laid out and judged.

    Args:
        order: what to print.
        meter: which device pays; None for what no device pays.
        face: the face that stands for Arial.
        dpi: dots an inch of the output, which modules are snapped to.
        message_length: bytes of the payload with its signature.
        on: day of deposit, judged by 604.4.8.13 and 3.6; None leaves the mailing period out.

    Raises:
        OrderError: the order asks for what is not printed yet.
        LayoutRefused: nothing fits on the piece.
    """
    require_printable(order)
    layout = lay_out(_job(order, meter, face, dpi=dpi, message_length=message_length))
    circumstances = circumstances_of(layout.job, meter.location if meter is not None else None)
    evidence = {**evidence_of(layout), **_period(order, on)}
    findings = judge(rows(), evidence, circumstances)
    return Checked(layout, tuple(findings))


def require_printable(order: Order) -> None:
    """Nothing, when this version prints such orders.

    Raises:
        OrderError: everything that it does not print yet.
    """
    problems = [*_not_yet(order), *_stock_problems(order)]
    if problems:
        raise OrderError(problems)


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


def _job(order: Order, meter: Meter | None, face: Face, *, dpi: int, message_length: int) -> Job:
    stock = stocks()[order.media.stock] if order.media.stock else None
    width, height = (stock.width, stock.height) if stock else order.mailpiece.extent or (0.0, 0.0)
    return Job(
        order=order,
        meter=meter,
        face=face,
        dpi=dpi,
        message_length=message_length if carries_symbol(order) else None,
        width=width,
        height=height,
        stock=stock,
    )


def _stock_problems(order: Order) -> list[Problem]:
    name, kind = order.media.stock, order.media.kind
    if name is None:
        start, count = order.media.start, order.media.count
        labels = (("media.start", start), ("media.count", count))
        return [Problem(key, str(value), "1: there are no labels to count") for key, value in labels if value != 1]
    stock = stocks().get(name)
    if stock is None:
        return [Problem("media.stock", repr(name), f"one of {', '.join(stocks())}")]
    if kind not in stock.kinds:
        return [Problem("media.kind", f"{kind} with the stock {name}", " or ".join(sorted(stock.kinds)))]
    return []


def _not_yet(order: Order) -> list[Problem]:
    """What orders may say and this version does not print yet."""
    asked = order.indicium
    metered = asked.technology in METERED
    limits: tuple[tuple[str, object, frozenset[object]], ...] = (
        ("indicium.purpose", asked.purpose if metered else Purpose.POSTAGE, frozenset({Purpose.POSTAGE})),
        ("media.kind", order.media.kind, _PRINTED_MEDIA),
        ("media.side", order.media.side, frozenset({"address"})),
        ("media.corner", order.media.corner, frozenset({"upper-right"})),
        (
            "meter.location",
            order.meter.location if order.meter else Location.LICENSEE,
            frozenset({Location.LICENSEE}),
        ),
        ("extra_services", order.extra_services if metered else (), frozenset({()})),
    )
    return [
        Problem(path, f"{value!s}, which is not printed yet", " or ".join(sorted(str(v) for v in allowed)) or "none")
        for path, value, allowed in limits
        if value not in allowed
    ]
