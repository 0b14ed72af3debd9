"""What a file says about itself, in every format alike."""

from collections.abc import Iterable

from indicia import __version__
from indicia.faces import Face
from indicia.layout.marks import Page

MAKER = f"Indicia {__version__}"


def resolutions(pages: Iterable[Page]) -> str:
    """The resolutions of `pages` in words."""
    return " and ".join(f"{dpi}" for dpi in sorted({page.dpi for page in pages}))


def description(pages: Iterable[Page], face: Face) -> str:
    """The face that was used and the grid that modules and bars stand on."""
    return f"Set in {face.name}; modules and bars snapped to {resolutions(pages)} dots per inch"
