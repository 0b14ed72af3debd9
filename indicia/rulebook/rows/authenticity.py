"""Rows on what makes an indicium evidence: it is there, reads, is signed; and a policy of later years."""

from dataclasses import replace

from indicia.rulebook.evidence import Quantity
from indicia.rulebook.row import NO, YES, AtMost, Row, Weight
from indicia.rulebook.rows.bounds import INPUT, PIXELS, SHOWN
from indicia.spec.kinds import Edition

_IMI = Row(
    id="policy.imi-2025",
    section="",
    title="indicia of non-IMI systems withdrawn",
    explanation="Indicia of systems that do not produce Intelligent Mail Indicia are not valid after "
    "30 June 2025 (85 FR 78234). The edition of 2005 does not know this: there the finding only warns.",
    remedy="Print with a system that produces Intelligent Mail Indicia.",
    witnesses=PIXELS | INPUT,
    asks=((Quantity.IMI_DATE, AtMost(0, unit="days")),),
    weight=Weight.WARNS,
)

ROWS: tuple[Row, ...] = (
    Row(
        id="no-indicium",
        section="",
        title="an indicium on the page",
        explanation="The page bears no indicium that can be read. It may bear stamps, or be business reply.",
        remedy="Look at the piece; scan the whole address side.",
        witnesses=PIXELS,
        asks=((Quantity.INDICIUM, YES),),
    ),
    Row(
        id="604.4.8.2-scannable",
        section="604.4.8.2",
        title="scannable symbol",
        explanation="An unreadable (unscannable) indicium is not acceptable as payment of postage.",
        remedy="Print again; look for clogged nozzles, smears, a symbol cut off.",
        witnesses=SHOWN,
        asks=((Quantity.SCANNABLE, YES),),
    ),
    Row(
        id="mirrored",
        section="",
        title="not mirrored",
        explanation="The symbol reads only from behind: a print on the wrong side, or a copy.",
        remedy="Scan the face of the piece; print with mirroring off.",
        witnesses=PIXELS,
        asks=((Quantity.MIRRORED, NO),),
    ),
    Row(
        id="payload-malformed",
        section="",
        title="a complete message",
        explanation="The symbol's message is cut short, or a field holds what it cannot mean (a day that is "
        "not in the calendar, an id that is not text).",
        remedy="Treat the piece as not paid; report the device to its provider.",
        witnesses=PIXELS,
        asks=((Quantity.PAYLOAD, YES),),
    ),
    Row(
        id="certificate-unknown",
        section="",
        title="known certificate",
        explanation="The trust directory holds no certificate or key for this device, so nothing can be said "
        "of its signature.",
        remedy="Bring the trust directory up to date; check with the provider.",
        witnesses=PIXELS | INPUT,
        asks=((Quantity.CERTIFICATE, YES),),
    ),
    Row(
        id="signature-unsupported-algorithm",
        section="",
        title="known signature algorithm",
        explanation="The message names a signature algorithm that this verifier cannot check.",
        remedy="Check with the provider.",
        witnesses=PIXELS,
        asks=((Quantity.ALGORITHM, YES),),
    ),
    Row(
        id="certificate-not-yet-valid",
        section="",
        title="certificate begun",
        explanation="On the mailing date the device's certificate was not yet valid.",
        remedy="Treat the piece as not paid; report the device to its provider.",
        witnesses=PIXELS | INPUT,
        asks=((Quantity.CERTIFICATE_BEGUN, YES),),
    ),
    Row(
        id="certificate-expired",
        section="",
        title="certificate current",
        explanation="On the mailing date the device's certificate had expired.",
        remedy="Treat the piece as not paid; report the device to its provider.",
        witnesses=PIXELS | INPUT,
        asks=((Quantity.CERTIFICATE_CURRENT, YES),),
    ),
    Row(
        id="certificate-revoked",
        section="",
        title="certificate not revoked",
        explanation="On the mailing date the device's certificate was revoked, or its key is compromised.",
        remedy="Treat the piece as not paid; report the device to its provider.",
        witnesses=PIXELS | INPUT,
        asks=((Quantity.CERTIFICATE_REVOKED, NO),),
    ),
    Row(
        id="signature-invalid",
        section="",
        title="signature",
        explanation="The signature does not fit the message and the device's key: the message was altered, "
        "or another device made it.",
        remedy="Treat the piece as not paid; keep it as evidence.",
        witnesses=PIXELS,
        asks=((Quantity.SIGNATURE, YES),),
    ),
    _IMI,
    replace(_IMI, edition=Edition.CURRENT, weight=Weight.DECIDES),
)
