"""All postage marks of a page."""

from indicia.geometry import Box
from indicia.payload.codec import Message
from indicia.spec.kinds import FimKind
from verify.seen import IndiciumSeen, Seen, TextSeen
from verify.understand.elements import elements
from verify.understand.marks import (
    Understood,
    is_postage,
    legend_of,
    own_runs,
    with_provider,
    with_symbol,
    without_symbol,
)


def understand(seen: Seen, messages: dict[int, Message]) -> tuple[Understood, ...]:
    """What each postage mark of a page is, those with a symbol first.

    Args:
        seen: the page.
        messages: of the symbols that are indicia, by their index.
    """
    legend = bool(legend_of(seen))
    places = {mark.symbol: mark for mark in seen.indicia if mark.symbol is not None}
    found = []
    for symbol, message in messages.items():
        mark = places.get(symbol)
        said = () if mark is None else with_provider(elements(_own(seen, mark, messages)))
        amount = None if message.payload is None else message.payload.amount
        found.append(with_symbol(mark, symbol, said, amount=amount, reply_legend=legend))
    fim_d = seen.fim is not None and seen.fim.kind is FimKind.D and not messages
    for mark in seen.indicia:
        if mark.symbol is None:
            said = with_provider(elements(_own(seen, mark, messages)))
            if is_postage(said):
                found.append(without_symbol(mark, said, reply_legend=legend, fim_d=fim_d))
    return tuple(found)


def _own(seen: Seen, mark: IndiciumSeen, messages: dict[int, Message]) -> list[TextSeen]:
    """The lettering of a mark; what stands in the boxes of several belongs to the one whose symbol is nearest."""
    rivals = [
        other
        for other in seen.indicia
        if other is not mark and (other.symbol is None or other.symbol in messages) and _meet(other.box, mark.box)
    ]
    return [
        run
        for run in own_runs(mark, seen.texts)
        if not any(
            own_runs(rival, [run]) and _away(run.box, _heart(seen, rival)) < _away(run.box, _heart(seen, mark))
            for rival in rivals
        )
    ]


def _heart(seen: Seen, mark: IndiciumSeen) -> Box:
    return mark.box if mark.symbol is None else seen.symbols[mark.symbol].box


def _away(one: Box, other: Box) -> float:
    return max(0.0, *(-gap for gap in one.overlap(other)))


def _meet(one: Box, other: Box) -> bool:
    return min(one.overlap(other)) > 0
