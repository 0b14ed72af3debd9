"""What decides which rows bind a piece, as far as a picture tells."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from fixtures.cases import case_of
from indicia.rulebook.evidence import Circumstances
from indicia.spec.kinds import Facing, MailClass, MediaKind, Purpose, Shape, Technology
from verify.evidence.circumstances import circumstances
from verify.seen import Seen


def told(seen: Seen, facing: Facing | None = None) -> Circumstances:
    return circumstances(case_of(seen, facing=facing))


def test_of_a_letter_with_fim(letter: Seen) -> None:
    found = told(letter)
    assert (Technology.IBI, Shape.LETTER, MediaKind.MAILPIECE, Facing.FIM) == (
        found.technology,
        found.shape,
        found.media,
        found.facing,
    )
    assert found.mail_class is None  # the picture does not tell


def test_who_says_faced_by_fim_says_first_class(letter: Seen) -> None:
    found = told(replace(letter, fim=None), Facing.FIM)
    assert (Facing.FIM, MailClass.FIRST_CLASS) == (found.facing, found.mail_class)


def test_the_operator_knows_better_than_the_picture(letter: Seen) -> None:
    assert Facing.FLUORESCENT_INK is told(letter, Facing.FLUORESCENT_INK).facing


def test_of_a_label_alone(label: Seen) -> None:
    found = told(label)
    assert (Shape.PARCEL, MediaKind.LABEL, None) == (found.shape, found.media, found.facing)


@pytest.mark.parametrize(("amount", "expected"), [(370, Purpose.POSTAGE), (0, None)])
def test_a_value_means_postage(says: Callable[..., Seen], amount: int, expected: Purpose | None) -> None:
    assert expected is told(says(amount=amount)).purpose
