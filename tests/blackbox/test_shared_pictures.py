"""Pictures by third parties: what zxing-cpp reads is read too; of what both public readers read, how much.

`python -m pytest -s` prints what is missing, so that floors can move up.
"""

import csv
import warnings
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from verify.locate.outline import outline
from verify.normalize import gray_of
from verify.read import libdmtx
from verify.read.attempts import decode
from verify.read.decoded import Decoded, Pixels

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
FLOORS = {
    "dls-pucks": (86, 86),
    "libdmtx-rotate": (7, 7),
    "libdmtx-siemens": (36, 36),
    "okapi-datamatrix": (31, 31),
    "zxing": (30, 30),
    "zxing-cpp": (46, 46),
}
"""Of each collection, messages read at least, and messages that either public reader reads rightly."""
MISREAD = {("dls-pucks/blue_stand_puck1_04.png", "DF158E0241")}
"""What libdmtx 0.7.7 passes off as corrected: on the pin stands DF150E0457, which other readers read."""

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not beside the project")


@pytest.fixture(autouse=True)
def without_second_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives up by the clock, so that what it reads depends on the machine."""
    monkeypatch.setattr(libdmtx, "wrapper", None)


@cache
def rows(collection: str) -> tuple[dict[str, str], ...]:
    """The pictures of a collection on which a public reader reads something."""
    with (DATA / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            row
            for row in csv.DictReader(file)
            if row["collection"] == collection
            and row["kind"] == "dm"
            and (row["zxing_ok"] == "1" or row["dmtx_ok"] == "1" or int(row["symbols_expected"]) > 1)
        )


@cache
def picture(file: str) -> Pixels:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return gray_of(np.asarray(Image.open(DATA / file).convert("RGB")))


@cache
def ours(file: str) -> tuple[Decoded, ...]:
    return tuple(decode(picture(file), outline(picture(file)), None, thorough=False))


def messages(row: dict[str, str]) -> list[bytes | str]:
    """What the picture's symbols say: bytes where the manifest gives hex, else text without its last line feed."""
    stated = row["expected_hex_or_text"]
    parts = stated.split(" | ") if int(row["symbols_expected"]) > 1 else [stated]
    right = [part for part in parts if (row["file"], part) not in MISREAD]
    return [bytes.fromhex(part[4:]) if part.startswith("hex:") else part for part in right]


def says(found: Decoded, message: bytes | str) -> bool:
    if isinstance(message, bytes):
        # The manifest leaves out a line feed at the end.
        return message in (found.data, found.data.removesuffix(b"\n"))
    begins = message.removesuffix("...")
    texts = [text.rstrip("\n") for text in (found.text, found.data.decode("latin-1"), _utf8(found.data)) if text]
    return any(text == message or (begins != message and text.startswith(begins)) for text in texts)


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


@pytest.mark.parametrize("collection", FLOORS)
def test_what_public_readers_read_is_read(collection: str) -> None:
    floor, total = FLOORS[collection]
    read = wanted = 0
    for row in rows(collection):
        found = ours(row["file"])
        missing = [message for message in messages(row) if not any(says(one, message) for one in found)]
        wanted += len(messages(row))
        read += len(messages(row)) - len(missing)
        if missing:
            print(row["file"], "missing", missing)  # noqa: T201 - for -s
    assert total == wanted
    assert floor <= read


def test_what_a_public_reader_misreads_is_not_read() -> None:
    for file, message in MISREAD:
        assert not any(says(one, message) for one in ours(file))


@pytest.mark.parametrize("collection", FLOORS)
def test_what_zxing_cpp_reads_in_the_same_run_is_read(collection: str) -> None:
    for row in rows(collection):
        theirs = {bytes(one.bytes) for one in zxingcpp.read_barcodes(picture(row["file"]), DATA_MATRIX)}
        assert theirs <= {one.data for one in ours(row["file"])}, row["file"]
