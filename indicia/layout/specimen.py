"""A specimen: the same picture with a symbol that no reader reads and SPECIMEN across it (DMM 604.4.7.3)."""

import hashlib

import numpy as np
import numpy.typing as npt

from indicia.faces import Face
from indicia.geometry import Box
from indicia.layout.layout import Layout
from indicia.layout.marks import Banner, Page
from indicia.spec.ecc200 import SymbolSize
from indicia.spec.kinds import Ink, Role
from indicia.typeset import set_run

_WORD = "SPECIMEN"
_ANGLE_DEG = 12.0
_WIDTH_SHARE = 0.86
"""This project's choice: how much of the indicium's width the word spans."""


def specimen_page(layout: Layout) -> Page:
    """The layout's page as a specimen."""
    banner = _banner(layout.job.face, layout.indicium.ink, layout.job.order.ink)
    modules = unreadable(layout.choice.size) if layout.choice is not None else None
    return layout.page_showing(modules, banner)


def unreadable(size: SymbolSize) -> npt.NDArray[np.bool_]:
    """R x C modules of a symbol's size and texture that carry no message.

    The finder and alternating patterns of every data region are dashed, so that nothing is found, and the modules
    inside are noise of half ink, so that what is found all the same is far beyond any error correction.
    """
    stream = hashlib.shake_256(f"{_WORD} {size}".encode()).digest(size.rows * size.columns // 8 + 1)
    bits = np.unpackbits(np.frombuffer(stream, dtype=np.uint8), count=size.rows * size.columns)
    modules = bits.reshape(size.rows, size.columns).astype(np.bool_)
    row, column = np.indices(modules.shape)
    framed_row = np.isin(row % (size.region_rows + 2), (0, size.region_rows + 1))
    framed_column = np.isin(column % (size.region_columns + 2), (0, size.region_columns + 1))
    dashes = (row + column) // 3 % 2 == 0
    return np.where(framed_row | framed_column, dashes, modules)


def _banner(face: Face, area: Box, ink: Ink) -> Banner:
    run = set_run(face, _WORD, role=Role.SPECIMEN, size_pt=1.0, bold=True)
    size_pt = area.width * _WIDTH_SHARE / run.ink.width
    return Banner(string=_WORD, box=area, size_pt=size_pt, angle_deg=_ANGLE_DEG, ink=ink)
