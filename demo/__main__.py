"""`make demo`: print, scan, verify; a table on the screen, pictures and JSON in out/demo/."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from rich.console import Console
from rich.table import Table

from demo.office import open_office, print_all, trust
from demo.pieces import Piece, pieces
from indicia.faces import Face, default_cache, default_search, find_face
from verify import Answer, Verifier
from verify.overlay.picture import overlay

OUT = Path("out") / "demo"
_SEED = 604


def main() -> int:
    """Run the demo; 0 when every piece was judged as it should be."""
    console = Console()
    shutil.rmtree(OUT, ignore_errors=True)
    for folder in ("prints", "scans", "overlays"):
        (OUT / folder).mkdir(parents=True)
    face = find_face(None, default_search(), default_cache())
    with open_office(OUT) as device:
        released = print_all(device, face, OUT / "prints")
        registers = device.registers()
    console.print(f"printed {len(released)} pages in {face.name}: {', '.join(released)}")
    console.print(f"ascending {registers.ascending / 1000:.3f}, descending {registers.descending / 1000:.3f}")
    judged = [(piece, _verify(piece, face)) for piece in pieces(released, np.random.default_rng(_SEED))]
    (OUT / "answers.ndjson").write_text("".join(f"{answer.json()}\n" for _, answer in judged), "utf-8")
    console.print(_table(judged))
    console.print(f"prints, scans, overlays and answers.ndjson are in {OUT}/")
    wrong = [piece.name for piece, answer in judged if not _as_expected(piece, answer)]
    if wrong:
        console.print(f"not judged as they should be: {', '.join(wrong)}")
    return 1 if wrong else 0


def _verify(piece: Piece, face: Face) -> Answer:
    """The answer for a scan, which is saved with its overlay."""
    file = piece.save(OUT / "scans")
    verifier = Verifier(trust=trust(OUT), on=piece.on)
    answer = verifier.verify(file)
    picture = overlay(piece.pixels, answer, face=face, addresses=True)
    Image.fromarray(picture).save(OUT / "overlays" / file.name, compress_level=1)
    return answer


def _as_expected(piece: Piece, answer: Answer) -> bool:
    return answer.verdict is piece.expected and (piece.reason is None or piece.reason in answer.reasons)


def _table(judged: Sequence[tuple[Piece, Answer]]) -> Table:
    table = Table("piece", "dpi", "deposited", "verdict", "because", title="verify")
    for piece, answer in judged:
        table.add_row(piece.name, str(piece.dpi), piece.on.isoformat(), answer.verdict.value, ", ".join(answer.reasons))
    return table


if __name__ == "__main__":
    sys.exit(main())
