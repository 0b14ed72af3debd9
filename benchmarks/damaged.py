"""Reads of damaged symbols by level and kind: the verifier beside zxing-cpp and libdmtx on the same pictures.

Rivals get what serves them best: zxing-cpp the whole picture with everything it has, and the upper right part of
the piece under each of its thresholds; libdmtx the same part with LIBDMTX_MS. The last columns are bounds, not
readers: the symbol sampled on its true grid, where so many codewords are right that errors, or errors whose
places are all known, can be corrected. Folded and curled paper has no such grid, so a reader may pass them.
"""

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp
from rich.console import Console
from rich.table import Table

from benchmarks.measure import machine
from fixtures.damage import DAMAGE, Kind
from fixtures.make import Case, Seed, Specimen, graded, specimen
from fixtures.marring import LEVELS
from verify.locate.edges import sample
from verify.locate.outline import outline
from verify.locate.plane import inverse, mapped, through
from verify.read import libdmtx
from verify.read.attempts import decode
from verify.read.codewords import codewords
from verify.threads import one_thread

LIBDMTX_MS = 1000
"""Its time on a picture by the clock, of which other work may take a part; a miss takes all of it."""
READERS = ("zxing-cpp whole", "zxing-cpp view", "libdmtx view", "verify")
BOUNDS = ("true grid, errors", "true grid, erasures")
TOGETHER = "rivals together"
COLUMNS = (*READERS[:3], TOGETHER, READERS[3], *BOUNDS)
_DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
_BINARIZERS = (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.GlobalHistogram)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one picture."""

    case: Case
    read: dict[str, bool]
    """By column: the right message was read, or could have been."""
    wrong: dict[str, int]
    """By reader: messages that are not on the picture."""
    milliseconds: dict[str, float]
    """By reader: CPU time."""


def outcome(case: Case) -> Outcome:
    """What every reader makes of a picture."""
    made = specimen(case)
    gray, view = np.ascontiguousarray(made.gray), made.view
    contenders: dict[str, Callable[[], set[bytes]]] = {
        READERS[0]: lambda: _zxing(gray, _BINARIZERS[:1]),
        READERS[1]: lambda: _zxing(view, _BINARIZERS),
        READERS[2]: lambda: _libdmtx(view),
        READERS[3]: lambda: {found.data for found in decode(gray, outline(gray), case.dpi, thorough=False)},
    }
    said, milliseconds = {}, {}
    for name, read in contenders.items():
        start = time.process_time()
        said[name] = read()
        milliseconds[name] = (time.process_time() - start) * 1000
    right = {name: made.data in messages for name, messages in said.items()}
    right[TOGETHER] = any(right[name] for name in READERS[:3])
    right |= dict(zip(BOUNDS, bounds(made), strict=True))
    return Outcome(case, right, {name: len(found - {made.data}) for name, found in said.items()}, milliseconds)


def _zxing(gray: npt.NDArray[np.uint8], binarizers: Iterable[zxingcpp.Binarizer]) -> set[bytes]:
    found = (zxingcpp.read_barcodes(gray, _DATA_MATRIX, binarizer=binarizer) for binarizer in binarizers)
    return {bytes(barcode.bytes) for barcodes in found for barcode in barcodes}


def _libdmtx(gray: npt.NDArray[np.uint8]) -> set[bytes]:
    found = libdmtx.read_one(gray, LIBDMTX_MS)
    return {found.data} if found is not None else set()


def bounds(made: Specimen) -> tuple[bool, bool]:
    """Whether the symbol could be corrected as errors, and as erasures, if its grid and the latter were known."""
    seen, true = (codewords(bits, made.size) for bits in (_on_true_grid(made), made.modules))
    per_block = made.size.error_codewords // made.size.blocks
    worst = max(int(np.count_nonzero((seen != true)[block :: made.size.blocks])) for block in range(made.size.blocks))
    return worst <= per_block // 2, worst <= per_block


def _on_true_grid(made: Specimen) -> npt.NDArray[np.bool_]:
    """R x C modules, dark where darker than the middle of what is lightest and darkest around."""
    rows, columns = made.size.rows, made.size.columns
    to_scan = inverse(through(made.corners_px, columns, rows))
    inside = np.array([(x, y) for x in (-0.25, 0.0, 0.25) for y in (-0.25, 0.0, 0.25)])
    centers = np.mgrid[0:rows, 0:columns].transpose(1, 2, 0)[..., ::-1] + 0.5
    places = centers[:, :, None, :] + inside
    values = sample(made.gray, mapped(to_scan, places).reshape(rows, columns * len(inside), 2))
    area = values.reshape(rows, columns, len(inside)).mean(axis=2)
    around = np.ones((7, 7), np.uint8)
    return np.asarray(area < (cv2.dilate(area, around) + cv2.erode(area, around)) / 2)


def run(seed: int = Seed.REPORT, each: int = 1, kinds: Sequence[Kind] = DAMAGE) -> list[Table]:
    """The tables: reads by level, reads by kind, wrong messages and time."""
    one_thread()
    outcomes = [outcome(case) for case in graded(kinds, seed=seed, each=each)]
    what = f"damaged symbols, {len(outcomes)} pictures, seed {int(seed)}"
    by_level = [(str(level), [one for one in outcomes if one.case.level == level]) for level in range(LEVELS)]
    by_kind = [(str(kind), [one for one in outcomes if one.case.kind is kind]) for kind in kinds]
    return [
        _reads(f"{what}: read by level", "level", [*by_level, ("all", outcomes)]),
        _reads(f"{what}: read by kind", "kind", [*by_kind, ("all", outcomes)]),
        _costs(f"{what}: wrong messages and time", outcomes),
    ]


def _reads(title: str, by: str, groups: list[tuple[str, list[Outcome]]]) -> Table:
    table = Table(by, "of", *COLUMNS, title=title)
    for name, group in groups:
        table.add_row(name, str(len(group)), *(str(sum(one.read[column] for one in group)) for column in COLUMNS))
    return table


def _costs(title: str, outcomes: list[Outcome]) -> Table:
    table = Table("reader", "wrong", "median ms", "p90 ms", "mean ms", title=title)
    for name in READERS:
        times = [one.milliseconds[name] for one in outcomes]
        wrong = sum(one.wrong[name] for one in outcomes)
        numbers = (np.median(times), np.percentile(times, 90), np.mean(times))
        table.add_row(name, str(wrong), *(f"{number:.1f}" for number in numbers))
    return table


def main() -> None:
    """Print the tables for a seed and a size that may be chosen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.damaged")
    parser.add_argument("--each", type=int, default=1, help="pictures of each kind and level")
    parser.add_argument("--seed", type=lambda name: Seed[name.upper()], default=Seed.REPORT, help="tuning or report")
    parser.add_argument("--kind", action="append", type=Kind, choices=list(Kind), help="again for more")
    asked = parser.parse_args()
    console = Console(width=140)
    console.print(machine())
    for table in run(asked.seed, asked.each, asked.kind or DAMAGE):
        console.print(table)


if __name__ == "__main__":
    main()
