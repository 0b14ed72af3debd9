"""Writing files whole or not at all: beside their place, on the disk, then renamed."""

import os
import tempfile
from pathlib import Path

from indicia.errors import OutputError

SECRET = 0o600
"""Mode of keys: their owner alone."""
PUBLIC = 0o644
"""Mode of everything else."""


def replace(place: Path, data: bytes, mode: int = PUBLIC) -> None:
    """Nothing; afterwards `place` holds `data`, and at no time anything but the old file or the new.

    Raises:
        OutputError: it cannot be written; what stood there before still stands.
    """
    move(stage(place, data, mode), place)


def create(place: Path, data: bytes, mode: int = PUBLIC) -> None:
    """Nothing; afterwards a new file at `place` holds `data`.

    Raises:
        FileExistsError: something stands there already; it is untouched.
        OutputError: it cannot be written.
    """
    staged = stage(place, data, mode)
    try:
        # A hard link fails when the name is taken; a rename would replace it.
        os.link(staged, place)
        sync_folder(place.parent)
    except FileExistsError:
        raise
    except OSError as fault:
        raise _refusal(place, fault) from fault
    finally:
        staged.unlink()


def stage(place: Path, data: bytes, mode: int = PUBLIC) -> Path:
    """A durable file with `data` beside `place`, under another name; readable by its owner alone until it is whole.

    Raises:
        OutputError: the folder cannot be written; nothing is left behind.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent)
    except OSError as fault:
        raise _refusal(place, fault) from fault
    staged = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
    except BaseException as fault:
        staged.unlink()
        if isinstance(fault, OSError):
            raise _refusal(place, fault) from fault
        raise
    return staged


def move(staged: Path, place: Path) -> None:
    """Nothing; afterwards the staged file stands at `place`.

    Raises:
        OutputError: it cannot be renamed; the staged file is gone.
    """
    try:
        staged.replace(place)
        sync_folder(place.parent)
    except OSError as fault:
        staged.unlink(missing_ok=True)
        raise _refusal(place, fault) from fault


def require_writable(place: Path) -> None:
    """Nothing, when a file could be made at `place`.

    Raises:
        OutputError: it could not; said before anything is paid for.
    """
    if place.is_dir():
        raise OutputError(f"{place} is a folder; name a file in it")
    stage(place, b"").unlink()


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refusal(place: Path, fault: OSError) -> OutputError:
    return OutputError(f"{place} cannot be written: {fault.strerror or fault}")
