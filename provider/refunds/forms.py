"""Eligible pieces sorted by meter and value, bundled, and put on forms; forms put together where one sum is due."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicia.spec.refunds import BUNDLE, RefundClass, Terms
from provider.refunds.amounts import Amount, amount_of
from provider.refunds.deadlines import last_day
from provider.refunds.item import Item
from provider.refunds.judging import Eligibility, JudgedPiece, NoClass
from provider.refunds.told import Case, Meter


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces of one meter with one value."""

    value: int
    """Mills, of each."""
    pieces: tuple[JudgedPiece, ...]
    """In the order of their files."""

    @property
    def face(self) -> int:
        """Mills, of all."""
        return self.value * len(self.pieces)

    @property
    def bundles(self) -> tuple[int, ...]:
        """How many pieces each bundle has: full ones, then the rest."""
        full, rest = divmod(len(self.pieces), BUNDLE)
        return (BUNDLE,) * full + ((rest,) if rest else ())


@dataclass(frozen=True, slots=True)
class Form:
    """What one Form 3533 asks for."""

    serial: str
    """Of the meter."""
    meter: Meter
    kind: RefundClass
    terms: Terms
    mailing: str
    """Of undated postage; empty for dated."""
    groups: tuple[Group, ...]
    """From the smallest value to the largest."""

    @property
    def face(self) -> int:
        """Mills."""
        return sum(group.face for group in self.groups)

    @property
    def last_day(self) -> dt.date | None:
        """The last day of the piece whose request is due first; None where none is known."""
        return first_last_day(piece for group in self.groups for piece in group.pieces)

    @property
    def count(self) -> int:
        """Pieces."""
        return sum(len(group.pieces) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Settlement:
    """The forms for which one sum is due: one form, or all of one mailing."""

    forms: tuple[Form, ...]
    amount: Amount


def first_last_day(pieces: Iterable[JudgedPiece]) -> dt.date | None:
    """The earliest of the last days of some pieces; None where none is known."""
    found = [last_day(piece.item) for piece in pieces if not isinstance(piece.item, NoClass)]
    days = [day.earliest or day.latest for day in found if day is not None]
    return min((day for day in days if day is not None), default=None)


def forms_of(pieces: Iterable[JudgedPiece]) -> tuple[Form, ...]:
    """The forms for the eligible pieces: one for each meter, class and mailing, by class, mailing and serial."""
    sorted_: dict[tuple[str, str, str], list[tuple[Item, JudgedPiece]]] = defaultdict(list)
    for piece in pieces:
        if piece.eligibility is Eligibility.ELIGIBLE and not isinstance(piece.item, NoClass):
            key = (piece.item.kind.value, piece.mailing, piece.scan.meters[0])
            sorted_[key].append((piece.item, piece))
    return tuple(_form(*members[0], [piece for _, piece in members]) for _, members in sorted(sorted_.items()))


def settled(case: Case, forms: Sequence[Form], *, appealed: bool) -> tuple[Settlement, ...]:
    """What is due for the forms.

    Args:
        case: hours and charge.
        forms: in any order; forms of one mailing stand together where the text charges a mailing.
        appealed: the refund is granted on appeal.
    """
    together: dict[tuple[str, ...], list[Form]] = {}
    for form in forms:
        by_mailing = form.terms.charge is not None and form.terms.charge.by_mailing
        key = (form.kind.value, form.mailing, "" if by_mailing else form.serial)
        together.setdefault(key, []).append(form)
    return tuple(_settlement(case, group, appealed=appealed) for group in together.values())


def _settlement(case: Case, forms: Sequence[Form], *, appealed: bool) -> Settlement:
    first = forms[0]
    minutes = first.meter.hours
    if first.terms.charge is not None and first.terms.charge.by_mailing:
        minutes = case.mailings[first.mailing].hours
    face = sum(form.face for form in forms)
    amount = amount_of(first.terms, face, minutes=minutes, charge=case.request.charge, appealed=appealed)
    return Settlement(tuple(forms), amount)


def _form(item: Item, first: JudgedPiece, pieces: Sequence[JudgedPiece]) -> Form:
    by_value: dict[int, list[JudgedPiece]] = defaultdict(list)
    for piece in pieces:
        by_value[piece.scan.value or 0].append(piece)
    groups = tuple(Group(value, tuple(members)) for value, members in sorted(by_value.items()))
    return Form(item.scan.meters[0], item.meter, item.kind, item.terms, first.mailing, groups)
