"""Postal bars: rows read and milliseconds a page, beside what zxing-cpp makes of the same scans.

No public reader that installs as a package reads Intelligent Mail or POSTNET (zxing-cpp, libdmtx, OpenCV: neither);
zxing-cpp with all of its formats stands here to show it in the same run.
"""

from collections.abc import Iterator
from functools import partial

import numpy as np
import zxingcpp
from rich.console import Console
from rich.table import Table

from benchmarks.measure import compare
from fixtures.bar_scans import plane_of, specimen
from fixtures.bars import PAGE_DPI, Row, draw, imb_bars, postnet_bars
from fixtures.handplaced import Wish, place
from fixtures.printscan import Look, print_and_scan
from verify.measure.bars import find_bars
from verify.threads import one_thread

EACH = 20
SEED = 4000
"""Apart from the seeds that the reader was tuned on and that tests use."""


def run() -> list[tuple[str, list[tuple[str, float, float]]]]:
    """A title and rows (name, median ms, p99 ms) of a #10 letter without bars and with either kind."""
    one_thread()
    rng = np.random.default_rng(SEED)
    tables = []
    for name, found in (("no bars", None), ("Intelligent Mail", imb_bars(rng)), ("POSTNET", postnet_bars(rng))):
        page = place(Wish()).pixels.copy()
        if found is not None:
            draw(page, Row(found[1], 5.6, 3.825, full=0.130), rng)
        contenders = {}
        for dpi in (200, 300, 600):
            scanned = print_and_scan(page, PAGE_DPI, rng, Look(scan_dpi=dpi))
            contenders[f"find_bars, {dpi} dpi"] = partial(find_bars, plane_of(scanned))
        timings = compare(contenders, rounds=40)
        rows = [(what, timing.median_ms, timing.p99_ms) for what, timing in timings.items()]
        tables.append((f"postal bars: #10 letter, {name}", rows))
    return tables


def read() -> list[tuple[str, int, int, int, int]]:
    """Rows (name, total, read, misread, read by zxing-cpp) for each resolution and state."""
    rows = []
    for degraded in (False, True):
        for dpi in (150, 200, 240, 300, 400, 600):
            rng = np.random.default_rng([SEED, dpi, degraded])
            right = wrong = others = 0
            for number in range(EACH):
                one = specimen(rng, dpi=dpi, postal=bool(number % 2), degraded=degraded)
                seen = [found.digits for found in find_bars(plane_of(one.scanned))]
                right += seen == [one.digits]
                wrong += bool(seen) and seen != [one.digits]
                others += any(one.digits == barcode.text for barcode in zxingcpp.read_barcodes(one.scanned.pixels))
            rows.append((f"{dpi} dpi, {'degraded' if degraded else 'clean'}", EACH, right, wrong, others))
    return rows


def tables() -> Iterator[Table]:
    """Both tables."""
    table = Table("scans", "rows", "read", "misread", "read by zxing-cpp", title="postal bars: rows read")
    for name, *counts in read():
        table.add_row(name, *map(str, counts))
    yield table
    for title, rows in run():
        table = Table("what", "median ms", "p99 ms", title=title)
        for name, median, p99 in rows:
            table.add_row(name, f"{median:.2f}", f"{p99:.2f}")
        yield table


def main() -> None:
    """Print both tables."""
    console = Console(width=100)
    for table in tables():
        console.print(table)


if __name__ == "__main__":
    main()
