"""The year, day by day: the bank's morning, the scene, the week's mail, the evening's jobs."""

import datetime as dt
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from indicia.faces import Face
from indicia.model.business_days import is_business_day, last_of_business_days
from indicia.security.authority import Authority
from indicia.spec.custody import Purpose
from indicia.spec.deadlines import Every
from indicia.spec.happenings import Event
from indicia.spec.resetting import PaymentForm
from provider.books import Ledger
from provider.deadlines import Happening, History, Standing, due_list, due_on, instances, period_of, record
from provider.deadlines.journal import PROVIDER
from provider.demo import scenes, troubles
from provider.demo.cast import AT_HOME, PLAYERS, SILENT, Player
from provider.demo.desk import Desk, device_of
from provider.inventory import State
from provider.inventory.faulty import send_list
from provider.inventory.files import send_inventory_file, send_lost_file
from provider.inventory.removal import notice, to_be_notified, unanswered, waiting
from provider.licences import Status
from provider.reports import Report, send
from provider.store import open_store

_BANK_OPENS = dt.time(13, 30, tzinfo=dt.UTC)
"""Before 10 a.m. in New York, whatever the season (501.29(e)(4))."""
_MONDAY = 0
_PIECE = 370
_RESET, _LOW = 20_000, 4_000
_DEPOSIT, _POOR = 50_000, 25_000
_SILENT_FROM = (2, 15)
_LISTS_ON = 15
_QUIET_DAYS = 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the year came to."""

    year: int
    """Which."""
    pieces: int
    """Indicia that were printed."""
    resets: int
    """That were granted, those of no value too."""
    denials: tuple[str, ...]
    """Resets that were not granted, and why."""
    control_totals: int
    """Mills in all devices, printed or left."""
    postage: int
    """Mills of revenue in the books: what was set into devices less what was returned."""
    book_faults: tuple[str, ...]
    """What is wrong in the books; nothing."""
    broken_logs: tuple[str, ...]
    """Devices whose audit found something; none."""
    deadlines: dict[str, int]
    """How many deadlines stand how at the end of the year."""
    overdue: tuple[str, ...]
    """What is overdue then; nothing."""
    documents: int
    """Files that were written."""

    @property
    def agrees(self) -> bool:
        """Books, devices and deadlines are as they should be."""
        wrong = self.book_faults or self.broken_logs or self.overdue
        return not wrong and self.control_totals == self.postage


def live(folder: Path, face: Face, *, year: int = 2005, seed: int = 1, last: dt.date | None = None) -> Summary:
    """Live a year; what it leaves is in `folder`, which must not exist.

    Args:
        folder: for devices, keys, database and documents.
        face: to letter documents with.
        year: which.
        seed: of the mail that licensees send.
        last: an earlier end.

    Raises:
        OutputError: it cannot be written.
    """
    folder.mkdir(parents=True)
    authority = Authority.create(
        folder / "keys", valid_from=dt.date(year - 5, 1, 1), valid_to=dt.date(year + 20, 12, 31)
    )
    rng, end = random.Random(seed), last or dt.date(year, 12, 31)  # noqa: S311 - invented mail, no secret
    with open_store(f"sqlite:///{folder / 'office.db'}") as store:
        desk = Desk(folder, store, authority, face, dt.date(year, 1, 1))
        record(store, Happening(PROVIDER, Event.AUTHORIZED, desk.at))
        story = _story(year)
        while desk.day <= end:
            _day(desk, rng, story.get(desk.day, []))
            desk.day += dt.timedelta(days=1)
        desk.day = end
        return _summary(desk)


def _story(year: int) -> dict[dt.date, list[scenes.Scene]]:
    """The scenes by their days, each on a business day."""
    found: dict[dt.date, list[scenes.Scene]] = {}
    for (month, number), scene in scenes.SCENES.items():
        found.setdefault(last_of_business_days(dt.date(year, month, number), 1), []).append(scene)
    return found


def _day(desk: Desk, rng: random.Random, played: list[scenes.Scene]) -> None:
    business = is_business_day(desk.day)
    if business and desk.account_of:
        desk.lockbox.transfer(dt.datetime.combine(desk.day, _BANK_OPENS))
    for scene in played:
        scene(desk)
    if scenes.opening in played or (not played and business and desk.day.weekday() == _MONDAY):
        _deposits(desk)
    if business and desk.account_of and scenes.opening not in played:
        _mail(desk, rng)
    if desk.account_of:
        _notices(desk)
    _reports(desk)


def _deposits(desk: Desk) -> None:
    """Whoever has little left pays: meters through the lockbox, PC Postage by card."""
    rows = []
    for player in _active(desk):
        account = desk.account_of[player.customer]
        if desk.accounts.balance(account) >= _POOR:
            continue
        if player is AT_HOME:
            desk.pay_by_card(account, _DEPOSIT)
        else:
            rows.append((account, PaymentForm.CHECK if player.serial % 2 == 0 else PaymentForm.ACH, _DEPOSIT))
    if rows:
        desk.bank_day(rows)


def _mail(desk: Desk, rng: random.Random) -> None:
    """Each licensee has a weekday on which it resets when little is left and sends its mail."""
    for number, player in enumerate(_active(desk)):
        if desk.day.weekday() != number % 5:
            continue
        device = _device(desk, player)
        if desk.register.find(device).state is not State.IN_SERVICE:
            continue
        if int(desk.registers(device)["descending"]) < _LOW:
            desk.reset(device, desk.account_of[player.customer], _RESET)
        elif _was_quiet(desk, device):
            desk.reset(device, desk.account_of[player.customer], 0)
        desk.print_postage(device, [_PIECE] * rng.randint(2, 9))


def _was_quiet(desk: Desk, device: str) -> bool:
    """Whether a reset of no value is called for, before three months are over (604.4.3.5)."""
    last = next(h for h in reversed(desk.register.story(device)) if h.event in {Event.RESET, Event.CHECKED_IN})
    return desk.day - last.on > dt.timedelta(days=_QUIET_DAYS)


def _active(desk: Desk) -> list[Player]:
    silent = (desk.day.month, desk.day.day) >= _SILENT_FROM
    return [player for player in PLAYERS if not (silent and player is SILENT)]


def _device(desk: Desk, player: Player) -> str:
    """The device that a player uses now."""
    application = desk.licences.numbered(player.licence).application
    meters = desk.register.of_licence(application)
    return meters[-1].device if meters else device_of(player)


def _notices(desk: Desk) -> None:
    """The ladder of 501.23(f): notice, second approach, removal; and the licence without a system."""
    for device in to_be_notified(desk.store, desk.day):
        meter = desk.tell(device, Event.OVERDUE_NOTICE)
        licence = desk.licences.find(meter.licence)
        reader = desk.reader(Purpose.INSPECTION, f"notice for {device}")
        customer = desk.customers.read(licence.asked.customer, reader, desk.at)
        desk.write(f"notice-{device}", notice(meter, licence, customer, desk.day))
    for step in waiting(desk.store, desk.day):
        device = step.subject.removeprefix("meter:")
        if step.row.id == "501.23(f)-second":
            desk.tell(device, Event.SECOND_APPROACH, how="in person")
        elif step.row.id == "501.23(l)-remove":
            troubles.removed(desk)
    for device in unanswered(desk.store, desk.day):
        if not _is_ordered(desk, device):
            desk.tell(device, Event.REMOVAL_ORDERED, by="Postal Service")
    silent = desk.licences.numbered(SILENT.licence)
    if silent.status is Status.GRANTED and _is_without_system(desk, silent.subject):
        troubles.licence_cancelled(desk)


def _is_ordered(desk: Desk, device: str) -> bool:
    return any(happening.event is Event.REMOVAL_ORDERED for happening in desk.register.story(device))


def _is_without_system(desk: Desk, subject: str) -> bool:
    story = History.read(desk.store, subject).of(subject)
    return any(
        i.row.id == "604.4.2.1d-no-system" and i.standing(desk.day) is Standing.RIPE for i in instances(story, desk.day)
    )


def _reports(desk: Desk) -> None:
    """The evening's reports and files."""
    last_of_month = (desk.day + dt.timedelta(days=1)).day == 1
    desk.write("daily-activity", send(desk.store, Report.DAILY_ACTIVITY, desk.day, desk.at), paper=last_of_month)
    if desk.day.day == 1:
        desk.write("lost-meters", send_lost_file(desk.store, desk.at))
    if desk.day.day == _LISTS_ON:
        desk.write("faulty-meters", send_list(desk.register, desk.at))
    if not last_of_month:
        return
    desk.write("revenue-allocation", send(desk.store, Report.REVENUE_ALLOCATION, desk.day, desk.at))
    for report in (Report.POSTAGE_REFUNDS, Report.FUNDS_ADVANCED):
        desk.write(report.value, send(desk.store, report, desk.day, desk.at))
    if desk.day == period_of(Every.QUARTER, desk.day).last:
        desk.write("inventory", send_inventory_file(desk.store, desk.reader(Purpose.REPORTING, "quarter"), desk.at))
    through = desk.day + dt.timedelta(days=31)
    desk.write("due", due_list(due_on(History.read(desk.store), desk.day, through=through), desk.day))


def _summary(desk: Desk) -> Summary:
    history = History.read(desk.store)
    standings = Counter(
        instance.standing(desk.day).value
        for subject in history.subjects
        for instance in instances(history.of(subject), desk.day)
    )
    overdue = tuple(
        f"{i.row.id} {i.subject}" for i in due_on(history, desk.day) if i.standing(desk.day) is Standing.OVERDUE
    )
    totals, broken = 0, []
    for meter in desk.register.all():
        with desk.opened(meter.device) as psd:
            totals += psd.registers().control_total
            if not psd.audit().whole:
                broken.append(meter.device)
    ledger = Ledger(desk.store)
    postage = sum(row.credit - row.debit for row in ledger.trial_balance() if row.account.startswith("postage:"))
    return Summary(
        year=desk.day.year,
        pieces=desk.issued,
        resets=desk.resets,
        denials=tuple(desk.denials),
        control_totals=totals,
        postage=postage,
        book_faults=ledger.faults(),
        broken_logs=tuple(broken),
        deadlines=dict(sorted(standings.items())),
        overdue=overdue,
        documents=len(desk.written),
    )
