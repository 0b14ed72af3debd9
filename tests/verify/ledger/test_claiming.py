"""What the ledger says to claims, on SQLite and, where a server can be started, on PostgreSQL."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from fixtures.postgres import Server
from verify.ledger import Claim, DuplicateStatus, IndiciumKey, Ledger, Witness
from verify.ledger.opening import open_ledger

MORNING = dt.datetime(2005, 6, 15, 8, 0, tzinfo=dt.UTC)
FIRST, DUPLICATE = DuplicateStatus.FIRST_SEEN, DuplicateStatus.DUPLICATE
Claims = Callable[..., Claim]


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: object, postgres: Callable[[], Server]) -> Iterator[Ledger]:
    url = f"sqlite:///{tmp_path}/ledger.db" if request.param == "sqlite" else postgres().new_database()
    with open_ledger(url) as opened:
        yield opened


def claim(number: int, *, piece: str = "", digest: bytes = b"d", minute: int = 0, **more: object) -> Claim:
    witness = Witness(MORNING + dt.timedelta(minutes=minute), "dock 3", piece, "Stamford", "a.png")
    plain = Claim(IndiciumKey("ibi/1001/ZZ010000001001", number), digest, witness, amount=370)
    return dataclasses.replace(plain, **more)  # type: ignore[arg-type]  # any field of a claim


def statuses(ledger: Ledger, *claims: Claim) -> list[DuplicateStatus]:
    return [one.status for one in ledger.claim(claims)]


def test_the_second_sighting_is_a_duplicate_and_names_the_first(ledger: Ledger) -> None:
    ledger.claim([claim(370, piece="p1")])
    again = ledger.claim([claim(370, piece="p2", minute=5)])[0]
    assert again.status == DUPLICATE
    assert again.first is not None
    assert (MORNING, "dock 3", "p1", "Stamford", "a.png") == (
        again.first.at, again.first.station, again.first.piece, again.first.place, again.first.picture,
    )  # fmt: skip


def test_of_equal_claims_in_one_batch_the_first_is_first(ledger: Ledger) -> None:
    batch = [claim(2), claim(1), claim(2), claim(2), claim(1)]
    assert [FIRST, FIRST, DUPLICATE, DUPLICATE, DUPLICATE] == statuses(ledger, *batch)


def test_the_same_piece_told_twice_is_no_copy(ledger: Ledger) -> None:
    assert [FIRST] == statuses(ledger, claim(370, piece="p1"))
    assert [FIRST, FIRST] == statuses(ledger, claim(370, piece="p1"), claim(370, piece="p1", minute=9))


def test_a_copy_told_twice_stays_the_same_copy(ledger: Ledger) -> None:
    ledger.declare_reprints({b"d": 1})
    assert [FIRST] == statuses(ledger, claim(370, piece="p1"))
    reprint = DuplicateStatus.DECLARED_REPRINT
    assert [reprint, reprint] == statuses(ledger, claim(370, piece="p2"), claim(370, piece="p2"))
    assert [DUPLICATE] == statuses(ledger, claim(370, piece="p3"))
    assert [reprint] == statuses(ledger, claim(370, piece="p2", minute=60))


def test_pieces_without_a_name_are_each_another(ledger: Ledger) -> None:
    assert [FIRST] == statuses(ledger, claim(370))
    assert [DUPLICATE, DUPLICATE] == statuses(ledger, claim(370), claim(370))


def test_other_bytes_under_one_register_value_conflict(ledger: Ledger) -> None:
    assert [FIRST, DuplicateStatus.CONFLICT] == statuses(ledger, claim(370), claim(370, digest=b"e"))
    assert [DUPLICATE, DuplicateStatus.CONFLICT] == statuses(ledger, claim(370), claim(370, digest=b"e"))


def test_zero_value_indicia_never_conflict(ledger: Ledger) -> None:
    zeros = [claim(5, digest=d, amount=0, key=IndiciumKey("ibi/1/ZZ", 5, b"0" + d)) for d in (b"a", b"b", b"a")]
    assert [FIRST, FIRST, DUPLICATE] == statuses(ledger, *zeros)


def test_what_no_key_signed_cannot_take_the_place_of_the_true_indicium(ledger: Ledger) -> None:
    forged = claim(370, digest=b"f", key=IndiciumKey("ibi/1001/ZZ010000001001", 370, b"?f"))
    assert [FIRST] == statuses(ledger, forged)
    assert [FIRST] == statuses(ledger, claim(370))
    assert [DuplicateStatus.CONFLICT] == statuses(ledger, forged)


def test_refunded_postage_is_refunded_whenever_it_comes(ledger: Ledger) -> None:
    ledger.declare_refunds([b"d"])
    assert [DuplicateStatus.REFUNDED, DuplicateStatus.REFUNDED] == statuses(ledger, claim(370), claim(370))


def test_registers_that_overlap_are_told_in_whatever_order_pieces_come(ledger: Ledger) -> None:
    later, earlier, between = (
        claim(number, amount=370, control_total=100_000, digest=bytes([number % 251])) for number in (1110, 370, 700)
    )
    assert [None, None] == [one.register_fault for one in ledger.claim([later, earlier])]
    fault = ledger.claim([between])[0].register_fault
    assert fault is not None
    assert "register" in fault


def test_a_control_total_that_falls_is_told(ledger: Ledger) -> None:
    ledger.claim([claim(370, control_total=100_000)])
    fault = ledger.claim([claim(740, control_total=90_000, digest=b"e")])[0].register_fault
    assert fault is not None
    assert "control total" in fault


def test_retention_drops_what_is_older(ledger: Ledger) -> None:
    ledger.claim([claim(1), claim(1, minute=1), claim(2, minute=30)])
    ledger.forget(MORNING + dt.timedelta(minutes=15))
    assert [(2, 0)] == [(one.number, one.repeats) for one in ledger.export()]
    assert [FIRST, DUPLICATE] == statuses(ledger, claim(1, minute=40), claim(2, minute=41))


def test_export_tells_first_sightings_with_their_repeats(ledger: Ledger) -> None:
    ledger.claim([claim(1), claim(2, minute=1), claim(1, minute=2)])
    assert [(1, 1, "2005-06-15T08:00:00.000000+00:00"), (2, 0, "2005-06-15T08:01:00.000000+00:00")] == [
        (one.number, one.repeats, one.at) for one in ledger.export()
    ]


def test_nothing_claimed_is_nothing_told(ledger: Ledger) -> None:
    assert [] == ledger.claim([])


def test_asking_records_nothing(ledger: Ledger) -> None:
    assert [FIRST, DUPLICATE] == [one.status for one in ledger.ask([claim(370), claim(370)])]
    assert [] == list(ledger.export())
    assert [FIRST] == statuses(ledger, claim(370))
    assert [DUPLICATE] == [one.status for one in ledger.ask([claim(370, minute=1)])]
    assert [] == ledger.ask([])


def test_what_is_refunded_is_refused_when_it_is_mailed_later(ledger: Ledger) -> None:
    assert [FIRST, FIRST] == [one.status for one in ledger.refund([claim(370), claim(740, digest=b"e")])]
    refunded = DuplicateStatus.REFUNDED
    assert [refunded, refunded] == statuses(ledger, claim(370, minute=1), claim(740, digest=b"e", minute=1))
    assert [refunded] == [one.status for one in ledger.refund([claim(370, minute=2)])]


def test_of_a_batch_with_mailed_postage_nothing_is_refunded(ledger: Ledger) -> None:
    ledger.claim([claim(370)])
    told = ledger.refund([claim(370, minute=1), claim(740, digest=b"e")])
    assert [DUPLICATE, FIRST] == [one.status for one in told]
    assert [FIRST] == statuses(ledger, claim(740, digest=b"e"))
    assert [370, 740] == [one.number for one in ledger.export()]
