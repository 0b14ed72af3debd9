"""All postage marks of a page."""

from indicia.payload.codec import Message
from indicia.spec.kinds import FimKind
from verify.seen import Seen
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
        said = () if mark is None else with_provider(elements(own_runs(mark, seen.texts)))
        amount = None if message.payload is None else message.payload.amount
        found.append(with_symbol(mark, symbol, said, amount=amount, reply_legend=legend))
    fim_d = seen.fim is not None and seen.fim.kind is FimKind.D and not messages
    for mark in seen.indicia:
        if mark.symbol is None:
            said = with_provider(elements(own_runs(mark, seen.texts)))
            if is_postage(said):
                found.append(without_symbol(mark, said, reply_legend=legend, fim_d=fim_d))
    return tuple(found)
