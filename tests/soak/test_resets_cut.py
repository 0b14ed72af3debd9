"""Two providers' resets at the same time: eight devices over real HTTP whose connections are cut at random.

One provider keeps its books in SQLite, the other in PostgreSQL. What the devices hold is what the books say was set, to
the mill; what a licensee has left and what its device holds is what it deposited.
"""

import datetime as dt
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fixtures.cut_line import CutLine, cutting
from fixtures.postgres import Server
from fixtures.reset_office import clock, make_device, office_key, open_funded, serving, totals
from indicia.errors import OutputError
from indicia.psd.device import Psd
from indicia.security.authority import Authority
from provider.resetting.line import Line
from provider.store import open_store

FULL = os.environ.get("INDICIA_SOAK") == "full"
RESETS = 300 if FULL else 5
DEVICES = 4
"""Of each provider."""
CUT = 0.4
DEPOSIT = 100_000_000
pytestmark = [pytest.mark.soak, pytest.mark.xdist_group("soak")]


@dataclass
class Licensee(threading.Thread):
    """Resets one device time and again, from its own thread; a call that breaks off is made again or forgotten."""

    psd: Path
    account: str
    broken_url: str
    url: str
    authority: Authority
    seed: int
    ended: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    total: int = 0
    fault: BaseException | None = None

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        try:
            self._reset()
        except Exception as fault:
            self.fault = fault

    def _reset(self) -> None:
        rng, key = random.Random(self.seed), office_key(self.authority)
        with Psd.open(self.psd, clock) as device:
            for _ in range(RESETS):
                amount = rng.choice((0, 10, 10 * rng.randrange(1, 5_000)))
                line = Line(self.broken_url, attempts=rng.choice((1, 3)), timeout_seconds=30, pause=lambda _: None)
                before = device.registers().control_total
                try:
                    outcome = line.call(device, self.account, amount, key)
                    self.ended["confirmed" if outcome.document else "applied"] += 1
                except OutputError:
                    self.ended["broken"] += 1
                assert device.registers().control_total - before in (0, amount)
                self.asked += amount
            settled = Line(self.url).call(device, self.account, 0, key)
            assert settled.document is not None
            self.total = device.registers().control_total


def test_totals_match_to_the_mill(tmp_path: Path, postgres: Callable[[], Server]) -> None:
    first, last = dt.date(2000, 1, 1), dt.date(2049, 12, 31)
    stores = (f"sqlite:///{tmp_path}/provider.db", postgres().new_database())
    licensees: list[list[Licensee]] = []
    lines: list[CutLine] = []
    start = time.perf_counter()
    with ExitStack() as stack:
        for number, store_url in enumerate(stores):
            authority = Authority.create(tmp_path / f"keys-{number}", valid_from=first, valid_to=last)
            url = stack.enter_context(serving(store_url, authority))
            line = stack.enter_context(cutting(int(url.rpartition(":")[2]), CUT, random.Random(number)))
            lines.append(line)
            licensees.append([])
            for serial in range(DEVICES):
                psd = tmp_path / f"psd-{number}-{serial}"
                make_device(psd, 1001 + 1000 * number + serial, authority)
                with open_store(store_url) as store:
                    account = open_funded(store, psd, DEPOSIT)
                broken = f"http://127.0.0.1:{line.port}"
                seed = 10 * number + serial
                licensees[-1].append(Licensee(psd, account, broken, url, authority, seed))
        for licensee in (*licensees[0], *licensees[1]):
            licensee.start()
        for licensee in (*licensees[0], *licensees[1]):
            licensee.join()
    cuts = sum((line.cuts for line in lines), Counter[str]())
    ended = sum((licensee.ended for group in licensees for licensee in group), Counter[str]())
    sys.stdout.write(
        f"\n{2 * DEVICES} devices, {RESETS} resets each in {time.perf_counter() - start:.0f} s: {dict(ended)}; "
        f"connections cut: {dict(cuts)}\n"
    )
    for store_url, group in zip(stores, licensees, strict=True):
        assert [None] * DEVICES == [licensee.fault for licensee in group]
        for licensee in group:
            books = totals(store_url, licensee.account)
            assert (DEPOSIT - licensee.total, 0) == (books.balance, books.under_way)
            assert sum(each.total for each in group) == books.postage
    assert cuts["there"]
    assert cuts["back"]
    assert ended["confirmed"]
    assert not FULL or all(ended[how] for how in ("applied", "broken"))
