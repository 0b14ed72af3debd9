"""Several indicia on one mailpiece: none over another, at most one redate (DMM 604.4.8.2, 4.8.5c, 4.9.1)."""

from collections.abc import Sequence
from itertools import combinations

from indicia.errors import UsageError
from indicia.layout.layout import Layout
from indicia.preflight import Checked
from indicia.rulebook.evidence import Circumstances, Evidence, Measurement, Quantity
from indicia.rulebook.judge import judge
from indicia.rulebook.row import Finding
from indicia.rulebook.rows import rows
from indicia.spec.kinds import Purpose, Role

_RULES = ("604.4.8.2-overlap", "604.4.9.1-one", "604.4.8.5-origin-each")


def together(prints: Sequence[Checked]) -> tuple[Finding, ...]:
    """What the rulebook says of all `prints` on one piece: overlap, number of redates, licensing office in each.

    Raises:
        UsageError: they are not for pieces of one size.
    """
    layouts = [checked.layout for checked in prints]
    extents = {layout.job.order.mailpiece.extent for layout in layouts}
    if len(extents) > 1:
        raise UsageError("orders for one mailpiece name one size; these name several")
    evidence: Evidence = {
        Quantity.OVERLAP_AREA: Measurement(_overlap(layouts)),
        Quantity.REDATES: Measurement(sum(_purpose(layout) is Purpose.REDATE for layout in layouts)),
        Quantity.ORIGIN_EACH: Measurement(all(_shows_office(layout) for layout in layouts)),
    }
    circumstances = Circumstances(technology=layouts[0].job.order.indicium.technology)
    asked = [row for row in rows() if row.id in _RULES]
    return tuple(judge(asked, evidence, circumstances))


def _purpose(layout: Layout) -> Purpose:
    return layout.job.order.indicium.purpose


def _shows_office(layout: Layout) -> bool:
    return any(text.role in {Role.ZIP, Role.CITY_STATE} for text in layout.indicium.lettering)


def _overlap(layouts: Sequence[Layout]) -> float:
    """Largest area that two indicia on the same side share, square inches; labels have no place on the piece yet."""
    areas = [0.0]
    for one, other in combinations(layouts, 2):
        sides = {layout.job.order.media.side for layout in (one, other)}
        if len(sides) == 1 and not (one.job.label or other.job.label):
            across, down = one.indicium.boundary.overlap(other.indicium.boundary)
            areas.append(max(0.0, across) * max(0.0, down))
    return max(areas)
