"""Workers in a Ray of their own: the same answers as those of processes here, whatever befalls a worker."""

import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fixtures.handplaced import Pixels
from indicia import console
from indicia.errors import ExitCode, UsageError
from tests.verify.conftest import DAY
from verify.cli.main import app
from verify.engine.frames import Pixels as Frame
from verify.engine.line import Line
from verify.engine.pieces import Piece
from verify.engine.pool import AHEAD, Lost
from verify.engine.worker import Crew, Hire, Work
from verify.pipeline import Verifier

pytestmark = pytest.mark.xdist_group("ray")
CPUS, WORKERS = 3, 2
"""Of the Ray here, and of those what the workers of most tests have."""


@pytest.fixture(scope="session")
def hire() -> Iterator[Hire]:
    """Starts workers in a Ray that all tests share."""
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'indicia[ray]'")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    from verify.engine.cluster import RayPool  # noqa: PLC0415 - it cannot be imported without Ray

    ray.init("local", num_cpus=CPUS, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    yield RayPool
    ray.shutdown()


def work(piece: Any, pixels: Frame | None) -> Any:
    """What a word asks for: die, hang, fail, else say it back; of pixels their sum."""
    if pixels is not None:
        return int(pixels.sum()), pixels.shape
    if piece == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if piece == "hang":
        time.sleep(3600)
    if piece == "fail":
        raise ValueError("no such piece")
    if isinstance(piece, Path) and not piece.exists():
        piece.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return piece


def make() -> Work:
    return work


def make_nothing() -> Work:
    raise ValueError("no trust")


def judge_that_dies_once(trust: Path, mark: Path) -> Verifier:
    """A verifier whose process is killed in the middle of the first piece that any of them looks at."""

    class Dying(Verifier):
        def pages_or_error(self, *arguments: Any, **named: Any) -> Any:
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
            return super().pages_or_error(*arguments, **named)

    return Dying(trust, DAY)


@pytest.fixture(scope="module")
def crew(hire: Hire) -> Iterator[Crew]:
    opened = hire(make, WORKERS)
    yield opened
    opened.close()


def results(crew: Crew, pieces: Iterable[Any]) -> list[Any]:
    return [future.result() for future in [crew.submit(piece) for piece in pieces]]


def test_answers_are_those_of_this_process_byte_by_byte(
    hire: Hire, trust: Path, letter_file: Path, picture: Pixels, tmp_path: Path
) -> None:
    (broken := tmp_path / "broken.png").write_bytes(b"no picture")
    pieces = [
        *(Piece(letter_file, str(number)) for number in range(5)),
        *(Piece(picture, "tray 7", 300), Piece(broken), Piece(np.full((60, 90), 255, np.uint8)), Piece("absent.png")),
        *(Piece(f"file://{letter_file}"), Piece(letter_file, day=DAY.replace(day=30))),
    ]

    def answered(line: Line) -> list[str]:
        with line:
            return [answer.json() for pages in line.answers(pieces) for answer in pages]

    plain, mark = partial(Verifier, trust, DAY), tmp_path / "killed"
    dying = partial(judge_that_dies_once, trust, mark)
    here = answered(Line(plain))
    assert here == answered(Line(plain, workers=WORKERS))
    assert here == answered(Line(plain, workers=WORKERS, hire=hire))
    assert here == answered(Line(dying, workers=WORKERS, hire=hire))
    assert mark.exists()


def test_the_command_line_gives_the_same_lines(
    hire: Hire, trust: Path, letter_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*flags: str) -> tuple[int, str]:
        paths = [str(letter_file), "absent.png", f"file://{letter_file.parent}/"]
        words = ["scan", *paths, "--trust", str(trust), "--on", DAY.isoformat(), "--json"]
        return console.exit_code(app, "verify", [*words, *flags]), capsys.readouterr().out

    assert run() == run("--engine", "ray", "--workers", "1")


def test_an_address_without_ray_and_ray_without_its_library_are_told_in_one_line(
    trust: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*flags: str) -> tuple[int, str]:
        code = console.exit_code(app, "verify", ["scan", "a.png", "--trust", str(trust), *flags])
        return code, capsys.readouterr().err

    assert (ExitCode.USAGE, "verify: --ray-address needs --engine ray\n") == run("--ray-address", "auto")
    monkeypatch.delitem(sys.modules, "verify.engine.cluster", raising=False)
    monkeypatch.setitem(sys.modules, "ray", None)
    said = "verify: --engine ray needs ray; install indicia[ray]\n"
    assert (ExitCode.MISSING_PART, said) == run("--engine", "ray")


@pytest.mark.parametrize("address", ["127.0.0.1:1", "127.0.0.1:99999", "nowhere.invalid:6379"])
def test_a_cluster_that_is_not_there_is_told_at_once(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = pytest.importorskip("verify.engine.cluster", reason="Ray is not installed: pip install 'indicia[ray]'")
    monkeypatch.setattr(cluster.ray, "is_initialized", lambda: False)
    with pytest.raises(UsageError, match=f"no Ray cluster at {address}"):
        cluster.connected(address, 1)


def test_pixels_arrive_whole_whatever_their_size(crew: Crew) -> None:
    pictures = [np.full((3 + n % 5, 40 * (n % 3 + 1)), n, np.uint8) for n in range(20)]
    futures = [crew.submit(None, picture) for picture in pictures]
    assert [(int(p.sum()), p.shape) for p in pictures] == [future.result() for future in futures]


def test_a_piece_that_costs_every_worker_is_given_up(crew: Crew, tmp_path: Path) -> None:
    once: list[Any] = [tmp_path / "killed"]
    lost = [Lost("was lost 3 times"), Lost("failed: ValueError: no such piece")]
    assert [0, lost[0], 2, *once, 4, lost[1], 6] == results(crew, [0, "die", 2, *once, 4, "fail", 6])


def test_a_worker_that_hangs_costs_one_piece(hire: Hire) -> None:
    crew = hire(make, 1, stuck_seconds=1.0)  # type: ignore[call-arg]  # a keyword of Ray's alone
    assert [0, Lost("took longer than 1 s"), 2] == results(crew, [0, "hang", 2])
    waiting = [crew.submit("hang") for _ in range(4)]
    assert waiting[3].cancel()
    crew.close()
    crew.close()
    assert waiting[2].cancelled()
    with pytest.raises(RuntimeError, match="closed"):
        crew.submit(1)


def test_workers_that_cannot_start_are_told(hire: Hire) -> None:
    crew = hire(make_nothing, 0)  # one on every CPU
    assert CPUS * AHEAD == crew.room
    with pytest.raises(RuntimeError, match="cannot start: ValueError: no trust"):
        crew.submit(1).result()
    with pytest.raises(RuntimeError, match="cannot start"):
        crew.submit(1)
    crew.close()
