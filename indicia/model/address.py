"""What the lines of an address tell."""

import re
from collections.abc import Sequence

from indicia.model.meter import PostOffice

_LAST_LINE = re.compile(r"^(?P<city>.*\S),? +(?P<state>[A-Za-z]{2}) +(?P<zip>[0-9]{5})(-[0-9]{4})?$")
_LEAST_LINES = 2


def is_complete_domestic(lines: Sequence[str] | None) -> bool:
    """Whether an address is complete and domestic (DMM 604.3.1.8, 6.3.9b).

    This project's reading: a line of name or street over a last line of city, two-letter state and ZIP Code.
    """
    return lines is not None and len(lines) >= _LEAST_LINES and _LAST_LINE.match(lines[-1]) is not None


def is_of_office(lines: Sequence[str] | None, office: PostOffice) -> bool:
    """Whether an address lies in the delivery area of a post office (DMM 604.3.1.8).

    This project's reading: its last line has the office's ZIP Code, or its city and state.
    """
    found = _LAST_LINE.match(lines[-1]) if lines else None
    if found is None:
        return False
    place = (found["city"].rstrip(",").upper(), found["state"].upper())
    return found["zip"] == office.zip or place == (office.city, office.state)
