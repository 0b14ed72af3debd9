import pytest

from indicia.errors import InputError
from indicia.payload.destination import decode_destination, encode_destination


@pytest.mark.parametrize(
    ("digits", "number"), [(None, 0), ("06926", 6926), ("069260700", 69260700), ("941031234", 941031234)]
)
def test_digits_and_number(digits: str | None, number: int) -> None:
    assert number == encode_destination(digits)
    assert digits == decode_destination(number)


def test_a_delivery_point_is_cut_to_nine_digits() -> None:
    assert 941031234 == encode_destination("94103123412")


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        (1, "00001"),
        (99_999, "99999"),
        (100_000, "000100000"),
        (999_999_999, "999999999"),
        (1_000_000_000, "01000000000"),
        (10**12, "1000000000000"),
    ],
)
def test_the_size_of_the_number_says_how_many_digits(number: int, digits: str) -> None:
    assert digits == decode_destination(number)


@pytest.mark.parametrize("digits", ["1234", "123456", "00000", "000001234", "94103-1234", "٠٠٠١٢"])
def test_what_would_not_read_back_is_refused(digits: str) -> None:
    with pytest.raises(InputError, match="destination: found"):
        encode_destination(digits)
