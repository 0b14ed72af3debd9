"""Joining the PDFs of a batch's chunks into one, a chunk at a time: memory holds one chunk, however many there are.

Every part keeps its own page tree, which becomes a branch of the whole's (ISO 32000-1 7.7.3); its objects are numbered
on from those of the parts before it.
"""

import hashlib
import logging
import os
import re
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import pikepdf

from indicia import files
from indicia.errors import OutputError

_LOGGER = logging.getLogger(__name__)
# ISO 32000-1 7.5.2: the version, and a comment of bytes over 127 that marks the file as binary.
_HEADER = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
_REFERENCE = re.compile(rb"\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f]*>|\b(\d+) 0 R\b", re.DOTALL)
"""A reference; or a string, which may hold what looks like one. The library that writes them escapes parentheses."""
_CATALOG, _PAGES, _INFO, _FIRST_FREE = 1, 2, 3, 4
"""Numbers of the objects that the whole has of its own."""


def join(parts: Sequence[Path], place: Path, *, title: str, pages: int) -> None:
    """Nothing; afterwards `place` holds the pages of all `parts`, in their order, as they are.

    Args:
        parts: PDFs that this program wrote, at least one.
        place: file to make.
        title: of the whole.
        pages: how many there must be.

    Raises:
        OutputError: it cannot be written, or the parts cannot be read again or have not so many pages.
    """
    with files.staged(place) as staged:
        with staged.open("r+b") as file:
            found = _write(file, parts, title)
            if found != pages:
                raise OutputError(f"the parts of {place} have {found} pages instead of {pages}")
            file.flush()
            os.fsync(file.fileno())
        files.move(staged, place)
    _LOGGER.info("joined %d files of %d pages", len(parts), pages)


def _write(file: BinaryIO, parts: Sequence[Path], title: str) -> int:
    """The number of pages of the whole, which is written into `file`."""
    whole = _Whole(file)
    branches, pages, described = [], 0, dict[str, bytes]()
    for part in parts:
        try:
            with pikepdf.open(part) as opened:
                described = described or {key: value.unparse() for key, value in opened.docinfo.items()}
                pages += int(opened.Root.Pages.Count)
                branches.append(whole.add(opened))
        except (OSError, pikepdf.PdfError) as fault:
            raise OutputError(f"the part {part} of a batch cannot be read again: {fault}") from None
    kids = " ".join(f"{number} 0 R" for number in branches)
    whole.put(_PAGES, f"<< /Type /Pages /Count {pages} /Kids [ {kids} ] >>".encode())
    # A page scaled "to fit" is no longer on the printer's grid, nor at its distances from the edges.
    preferences = "<< /PrintScaling /None >>"
    whole.put(_CATALOG, f"<< /Type /Catalog /Pages {_PAGES} 0 R /ViewerPreferences {preferences} >>".encode())
    described["/Title"] = pikepdf.String(title).unparse()
    words = b" ".join(key.encode() + b" " + value for key, value in described.items())
    whole.put(_INFO, b"<< " + words + b" >>")
    whole.close()
    return pages


class _Whole:
    """A PDF that grows object by object."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._offsets = array("Q", [0] * _FIRST_FREE)
        self._digest = hashlib.md5(usedforsecurity=False)
        self._at = 0
        self._send(_HEADER)

    def add(self, part: pikepdf.Pdf) -> int:
        """The number that the root of the part's page tree has in the whole, which has all of the part's objects."""
        root, shift = part.Root.Pages.objgen[0], len(self._offsets) - 1
        left_out = {part.Root.objgen[0], part.docinfo.objgen[0]}
        objects = {each.objgen[0]: each for each in part.objects}
        self._offsets.extend([0] * max(objects))
        for number, each in objects.items():
            if number not in left_out:
                more = b" /Parent %d 0 R" % _PAGES if number == root else b""
                self.put(number + shift, _object(each, shift, more))
        return root + shift

    def put(self, number: int, body: bytes) -> None:
        """Write one object."""
        self._offsets[number] = self._at
        self._send(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def close(self) -> None:
        """Write the cross-reference table and the trailer (ISO 32000-1 7.5.4, 7.5.5)."""
        start, count = self._at, len(self._offsets)
        self._send(b"xref\n0 %d\n0000000000 65535 f \n" % count)
        for offset in self._offsets[1:]:
            self._send(b"%010d 00000 n \n" % offset if offset else b"0000000000 65535 f \n")
        identity = self._digest.hexdigest().encode()
        self._send(b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R" % (count, _CATALOG, _INFO))
        self._send(b" /ID [ <%s> <%s> ] >>\nstartxref\n%d\n%%%%EOF\n" % (identity, identity, start))

    def _send(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self._at += len(data)


def _object(value: pikepdf.Object, shift: int, more: bytes) -> bytes:
    """An object of a part as it stands in the whole, its references `shift` further, with `more` in its dictionary."""
    if not isinstance(value, pikepdf.Stream):
        return _shifted(value, shift, more)
    data = value.read_raw_bytes()
    words = value.stream_dict
    words.Length = len(data)
    return b"%s\nstream\n%s\nendstream" % (_shifted(words, shift, more), data)


def _shifted(value: pikepdf.Object, shift: int, more: bytes) -> bytes:
    def moved(found: re.Match[bytes]) -> bytes:
        return b"%d 0 R" % (int(found[1]) + shift) if found[1] else found[0]

    written = _REFERENCE.sub(moved, value.unparse(resolved=True))
    return written.removesuffix(b">>") + more + b" >>" if more else written
