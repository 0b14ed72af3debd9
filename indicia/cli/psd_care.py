"""`indicia psd audit`, `display`, `life`, `events`, `state`, `apply`, `service`, `endure`: a device looked after."""

import datetime as dt
import secrets
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from indicia import console, files
from indicia.cli.clock import OnDay, clock_on
from indicia.cli.common import order_from
from indicia.cli.psd_words import Words, receipt_words, record_words
from indicia.errors import ExitCode, InputError, PsdRefused
from indicia.psd.audit import Audit
from indicia.psd.device import Psd
from indicia.psd.endurance import Plan, RegisterError, Report, endure
from indicia.psd.life import STEPS, Event
from indicia.psd.messages import Grant, Signed, signed
from indicia.psd.orders import loan
from indicia.psd.registers import Registers
from indicia.psd.standing import Placement
from indicia.security.authority import Authority
from indicia.security.signing import signer_for
from indicia.spec.psd import FAST_ENDURANCE_CYCLES
from indicia.units import dollars

Folder = Annotated[Path, typer.Argument(metavar="PSD", help="The device's folder.")]


def add_to(app: typer.Typer) -> None:
    """Nothing; afterwards `app` has these commands."""
    for command in (audit, display, life, events, state, apply, service, endure_):
        app.command(command.__name__.rstrip("_"))(command)


def audit(
    folder: Folder,
    *,
    as_json: console.Json = False,
    passphrase_file: console.PassphraseFile = None,
    on: OnDay = None,
) -> ExitCode:
    """Prove that everything in the folder is what the device wrote and signed, or name the first record that is not.

    A device that is found altered locks itself, as far as it still can be written.
    """
    with Psd.open(folder, clock_on(on)) as psd:
        found = psd.audit()
        if not found.whole:
            _stop(psd, found, console.read_passphrase(passphrase_file))
        _show_audit(psd, found, as_json=as_json)
    return ExitCode.DONE if found.whole else ExitCode.PSD


def display(
    folder: Folder,
    order: Annotated[str | None, typer.Argument(metavar="ORDER.json", help="The order that is next.")] = None,
    *,
    as_json: console.Json = False,
    on: OnDay = None,
) -> ExitCode:
    """Show both registers, the next amount to be printed, and what keeps the device from printing it."""
    with Psd.open(folder, clock_on(on)) as psd:
        if order is not None:
            psd.selector.select(order_from(order).indicium.amount or 0)
        shown = psd.display()
    words: Words = {
        "ascending_register": str(dollars(shown.registers.ascending)),
        "descending_register": str(dollars(shown.registers.descending)),
        "next_amount": None if shown.selected is None else str(dollars(shown.selected)),
        "lockouts": [lockout.lockout.value for lockout in shown.lockouts],
    }
    _show(words, as_json=as_json)
    for lockout in () if as_json else shown.lockouts:
        console.write_line(f"  {lockout}")
    return ExitCode.PSD if shown.lockouts else ExitCode.DONE


def life(*, as_json: console.Json = False) -> None:
    """Show the table of a device's life: what may happen in which state, and where that stands."""
    for step in STEPS:
        before = [each.value for each in step.before]
        after = step.after.value if step.after else None
        if as_json:
            words: Words = {"event": step.event.value, "before": before, "after": after}
            console.write_json(words | {"section": step.section, "condition": step.condition})
        else:
            line = f"{step.event:<12}{', '.join(before) or '-'} -> {after or 'as before'}  [{step.section}]"
            console.write_line(f"{line}{f'  when {step.condition}' if step.condition else ''}")


def events(
    folder: Folder,
    *,
    after: Annotated[int, typer.Option(metavar="N", help="Records after this one.")] = 0,
    as_json: console.Json = False,
) -> None:
    """Show every record of the log, one a line, oldest first."""
    with Psd.open(folder) as psd:
        for record in psd.records(after):
            if as_json:
                console.write_json(record_words(record))
            else:
                console.write_line("  ".join(_plain(word) for word in list(record_words(record).values())[:7]))


def state(
    folder: Folder,
    *,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The statement, signed.")],
    amount: Annotated[str | None, typer.Option(metavar="DOLLARS", help="Value asked for; 0 for none.")] = None,
    passphrase_file: console.PassphraseFile = None,
    on: OnDay = None,
) -> None:
    """Write a signed statement of registers, state and log for the provider; grants for earlier ones are dead."""
    requested = None if amount is None else console.parse_dollars(amount)
    with Psd.open(folder, clock_on(on)) as psd:
        psd.signer(console.read_passphrase(passphrase_file))
        files.replace(output, f"{psd.state_reset(requested).to_json()}\n".encode())


def apply(
    folder: Folder,
    grant: Annotated[Path, typer.Argument(metavar="GRANT", help="What the provider signed.")],
    *,
    as_json: console.Json = False,
    passphrase_file: console.PassphraseFile = None,
    on: OnDay = None,
) -> None:
    """Carry out a provider's signed grant; the same grant again changes nothing."""
    sent = Signed.from_json(_text(grant), Grant)
    with Psd.open(folder, clock_on(on)) as psd:
        psd.signer(console.read_passphrase(passphrase_file))
        _show(receipt_words(psd.apply(sent).message), as_json=as_json)


