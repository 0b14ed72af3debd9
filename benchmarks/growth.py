"""How cost grows: with pieces, with pixels, with symbols on a page. `python -m benchmarks.growth > docs/growth.md`.

Times are CPU time of one thread, the least of several rounds. An exponent is the slope of a straight line through the
logarithms: 1 is in proportion.
"""

import itertools
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.measure import machine
from benchmarks.mix import PRINT_DPI, printed
from demo.office import MAILING_DATE, trust
from fixtures.mint import DAY, DPI, Mint
from fixtures.printscan import Look, print_and_scan
from indicia.faces import Face, default_cache, default_search, find_face
from verify import Verifier
from verify.threads import one_thread

Pixels = npt.NDArray[np.uint8]

PIECES = (100, 1000, 10_000)
SCAN_DPIS = (200, 300, 400, 600)
SYMBOLS = (1, 2, 5, 10, 20)
ROUNDS = 5
FRAMES = 50
"""Small frames that take turns where pieces are counted."""
_SHEET = (11 * DPI, 17 * DPI // 2)
"""Rows and columns of the page on which symbols are counted."""


@dataclass(frozen=True, slots=True)
class Growth:
    """Cost beside size."""

    what: str
    sizes: tuple[float, ...]
    """What grows, in any unit."""
    ms: tuple[float, ...]

    @property
    def exponent(self) -> float:
        """Of size, in cost."""
        return float(np.polyfit(np.log(self.sizes), np.log(self.ms), 1)[0])


def run(pieces: Sequence[int] = PIECES, rounds: int = ROUNDS) -> list[Growth]:
    """Cost by pieces, by pixels, by symbols."""
    one_thread()
    face = find_face(None, default_search(), default_cache())
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        mint = Mint.opened(Path(one))
        return [
            _by_pieces(Verifier(mint.trust, DAY, dpi=DPI, face=face), mint, pieces),
            _by_pixels(Path(other), face, rounds),
            _by_symbols(Verifier(mint.trust, DAY, dpi=DPI, face=face), mint, rounds),
        ]


def _by_pieces(verifier: Verifier, mint: Mint, counts: Sequence[int]) -> Growth:
    frames = [mint.frame(number) for number in range(FRAMES)]
    verifier.verify(frames[0])

    def line(count: int) -> None:
        for _ in verifier.verify_many(itertools.islice(itertools.cycle(frames), count)):
            pass

    return Growth("pieces in a line", tuple(counts), tuple(_ms(partial(line, count), 1) for count in counts))


def _by_pixels(folder: Path, face: Face, rounds: int) -> Growth:
    """One letter, scanned ever finer."""
    page, _ = printed(folder, face)
    verifier = Verifier(trust(folder), MAILING_DATE, face=face)
    look = Look(blur_px=0.5, noise=2.0, color=False)
    scans = [
        print_and_scan(page, PRINT_DPI, np.random.default_rng(604), replace(look, scan_dpi=dpi)).pixels
        for dpi in SCAN_DPIS
    ]
    times = [_ms(partial(verifier.verify, scan, dpi=dpi), rounds) for scan, dpi in zip(scans, SCAN_DPIS, strict=True)]
    return Growth("pixels of a #10 letter, millions", tuple(scan.size / 1e6 for scan in scans), tuple(times))


def _by_symbols(verifier: Verifier, mint: Mint, rounds: int) -> Growth:
    """Indicia on one page of letter size."""
    times = []
    for count in SYMBOLS:
        page = _sheet([mint.frame(number) for number in range(count)])
        answer = verifier.verify(page)
        if len(answer.seen.symbols) != count:
            raise AssertionError(f"{len(answer.seen.symbols)} symbols were read of {count}")
        times.append(_ms(partial(verifier.verify, page), rounds))
    return Growth("symbols on a page", tuple(SYMBOLS), tuple(times))


def _sheet(frames: Sequence[Pixels]) -> Pixels:
    """Frames in rows of four, from the upper right corner on, as they lie on a sheet of stamps."""
    page = np.full(_SHEET, 255, np.uint8)
    for number, frame in enumerate(frames):
        row, column = divmod(number, 4)
        side = len(frame)
        top, right = 60 + row * (side + 60), _SHEET[1] - 60 - column * (side + 60)
        page[top : top + side, right - side : right] = frame
    return page


def _ms(work: Callable[[], object], rounds: int) -> float:
    """The least CPU time of several rounds."""
    times = []
    for _ in range(rounds):
        start = time.thread_time()
        work()
        times.append((time.thread_time() - start) * 1000)
    return min(times)


def markdown(grown: Sequence[Growth]) -> str:
    """The page of docs/."""
    parts = [
        f"""# How cost grows

Made by `python -m benchmarks.growth > docs/growth.md` on {machine()}: CPU time of one
thread, pixels in memory, complete verification. Pieces are small frames over a symbol (one round); a letter is
scanned at {", ".join(map(str, SCAN_DPIS))} dpi, indicia stand on one page of letter size at {DPI} dpi (the least of
{ROUNDS} rounds). An exponent of 1 means: in proportion. Of a page with one symbol only the corner is read; matter
beside a symbol has the whole page searched, which is the step from one to two, and what counts afterwards is the page.
"""
    ]
    for one in grown:
        parts += [
            f"| {one.what} | {' | '.join(f'{_short(size)}' for size in one.sizes)} | exponent |",
            f"|---|{'--:|' * (len(one.sizes) + 1)}",
            f"| ms | {' | '.join(f'{ms:.1f}' for ms in one.ms)} | {one.exponent:.2f} |\n",
        ]
    return "\n".join(parts)


def _short(size: float) -> str:
    return f"{size:,.0f}" if size >= 100 else f"{size:.3g}"


def main() -> None:
    """Print the page."""
    sys.stdout.write(markdown(run()).rstrip() + "\n")


if __name__ == "__main__":
    main()
