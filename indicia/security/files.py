"""Writing keys and certificates: never over another's file."""

from pathlib import Path

from indicia import files
from indicia.errors import CredentialError


def write_new(path: Path, data: bytes, mode: int) -> None:
    """Create `path` with its final mode, refusing to replace what stands there.

    Raises:
        CredentialError: something stands there already.
        OutputError: the place cannot be written.
    """
    try:
        files.create(path, data, mode)
    except FileExistsError:
        raise CredentialError(f"{path} exists already and is not overwritten") from None
