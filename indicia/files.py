"""Writing files whole or not at all: beside their place, on the disk, then renamed."""

import contextlib
import fcntl
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from indicia.errors import OutputError

PUBLIC = 0o644
"""Mode of what anyone may read."""
SECRET = 0o600
"""Mode of keys, and of a file that is not whole yet: its owner's alone."""


def replace(place: Path, data: bytes, mode: int = PUBLIC) -> None:
    """Nothing; afterwards `place` holds `data`, and at no time anything but the old file or the new.

    Raises:
        OutputError: it cannot be written; what stood there before still stands.
    """
    with staged(place, data, mode) as part:
        move(part, place)


def create(place: Path, data: bytes, mode: int = PUBLIC) -> None:
    """Nothing; afterwards a new file at `place` holds `data`.

    Raises:
        FileExistsError: something stands there already; it is untouched.
        OutputError: it cannot be written.
    """
    with staged(place, data, mode) as part:
        try:
            # A hard link fails when the name is taken; a rename would replace it.
            os.link(part, place)
            sync_folder(place.parent)
        except FileExistsError:
            raise
        except OSError as fault:
            raise _refusal(place, fault) from fault


@contextlib.contextmanager
def staged(place: Path, data: bytes = b"", mode: int = PUBLIC) -> Iterator[Path]:
    """A durable file with `data` beside `place`, to be moved there; one that was not moved is gone at the end.

    Each place has one such file, `.NAME.part`, which is locked. Who stages for the same place meanwhile waits;
    what a killed process left is locked no more, and the next one who stages for that place takes it away.

    Raises:
        OutputError: the folder cannot be written; nothing is left behind.
    """
    part = _part_of(place)
    _require_ordinary(place)
    try:
        descriptor = _own(part)
    except OSError as fault:
        raise _refusal(place, fault) from fault
    try:
        _fill(descriptor, data, mode, place)
        yield part
    finally:
        if _is_open_as(part, descriptor):
            part.unlink()
        os.close(descriptor)


def move(part: Path, place: Path) -> None:
    """Nothing; afterwards the staged file stands at `place`.

    Raises:
        OutputError: it cannot be renamed.
    """
    try:
        part.replace(place)
        sync_folder(place.parent)
    except OSError as fault:
        raise _refusal(place, fault) from fault


def require_writable(place: Path) -> None:
    """Nothing, when a file could be staged for `place`.

    Raises:
        OutputError: it could not; said before anything is paid for.
    """
    _require_ordinary(place)
    try:
        _part_of(place).exists()  # fails when that name, longer by a few letters, is too long
        # A file without a name, where the system has such: a crash leaves nothing.
        with tempfile.TemporaryFile(dir=place.parent) as probe:
            fcntl.flock(probe, fcntl.LOCK_EX)
    except OSError as fault:
        raise _refusal(place, fault) from fault


def _require_ordinary(place: Path) -> None:
    """A rename would put a file in the place of a device or a pipe, and break it for everybody."""
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        return
    except OSError as fault:
        raise _refusal(place, fault) from fault
    if stat.S_ISDIR(mode):
        raise OutputError(f"{place} is a folder; name a file in it")
    if not stat.S_ISREG(mode):
        raise OutputError(f"{place} is a device or a pipe, which a file cannot take the place of; name a file")


@contextlib.contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """A folder that one process works in at a time; a killed one holds it no more.

    Raises:
        OutputError: another process does, or there is no such folder.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as fault:
        raise _refusal(folder, fault) from fault
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputError(f"another process is at work in {folder}") from None
        yield
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _part_of(place: Path) -> Path:
    return place.with_name(f".{place.name}.part")


def _own(part: Path) -> int:
    """A descriptor of a new, empty, locked file at `part`; everyone else waits there until it is closed."""
    while True:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, SECRET)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            if _is_open_as(part, descriptor):
                if os.fstat(descriptor).st_size == 0:
                    return descriptor
                # Left by a process that is gone. It is not written over: it may have a second name.
                part.unlink()
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _fill(descriptor: int, data: bytes, mode: int, place: Path) -> None:
    try:
        with os.fdopen(descriptor, "wb", closefd=False) as file:
            file.write(data)
        os.fchmod(descriptor, mode)
        os.fsync(descriptor)
    except OSError as fault:
        raise _refusal(place, fault) from fault


def _is_open_as(path: Path, descriptor: int) -> bool:
    """Whether `path` still names the open file."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _refusal(place: Path, fault: OSError) -> OutputError:
    return OutputError(f"{place} cannot be written: {fault.strerror or fault}")
