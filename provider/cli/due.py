"""`provider due`: what is due on a day, and what happened to the provider itself."""

import datetime as dt
from typing import Annotated

import typer

from indicia import console
from indicia.errors import ExitCode
from indicia.spec.happenings import Event, Tag
from provider.cli.answers import FaceFile, Output, hand_out, tell
from provider.cli.common import At, StoreUrl, now, office
from provider.deadlines import Happening, History, Standing, due_list, due_on, record
from provider.deadlines.journal import PROVIDER

Through = Annotated[
    dt.date | None,
    typer.Option("--through", parser=console.parse_day, metavar="DATE", help="List what is due until then."),
]
_TOLD = frozenset(
    {
        *(Event.AUTHORIZED, Event.OWNERSHIP_EXPECTED, Event.FINANCES_EXPECTED, Event.USPS_NOTIFIED, Event.SUSPENDED),
        *(Event.TEST_PLAN_SUBMITTED, Event.TESTS_CONDUCTED, Event.TEST_PRINTED, Event.TEST_PRINTS_DESTROYED),
        *(Event.NOTICE_RECEIVED, Event.DEFENSE_PRESENTED, Event.DECISION_RECEIVED, Event.APPEALED),
        Event.SUSPENSION_ENDED,
    }
)
"""What happens to the provider and no other room tells."""


def due(
    store: StoreUrl,
    *,
    on: console.On = None,
    through: Through = None,
    output: Output = None,
    face: FaceFile = None,
    as_json: console.Json = False,
) -> int:
    """List what is due on a day, with sections; leaves with 5 when something is overdue."""
    day = on or console.today()
    with office(store) as opened:
        found = due_on(History.read(opened), day, through=through)
    if output is not None:
        hand_out(due_list(found, day), output, face)
    else:
        for one in found:
            what = {"due": one.due, "standing": one.standing(day), "section": one.row.section, "subject": one.subject}
            tell(what | {"period": one.period, "who": one.row.who, "duty": one.row.duty}, as_json=as_json)
    overdue = any(one.standing(day) is Standing.OVERDUE for one in found)
    return ExitCode.UNDETERMINED if overdue else ExitCode.DONE


def note(
    store: StoreUrl,
    event: Annotated[Event, typer.Argument(metavar="EVENT", help="authorized, notice-received, …")],
    *,
    about: Annotated[Tag | None, typer.Option(help="What a notice, decision or suspension is about.")] = None,
    at: At = None,
) -> None:
    """Write down what happened to the provider itself, from which its deadlines begin and end."""
    if event not in _TOLD:
        raise typer.BadParameter(f"{event} is told elsewhere; allowed: {', '.join(sorted(_TOLD))}")
    subject = f"{PROVIDER}:{about}" if about else PROVIDER
    with office(store) as opened:
        record(opened, Happening(subject, event, at or now(), frozenset({about} if about else ())))
