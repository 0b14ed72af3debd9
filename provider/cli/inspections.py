"""`provider inspect`, `inspections`: what is due, what was found."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from indicia import console
from indicia.errors import ExitCode, UsageError
from indicia.psd.device import Psd
from indicia.psd.life import Event as Order
from indicia.spec.inspections import CHECKS, MEASURED, Build, Item
from provider.cli.answers import FaceFile, Output, hand_out, tell
from provider.cli.common import At, StoreUrl, now, office
from provider.inspection import Readings, inspect, inspections_due, readings_of, report, sources_of, write_down
from provider.inspection.inspecting import GOOD
from provider.inventory import Register
from provider.resetting.devices import Devices
from provider.store import Store

Dollars = Annotated[int | None, typer.Option(parser=console.parse_dollars, metavar="DOLLARS")]


def inspect_meter(
    store: StoreUrl,
    device: Annotated[str, typer.Argument(metavar="DEVICE", help="The meter in the provider's records.")],
    *,
    psd: Annotated[Path | None, typer.Option(metavar="PSD", help="The device's folder: read and printed .00.")] = None,
    serial: Annotated[str, typer.Option(help="Manufacturer, model and serial number as they stand on it.")] = "",
    ascending: Dollars = None,
    descending: Dollars = None,
    after_ascending: Dollars = None,
    after_descending: Dollars = None,
    seal: Annotated[str, typer.Option(help="Number of the locking seal.")] = "",
    built: Annotated[list[Build] | None, typer.Option(help="What it has; several times.")] = None,
    seen: Annotated[
        list[str] | None, typer.Option(metavar="SECTION=WORDS", help="501.26(b)(7)(ix)=cracked; several times.")
    ] = None,
    rest_ok: Annotated[bool, typer.Option("--rest-ok", help="Everything else was looked at and is ok.")] = False,
    inspector: Annotated[str, typer.Option()],
    signed_by: Annotated[str, typer.Option(help="Who signed for the licensee.")],
    passphrase_file: console.PassphraseFile = None,
    output: Output = None,
    face: FaceFile = None,
    at: At = None,
) -> int:
    """Inspect a meter: serial, registers, control total, .00 print, sights (501.26(b)); leaves with 4 if irregular."""
    when = at or now()
    by_hand = None if psd else _given((ascending, descending, after_ascending, after_descending), serial, seal)
    told = dict.fromkeys((i for i in Item if i not in MEASURED), GOOD) if rest_ok else {}
    told |= dict(_sight(text) for text in seen or [])
    with office(store) as opened:
        register = Register(opened)
        # Before anything is printed: a meter that the records do not know is not inspected.
        sources = sources_of(register, device, frozenset(built or [Build.HOUSED]))
        readings = by_hand or _read(psd or Path(), console.read_passphrase(passphrase_file), when)
        done = inspect(readings, sources, told, inspector=inspector, signed_by=signed_by)
        write_down(register, done, when)
        if not done.irregular:
            _order(opened, device, when)
    hand_out(report(done, when.date()), output, face)
    return ExitCode.UNACCEPTABLE if done.irregular else ExitCode.DONE


def inspections(
    store: StoreUrl,
    *,
    on: console.On = None,
    through: Annotated[dt.date | None, typer.Option(parser=console.parse_day, metavar="DATE")] = None,
    as_json: console.Json = False,
) -> None:
    """List the inspections and examinations that are due on a day, by the schedule of 604.4.3.7."""
    day = on or console.today()
    with office(store) as opened:
        for one in inspections_due(opened, day, through=through):
            what = {"due": one.due, "standing": one.standing(day), "subject": one.subject, "who": one.row.who}
            tell(what | {"duty": one.row.duty}, as_json=as_json)


def _given(shown: tuple[int | None, ...], serial: str, seal: str) -> Readings:
    """What an inspector read."""
    before_up, before_down, after_up, after_down = shown
    if not serial or before_up is None or before_down is None or after_up is None or after_down is None:
        raise UsageError("give --psd, or --serial with both registers before and after the .00 print")
    return Readings(
        device=serial,
        ascending=before_up,
        descending=before_down,
        after_ascending=after_up,
        after_descending=after_down,
        seal=seal,
    )


def _read(folder: Path, passphrase: bytes | None, when: dt.datetime) -> Readings:
    with Psd.open(folder, lambda: when) as opened:
        return readings_of(opened, opened.signer(passphrase), when.date())


def _order(store: Store, device: str, when: dt.datetime) -> None:
    """Tell the device of its inspection with its next grant, when it is one that is reset."""
    devices = Devices(store)
    if any(known.device == device for known in devices.all()):
        devices.order(device, Order.INSPECT, "inspected (39 CFR 501.26)", at=when)


def _sight(text: str) -> tuple[Item, str]:
    section, found, words = text.partition("=")
    if not found or section not in set(CHECKS):
        raise UsageError(f"--seen {text}: allowed: SECTION=WORDS with {', '.join(CHECKS)}")
    return Item(section), words
