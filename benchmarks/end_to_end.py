"""Complete verification beside zxing-cpp merely looking for the symbol: `python -m benchmarks.end_to_end [ROUNDS]`.

Contenders take turns on every scan of `benchmarks.mix`; times are CPU milliseconds of one thread. "Ratio" is the sum of
the scans' medians over the same sum of zxing-cpp's `read_barcode` on the whole image.
"""

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from rich.console import Console
from rich.table import Table

from benchmarks.measure import Timing, compare, machine
from benchmarks.mix import CLEAN, Scan, scans
from demo.office import MAILING_DATE, trust
from fixtures.damage import Kind
from indicia.faces import default_cache, default_search, find_face
from verify import Verifier
from verify.png import decode_png
from verify.scans import PIXELS_MAX
from verify.threads import one_thread

DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
SOME = "symbol,signature,placement"
ONE, MANY = "zxing-cpp read_barcode, whole image", "zxing-cpp read_barcodes, whole image"
WHOLE, PART = "complete verification", f"--checks {SOME}"
OURS, CV2 = "the PNG alone, decoded by verify.png", "the PNG alone, decoded by cv2"
DECODED = "cv2 decodes the PNG, then zxing-cpp read_barcode"
ROUNDS = 7
DPIS = (300, 200)
Timings = list[Mapping[str, Timing]]


def run(rounds: int = ROUNDS) -> list[Table]:
    """Tables for pixels in memory and for PNG files, 300 and 200 dpi."""
    one_thread()
    face = find_face(None, default_search(), default_cache())
    tables = []
    for dpi in DPIS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            pieces = scans(folder, face, dpi)
            whole, part = (
                Verifier(trust=trust(folder), on=MAILING_DATE, face=face, checks=checks) for checks in (None, SOME)
            )
            tables += [
                _table(
                    f"pixels in memory, {dpi} dpi",
                    pieces,
                    [_in_memory(one, whole, part, rounds) for one in pieces],
                    ONE,
                ),
                _table(
                    f"PNG files, {dpi} dpi",
                    pieces,
                    [_on_disk(one, folder, whole, part, rounds) for one in pieces],
                    DECODED,
                ),
            ]
    return tables


def _in_memory(scan: Scan, whole: Verifier, part: Verifier, rounds: int) -> Mapping[str, Timing]:
    contenders: dict[str, Callable[[], object]] = {
        WHOLE: lambda: whole.verify(scan.pixels, dpi=scan.dpi),
        PART: lambda: part.verify(scan.pixels, dpi=scan.dpi),
        ONE: partial(zxingcpp.read_barcode, scan.pixels, formats=DATA_MATRIX),
        MANY: partial(zxingcpp.read_barcodes, scan.pixels, formats=DATA_MATRIX),
    }
    return compare(contenders, rounds=rounds)


def _on_disk(scan: Scan, folder: Path, whole: Verifier, part: Verifier, rounds: int) -> Mapping[str, Timing]:
    file = folder / "piece.png"
    cv2.imwrite(str(file), scan.pixels)
    verifiers = {WHOLE: whole, PART: part}
    contenders: dict[str, Callable[[], object]] = {
        name: partial(verifier.verify, file, dpi=scan.dpi) for name, verifier in verifiers.items()
    }
    contenders[DECODED] = lambda: zxingcpp.read_barcode(
        cv2.imread(str(file), cv2.IMREAD_GRAYSCALE), formats=DATA_MATRIX
    )
    contenders[OURS] = partial(decode_png, file, PIXELS_MAX)
    contenders[CV2] = partial(cv2.imread, str(file), cv2.IMREAD_GRAYSCALE)
    return compare(contenders, rounds=rounds)


def _table(title: str, pieces: Sequence[Scan], timings: Timings, beside: str) -> Table:
    table = Table("what", "median ms", "p99 ms", "ratio", "clean alone", "noisy alone", title=f"end to end: {title}")
    groups = [
        [True] * len(pieces),
        [one.part is CLEAN for one in pieces],
        [one.part.kind is Kind.NOISE for one in pieces],
    ]
    for name in timings[0]:
        medians = np.array([timing[name].median_ms for timing in timings])
        rival = np.array([timing[beside].median_ms for timing in timings])
        ratios = [f"{medians[group].sum() / rival[group].sum():.2f}" for group in map(np.array, groups)]
        worst = np.percentile([timing[name].p99_ms for timing in timings], 99)
        table.add_row(name, f"{np.median(medians):.2f}", f"{worst:.2f}", *ratios)
    return table


def main() -> None:
    """Print the tables."""
    console = Console(width=120)
    console.print(machine())
    for table in run(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS):
        console.print(table)


if __name__ == "__main__":
    main()
