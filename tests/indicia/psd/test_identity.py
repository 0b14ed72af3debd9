import dataclasses

import pytest

from indicia.errors import PsdRefused, UsageError
from indicia.psd.identity import COMPARED, Identity, require_same_device
from indicia.spec.kinds import Location, System


def test_what_is_compared_is_everything_but_the_provider_name() -> None:
    assert ("manufacturer", "model", "serial", "city", "state", "zip", "system", "location") == COMPARED


def test_an_order_of_the_same_device_passes(identity: Identity) -> None:
    same = {name: getattr(identity, name) for name in COMPARED}
    require_same_device(identity, same)
    require_same_device(identity, same | {"system": "pc-postage", "location": "licensee"})
    require_same_device(identity, {"serial": None})
    require_same_device(identity, {})


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("manufacturer", "06"),
        ("model", "02"),
        ("serial", 1002),
        ("city", "NORWALK"),
        ("state", "NY"),
        ("zip", "06901"),
        ("system", System.IBI_METER),
        ("location", Location.USPS),
    ],
)
def test_any_difference_is_refused_with_the_rule_and_both_values(name: str, other: object, identity: Identity) -> None:
    with pytest.raises(PsdRefused) as caught:
        require_same_device(identity, {"serial": 1001, name: other})
    mine = getattr(identity, name)
    assert f"604.4.2.1-device: {name} is {mine} in the PSD and {other} in the order" == str(caught.value)


def test_the_device_is_what_certificates_and_indicia_name(identity: Identity) -> None:
    assert "ZZ010000001001" == identity.device


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("manufacturer", "Z"),
        ("manufacturer", "zz"),
        ("model", "Z!"),
        ("serial", -1),
        ("serial", 1 << 32),
        ("provider", ""),
        ("provider", "Test Provider"),
        ("provider", "P" * 65),
        ("city", "Stamford"),
        ("state", "ct"),
        ("city", " "),
        ("state", "CTX"),
        ("zip", "0692"),
        ("zip", "0692A"),
    ],
)
def test_an_identity_that_cannot_be_is_refused(name: str, value: object, identity: Identity) -> None:
    with pytest.raises(UsageError, match=f"^{name}: found {value!r}; allowed: "):
        dataclasses.replace(identity, **{name: value})  # type: ignore[arg-type]  # wrong on purpose
