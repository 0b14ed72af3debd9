"""The rows of the rulebook, one topic a module.

Takes: an edition.
Gives: its rows, in the order in which findings are listed.
Cites: each row its own section.
Never: judges, or holds a number that stands in `indicia/spec`.
"""

from functools import cache

from indicia.rulebook.row import Row
from indicia.rulebook.rows import (
    authenticity,
    clear_zone,
    content,
    correction,
    dates,
    fim,
    labels,
    legibility,
    lettering,
    matching,
    period,
    permit,
    placement,
    plate,
    precancel,
    redate,
    reply,
    reply_forms,
    use,
)
from indicia.spec.kinds import Edition

_ALL: tuple[Row, ...] = (
    *use.ROWS,
    *placement.ROWS,
    *clear_zone.ROWS,
    *content.ROWS,
    *lettering.ROWS,
    *plate.ROWS,
    *fim.ROWS,
    *labels.ROWS,
    *dates.ROWS,
    *redate.ROWS,
    *correction.ROWS,
    *reply.ROWS,
    *precancel.ROWS,
    *permit.ROWS,
    *reply_forms.ROWS,
    *legibility.ROWS,
    *authenticity.ROWS,
    *matching.ROWS,
    *period.ROWS,
)


@cache
def rows(edition: Edition = Edition.DMM_2005) -> tuple[Row, ...]:
    """The rows of `edition`: those of 2005, replaced and extended by the edition's own.

    An id may stand in several rows, at most one of which binds a piece; an edition replaces all of them together.
    """
    variants: dict[str, list[Row]] = {}
    for row in _ALL:
        if row.edition is Edition.DMM_2005:
            variants.setdefault(row.id, []).append(row)
    own: dict[str, list[Row]] = {}
    for row in _ALL:
        if row.edition is edition is not Edition.DMM_2005:
            own.setdefault(row.id, []).append(row)
    return tuple(row for same in (variants | own).values() for row in same)
