"""Whether a message is one of the device that it names, as evidence for the rulebook."""

import datetime as dt

from indicia.payload.codec import Message, Payload, unlawful
from indicia.payload.dates import UNDATED, FieldDate, decode_date
from indicia.rulebook.evidence import Measurement, Quantity
from indicia.security.signature import SignatureStatus
from indicia.spec import dates

Facts = dict[Quantity, Measurement]

_YES = Measurement(True)
_NO = Measurement(False)
_TRUSTED = {Quantity.CERTIFICATE: _YES, Quantity.ALGORITHM: _YES}

_SIGNED = {**_TRUSTED, Quantity.SIGNATURE: _YES}

# What a status leaves open is not witnessed: without a certificate nothing is said of the signature, and a
# message cut short is the business of `message_evidence`. The signature is checked before the days.
_STATED: dict[SignatureStatus, Facts] = {
    SignatureStatus.VALID: {
        **_SIGNED,
        Quantity.CERTIFICATE_BEGUN: _YES,
        Quantity.CERTIFICATE_CURRENT: _YES,
        Quantity.CERTIFICATE_REVOKED: _NO,
    },
    SignatureStatus.INVALID: {**_TRUSTED, Quantity.SIGNATURE: _NO},
    SignatureStatus.NOT_YET_VALID: {**_SIGNED, Quantity.CERTIFICATE_BEGUN: _NO},
    SignatureStatus.EXPIRED: {**_SIGNED, Quantity.CERTIFICATE_BEGUN: _YES, Quantity.CERTIFICATE_CURRENT: _NO},
    SignatureStatus.REVOKED: {**_SIGNED, Quantity.CERTIFICATE_REVOKED: _YES},
    SignatureStatus.UNKNOWN_CERTIFICATE: {
        Quantity.CERTIFICATE: Measurement(None, note="the trust directory has no certificate or key of the device"),
    },
    SignatureStatus.UNSUPPORTED_ALGORITHM: {
        Quantity.ALGORITHM: Measurement(None, note="this verifier does not know the algorithm"),
    },
    SignatureStatus.TRUNCATED: {},
    SignatureStatus.ABSENT: {Quantity.SIGNATURE: Measurement(None, note="there is no signature")},
    SignatureStatus.NOT_CHECKED: {Quantity.SIGNATURE: Measurement(None, note="the signature was not checked")},
}


def mailing_date(message: Message) -> FieldDate | None:
    """The date in a message (IBI Lite has none); None when it is missing or not in the calendar."""
    payload = message.payload
    if payload is None:
        return None
    return decode_date(payload.mailing_date) if isinstance(payload, Payload) else UNDATED


def message_evidence(message: Message) -> Facts:
    """Whether the message is whole and every field can mean something."""
    if message.missing_bytes:
        note = f"cut short: {message.missing_bytes} of {len(message.data) + message.missing_bytes} bytes are missing"
        return {Quantity.PAYLOAD: Measurement(False, note=note)}
    problems = unlawful(message.payload) if isinstance(message.payload, Payload) else ()
    facts = {Quantity.PAYLOAD: Measurement(not problems, note="; ".join(problems))}
    if message.payload is not None:
        facts |= {Quantity.SYMBOL: _YES, Quantity.POSTAGE: Measurement(message.payload.amount)}
    return facts


def signature_evidence(status: SignatureStatus) -> Facts:
    """The facts that a signature status stands for, each asked by a rule of its own."""
    return dict(_STATED[status])


def withdrawal_evidence(on: dt.date) -> Facts:
    """How long after the last day of non-IMI systems the piece was deposited (85 FR 78234)."""
    return {Quantity.IMI_DATE: Measurement(max(0, (on - dates.NON_IMI_LAST_DAY).days))}
