"""Past one machine: `python -m benchmarks.scale > docs/scale.md` measures here and computes the plan from that.

It needs ten minutes of a quiet core, or more on a busy one: costs are CPU time, so that a busy machine changes little.
"""

import contextlib
import http.client
import io
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks import sharding, workers
from benchmarks.capacity import (
    BUSY,
    COUNTRY,
    PLANT,
    Demand,
    Input,
    Measured,
    ceilings,
    claims_a_second,
    cores,
    gigabits,
    terabytes_a_year,
)
from benchmarks.end_to_end import SOME
from benchmarks.measure import machine
from benchmarks.mix import Scan, scans
from demo.office import MAILING_DATE, trust
from fixtures import postgres
from indicia.faces import Face, default_cache, default_search, find_face
from verify import Verifier
from verify.engine.batches import BATCH
from verify.ledger.opening import open_ledger
from verify.threads import one_thread

DPIS = (300, 200)
ROUNDS = 2
FRAMES = 200
"""Sent to a station."""
CLAIMS = 20_000
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "PNG": (".png", {}),
    "JPEG, quality 85": (".jpg", {"quality": 85}),
    "TIFF, LZW": (".tif", {"compression": "tiff_lzw"}),
    "TIFF, group 4": (".tif", {"compression": "group4"}),
}
"""Suffix and what Pillow is told, by kind of file."""


def measured() -> Measured:
    """Everything that the model stands on, measured here."""
    one_thread()
    face = find_face(None, default_search(), default_cache())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = [one for dpi in DPIS for one in _inputs(folder / str(dpi), face, dpi)]
        frame = scans(folder, face, DPIS[0])[0]
        answer = Verifier(trust(folder), MAILING_DATE, face=face).verify(frame.pixels, dpi=frame.dpi)
        return Measured(
            inputs=inputs,
            parent_ms=workers.run(ROUNDS)[1].parent_ms,
            station_ms=_station_ms(folder, frame),
            answer_kilobytes=len(answer.json()) / 1000,
            sqlite=sharding.measured(),
            postgres=_postgres(),
            ledger_bytes=_ledger_bytes(folder),
        )


def _inputs(folder: Path, face: Face, dpi: int) -> Iterator[Input]:
    """The mix in memory and as files of every kind."""
    folder.mkdir()
    pieces = scans(folder, face, dpi)
    checks = [Verifier(trust(folder), MAILING_DATE, face=face, dpi=dpi, checks=checks) for checks in (None, SOME)]
    size = float(np.mean([piece.pixels.nbytes for piece in pieces])) / 1000
    yield Input("pixels in memory", dpi, size, *(_mean_ms(one, [p.pixels for p in pieces]) for one in checks))
    for kind, (suffix, options) in KINDS.items():
        files = []
        for number, piece in enumerate(pieces):
            picture = Image.fromarray(piece.pixels)
            picture = (
                picture.convert("1", dither=Image.Dither.NONE) if options.get("compression") == "group4" else picture
            )
            files.append(folder / f"{number}{suffix}")
            picture.save(files[-1], dpi=(dpi, dpi), **options)
        size = float(np.mean([file.stat().st_size for file in files])) / 1000
        yield Input(kind, dpi, size, *(_mean_ms(one, files) for one in checks))


def _mean_ms(verifier: Verifier, images: Sequence[object]) -> float:
    """Mean CPU time of a piece, the least of some rounds each: what a core that works without end takes."""
    least = [np.inf] * len(images)
    for _ in range(ROUNDS):
        for number, image in enumerate(images):
            start = time.thread_time()
            verifier.verify(image)  # type: ignore[arg-type]  # paths or pixels
            least[number] = min(least[number], (time.thread_time() - start) * 1000)
    return float(np.mean(least))


