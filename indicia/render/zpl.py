"""ZPL II for thermal printers: a page is one label, and what is on it one graphic in the printer's own dots.

Everything is sent as `^GF` graphics. The printer's fonts are not the face that DMM 604.4.8.6 asks for, and its
own `^BX` symbol is another symbol than ours: the command forces rows and columns but no encodation scheme, so our
messages come out as other codewords and other modules (a test shows it), and it knows no rectangles of ISO/IEC 21471.
The form is the hexadecimal one with run lengths, which every printer of the language reads.

Sent are format settings that a job before may have left behind (width, length, home, field turn, mirror,
reverse) and no others: nothing here is saved in a printer or changes how it works.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from indicia.errors import UsageError
from indicia.faces import Face
from indicia.layout.marks import Page
from indicia.render.about import MAKER, description
from indicia.render.canvas import Pixels
from indicia.render.png import draw

HEADS: dict[int, float] = {203: 8.0, 300: 11.8, 305: 12.0, 600: 23.6, 610: 24.0}
"""Dots a millimetre of the print heads that there are, by the resolution that a page is laid out for.

ZPL II Programming Guide, `^LH` and `^LL`: 8 (203.2 an inch), 11.8 (300), 12 (304.8) and 24 (609.6). A page in whole
dots an inch comes out 0.1 % small at 203 and 0.1 % large at 305 and 610. A head of 12 or 24 that is sold as 300 or
600 would print a page laid out for 300 or 600 1.6 % small: it is to be named 305 or 610.
"""
# UNSOURCED 23.6: twice the 11.8 of 300 dots an inch, for heads of a true 600.
# ZPL II Programming Guide, `^GF`: the most bytes that one graphic field has.
_FIELD_BYTES = 99_999
# ZPL II Programming Guide, `alternative data compression`: G to Y repeat 1 to 19 times, g to z 20 to 400 times.
_ONES = "GHIJKLMNOPQRSTUVWXY"
_TWENTIES = "ghijklmnopqrstuvwxyz"
_MOST = 20 * len(_TWENTIES) + len(_ONES)
_REPEATED = re.compile(rf"(.)\1{{2,{_MOST - 1}}}")
_SETTINGS = "^LH0,0^FWN^PMN^LRN"


def render(pages: Sequence[Page], face: Face, *, title: str) -> bytes:
    """One job of `pages`, a label each.

    Raises:
        UsageError: a page is laid out for dots that no head has.
    """
    return "".join(line for page in pages for line in _label(page, face, title)).encode("ascii")


def require_head(dpi: int) -> None:
    """Nothing, when there are print heads of `dpi` dots an inch.

    Raises:
        UsageError: there are none.
    """
    if dpi not in HEADS:
        known = ", ".join(f"{head} ({per_mm:g}/mm)" for head, per_mm in HEADS.items())
        raise UsageError(f"no thermal print head has {dpi} dots an inch; ZPL is written for {known}")


def _label(page: Page, face: Face, title: str) -> Iterator[str]:
    require_head(page.dpi)
    dark = draw(page, face)
    height, width = dark.shape
    # What lasts beyond a label is obeyed in it only before its first ^FS: the settings come first.
    yield f"^XA^PW{width}^LL{height}{_SETTINGS}\n"
    head = f"for heads of {HEADS[page.dpi]:g} dots/mm, {_inks(page)}"
    yield f"^FX{_comment(f'{title}. {description([page], face)}, {head}. Made by {MAKER}')}^FS\n"
    for left, top, part in _fields(dark):
        packed = np.packbits(part, axis=1)
        yield f"^FO{left},{top}^GFA,{packed.size},{packed.size},{packed.shape[1]},{''.join(_rows(packed))}^FS\n"
    yield "^XZ\n"


def _inks(page: Page) -> str:
    """What the label is meant to be printed in; a printer has one ink."""
    if len(page.inks) <= 1:
        return f"in {page.inks[0] if page.inks else 'no'} ink"
    return f"in one ink for {' and '.join(page.inks)}"


def _fields(dark: Pixels) -> Iterator[tuple[int, int, Pixels]]:
    """Left, top and pixels of the ink, in as few pieces as fields can hold."""
    columns, rows = np.flatnonzero(dark.any(axis=0)), np.flatnonzero(dark.any(axis=1))
    if not rows.size:
        return
    left, right, end = int(columns[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    step = _FIELD_BYTES // -(-(right - left) // 8)
    for top in range(int(rows[0]), end, step):
        yield left, top, dark[top : min(end, top + step), left:right]


def _rows(packed: npt.NDArray[np.uint8]) -> Iterator[str]:
    """Each row of bytes in hexadecimal: `:` for the row above once more, `,` for white to the end."""
    above = b""
    for row in packed:
        now = row.tobytes()
        if now == above:
            yield ":"
        else:
            # A comma alone, after a row that is full, could be taken for that row's end.
            inked = now.rstrip(b"\0") or now[:1]
            yield _REPEATED.sub(_counted, inked.hex().upper()) + ("," if len(inked) < len(now) else "")
        above = now


def _counted(repeated: re.Match[str]) -> str:
    twenties, ones = divmod(len(repeated[0]), 20)
    return f"{('', *_TWENTIES)[twenties]}{('', *_ONES)[ones]}{repeated[1]}"


def _comment(text: str) -> str:
    """Text that cannot be taken for a command: printable ASCII without the two prefixes."""
    return re.sub(r"[^ -}]|\^", "?", text)
