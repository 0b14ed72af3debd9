from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from indicia.errors import InputError, UsageError
from verify.card import card_from


@pytest.fixture
def file(tmp_path: Path) -> Path:
    picture = np.full((60, 120, 3), 228, dtype=np.uint8)
    picture[:, 70:] = 34
    path = tmp_path / "card=1.png"
    Image.fromarray(picture).save(path)
    return path


def test_a_picture_and_two_numbers_are_a_card(file: Path) -> None:
    card = card_from(f"{file}=0.90,0.04")
    assert ((0.90, 0.04), (228.0, 34.0)) == ((card.light, card.dark), (card.light_grey[0], card.dark_grey[0]))


@pytest.mark.parametrize("words", ["{}", "{}=0.9", "{}=0.9;0.04", "=0.9,0.1"])
def test_other_forms_are_refused(file: Path, words: str) -> None:
    with pytest.raises(UsageError, match="FILE=LIGHT,DARK"):
        card_from(words.format(file))


def test_a_missing_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        card_from(f"{tmp_path / 'none.png'}=0.9,0.04")
