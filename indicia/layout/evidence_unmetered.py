"""What the layout witnesses of prints that no device pays for, and what decides which rows bind them."""

from collections.abc import Iterator
from dataclasses import replace

from indicia.layout.evidence_permit import permit_evidence
from indicia.layout.evidence_precancel import precancel_evidence
from indicia.layout.evidence_reply import reply_evidence
from indicia.layout.job import Job
from indicia.layout.layout import Layout
from indicia.layout.permit import boxed, expedited
from indicia.model.address import is_of_office
from indicia.model.order import Order
from indicia.rulebook.evidence import Circumstances, Pair
from indicia.spec import precancel
from indicia.spec.kinds import Technology


def unmetered_evidence(layout: Layout) -> Iterator[Pair]:
    """The quantities of a permit imprint, a postmark or a reply format, but those of its FIM."""
    match layout.job.order.indicium.technology:
        case Technology.PERMIT:
            yield from permit_evidence(layout)
        case Technology.PRECANCEL:
            yield from precancel_evidence(layout)
        case _:
            yield from reply_evidence(layout)


def unmetered_circumstances(known: Circumstances, job: Job) -> Circumstances:
    """What is `known` of every order, with what matters to permits, precancels and reply formats."""
    order, asked = job.order, job.order.indicium
    return replace(
        known,
        location=None,
        presorted=asked.presort is not None,
        barcoded=order.barcode is not None,
        courtesy_reply=asked.technology is Technology.COURTESY_REPLY,
        extra_services=bool(order.extra_services),
        office_differs=asked.post_office is not None and not is_of_office(order.from_, asked.post_office),
        preprinted=False,
        high_value=_value(order) > precancel.HIGH_VALUE_MILLS,
        address_label=job.label,
        expedited=expedited(order),
        company=asked.company is not None,
        records_elsewhere=asked.records_zip is not None,
        usps_packaging=False,
        optional_format=not boxed(job),
    )


def _value(order: Order) -> int:
    return order.stamp.value or 0 if order.stamp is not None else 0
