import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indicia.errors import OutputError
from tests.verify.station.conftest import Verifying
from verify.engine.pieces import Piece
from verify.station.folder import Arrivals, Found, Places, finish
from verify.station.watch import watched

OLD = 1_000_000_000


@pytest.fixture
def places(tmp_path: Path) -> Places:
    made = Places(tmp_path / "in", tmp_path / "done", tmp_path / "failed", None)
    made.make()
    return made


def put(places: Places, name: str, content: bytes = b"x", at: int = OLD) -> Path:
    path = places.inbox / name
    path.write_bytes(content)
    os.utime(path, ns=(at, at))
    return path


def take_with(verifying: Verifying) -> Callable[[Found], object]:
    return lambda found: verifying(Piece(str(found.path)))


def run(places: Places, verifying: Verifying, count: int, *, polling: bool = False) -> list[str]:
    """Watch until so many pictures are finished."""
    stop = threading.Event()
    names: list[str] = []
    take = take_with(verifying)
    for found, _ in watched(places, take, stop, settle_seconds=0.05, polling=polling):  # type: ignore[arg-type]
        names.append(found.path.name)
        if len(names) == count:
            stop.set()
    return names


def test_what_lies_there_is_answered_oldest_first_and_moved(places: Places, verifying: Verifying) -> None:
    put(places, "b.png", at=OLD)
    put(places, "a.png", at=OLD + 1)
    put(places, "ignored.txt")
    assert ["b.png", "a.png"] == run(places, verifying, 2)
    assert ["a.png", "a.png.json", "b.png", "b.png.json"] == sorted(path.name for path in places.done.iterdir())
    assert ["ignored.txt"] == [path.name for path in places.inbox.iterdir()]
    assert "UNDETERMINED" == json.loads((places.done / "a.png.json").read_text())["verdict"]


@pytest.mark.parametrize("polling", [False, True])
def test_what_comes_later_is_answered_too(places: Places, verifying: Verifying, polling: bool) -> None:
    put(places, "a.png")
    later = threading.Timer(0.4, lambda: put(places, "b.png"))
    later.start()
    assert ["a.png", "b.png"] == run(places, verifying, 2, polling=polling)


def test_what_cannot_be_read_goes_to_failed(places: Places, verifying: Verifying) -> None:
    put(places, "a.pnm")
    run(places, verifying, 1)
    assert ["a.pnm", "a.pnm.json"] == sorted(path.name for path in places.failed.iterdir())


def test_half_written_files_are_waited_for(places: Places) -> None:
    arrivals = Arrivals(places.inbox, settle_seconds=1.0)
    put(places, "a.png", b"half")
    assert [] == arrivals.whole(0.0)
    put(places, "a.png", b"whole now")
    assert [] == arrivals.whole(0.9)
    assert [] == arrivals.whole(1.8)
    assert ["a.png"] == [found.path.name for found in arrivals.whole(2.0)]
    assert [] == arrivals.whole(5.0)


def test_a_picture_with_the_name_of_another_does_not_replace_it(places: Places, verifying: Verifying) -> None:
    put(places, "0001.png")
    run(places, verifying, 1)
    put(places, "0001.png", at=OLD + 5)
    run(places, verifying, 1)
    names = sorted(path.name for path in places.done.iterdir())
    assert ["0001-1000000005.png", "0001-1000000005.png.json", "0001.png", "0001.png.json"] == names


def test_stopping_before_the_move_does_the_same_again(places: Places, verifying: Verifying) -> None:
    path = put(places, "a.png")
    found = Found(path, 1, OLD)
    answers = verifying(Piece(str(path))).result()
    finish(found, answers, places)
    written = (places.done / "a.png.json").read_bytes()
    (places.done / "a.png").rename(path)  # as if the move had not happened
    run(places, verifying, 1)
    assert written == (places.done / "a.png.json").read_bytes()
    assert ["a.png", "a.png.json"] == sorted(p.name for p in places.done.iterdir())


def test_answers_can_go_to_a_folder_of_their_own(places: Places, verifying: Verifying, tmp_path: Path) -> None:
    with_results = Places(places.inbox, places.done, places.failed, tmp_path / "out")
    with_results.make()
    put(places, "a.png")
    run(with_results, verifying, 1)
    assert ["a.png"] == [path.name for path in places.done.iterdir()]
    assert ["a.png.json"] == [path.name for path in (tmp_path / "out").iterdir()]


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be made"):
        Places(tmp_path / "file" / "in", tmp_path, tmp_path, None).make()


def test_a_name_to_which_nothing_can_be_added_costs_the_others_nothing(places: Places, verifying: Verifying) -> None:
    longest = [f"{letter * 250}.png" for letter in "ab"] + ["\N{SNOWMAN}" * 80 + ".png"]
    for name in [*longest, "c.png"]:
        put(places, name)
    assert {*longest, "c.png"} == set(run(places, verifying, 4))
    moved = [path.name for path in places.done.iterdir() if path.suffix == ".png"]
    assert (4, True) == (len(moved), all((places.done / f"{name}.json").exists() for name in moved))
    assert all(len(os.fsencode(name)) <= 200 for name in moved)


def test_a_name_that_is_no_text_costs_the_others_nothing(places: Places, verifying: Verifying) -> None:
    put(places, "a.png")
    odd = os.fsdecode(b"\xff\xfe.png")

    def later() -> None:
        for name in (odd, "b.png"):
            while not verifying.pieces or (name == "b.png" and len(verifying.pieces) < 2):
                time.sleep(0.01)
            put(places, name)

    threading.Thread(target=later, daemon=True).start()
    assert ["a.png", odd, "b.png"] == run(places, verifying, 3)
