"""What the lines of an address tell (DMM 604.3.1.8, 6.3.9b)."""

import pytest

from indicia.model.address import is_complete_domestic, is_of_office
from indicia.model.meter import PostOffice

STAMFORD = PostOffice(city="STAMFORD", state="CT", zip="06926")


@pytest.mark.parametrize(
    ("lines", "complete"),
    [
        (["ROE SUPPLY CO", "1 ELM ST", "STAMFORD CT 06926-0700"], True),
        (["1 Elm St", "Stamford, CT 06926"], True),
        (["STAMFORD CT 06926"], False),
        (["ROE SUPPLY CO", "1 ELM ST"], False),
        (["ROE SUPPLY CO", "STAMFORD CT"], False),
        (["ROE SUPPLY CO", "CT 06926"], False),
        (["ROE SUPPLY CO", "1 ELM ST", "OTTAWA ON K1A 0B1", "CANADA"], False),
        (None, False),
    ],
)
def test_a_complete_domestic_address_ends_in_city_state_and_zip(lines: list[str] | None, complete: bool) -> None:
    assert complete is is_complete_domestic(lines)


@pytest.mark.parametrize(
    ("last", "same"),
    [
        ("STAMFORD CT 06926", True),
        ("Stamford, CT 06901", True),
        ("GLENBROOK CT 06926-0700", True),
        ("RENO NV 89501", False),
        ("STAMFORD NY 12167", False),
        ("1 ELM ST", False),
    ],
)
def test_an_address_is_of_the_office_by_zip_or_by_city_and_state(last: str, same: bool) -> None:
    assert same is is_of_office(["ROE SUPPLY CO", last], STAMFORD)


def test_no_address_is_of_no_office() -> None:
    assert not is_of_office(None, STAMFORD)
