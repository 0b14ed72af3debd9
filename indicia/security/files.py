"""Writing keys, certificates and revocation lists: whole or not at all, never over another's file."""

import os
import tempfile
from pathlib import Path

from indicia.errors import CredentialError, OutputError

SECRET = 0o600
PUBLIC = 0o644


def write_new(path: Path, data: bytes, mode: int) -> None:
    """Create `path` with its final mode, refusing to replace what stands there.

    Raises:
        CredentialError: something stands there already.
        OutputError: the place cannot be written.
    """
    try:
        staged = _staged(path, data, mode)
        try:
            # A hard link fails when the name is taken, a rename would replace it.
            os.link(staged, path)
        finally:
            staged.unlink()
        sync_folder(path.parent)
    except FileExistsError:
        raise CredentialError(f"{path} exists already and is not overwritten") from None
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error


def replace(path: Path, data: bytes, mode: int) -> None:
    """Put `data` in the place of `path` in one step.

    Raises:
        OutputError: the place cannot be written.
    """
    try:
        staged = _staged(path, data, mode)
        try:
            staged.replace(path)
        except OSError:
            staged.unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror}") from error


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _staged(path: Path, data: bytes, mode: int) -> Path:
    """A durable file beside `path` that holds `data`; readable by its owner alone until its mode is set."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink()
        raise
    return Path(name)
