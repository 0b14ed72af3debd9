"""Readings of a device that is there: registers, self-tests, the .00 print."""

import datetime as dt

from indicia.psd.device import Psd
from indicia.psd.records import Request
from indicia.security.signing import Signer
from provider.inspection.inspecting import Readings

_WHY = "print of the inspection, destroyed (39 CFR 501.26(b)(4), 501.19)"


def readings_of(psd: Psd, signer: Signer, on: dt.date) -> Readings:
    """What a device shows before and after a .00 print, and what its self-tests and its audit say.

    The print is debited by nothing, written into the device's log and spoiled there.

    Args:
        psd: the device.
        signer: its key, opened.
        on: day of the inspection, which the print bears.

    Raises:
        PsdRefused: it does not print.
    """
    display, audit = psd.display(), psd.audit()
    faults = [str(lockout) for lockout in display.lockouts]
    faults += [problem.text for problem in audit.problems]
    printed = psd.issue(Request(amount=0, mailing_date=int(f"{on:%Y%m%d}")), signer)
    psd.mark_spoiled([printed.piece_id], _WHY)
    after = psd.registers()
    return Readings(
        device=psd.identity.device,
        ascending=display.registers.ascending,
        descending=display.registers.descending,
        after_ascending=after.ascending,
        after_descending=after.descending,
        faults=tuple(faults),
    )