def _station_ms(folder: Path, frame: Scan) -> float:
    """CPU time of the station's own process for a raw frame, its workers' and the caller's left out."""
    height, width = frame.pixels.shape
    flags = ["serve", "--trust", str(trust(folder)), "--on", MAILING_DATE.isoformat(), "--port", "8099"]
    ledger = ["--ledger", f"sqlite:///{folder}/station.db", "--checks", "symbol,signature,duplicate"]
    command = [sys.executable, "-c", "from verify.cli.main import main; main()", *flags, *ledger]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as station:
        try:
            _until_ready(8099)
            connection = http.client.HTTPConnection("127.0.0.1", 8099, timeout=600)
            body, start = frame.pixels.tobytes(), _cpu_seconds(station.pid)
            for _ in range(FRAMES):
                path = f"/v1/verify?width={width}&height={height}&dpi={frame.dpi}"
                connection.request("POST", path, body, {"Content-Type": "application/octet-stream"})
                connection.getresponse().read()
            return (_cpu_seconds(station.pid) - start) * 1000 / FRAMES
        finally:
            station.kill()


def _until_ready(port: int) -> None:
    while True:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == http.client.OK:
                return
        time.sleep(0.1)


def _cpu_seconds(pid: int) -> float:
    """User and system time of one process."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def _postgres() -> sharding.Costs | None:
    if postgres.binary("pg_ctl") is None:
        return None
    with tempfile.TemporaryDirectory(prefix="pg-") as name, postgres.running(Path(name)) as server:
        return sharding.costs_of(server.new_database)


def _ledger_bytes(folder: Path) -> float:
    file = folder / "size.db"
    with open_ledger(f"sqlite:///{file}") as ledger:
        for first in range(0, CLAIMS, 1000):
            ledger.claim(sharding.some_claims(first, 1000))
    return file.stat().st_size / CLAIMS


def markdown(known: Measured, on: date) -> str:
    """The page of docs/."""
    page = io.StringIO()
    say = partial(print, file=page)
    say(_HEAD.format(machine=machine(), on=on.isoformat(), busy=f"{BUSY:.0%}"))
    _say_measured(known, say)
    for demand in (PLANT, COUNTRY):
        _say_demand(known, demand, say)
    _say_ceilings(known, say)
    _say_sharding(known, say)
    return re.sub(r"\n{3,}", "\n\n", page.getvalue()).rstrip() + "\n"


def _say_measured(known: Measured, say: partial[None]) -> None:
    say("## Measured\n")
    say(f"`--checks {SOME}` leaves the other stages out.\n")
    say("| input | dpi | kB a piece | complete, ms | pieces/s a core | with `--checks`, ms | pieces/s a core |")
    say("|---|--:|--:|--:|--:|--:|--:|")
    for one in known.inputs:
        rates = f"{one.complete_ms:.1f} | {1000 / one.complete_ms:.0f} | {one.some_ms:.1f} | {1000 / one.some_ms:.0f}"
        say(f"| {one.kind} | {one.dpi} | {one.kilobytes:.0f} | {rates} |")
    say("\n| what | measured |\n|---|--:|")
    say(f"| the parent of workers, CPU of a 300 dpi frame | {known.parent_ms:.2f} ms |")
    say(f"| the HTTP station's own process, CPU of a raw 300 dpi frame | {known.station_ms:.2f} ms |")
    say(f"| an answer in NDJSON | {known.answer_kilobytes:.1f} kB |")
    say(f"| a claim in the SQLite file | {known.ledger_bytes:.0f} bytes |")
    for name, costs in (("SQLite", known.sqlite), ("PostgreSQL", known.postgres)):
        if costs is not None:
            each = f"{costs.batch * 1e6:.0f} µs + {costs.claim * 1e6:.1f} µs"
            say(f"| {name}: a transaction, and each claim in it | {each} |")
            say(f"| {name}: claims a second in batches of {BATCH} | {claims_a_second(costs):.0f} |")


def _say_demand(known: Measured, demand: Demand, say: partial[None]) -> None:
    say(f"\n## The {demand.name}: {demand.peak:,.0f} pieces a second at the peak, {demand.a_day:,.0f} a day\n")
    say("| input | dpi | cores, complete | cores, with `--checks` | Gbit/s of pictures |")
    say("|---|--:|--:|--:|--:|")
    for one in known.inputs:
        asked = (cores(demand.peak, ms) for ms in (one.complete_ms, one.some_ms))
        numbers = " | ".join(f"{number:.0f}" for number in asked)
        say(f"| {one.kind} | {one.dpi} | {numbers} | {gigabits(demand.peak, one.kilobytes):.1f} |")
    answers, claims = (terabytes_a_year(demand, each) for each in (known.answer_kilobytes * 1000, known.ledger_bytes))
    say(f"\nA year's answers are {answers:.1f} TB as NDJSON, a year's claims {claims:.2f} TB in the ledger.")


def _say_ceilings(known: Measured, say: partial[None]) -> None:
    frame = known.inputs[0]
    say("\n## What breaks first on one machine that takes raw 300 dpi frames\n")
    say("| part | pieces a second at most |\n|---|--:|")
    for ceiling in ceilings(known, frame):
        say(f"| {ceiling.part} | {ceiling.pieces_a_second:,.0f} |")
    say(_BREAKS)


def _say_sharding(known: Measured, say: partial[None]) -> None:
    say("\n## The ledger, sharded by device: a simulation\n")
    say(_SHARDING.format(batch=f"{known.sqlite.batch * 1e6:.0f}", claim=f"{known.sqlite.claim * 1e6:.1f}"))
    say("| simulated | shards | busiest shard | median ms | p99 ms | worst ms | unanswered at the end |")
    say("|---|--:|--:|--:|--:|--:|--:|")
    for what, shards, out in sharding.run(known.sqlite):
        waits = f"{out.median_ms:.1f} | {out.p99_ms:.1f} | {out.worst_ms:,.1f}"
        say(f"| {what} | {shards} | {out.busiest:.0%} | {waits} | {out.backlog:,} |")
    say(_SHARDED)


_HEAD = """# Past one machine

