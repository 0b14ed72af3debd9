from typing import Any

import pytest

from indicia.errors import InputError
from indicia.payload.codec import LitePayload, decode, encode
from indicia.payload.words import as_dict, from_dict

FIELDS = {
    "version": 80,
    "algorithm": 129,
    "certificate_serial": 1001,
    "manufacturer": "ZZ",
    "model": "01",
    "psd_serial": 1001,
    "ascending_register": "12.340",
    "amount": "0.370",
    "mailing_date": "2005-06-15",
    "licensing_zip": "06926",
    "destination": "941031234",
    "software_id": "000400020000",
    "descending_register": "87.660",
    "rate_category": "8034",
}
SIGNATURE = "ab" * 64


def message_of(**changes: object) -> dict[str, Any]:
    payload, _, _ = from_dict({**FIELDS, **changes})
    return as_dict(decode(encode(payload, bytes.fromhex(SIGNATURE))))


def test_the_keys_and_words_of_an_answer() -> None:
    payload, signature, reserved = from_dict({**FIELDS, "signature": SIGNATURE, "reserved": "0102"})
    data = encode(payload, signature, reserved)
    words = as_dict(decode(data))
    assert {"hex": data.hex(), **FIELDS, "reserved": "0102"} == words
    assert ["hex", *FIELDS, "reserved"] == list(words)


def test_undated_without_destination_is_null() -> None:
    words = message_of(mailing_date=None, destination=None)
    assert (None, None) == (words["mailing_date"], words["destination"])


def test_month_and_year_is_shown_without_a_day() -> None:
    assert "2005-06" == message_of(mailing_date="2005-06")["mailing_date"]


def test_a_rate_category_that_is_no_text_is_hex() -> None:
    assert "00ff8034" == message_of(rate_category="00ff8034")["rate_category"]


def test_an_unreal_date_stays_the_number_in_the_field() -> None:
    payload, signature, _ = from_dict({**FIELDS, "signature": SIGNATURE})
    data = bytearray(encode(payload, signature))
    data[22:26] = (20051399).to_bytes(4, "little")
    assert "20051399" == as_dict(decode(bytes(data)))["mailing_date"]


def test_what_is_missing_is_null() -> None:
    words = as_dict(decode(encode(*from_dict({**FIELDS, "signature": SIGNATURE}))[:20]))
    assert ("12.340", None, None) == (words["ascending_register"], words["amount"], words["reserved"])


def test_the_tail_of_an_unknown_algorithm_is_not_called_reserved() -> None:
    payload, _, _ = from_dict({**FIELDS, "algorithm": 77})
    assert as_dict(decode(encode(payload, b"abc")))["reserved"] is None


def test_lite_has_its_own_keys() -> None:
    data = encode(LitePayload(piece_counter=9, vendor=17, psd_serial=4, amount=406), bytes(6))
    words = {"version": 255, "piece_counter": 9, "vendor": 17, "psd_serial": 4, "amount": "0.406", "service": 0}
    assert {"hex": data.hex(), **words} == as_dict(decode(data))
    assert (decode(data).payload, b"", b"") == from_dict(words)


def test_defaults_are_what_this_project_writes() -> None:
    kept = {name: word for name, word in FIELDS.items() if name not in ("version", "software_id", "rate_category")}
    assert from_dict(FIELDS) == from_dict(kept)


@pytest.mark.parametrize(
    ("name", "word", "found"),
    [
        ("amount", 0.37, "0.37"),
        ("amount", "0.3701", "'0.3701'"),
        ("amount", "NaN", "'NaN'"),
        ("amount", "Infinity", "'Infinity'"),
        ("amount", "-0.370", "'-0.370'"),
        ("amount", "16777.216", "'16777.216'"),
        ("manufacturer", "z!", "'z!'"),
        ("mailing_date", "2005-02-30", "'2005-02-30'"),
        ("licensing_zip", "6926", "'6926'"),
        ("licensing_zip", 100000, "100000"),
        ("destination", "9410", "'9410'"),
        ("software_id", "zz", "'zz'"),
        ("software_id", "00", "'00'"),
        ("rate_category", 8034, "8034"),
        ("algorithm", None, "None"),
        ("version", 6, "6"),
        ("certificate_serial", True, "True"),
    ],
)
def test_a_bad_word_is_named_with_what_is_allowed(name: str, word: object, found: str) -> None:
    with pytest.raises(InputError, match=rf"^{name}: found {found}; allowed: "):
        from_dict({**FIELDS, name: word})


def test_every_problem_is_reported_at_once() -> None:
    with pytest.raises(InputError, match=r"^colour: unknown key.*; model: found.*; amount: found") as caught:
        from_dict({**FIELDS, "colour": "red", "amount": 1, "model": None})
    assert 1 == len(str(caught.value).splitlines())
