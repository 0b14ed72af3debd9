"""`indicia doctor`: the face, the versions, what is missing."""

import importlib.metadata
import platform

import typer

from indicia import __version__, console
from indicia.cli.common import FaceOption, face_for
from indicia.spec.lettering import FACE

_PARTS = (
    "cryptography",
    "fonttools",
    "fontpkg-arimo",
    "numpy",
    "pillow",
    "pypdfium2",
    "reportlab",
    "zint-bindings",
    "zxing-cpp",
)


def doctor(*, face: FaceOption = None) -> None:
    """Say which face stands for Arial and which versions are installed."""
    found = face_for(face)
    console.write_line(f"indicia    {__version__}, Python {platform.python_version()}")
    console.write_line(f"face       {found.name} ({found.regular})")
    if not found.is_arial:
        kinship = f"its advance widths are {FACE}'s" if found.is_metric_twin else f"its widths differ from {FACE}'s"
        console.write_line(
            f"           DMM 604.4.8.6 asks for {FACE}: {kinship}; fonts/README.md says how to add {FACE}"
        )
    for part in _PARTS:
        console.write_line(f"{part:<16}{importlib.metadata.version(part)}")


def register(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command()(doctor)