Made on {on} by `python -m benchmarks.scale > docs/scale.md` on {machine}.
Costs were measured on that machine, CPU time of one core, on the mix of
[benchmarks/mix.py](../benchmarks/mix.py); everything for a plant or the country is computed from them, with cores
that work {busy} of their time. Nobody has run a plant on this: the numbers are the model's, and those of the last
section a simulation's. A sorter passes 10 pieces a second; a plant is taken for 100 sorters, the country for 100
million pieces a day, 12 % of them in the busiest hour (a guess: no source in hand says).
"""
_BREAKS = """
The first part of the list is the first to break, and each has its remedy:

- **Cores**: `--workers`, then machines (`--engine ray`). Pieces are independent, so this grows in proportion.
- **The process that hands out pixels, the HTTP station**: more stations on the same machine, each with its own
  cameras. They meet in the ledger (PostgreSQL) and nowhere else.
- **The link**: verify where the camera stands and send answers; or send PNG, JPEG or group 4 instead of raw frames.
- **The ledger**: asked once a piece, whatever the picture; it answers in batches. It is the one part that more
  machines do not raise, so it is the one that is sharded.
"""
_SHARDING = """Every device's claims go to the one ledger whose number its name hashes to. No indicium is ever asked
about in two places, since the device is part of its key. What is played through is a minute of the country's busiest
hour, with {batch} µs a transaction and {claim} µs a claim as measured above, 0.5 ms of network, and batches collected
for 5 ms. What sends a claim to its shard is simulated too: the program asks one ledger, so that today a shard is a
group of stations' devices, not a flag.
"""
_SHARDED = """
- **Rate**: see the busiest shard's share of its time; the first row whose share is well below 100 % is enough.
- **Hot device**: all its claims meet in one shard. Batches grow with the load, so a claim costs less the more there
  are; one device would have to send a ledger's whole ceiling to be a problem.
- **Loss of a shard**: pieces of its devices wait, all others go on. A station's queue fills with those that wait,
  and it answers 429 once it is full. Nothing that was answered is lost (`tests/soak/test_ledger.py` kills writers);
  when the shard is back, repeated submissions are recognised by the station's name for the piece.
"""


def main() -> None:
    """Print the page."""
    known = measured()
    sys.stdout.write(markdown(known, date.today()))  # noqa: DTZ011 - the day where it was measured


if __name__ == "__main__":
    main()
