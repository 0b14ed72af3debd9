"""Milliseconds a stage of verifying a #10 letter in memory, beside zxing-cpp reading the whole image."""

import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import zxingcpp

from benchmarks.measure import compare
from demo.office import DPI, LETTER, MAILING_DATE, open_office, order, trust
from demo.pieces import pixels_of
from fixtures.printscan import Look, print_and_scan
from indicia.faces import default_cache, default_search, find_face
from indicia.release import print_order
from verify import Verifier
from verify.threads import one_thread

Pixels = npt.NDArray[np.uint8]
_DATA_MATRIX = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.DataMatrix)
_LOOKS = {"clean": Look(), "noisy": Look(noise=8.0, blur_px=1.0, jpeg_quality=85)}


def run() -> list[tuple[str, list[tuple[str, float, float]]]]:
    """A title and rows (name, median ms, p99 ms) for each kind of scan; stages carry their median alone."""
    one_thread()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = _printed(folder)
        tables = []
        for (kind, look), dpi in ((item, dpi) for item in _LOOKS.items() for dpi in (300, 200)):
            scan = print_and_scan(page, DPI, np.random.default_rng(604), replace(look, scan_dpi=dpi)).pixels
            tables.append(_one(f"verifying: #10, {dpi} dpi, {kind}, pixels in memory", scan, dpi, trust(folder)))
        return tables


def _one(title: str, scan: Pixels, dpi: int, trusted: Path) -> tuple[str, list[tuple[str, float, float]]]:
    verifier = Verifier(trust=trusted, on=MAILING_DATE)
    timings = compare(
        {
            "verify": lambda: verifier.verify(scan, dpi=dpi),
            "zxing-cpp read_barcode, whole image": partial(zxingcpp.read_barcode, scan, formats=_DATA_MATRIX),
            "zxing-cpp read_barcodes, whole image": partial(zxingcpp.read_barcodes, scan, formats=_DATA_MATRIX),
        },
        rounds=40,
    )
    rows = [(name, timing.median_ms, timing.p99_ms) for name, timing in timings.items()]
    return title, [rows[0], *_stages(scan, dpi, trusted), *rows[1:]]


def _stages(scan: Pixels, dpi: int, trusted: Path) -> list[tuple[str, float, float]]:
    timed = Verifier(trust=trusted, on=MAILING_DATE, clock=time.perf_counter)
    runs = [timed.verify(scan, dpi=dpi).timing_ms or {} for _ in range(40)]
    stages = [stage for stage in runs[-1] if stage != "total"]
    return [
        (f"  {stage}", float(np.median([r[stage] for r in runs])), float(np.percentile([r[stage] for r in runs], 99)))
        for stage in stages
    ]


def _printed(folder: Path) -> Pixels:
    face = find_face(None, default_search(), default_cache())
    with open_office(folder) as device:
        file = folder / "letter.png"
        print_order(order(LETTER), device, device.signer(), face, output=file, dpi=DPI, on=MAILING_DATE)
        return pixels_of(file)
