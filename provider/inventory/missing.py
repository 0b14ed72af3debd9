"""Meters not located: the search as a checklist, the loss and its report, the recovery."""

import datetime as dt

from indicia.errors import InputError
from indicia.spec.happenings import Event
from indicia.spec.meters import LOCATION_STEPS, MAY_NOT_APPLY, LocationStep
from indicia.units import dollars
from provider.documents import Column, Facts, Grid, SignHere, Statement, Words
from provider.errors import ProviderRefused
from provider.inventory.conditions import NOT_APPLICABLE, done_steps
from provider.inventory.meters import Meter
from provider.inventory.register import News, Register

_LOSS = (Event.NOT_LOCATED, Event.LOSS_TOLD)


def take_step(register: Register, device: str, step: LocationStep, result: str, at: dt.datetime) -> Meter:
    """Write down one step of the search and what it brought.

    Args:
        register: of meters.
        device: the meter that is not located.
        step: which of 501.27(a).
        result: what it brought, without customer data; `not-applicable` for the rental agency alone.
        at: when, UTC.

    Raises:
        InputError: no result, or a step that always applies called not applicable.
        ProviderRefused: nobody looks for the meter.
    """
    if not result.strip():
        raise InputError(f"say what step {step} brought")
    if result == NOT_APPLICABLE and step not in MAY_NOT_APPLY:
        raise InputError(f"step {step} always applies (501.27(a))")
    return register.tell(device, News(Event.STEP_DONE, at, {"step": step.value, "result": result}))


def checklist(register: Register, device: str) -> Statement:
    """The steps of the search with what is done."""
    meter = register.find(device)
    story = register.story(device)
    begun = [i for i, happening in enumerate(story) if happening.event in _LOSS]
    done = done_steps(story[begun[-1] :]) if begun else {}
    columns = (Column("Step", 0.4), Column("Action", 4), Column("Result", 2.2))
    rows = tuple(
        (step.value.partition("-")[0], words, done.get(step, "open")) for step, words in LOCATION_STEPS.items()
    )
    facts = (("Meter", device), ("State", meter.state.value), ("Done", f"{len(done)} of {len(LOCATION_STEPS)}"))
    return Statement("Meter not located", (Facts(facts), Grid(columns, rows)), foot="39 CFR 501.27(a)")


def incident_report(register: Register, device: str) -> Statement:
    """The Lost and Stolen Meter Incident Report (501.23(i), 501.27); after a recovery the new one that refers to it.

    Raises:
        ProviderRefused: the loss is not determined.
    """
    story = register.story(device)
    lost = next((h for h in reversed(story) if h.event is Event.LOSS_DETERMINED), None)
    if lost is None:
        raise ProviderRefused(f"{device} is not determined to be lost or stolen", "501.27")
    since = [h for h in story if h.number >= lost.number]
    recovered = next((h for h in since if h.event is Event.RECOVERED), None)
    told = next(h for h in reversed(story) if h.event in _LOSS and h.number < lost.number)
    meter = register.find(device)
    facts = [
        ("Meter", device),
        ("Model", meter.model),
        ("Serial number", str(meter.serial)),
        ("Reported by", "the licensee" if told.event is Event.LOSS_TOLD else "the provider: not located"),
        ("Date, location and details", "\n".join(f"{name}: {text}" for name, text in sorted(told.detail.items()))),
        ("Determined lost or stolen", lost.on.isoformat()),
        ("Ascending register, last known", str(dollars(meter.ascending))),
        ("Descending register, last known", str(dollars(meter.descending))),
    ]
    if recovered is not None:
        reported = next((h for h in since if h.event is Event.LOSS_REPORTED), None)
        facts += [
            ("Initial report", reported.on.isoformat() if reported else "not submitted"),
            ("Recovered", recovered.on.isoformat()),
            ("How", recovered.detail.get("details", "")),
        ]
    done = done_steps([h for h in story if told.number <= h.number <= lost.number])
    steps = tuple((LOCATION_STEPS[step], result) for step, result in sorted(done.items()))
    return Statement(
        "Lost and Stolen Meter Incident Report",
        (
            Facts(tuple(facts)),
            Grid(
                (Column("Action", 3), Column("Result", 2)), steps, heading="Search", empty="Reported by the licensee."
            ),
            Words("Submitted to Postage Technology Management within 30 days of the determination or the recovery."),
            SignHere(("Provider",)),
        ),
        subtitle="Recovery" if recovered else "Loss or theft",
        foot="39 CFR 501.23(i), 501.27",
    )
