"""Symbols as rows of 0 and 1 that a person can read in a diff.

A file holds one symbol; its first line is the content in hexadecimal, every other one a row. On a difference
what was made now is left in the test's temporary folder, under the same name.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp

from indicia.spec.ecc200 import BY_SHAPE
from indicia.spec.kinds import FimKind
from indicia.symbology import datamatrix, fim, imb, postnet

FOLDER = Path(__file__).resolve().parent / "symbols"
SYMBOLS = sorted(FOLDER.glob("datamatrix-*.txt"))
DPI = 300


def golden(file: Path) -> tuple[bytes, npt.NDArray[np.bool_]]:
    content, *rows = file.read_text(encoding="ascii").split()
    return bytes.fromhex(content), np.array([[module == "1" for module in row] for row in rows])


def text_of(data: bytes, modules: npt.NDArray[np.bool_]) -> str:
    return "\n".join([data.hex(), *("".join(map(str, row)) for row in modules.astype(int)), ""])


def test_the_goldens_are_there() -> None:
    assert {"10x10", "16x48", "20x20", "24x64", "26x64", "40x40", "44x44", "52x52"} == {
        file.stem.removeprefix("datamatrix-") for file in SYMBOLS
    }


@pytest.mark.parametrize("file", SYMBOLS, ids=lambda file: str(file.stem))
def test_the_symbol_is_as_it_was(file: Path, tmp_path: Path) -> None:
    data, expected = golden(file)
    rows, columns = expected.shape
    made = datamatrix.encode(data, BY_SHAPE[rows, columns])
    (tmp_path / file.name).write_text(text_of(data, made), encoding="ascii")
    assert file.read_text(encoding="ascii") == text_of(data, made)


@pytest.mark.parametrize("file", SYMBOLS, ids=lambda file: str(file.stem))
def test_an_independent_reader_reads_the_golden(file: Path) -> None:
    data, modules = golden(file)
    picture = np.kron(np.pad(~modules, 2, constant_values=True), np.ones((4, 4))) * 255
    found = zxingcpp.read_barcodes(
        picture.astype(np.uint8), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
    )
    assert [data] == [symbol.bytes for symbol in found]


def test_bars_are_as_they_were(tmp_path: Path) -> None:
    """Every bar in dots at 300 an inch: left, top, right, bottom, from the reference point."""
    rows = {
        **{f"fim-{kind}": fim.bars(kind, right=0.0, top=0.0, dpi=DPI) for kind in FimKind},
        "postnet-941031234": postnet.bars("941031234", left=0.0, bottom=0.0, dpi=DPI),
        "imb-00270123200123456789-94103123456": imb.bars(
            "00270123200123456789", "94103123456", left=0.0, bottom=0.0, dpi=DPI
        ),
    }
    lines = [
        f"{name} "
        + " ".join(
            ",".join(str(round(side * DPI)) for side in (bar.left, bar.top, bar.right, bar.bottom)) for bar in bars
        )
        for name, bars in rows.items()
    ]
    made = "\n".join(lines) + "\n"
    (tmp_path / "bars.txt").write_text(made, encoding="ascii")
    assert (FOLDER / "bars.txt").read_text(encoding="ascii") == made
