"""Releasing a print: lay out, judge, debit and sign, render, read back, rename (design, section 5).

A refused order debits nothing. What was debited is released under its name, spoiled, or pending: a crash
or a full disk leaves it pending, and `finish` makes the same file again.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from indicia import files
from indicia.errors import CredentialError, OutputError, PsdRefused
from indicia.faces import Face
from indicia.model.meter import Meter, PostOffice
from indicia.model.order import Order, dump_order, read_order
from indicia.payload.dates import UNDATED, decode_date, encode_date
from indicia.payload.destination import encode_destination
from indicia.payload.profiles import message_length
from indicia.preflight import Checked, preflight, require_printable
from indicia.psd.device import Psd
from indicia.psd.identity import TEST_MANUFACTURER, require_same_device
from indicia.psd.records import Issued, IssueState, Job, Request
from indicia.readback import ReadBackFailed, read_back
from indicia.render.formats import format_of
from indicia.security.signing import Signer


@dataclass(frozen=True, slots=True)
class Released:
    """A print that exists under its name."""

    issued: Issued
    """Debit, message, piece id."""
    file: Path
    """Where it stands."""
    checked: Checked
    """Layout and findings."""
    warning: str = ""
    """What the operator should know."""


def print_order(order: Order, psd: Psd, signer: Signer, face: Face, *, output: Path, dpi: int, on: dt.date) -> Released:
    """One order paid for by `psd`, printed into `output`.

    Args:
        order: what to print; without a meter it takes the PSD's identity.
        psd: the open device.
        signer: holds the device's key.
        face: stands for Arial.
        output: file to make; its suffix is its format.
        dpi: dots an inch of the printer.
        on: day of deposit; the mailing period must be open then, and the certificate valid where no date is printed.

    Raises:
        PreflightRefused: a rule would be broken; nothing was debited.
        PsdRefused: another device's order, or funds or limits do not allow it; nothing was debited.
        CredentialError: the certificate is not valid on the mailing date and the device is no test device; nothing
            was debited.
        OutputError: the file cannot be written; when that shows only after the debit the piece stays pending.
        ReadBackFailed: the page does not say what was signed; the piece is spoiled.
    """
    format_of(output, dpi=dpi)
    require_printable(order)
    meter = _meter(order, psd)
    checked = preflight(order, meter, face, dpi=dpi, message_length=message_length(psd.algorithm), on=on)
    checked.require_lawful()
    request = _request(order, output, dpi)
    warning = _warn_or_refuse(psd, request.mailing_date, on)
    files.require_writable(output)
    issued = psd.issue(request, signer)
    return replace(_release(psd, issued, checked, output, replacing=True), warning=warning)


def finish(psd: Psd, piece_id: str, face: Face) -> Released:
    """A pending piece released where it was meant to stand: the same message, the same file.

    Raises:
        PsdRefused: it is not pending.
        OutputError: as `print_order`, or another print stands there by now; the piece stays pending.
        ReadBackFailed: as `print_order`.
    """
    issued = psd.find(piece_id)
    job = issued.job
    if issued.state is not IssueState.ISSUED:
        raise PsdRefused(f"piece {piece_id} is {issued.state} already")
    if job.order_json is None or job.output is None or job.dpi is None:
        raise PsdRefused(f"piece {piece_id} was issued without an order; it is released by whoever issued it")
    order = read_order(job.order_json)
    output = Path(job.output)
    checked = preflight(order, _meter(order, psd), face, dpi=job.dpi, message_length=len(issued.message), on=None)
    files.require_writable(output)
    return _release(psd, issued, checked, output, replacing=False)


def _release(psd: Psd, issued: Issued, checked: Checked, output: Path, *, replacing: bool) -> Released:
    page = checked.layout.page(issued.message)
    format_ = format_of(output)
    data = format_.render([page], checked.layout.job.face, title=f"Indicium {issued.piece_id}")
    try:
        with files.staged(output, data) as part:
            read_back(part.read_bytes(), format_.suffix, page, issued.message, psd.certificate.public_key())
            # Another process may have finished this pending piece while this one waited for the place.
            if psd.find(issued.piece_id).state is not IssueState.RELEASED:
                if not replacing:
                    _require_free(output, data, issued.piece_id)
                files.move(part, output)
                psd.mark_released(issued.piece_id, hashlib.sha256(data).hexdigest())
    except ReadBackFailed as failure:
        psd.mark_spoiled(issued.piece_id, str(failure))
        raise
    return Released(issued, output, checked)


def _require_free(output: Path, data: bytes, piece_id: str) -> None:
    """A print that took the place of a pending one is postage too: it is not overwritten."""
    if output.exists() and output.read_bytes() != data:
        raise OutputError(f"{output} holds another file by now; move it away, then release {piece_id}")


def _request(order: Order, output: Path, dpi: int) -> Request:
    asked = order.indicium
    date = asked.mailing_date
    return Request(
        amount=asked.amount or 0,
        mailing_date=encode_date(date.form, date.date) if date is not None else 0,
        destination=encode_destination(order.destination),
        job=Job(order_json=dump_order(order), output=str(output.absolute()), dpi=dpi),
    )


def _meter(order: Order, psd: Psd) -> Meter:
    """The order's meter, which must be this device; the device's own where the order names none."""
    own = psd.identity
    if order.meter is None:
        return Meter(
            provider=own.provider,
            manufacturer=own.manufacturer,
            model=own.model,
            serial=own.serial,
            licensing_post_office=PostOffice(city=own.city, state=own.state, zip=own.zip),
            location=own.location,
        )
    named = order.meter
    office = named.licensing_post_office
    require_same_device(
        own,
        {
            "manufacturer": named.manufacturer,
            "model": named.model,
            "serial": named.serial,
            "city": office.city,
            "state": office.state,
            "zip": office.zip,
            "location": named.location,
            "system": order.indicium.system,
        },
    )
    return named


def _warn_or_refuse(psd: Psd, mailing_date: int, on: dt.date) -> str:
    """A warning when the certificate does not hold on the day that verifiers judge it by, empty when it does.

    That day is the printed one, else that of deposit. Only test devices print all the same: pieces that verifiers
    must refuse are what they are for.
    """
    first = psd.certificate.not_valid_before_utc.date()
    last = psd.certificate.not_valid_after_utc.date()
    printed = decode_date(mailing_date) or UNDATED
    if first <= (printed.last or on) and (printed.first or on) <= last:
        return ""
    text = (
        f"the certificate of the PSD {psd.identity.device} is valid from {first} to {last}, not on {printed.iso or on}"
    )
    if psd.identity.manufacturer != TEST_MANUFACTURER:
        raise CredentialError(text)
    return f"{text}: verifiers will refuse this piece"
