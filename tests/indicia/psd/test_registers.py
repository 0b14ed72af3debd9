import pytest

from indicia.errors import ExitCode, PsdRefused
from indicia.psd.registers import Registers


def test_a_debit_moves_both_registers_and_keeps_the_control_total() -> None:
    before = Registers(1_000, 99_000)
    after = before.debited(370)
    assert Registers(1_370, 98_630) == after
    assert before.control_total == after.control_total


def test_the_last_mill_can_be_spent_and_no_more() -> None:
    assert Registers(370, 0) == Registers(0, 370).debited(370)
    with pytest.raises(PsdRefused, match=r"^not enough funds: 0\.371 needed, 0\.370 available$") as caught:
        Registers(0, 370).debited(371)
    assert ExitCode.PSD == caught.value.exit_code


def test_a_debit_of_nothing_moves_nothing() -> None:
    assert Registers(5, 0) == Registers(5, 0).debited(0)


def test_a_load_raises_the_descending_register_alone() -> None:
    assert Registers(5, 107) == Registers(5, 7).loaded(100)


@pytest.mark.parametrize(("amount", "text"), [(-1, r"postage of -0\.001"), (1 << 24, r"postage of 16777\.216")])
def test_postage_that_does_not_fit_the_payload_is_refused(amount: int, text: str) -> None:
    with pytest.raises(PsdRefused, match=text):
        Registers(0, 1 << 30).debited(amount)


def test_registers_that_would_not_fit_the_payload_are_refused() -> None:
    with pytest.raises(PsdRefused, match=r"would pass its maximum, 1099511627\.775 \(604\.4\.1\.1a2\)"):
        Registers((1 << 40) - 1, 10).debited(1)
    with pytest.raises(PsdRefused, match=r"the descending register would be .*; allowed: 0 to 4294967\.295"):
        Registers(0, (1 << 32) - 1).loaded(1)


@pytest.mark.parametrize("amount", [0, -1])
def test_nothing_is_not_loaded(amount: int) -> None:
    with pytest.raises(PsdRefused, match="cannot load"):
        Registers().loaded(amount)
