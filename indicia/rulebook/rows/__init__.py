"""The rows of the rulebook, one topic a module.

Takes: an edition.
Gives: its rows, in the order in which findings are listed.
Cites: each row its own section.
Never: judges, or holds a number that stands in `indicia/spec`.
"""

from indicia.rulebook.row import Row
from indicia.rulebook.rows import (
    authenticity,
    clear_zone,
    content,
    dates,
    fim,
    lettering,
    period,
    placement,
)
from indicia.spec.kinds import Edition

_ALL: tuple[Row, ...] = (
    *placement.ROWS,
    *clear_zone.ROWS,
    *content.ROWS,
    *lettering.ROWS,
    *fim.ROWS,
    *dates.ROWS,
    *authenticity.ROWS,
    *period.ROWS,
)


def rows(edition: Edition = Edition.DMM_2005) -> tuple[Row, ...]:
    """The rows of `edition`: those of 2005, replaced and extended by the edition's own."""
    base = {row.id: row for row in _ALL if row.edition is Edition.DMM_2005}
    return tuple((base | {row.id: row for row in _ALL if row.edition is edition}).values())
