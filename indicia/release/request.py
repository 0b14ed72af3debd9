"""From an order to what the device is asked to issue."""

import datetime as dt

from indicia.errors import CredentialError
from indicia.model.meter import Meter, PostOffice
from indicia.model.order import Order
from indicia.payload.dates import UNDATED, decode_date, encode_date
from indicia.payload.destination import encode_destination
from indicia.psd.device import Psd
from indicia.psd.identity import TEST_MANUFACTURER, require_same_device
from indicia.psd.records import Job, Request


def request_of(order: Order, job: Job) -> Request:
    """What the device issues for one piece of the order."""
    asked = order.indicium
    return Request(
        amount=asked.amount or 0,
        mailing_date=_mailing_date(order),
        destination=encode_destination(order.destination),
        job=job,
    )


def meter_of(order: Order, psd: Psd) -> Meter:
    """The order's meter, which must be this device; the device's own where the order names none.

    Raises:
        PsdRefused: the order is another device's.
    """
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


def warn_or_refuse(psd: Psd, order: Order, on: dt.date) -> str:
    """A warning when the certificate does not hold on the day that verifiers judge it by, empty when it does.

    That day is the printed one, else that of deposit. Only test devices print all the same: pieces that verifiers
    must refuse are what they are for.

    Raises:
        CredentialError: it does not hold, and the device is no test device.
    """
    first = psd.certificate.not_valid_before_utc.date()
    last = psd.certificate.not_valid_after_utc.date()
    printed = decode_date(_mailing_date(order)) or UNDATED
    if first <= (printed.last or on) and (printed.first or on) <= last:
        return ""
    text = (
        f"the certificate of the PSD {psd.identity.device} is valid from {first} to {last}, not on {printed.iso or on}"
    )
    if psd.identity.manufacturer != TEST_MANUFACTURER:
        raise CredentialError(text)
    return f"{text}: verifiers will refuse this piece"


def _mailing_date(order: Order) -> int:
    date = order.indicium.mailing_date
    return encode_date(date.form, date.date) if date is not None else 0
