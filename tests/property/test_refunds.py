"""Laws of refunds, whatever the sums."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from indicia.spec.refunds import BUNDLE, TERMS, RefundClass, RefundEdition, Terms
from provider.refunds.amounts import amount_of, hours_charged
from provider.refunds.forms import Group
from provider.refunds.item import ScannedPiece
from provider.refunds.judging import JudgedPiece, NoClass

ALL_TERMS = [terms for classes in TERMS.values() for terms in classes.values()]
METERS = [
    TERMS[edition][kind] for edition in RefundEdition for kind in (RefundClass.METER_DATED, RefundClass.METER_UNDATED)
]
terms_ = st.sampled_from(ALL_TERMS)
faces = st.integers(0, 2_000_000)
minutes_ = st.integers(0, 3000)


class TestAmounts:
    """604.10.3.7: "Any fraction of a cent in the total to be refunded is rounded down to the whole cent"."""

    @given(terms_, faces, minutes_, st.integers(0, 5000), st.booleans())
    def test_a_refund_is_whole_cents_and_never_more_than_the_face_value(
        self,
        terms: Terms,
        face: int,
        minutes: int,
        charge: int,
        appealed: bool,
    ) -> None:
        amount = amount_of(terms, face, minutes=minutes, charge=charge, appealed=appealed)
        assert amount.refund is not None
        assert 0 == amount.refund % 10
        assert 0 <= amount.refund <= face
        assert amount.refund == amount.at_most

    @given(st.sampled_from(METERS), faces, minutes_)
    def test_meters_by_the_text_in_fractions(self, terms: Terms, face: int, minutes: int) -> None:
        """604.10.3.2h: 90 % to $350, else $35 per hour or fraction thereof, with a minimum charge of $35."""
        dollars = Fraction(face, 1000)
        hours = -(-minutes // 60)
        exact = dollars * 9 / 10 if dollars <= 350 else max(dollars - max(35 * hours, 35), Fraction(0))
        amount = amount_of(terms, face, minutes=minutes, charge=0, appealed=False)
        assert amount.refund == exact * 100 // 1 * 10

    @given(st.sampled_from(METERS), st.integers(350_001, 2_000_000), minutes_)
    def test_unknown_hours_bound_the_refund(self, terms: Terms, face: int, minutes: int) -> None:
        open_ = amount_of(terms, face, minutes=None, charge=0, appealed=False)
        known = amount_of(terms, face, minutes=minutes, charge=0, appealed=False)
        assert open_.refund is None
        assert known.refund is not None
        assert known.refund <= open_.at_most

    @given(minutes_)
    def test_the_last_fraction_of_an_hour_is_a_whole_one(self, minutes: int) -> None:
        assert 0 <= hours_charged(minutes) * 60 - minutes < 60


class TestBundles:
    """604.10.3.2b: "bundled in groups of 100 identical items when quantities allow"."""

    @given(st.integers(0, 1000), st.integers(1, 5000))
    def test_bundles_hold_every_piece(self, count: int, value: int) -> None:
        piece = JudgedPiece(ScannedPiece("a.png"), NoClass("drawn"))
        group = Group(value, (piece,) * count)
        assert count == sum(group.bundles)
        assert all(size == BUNDLE for size in group.bundles[:-1])
        assert all(0 < size <= BUNDLE for size in group.bundles)
        assert value * count == group.face
