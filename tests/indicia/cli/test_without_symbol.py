"""Letterpress, digital and ink-jet orders from the command line: checked, shown, paid for, printed, logged."""

import json
from pathlib import Path

import pytest
from PIL import Image

from fixtures.order_files import ORDERS, document
from indicia.errors import ExitCode
from indicia.payload.codec import decode
from indicia.render.formats import FORMATS
from tests.indicia.cli.conftest import Run

SYSTEMS = {
    "letterpress-ad-plate": "traditional",
    "letterpress-postal-marking": "traditional",
    "digital-psd-meter": "psd-meter",
    "redate-ink-jet-letter": "psd-meter",
    "redate-ink-jet-flat": "ibi-meter",
}


@pytest.fixture
def meter(tmp_path: Path, run: Run) -> Path:
    """A folder with a loaded device for each order, named like it."""
    assert ExitCode.DONE == run("keys", "init", tmp_path / "keys").code
    for number, (name, system) in enumerate(SYSTEMS.items()):
        named = ("--serial", document(name)["meter"]["serial"], "--system", system, "--certificate-serial", number + 1)
        office = ("--zip", "06926", "--city", "STAMFORD", "--state", "CT")
        made = run("psd", "create", tmp_path / name, "--keys", tmp_path / "keys", *named, *office)
        assert (ExitCode.DONE, "") == (made.code, made.err)
        assert ExitCode.DONE == run("psd", "load", tmp_path / name, "--amount", "1.00").code
    return tmp_path


@pytest.mark.parametrize("name", SYSTEMS)
def test_the_order_is_lawful(run: Run, name: str) -> None:
    ended = run("check", ORDERS / f"{name}.json", "--json")
    assert ExitCode.DONE == ended.code
    (answer,) = ended.answers
    assert True is answer["lawful"]
    assert [] == [finding for finding in answer["findings"] if finding["status"] == "fail"]


@pytest.mark.parametrize("name", SYSTEMS)
@pytest.mark.parametrize("suffix", FORMATS)
def test_a_specimen_is_another_picture_than_the_print(run: Run, meter: Path, name: str, suffix: str) -> None:
    order, specimen, page = ORDERS / f"{name}.json", meter / f"specimen{suffix}", meter / f"page{suffix}"
    assert ExitCode.DONE == run("specimen", order, "-o", specimen).code
    assert ExitCode.DONE == run("print", order, "--psd", meter / name, "-o", page).code
    shown, printed = (FORMATS[suffix].gray(file.read_bytes(), dpi=300) for file in (specimen, page))
    assert printed.shape == shown.shape
    assert (printed != shown).any()


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_print_is_debited_and_its_signed_message_stands_in_the_log(run: Run, meter: Path, name: str) -> None:
    ended = run("print", ORDERS / f"{name}.json", "--psd", meter / name, "-o", meter / "page.pdf", "--json")
    assert ExitCode.DONE == ended.code
    (answer,) = ended.answers
    amount = document(name)["indicium"].get("amount", "0.")
    assert (None, amount) == (answer["symbol"], answer["registers"]["ascending"].rstrip("0"))
    (entry,) = run("psd", "log", meter / name, "--json").answers
    assert ("released", answer["payload"]) == (entry["state"], entry["payload"])
    signed = decode(bytes.fromhex(entry["payload"])).payload
    assert signed is not None
    assert round(1000 * float(amount)) == signed.amount


@pytest.mark.parametrize("ink", ["fluorescent-red", "red", "blue"])
def test_the_picture_is_in_the_colour_of_its_ink_and_the_address_in_black(run: Run, meter: Path, ink: str) -> None:
    name = "digital-psd-meter"
    order = meter / "order.json"
    asked = {"ink": ink, "mail_class": "media", "facing": "fluorescent-ink" if "fluorescent" in ink else "none"}
    order.write_text(json.dumps(document(name, indicium=asked)))
    assert ExitCode.DONE == run("print", order, "--psd", meter / name, "-o", meter / "page.png").code
    with Image.open(meter / "page.png") as image:
        colours = {colour for _, colour in image.convert("RGB").getcolors() or ()}
    own = {"fluorescent-red": (255, 56, 36), "red": (204, 0, 0), "blue": (0, 51, 153)}[ink]
    assert {(255, 255, 255), own, (0, 0, 0)} == colours


def test_another_systems_device_does_not_print_it(run: Run, meter: Path) -> None:
    ended = run(
        "print", ORDERS / "letterpress-ad-plate.json", "--psd", meter / "digital-psd-meter", "-o", meter / "page.pdf"
    )
    assert ExitCode.PSD == ended.code
    assert "604.4.2.1-device" in ended.err
    assert not (meter / "page.pdf").exists()
