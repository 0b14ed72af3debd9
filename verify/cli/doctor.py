"""`verify doctor`: what is installed, which optional parts are there."""

import importlib.metadata
import platform

from indicia import __version__, console
from verify.read import libdmtx

_PARTS = ("numpy", "opencv-python-headless", "pillow", "pypdfium2", "zxing-cpp", "cryptography", "rich", "typer")
_SECOND_READER = "pylibdmtx"


def doctor(*, as_json: console.Json = False) -> None:
    """Show versions and which optional parts are there."""
    parts = {
        "indicia": __version__,
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in _PARTS},
        "second reader": libdmtx.MISSING or f"libdmtx, {_SECOND_READER} {importlib.metadata.version(_SECOND_READER)}",
    }
    if as_json:
        console.write_json(parts)
        return
    width = max(map(len, parts))
    for name, state in parts.items():
        console.write_line(f"{name:<{width}}  {state}")
