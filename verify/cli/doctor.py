"""`verify doctor`: what is installed, which optional parts are there, and whether it reads its own sample."""

import importlib.metadata
import platform
import time

from indicia import __version__, console
from verify.pipeline import Verifier
from verify.read import libdmtx
from verify.warming import SAMPLE, SAMPLE_DAY, SAMPLE_TRUST

_PARTS = ("numpy", "opencv-python-headless", "pillow", "pypdfium2", "zxing-cpp", "cryptography", "rich", "typer")
_SECOND_READER = "pylibdmtx"


def doctor(*, as_json: console.Json = False) -> None:
    """Show versions and which optional parts are there, and try a letter; the first time that takes a while."""
    parts = {
        "indicia": __version__,
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in _PARTS},
        "sample": _sample(),
        "second reader": libdmtx.MISSING or f"libdmtx, {_SECOND_READER} {importlib.metadata.version(_SECOND_READER)}",
    }
    if as_json:
        console.write_json(parts)
        return
    width = max(map(len, parts))
    for name, state in parts.items():
        console.write_line(f"{name:<{width}}  {state}")


def _sample() -> str:
    """What is said of the sample, once machine code is made, and how long that takes."""
    verifier = Verifier(SAMPLE_TRUST, SAMPLE_DAY)
    verifier.warm_up()
    start = time.thread_time()
    answer = verifier.verify(SAMPLE)
    return f"{answer.verdict}, {1000 * (time.thread_time() - start):.0f} ms"