def service(
    folder: Folder,
    orders: Annotated[
        list[Event], typer.Argument(metavar="EVENT...", help="In their order: lock, withdraw, zero; see `psd life`.")
    ] = [],  # noqa: B006 - typer reads it and hands over a list of its own
    *,
    keys: Annotated[Path, typer.Option(metavar="DIR", help="The provider's keys.")],
    amount: Annotated[str | None, typer.Option(metavar="DOLLARS", help="Reset by this; 0 for one of no value.")] = None,
    lock_on: Annotated[
        dt.date | None, typer.Option(parser=console.parse_day, metavar="DATE", help="First day of a lockout.")
    ] = None,
    customer: Annotated[str, typer.Option(metavar="NUMBER", help="A loaner's customer: the licence.")] = "",
    city: Annotated[str, typer.Option(metavar="NAME", help="City where that customer mails.")] = "",
    post_state: Annotated[str, typer.Option("--state", metavar="XX", help="Its state.")] = "",
    readings: Annotated[
        str | None, typer.Option(metavar="ASCENDING/DESCENDING", help="Registers as read or approved, dollars.")
    ] = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="For the log.")] = "",
    as_json: console.Json = False,
    passphrase_file: console.PassphraseFile = None,
    on: OnDay = None,
) -> None:
    """Do to a device on the provider's own bench what a grant would order over the wire."""
    passphrase, clock = console.read_passphrase(passphrase_file), clock_on(on)
    authority, at = Authority.open(keys, passphrase), clock()
    with Psd.open(folder, clock) as psd:
        psd.signer(passphrase)
        statement = psd.state_reset().message
        grant = Grant(
            grant_id=f"bench-{secrets.token_hex(8)}",
            device=statement.device,
            nonce=statement.nonce,
            amount=None if amount is None else console.parse_dollars(amount),
            orders=tuple(orders),
            lock_on=lock_on if lock_on else statement.lock_on,
            user=psd.standing().user,
            placement=_placement(customer, city, post_state, at.date()),
            readings=_readings(readings),
            reason=reason,
            at=at,
        )
        _show(receipt_words(psd.apply(signed(grant, signer_for(authority.key))).message), as_json=as_json)


def endure_(
    folder: Folder,
    *,
    cycles: Annotated[int, typer.Option(metavar="N", help="Printing cycles.")] = FAST_ENDURANCE_CYCLES,
    commit: Annotated[int, typer.Option(metavar="N", help="Cycles that share a transaction.")] = 2000,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Report, and what a stopped test goes on from.")
    ] = None,
    as_json: console.Json = False,
    passphrase_file: console.PassphraseFile = None,
) -> ExitCode:
    """Wear a test device down (39 CFR 501.16): cycles with registration checked, value selections, lockouts."""
    place = report or folder.with_name(f"{folder.name}.endurance.json")
    terminal = console.progress_terminal()
    columns = (TextColumn("cycles"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    last: Report | None = None
    with (
        Psd.open(folder, clock_on(None)) as psd,
        Progress(*columns, console=terminal, disable=not terminal.is_terminal, transient=True) as progress,
    ):
        task = progress.add_task("cycles", total=cycles)
        signer = psd.signer(console.read_passphrase(passphrase_file))
        try:
            for last in endure(psd, Plan(cycles=cycles, commit=commit), place, signer=signer):
                progress.update(task, completed=last.cycles)
        except RegisterError as fault:
            raise PsdRefused(f"the device fails: {fault}; report: {place}") from fault
    if last is not None:
        _show(last.words(), as_json=as_json)
    return ExitCode.DONE


def _stop(psd: Psd, found: Audit, passphrase: bytes | None) -> None:
    """Lock the device; when even that cannot be written, it prints nothing all the same."""
    psd.signer(passphrase)
    psd.stop(found.problems[0].text)


def _show_audit(psd: Psd, found: Audit, *, as_json: bool) -> None:
    words: Words = {
        "device": psd.memory.facts.device,
        "whole": found.whole,
        "records": found.records,
        "seals": found.seals,
        "first_altered": found.first_altered,
        "problems": [problem.text for problem in found.problems],
    }
    _show(words, as_json=as_json)


def _show(words: Words, *, as_json: bool) -> None:
    if as_json:
        console.write_json(words)
        return
    for name, word in words.items():
        console.write_line(f"{name.replace('_', ' '):<22}{_plain(word)}")


def _plain(word: object) -> str:
    if isinstance(word, list):
        return "; ".join(map(str, word)) or "-"
    return "-" if word in (None, "") else str(word)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputError(f"cannot read {path}: {fault}") from fault


def _placement(customer: str, city: str, state_: str, first: dt.date) -> Placement | None:
    return loan(customer, city.upper(), state_.upper(), first) if customer else None


def _readings(text: str | None) -> Registers | None:
    if text is None:
        return None
    ascending, _, descending = text.partition("/")
    return Registers(console.parse_dollars(ascending), console.parse_dollars(descending))
