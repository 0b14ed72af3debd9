"""A batch of signed 4x6 labels into one PDF, on one core, beside a plain reportlab program that draws the same page.

Ours reads, lays out, judges, debits, signs, draws, releases and joins; the plain way only signs and draws.
`python -m benchmarks.batch 10000` is the full size.
"""

import datetime as dt
import gc
import hashlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

from benchmarks import plain
from benchmarks.measure import machine
from demo.office import DPI, FUNDS, INDICIUM, LABEL, MAILING_DATE, open_office
from indicia.faces import Face, default_cache, default_search, find_face
from indicia.model.order import Order, read_order
from indicia.payload.profiles import IBI_LENGTH, message_length
from indicia.preflight import preflight
from indicia.psd.device import Psd
from indicia.release.batch import Batch
from indicia.release.desk import Desk
from indicia.release.goal import Goal
from indicia.release.request import meter_of

LABELS = 1000
CHUNK = 100
_CENTS = "0.10"


def run(labels: int = LABELS) -> tuple[str, list[tuple[str, float, float]]]:
    """The title and, for each contender, labels a second and its ratio to the plain way: of CPU time, by the clock."""
    face = find_face(None, default_search(), default_cache())
    with tempfile.TemporaryDirectory() as name, open_office(Path(name)) as psd:
        folder = Path(name)
        for _ in range(labels * 2 // (FUNDS // 100) + 1):
            psd.load(FUNDS)
        orders = folder / "orders.jsonl"
        orders.write_text("".join(f"{json.dumps(document)}\n" for document in documents(labels)))
        numbers = count()
        contenders: dict[str, Callable[[], object]] = {
            "batch, nothing read back": lambda: _ours(
                Desk(psd, face, DPI, reads_back=False), orders, folder / f"{next(numbers)}.pdf"
            ),
            "batch, every page read back": lambda: _ours(Desk(psd, face, DPI), orders, folder / f"{next(numbers)}.pdf"),
            "plain": lambda: _plain(psd, face, orders, folder / "plain.pdf"),
        }
        gc.freeze()  # as the command line does; for the plain way too
        seconds = {name: _seconds(contender) for name, contender in contenders.items()}
        gc.unfreeze()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    title = f"a batch of {labels} signed 4x6 labels into one PDF (peak of the whole benchmark {peak:.0f} MB)"
    plain_way = seconds["plain"]
    return title, [
        (f"{name}{how}", labels / taken[clock], plain_way[clock] / taken[clock])
        for clock, how in enumerate(("", ", by the clock"))
        for name, taken in seconds.items()
    ]


def documents(labels: int) -> Iterator[dict[str, object]]:
    """Orders of one sender to as many addressees."""
    indicium = {**INDICIUM, "amount": _CENTS, "mail_class": "priority", "facing": "label"}
    for number in range(labels):
        to = [f"MS JANE ROE {number}", f"{number} MARKET ST APT 4", f"SAN FRANCISCO CA 94103-{number % 10_000:04d}"]
        yield {**LABEL, "indicium": indicium, "to": to}


def _seconds(contender: Callable[[], object]) -> tuple[float, float]:
    """CPU and wall seconds; a machine that others work on too has the first to show alone."""
    start = time.process_time(), time.perf_counter()
    contender()
    return time.process_time() - start[0], time.perf_counter() - start[1]


def _ours(desk: Desk, orders: Path, output: Path) -> None:
    with Batch.opened(desk, desk.psd.signer(), Goal(output, orders), resume=False) as batch:
        for chunk in batch.chunks(CHUNK, _day):
            if chunk.failed:
                raise chunk.failed[0].error
        batch.finish()


def _day(_: Order) -> dt.date:
    return MAILING_DATE


def _plain(psd: Psd, face: Face, orders: Path, output: Path) -> None:
    """The words of the first label on every page, with signed messages of the right length."""
    texts = orders.read_text().splitlines()
    order, length = read_order(texts[0]), message_length(psd.algorithm)
    layout = preflight(order, meter_of(order, psd), face, dpi=DPI, message_length=length).layout
    marks = [*layout.indicium.lettering, *layout.surroundings.addresses]
    lines = [(t.x, t.baseline, t.size_pt, t.bold, t.string) for t in marks]
    signer, signed = psd.signer(), [hashlib.shake_256(text.encode()).digest(IBI_LENGTH) for text in texts]
    messages = [payload + signer.sign(payload) for payload in signed]
    output.write_bytes(plain.pdf(messages, lines, (face.regular, face.bold)))


def main() -> None:
    """Print the table of one size."""
    title, rates = run(int(sys.argv[1]) if len(sys.argv) > 1 else LABELS)
    sys.stdout.write(f"{machine()}\n{title}\n")
    for name, rate, ratio in rates:
        sys.stdout.write(f"{name:<43}{rate:>8.0f} a second{ratio:>8.2f} times plain\n")


if __name__ == "__main__":
    main()
