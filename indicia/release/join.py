"""Joining the PDFs of a batch's chunks into one."""

import logging
import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import pikepdf

from indicia import files
from indicia.errors import OutputError

_LOGGER = logging.getLogger(__name__)


def join(parts: Sequence[Path], place: Path, *, title: str, pages: int) -> None:
    """Nothing; afterwards `place` holds the pages of all `parts`, in their order, as they are.

    Args:
        parts: PDFs that this program wrote.
        place: file to make.
        title: of the whole.
        pages: how many there must be.

    Raises:
        OutputError: it cannot be written, or the parts have not so many pages.
    """
    with ExitStack() as stack:
        # What is copied is read from the parts when the whole is saved: they stay open so long.
        whole = stack.enter_context(pikepdf.new())
        first = stack.enter_context(_opened(parts[0]))
        for key, value in first.docinfo.items():
            whole.docinfo[key] = str(value)
        whole.docinfo["/Title"] = title
        whole.Root.ViewerPreferences = pikepdf.Dictionary(PrintScaling=pikepdf.Name("/None"))
        for part in parts:
            whole.pages.extend(stack.enter_context(_opened(part)).pages)
        if len(whole.pages) != pages:
            raise OutputError(f"the parts of {place} have {len(whole.pages)} pages instead of {pages}")
        with files.staged(place) as part, part.open("r+b") as file:
            whole.save(file, deterministic_id=True)
            file.flush()
            os.fsync(file.fileno())
            files.move(part, place)
    _LOGGER.info("joined %d files of %d pages", len(parts), pages)


def _opened(part: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.open(part)
    except (OSError, pikepdf.PdfError) as fault:
        raise OutputError(f"the part {part} of a batch cannot be read again: {fault}") from None
