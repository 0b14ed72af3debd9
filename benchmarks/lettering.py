"""Lettering read beside Tesseract: characters right and CPU time on the same crops, clean and degraded."""

import difflib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from PIL import Image
from rich.console import Console
from rich.table import Table

from benchmarks.measure import machine
from fixtures.lettering import Scanned, degraded, random_lines, scan, scratched, set_lines
from fixtures.printscan import Look
from indicia.faces import Face, default_cache, default_search, find_face
from verify.read import second_opinion
from verify.read.lettering import read_lettering
from verify.threads import one_thread

BLOCKS = 30
SEED = 1998
"""Not the one that thresholds were chosen on."""
DPIS = (200, 300, 600)
Reader = Callable[[Scanned], list[str]]


@dataclass(slots=True)
class Score:
    """Of one reader on one kind of scan."""

    right: int = 0
    characters: int = 0
    cpu_ms: list[float] = field(default_factory=list)
    """A block each."""

    def add(self, read: list[str], asked: list[str], cpu_ms: float) -> None:
        """Count a block: lines in any order are matched as one text."""
        got, want = ("".join("".join(lines).split()) for lines in (read, asked))
        blocks = difflib.SequenceMatcher(None, want, got, autojunk=False).get_matching_blocks()
        self.right += sum(block.size for block in blocks) - max(0, len(got) - len(want))
        self.characters += len(want)
        self.cpu_ms.append(cpu_ms)


def run() -> list[tuple[str, list[tuple[str, float, float]]]]:
    """A title and rows (reader, characters right in percent, median CPU ms a block) for each kind of scan."""
    one_thread()
    face = find_face(None, default_search(), default_cache())
    readers: dict[str, Reader] = {"own": partial(_own, face=face)}
    if second_opinion.missing() is None:
        readers["Tesseract"] = _tesseract()
    tables = []
    for kind in ("clean", "degraded"):
        for dpi in DPIS:
            scores = _scores(readers, face, kind, dpi)
            rows = [
                (name, 100 * score.right / score.characters, float(np.median(score.cpu_ms)))
                for name, score in scores.items()
            ]
            tables.append((f"lettering, {kind}, {dpi} dpi, {BLOCKS} blocks of 7 lines", rows))
    return tables


def _scores(readers: dict[str, Reader], face: Face, kind: str, dpi: int) -> dict[str, Score]:
    scores = {name: Score() for name in readers}
    for number in range(BLOCKS):
        rng = np.random.default_rng((SEED, number))
        made = set_lines(face, random_lines(rng))
        if kind == "degraded":
            seen = scan(scratched(made, rng, 1), rng, degraded(rng, dpi))
        else:
            seen = scan(made, rng, Look(scan_dpi=dpi))
        asked = [text.string for text in seen.texts]
        for name, read in readers.items():
            read(seen)
            start = time.process_time()
            said = read(seen)
            scores[name].add(said, asked, (time.process_time() - start) * 1000)
    return scores


def _own(seen: Scanned, *, face: Face) -> list[str]:
    return [text.string for text in read_lettering(seen.plane, [seen.region], face, levels=seen.levels)]


def _tesseract() -> Reader:
    engine = second_opinion.engine(single_line=False)

    def read(seen: Scanned) -> list[str]:
        patch = seen.plane.patch(seen.region)
        engine.SetImage(Image.fromarray(np.ascontiguousarray(patch.pixels)))
        engine.SetSourceResolution(round(patch.dpi))
        return str(engine.GetUTF8Text()).splitlines()

    return read


def tables() -> Iterator[Table]:
    """What came of it, with each reader's time as a share of Tesseract's."""
    for title, rows in run():
        rival = {name: cpu_ms for name, _, cpu_ms in rows}.get("Tesseract")
        table = Table("reader", "characters right, %", "CPU ms a block", "of Tesseract's time", title=title)
        for name, share, cpu_ms in rows:
            table.add_row(name, f"{share:.2f}", f"{cpu_ms:.1f}", "" if rival is None else f"{cpu_ms / rival:.2f}")
        yield table


def main() -> None:
    """Print the tables."""
    console = Console(width=100)
    console.print(machine())
    if (why := second_opinion.missing()) is not None:
        console.print(why)
    for table in tables():
        console.print(table)


if __name__ == "__main__":
    main()
