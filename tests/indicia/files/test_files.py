"""A place holds the old file or the new one; what a killed process leaves is cleared by the next."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from indicia import files
from indicia.errors import OutputError

PART = ".page.pdf.part"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "page.pdf"


def names(place: Path) -> list[str]:
    return sorted(file.name for file in place.parent.iterdir())


def test_a_file_is_replaced_whole(place: Path) -> None:
    place.write_bytes(b"the old one")
    files.replace(place, b"new")
    assert (b"new", ["page.pdf"]) == (place.read_bytes(), names(place))


def test_what_is_staged_does_not_bear_the_name_of_its_place(place: Path) -> None:
    with files.staged(place, b"new") as part:
        assert (b"new", [PART]) == (part.read_bytes(), names(place))
        files.move(part, place)
        assert ["page.pdf"] == names(place)
    assert b"new" == place.read_bytes()


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_what_is_not_moved_is_gone(place: Path, error: type[BaseException]) -> None:
    place.write_bytes(b"old")
    with pytest.raises(error), files.staged(place, b"new"):
        raise error
    assert (b"old", ["page.pdf"]) == (place.read_bytes(), names(place))


def killed_while_staging(place: Path) -> None:
    """Leave what a process leaves that is killed between staging and renaming."""
    script = f"""
import os, signal
from pathlib import Path
from indicia import files
with files.staged(Path({str(place)!r}), b"left over" * 1000):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert -9 == subprocess.run([sys.executable, "-c", script], check=False).returncode
    assert [PART] == [name for name in names(place) if name.startswith(".")]


def test_what_a_killed_process_left_is_cleared_by_the_next(place: Path) -> None:
    killed_while_staging(place)
    files.replace(place, b"new")
    assert (b"new", ["page.pdf"]) == (place.read_bytes(), names(place))


def test_what_a_killed_process_left_is_never_written_over(place: Path) -> None:
    """It may have a second name by now, which someone else relies on."""
    killed_while_staging(place)
    second = place.with_name("second")
    os.link(place.with_name(PART), second)
    files.replace(place, b"new")
    assert (b"new", b"left over" * 1000) == (place.read_bytes(), second.read_bytes())


def test_a_link_in_the_place_of_the_staged_file_is_not_followed(place: Path) -> None:
    victim = place.with_name("victim")
    victim.write_bytes(b"precious")
    place.with_name(PART).symlink_to(victim)
    with pytest.raises(OutputError, match="cannot be written"):
        files.replace(place, b"new")
    assert (b"precious", False) == (victim.read_bytes(), place.exists())


def test_two_that_stage_for_one_place_take_turns(place: Path) -> None:
    """Many writers at once: every file that appears is one of theirs, whole, and nothing is left over."""
    contents = [bytes([number]) * 50_000 for number in range(8)]
    faults: list[BaseException] = []

    def write(content: bytes) -> None:
        try:
            for _ in range(20):
                files.replace(place, content)
                assert place.read_bytes() in contents
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ([], ["page.pdf"]) == (faults, names(place))
    assert place.read_bytes() in contents


def test_another_waits_until_the_staged_file_is_settled(place: Path) -> None:
    order: list[str] = []

    def second() -> None:
        with files.staged(place, b"second") as part:
            order.append("second")
            files.move(part, place)

    with files.staged(place, b"first") as part:
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.2)
        order.append("first")
        files.move(part, place)
    waiting.join()
    assert (["first", "second"], b"second") == (order, place.read_bytes())


@pytest.mark.parametrize("link", [False, True])
def test_a_pipe_or_device_is_not_replaced_by_a_file(place: Path, *, link: bool) -> None:
    pipe = place.with_name("pipe") if link else place
    os.mkfifo(pipe)
    if link:
        place.symlink_to(pipe)
    with pytest.raises(OutputError, match="device or a pipe"):
        files.replace(place, b"new")
    with pytest.raises(OutputError, match="device or a pipe"):
        files.require_writable(place)
    assert pipe.is_fifo()
    assert {place.name, pipe.name} == {each.name for each in place.parent.iterdir()}


def test_places_are_asked_before_anything_is_written(place: Path) -> None:
    files.require_writable(place)
    assert [] == names(place)
    place.write_bytes(b"old")
    files.require_writable(place)
    assert b"old" == place.read_bytes()


@pytest.mark.parametrize("name", ["absent/page.pdf", "file/page.pdf", "folder", "/proc/page.pdf", "n" * 300, "n" * 254])
def test_places_that_cannot_be_written_are_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder").mkdir()
    place = tmp_path / name
    with pytest.raises(OutputError, match=name[:40]):
        files.require_writable(place)
    with pytest.raises(OutputError, match=name[:40]):
        files.replace(place, b"new")
    assert ["file", "folder"] == names(tmp_path / "page.pdf")
