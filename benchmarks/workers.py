"""Two workers beside one: pieces a second with pixels in memory, and what the parent itself spends on a piece.

`python -m benchmarks.workers [ROUNDS]`. Rates are by the clock, the best of several rounds in turns, since two
processes on a busy machine get what others leave; the parent's own time is CPU time, of all of its threads.
"""

import itertools
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table

from benchmarks.measure import machine
from benchmarks.mix import CLEAN, scans
from demo.office import MAILING_DATE, trust
from indicia.faces import default_cache, default_search, find_face
from verify import Verifier
from verify.engine.line import Line
from verify.engine.pieces import Piece

ROUNDS = 5
PIECES = 60
WARM = 8
DPI = 300


@dataclass(frozen=True, slots=True)
class Run:
    """So many pieces through a line that was warm."""

    workers: int
    pieces_a_second: float
    parent_ms: float
    """CPU time of the parent for a piece, in all of its threads."""


def run(rounds: int = ROUNDS) -> dict[int, Run]:
    """The best round of one worker and of two."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        face = find_face(None, default_search(), default_cache())
        frames = [scan.pixels for scan in scans(folder, face, DPI) if scan.part is CLEAN]
        recipe = partial(Verifier, trust(folder), MAILING_DATE, face=face)
        with Line(recipe, workers=1) as one, Line(recipe, workers=2) as two:
            tried = [_timed(line, workers, frames) for _ in range(rounds) for workers, line in ((1, one), (2, two))]
    return {
        workers: max((run for run in tried if run.workers == workers), key=lambda run: run.pieces_a_second)
        for workers in (1, 2)
    }


def _timed(line: Line, workers: int, frames: list[npt.NDArray[np.uint8]]) -> Run:
    pieces = (Piece(frame, dpi=DPI) for frame in itertools.cycle(frames))
    answers = line.answers(itertools.islice(pieces, WARM + PIECES))
    for _ in range(WARM):
        next(answers)
    start, spent = time.perf_counter(), time.process_time()
    count = sum(1 for _ in answers)
    return Run(
        workers,
        count / (time.perf_counter() - start),
        (time.process_time() - spent) * 1000 / count,
    )


def table(runs: dict[int, Run]) -> Table:
    """The runs beside each other."""
    shown = Table("workers", "pieces/s", "times one", "parent ms a piece", title=f"workers: #10 letters, {DPI} dpi")
    for workers, run in runs.items():
        ratio = run.pieces_a_second / runs[1].pieces_a_second
        shown.add_row(str(workers), f"{run.pieces_a_second:.1f}", f"{ratio:.2f}", f"{run.parent_ms:.2f}")
    return shown


def main() -> None:
    """Print the table."""
    console = Console(width=100)
    console.print(machine())
    console.print(table(run(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)))


if __name__ == "__main__":
    main()
