"""What makes a message the device's: one changed fact, one rule."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indicia.security.certificates import RevocationReason
from indicia.spec.kinds import Verdict
from verify.answer import Answer
from verify.options import Options
from verify.seen import Seen
from verify.verdict import Court

Judge = Callable[..., Answer]
Says = Callable[..., Seen]
DAY = dt.date(2005, 6, 15)


def outcome(answer: Answer) -> tuple[Verdict, tuple[str, ...]]:
    return answer.verdict, answer.reasons


def unacceptable(*rules: str) -> tuple[Verdict, tuple[str, ...]]:
    return Verdict.UNACCEPTABLE, rules


def undetermined(*rules: str) -> tuple[Verdict, tuple[str, ...]]:
    return Verdict.UNDETERMINED, rules


def test_every_flipped_bit_of_fields_and_signature_is_found(judge: Judge, says: Says, letter: Seen) -> None:
    message = letter.symbols[0].data
    for bit in range(6 * 8, len(message) * 8):
        data = bytearray(message)
        data[bit // 8] ^= 1 << bit % 8
        answer = judge(says(bytes(data)))
        assert Verdict.UNACCEPTABLE is answer.verdict, bit
        assert "signature-invalid" in answer.reasons, bit


@pytest.mark.parametrize("byte", [49, 80, 112])
def test_a_flipped_signature_gives_its_rule_and_no_other(judge: Judge, says: Says, letter: Seen, byte: int) -> None:
    data = bytearray(letter.symbols[0].data)
    data[byte] ^= 1
    assert unacceptable("signature-invalid") == outcome(judge(says(bytes(data))))


def test_another_devices_certificate(judge: Judge, says: Says) -> None:
    assert unacceptable("signature-invalid") == outcome(judge(says(psd_serial=1002)))


def test_an_unknown_certificate_leaves_a_question(judge: Judge, says: Says) -> None:
    assert undetermined("certificate-unknown") == outcome(judge(says(certificate_serial=77)))


def test_an_unknown_algorithm_leaves_a_question(judge: Judge, says: Says, letter: Seen) -> None:
    data = bytearray(letter.symbols[0].data)
    data[1] = 77
    assert undetermined("signature-unsupported-algorithm") == outcome(judge(says(bytes(data))))


def test_a_message_cut_short(judge: Judge, says: Says, letter: Seen) -> None:
    answer = judge(says(letter.symbols[0].data[:100]))
    assert unacceptable("payload-malformed") == outcome(answer)
    assert "truncated" == answer.indicia[0].signature.value


def test_a_signed_day_that_is_not_in_the_calendar(judge: Judge, says: Says) -> None:
    answer = judge(says(mailing_date=20050231))
    assert unacceptable("payload-malformed") == outcome(answer)
    assert answer.indicia[0].period is None


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        ((dt.date(2006, 1, 1), dt.date(2010, 1, 1)), "certificate-not-yet-valid"),
        ((dt.date(2001, 1, 1), dt.date(2004, 1, 1)), "certificate-expired"),
    ],
)
def test_a_certificate_of_other_days(
    office: Any, letter: Seen, tmp_path: Path, days: tuple[dt.date, dt.date], rule: str
) -> None:
    answer = Court.of(_trust(office, tmp_path, days), Options(on=DAY)).answer(_under_2002(office, letter))
    assert unacceptable(rule) == outcome(answer)


def test_a_revoked_certificate(office: Any, letter: Seen, tmp_path: Path) -> None:
    trust = _trust(office, tmp_path, (dt.date(2001, 1, 1), dt.date(2010, 1, 1)), revoked=True)
    answer = Court.of(trust, Options(on=DAY)).answer(_under_2002(office, letter))
    assert unacceptable("certificate-revoked") == outcome(answer)


def _trust(office: Any, folder: Path, days: tuple[dt.date, dt.date], *, revoked: bool = False) -> Path:
    """A trust directory of a new provider with a certificate 2002 for the office's key on those days."""
    authority = type(office.authority).create(
        folder / "keys", valid_from=dt.date(2000, 1, 1), valid_to=dt.date(2049, 12, 31)
    )
    certificate = authority.certify(
        office.signer.public_key,
        serial=2002,
        device="ZZ010000001001",
        provider="TEST PROVIDER",
        valid_from=days[0],
        valid_to=days[1],
    )
    with authority.published(certificate):
        if revoked:
            authority.revoke(2002, RevocationReason.KEY_COMPROMISE, dt.date(2009, 1, 1))
    trust: Path = authority.trust
    return trust


def _under_2002(office: Any, letter: Seen) -> Seen:
    data = office.message(certificate_serial=2002)
    return replace(letter, symbols=(replace(letter.symbols[0], data=data),))
