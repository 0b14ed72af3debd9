"""Where the pen stands for each character of a line; the same for every renderer."""

from indicia.faces import Face
from indicia.layout.marks import Banner, Text

# Width of the lines of a banner's lettering and of the white around them, as a share of its size.
# UNSOURCED: DMM 604.4.7.3 asks for the word and not for its look; these read at label size at 203 dots an inch.
BANNER_LINE = 1 / 40
BANNER_HALO = 1 / 16


def steps_pt(text: Text, face: Face) -> tuple[float, ...]:
    """The advance of each character, points: the layout's, or the face's where the layout leaves them open."""
    if text.advances_pt:
        return text.advances_pt
    return tuple(face.advance(character, bold=text.bold) * text.size_pt for character in text.string)


def banner_steps_pt(banner: Banner, face: Face) -> tuple[float, ...]:
    """The advance of each character of a banner, points; it is set bold."""
    return tuple(face.advance(character, bold=True) * banner.size_pt for character in banner.string)
