"""The desk of the demonstration: the office's rooms and the devices of its licensees, one call each."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from indicia import files
from indicia.errors import PsdRefused
from indicia.faces import Face
from indicia.payload.profiles import Algorithm
from indicia.psd.create import Making, create_psd
from indicia.psd.device import Psd
from indicia.psd.identity import Identity
from indicia.psd.life import Event as Order
from indicia.psd.records import Request
from indicia.psd.registers import Registers
from indicia.security.authority import Authority
from indicia.security.signing import KeySigner
from indicia.spec.custody import Purpose
from indicia.spec.happenings import Event
from indicia.spec.kinds import Location, System
from indicia.spec.resetting import PaymentForm
from indicia.units import dollars
from provider.books import Accounts, Moment, StatementsBy
from provider.books.lockbox import Bank, Lockbox
from provider.books.payment import initiated
from provider.books.payments import Payments
from provider.custody import Customer, Customers, Reader
from provider.demo.cast import PHONE, PROVIDER_NAME, Player
from provider.documents import Statement, csv_bytes, json_bytes, pdf
from provider.inventory import Meter, News, Register
from provider.inventory.conditions import PASS
from provider.inventory.label import Label, check_label, label_pdf
from provider.licences import Application, Licences
from provider.resetting import wire
from provider.resetting.devices import Devices
from provider.resetting.licences import OfficeLicensing
from provider.resetting.office import ResetOffice
from provider.store import Store

NOON = dt.time(16, 0, tzinfo=dt.UTC)
"""When things happen: noon in New York, whatever the season."""


def device_of(player: Player) -> str:
    """A player's first device."""
    return f"ZZ01{player.serial:010d}"


@dataclass
class Desk:
    """Everything that the year is played with."""

    folder: Path
    store: Store
    authority: Authority
    face: Face
    day: dt.date
    written: list[str] = field(default_factory=list)
    issued: int = 0
    resets: int = 0
    denials: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.register, self.licences = Register(self.store), Licences(self.store)
        self.customers, self.accounts = Customers(self.store), Accounts(self.store)
        self.devices, self.lockbox, self.payments = Devices(self.store), Lockbox(self.store), Payments(self.store)
        signer = KeySigner(self.authority.key, Algorithm.ECDSA_P256)
        self.resetting = ResetOffice(self.store, signer, OfficeLicensing(self.store))
        self.account_of: dict[str, str] = {}

    @property
    def at(self) -> dt.datetime:
        """Now, in the year."""
        return dt.datetime.combine(self.day, NOON)

    @property
    def moment(self) -> Moment:
        """The same for the books."""
        return Moment(self.at, self.day)

    def write(self, name: str, statement: Statement, *, paper: bool = True) -> None:
        """Put a document into the year's folder: JSON and CSV, on paper also PDF."""
        forms: list[tuple[str, Callable[[], bytes]]] = [
            (".json", lambda: json_bytes(statement)),
            (".csv", lambda: csv_bytes(statement)),
        ]
        if paper:
            forms.append((".pdf", lambda: pdf(statement, self.face)))
        place = self.folder / "documents" / f"{self.day:%m-%d}-{name}"
        place.parent.mkdir(parents=True, exist_ok=True)
        for suffix, made in forms:
            files.replace(place.with_name(f"{place.name}{suffix}"), made())
            self.written.append(f"{place.name}{suffix}")

    def reader(self, purpose: Purpose, reason: str) -> Reader:
        """The demonstration, reading customer data."""
        return Reader(name="demonstration", purpose=purpose, reason=reason)

    def open_bank(self) -> None:
        """Begin with a lockbox bank."""
        self.lockbox.set_bank(
            Bank(
                name="First Lockbox Bank",
                post_office_box="PO BOX 1, HARTFORD CT 06101",
                telephone="(800) 555-0150",
                representative="S. Teller",
                routing="000000000/1",
                timezone="America/New_York",
                cutoff=dt.time(15),
                approved_on=self.day,
            )
        )

    def license(self, player: Player) -> None:
        """A customer with a granted licence and, but for representatives, an account."""
        self.customers.add(
            Customer(
                id=player.customer,
                name=player.name,
                street=player.street,
                city=player.city.title(),
                state=player.state,
                zip=player.zip,
            ),
            self.reader(Purpose.LICENSING, "new customer"),
            self.at,
        )
        asked = Application(
            customer=player.customer,
            city=player.city,
            state=player.state,
            zip=player.zip,
            representative=player.representative,
        )
        application = self.licences.apply(asked, self.at).application
        form = self.licences.submit(application, self.reader(Purpose.LICENSING, application), self.at)
        self.write(f"form-3601a-{player.customer}", form)
        self.licences.grant(application, player.licence, self.at)
        account = self.accounts.open(player.licence, player.system, StatementsBy.EACH, self.day).number
        if player.system is not System.PC_POSTAGE:
            self.accounts.provide_acknowledgment(account, self.day)
            self.accounts.sign_acknowledgment(account, b"signed", player.name, self.day)
            self.accounts.send_acknowledgment(account, self.day)
        self.account_of[player.customer] = account

    def install(self, player: Player) -> str:
        """A device made, labelled, checked in under the player's licence and registered for resetting."""
        identity = Identity(
            manufacturer="ZZ",
            model="01",
            serial=player.serial,
            provider=PROVIDER_NAME.upper(),
            city=player.city,
            state=player.state,
            zip=player.zip,
            system=player.system,
            location=Location.LICENSEE,
        )
        making = Making(licence=player.licence, clock=lambda: self.at)
        create_psd(self.folder / "devices" / identity.device, identity, self.authority, making=making)
        meter = Meter(manufacturer="ZZ", model="01", serial=player.serial, system=player.system, ams=player.ams)
        self.register.add(meter, self.at)
        self._label(meter.device)
        application = self.licences.numbered(player.licence).application
        empty = {"ascending": "0", "descending": "0", "licence": application}
        self.register.tell(meter.device, News(Event.CHECKED_IN, self.at, empty))
        self.register.tell(meter.device, News(Event.INSTALLED, self.at))
        with self.opened(meter.device) as psd:
            self.devices.register(
                meter.device, psd.certificate, self.account_of[player.customer], registers=Registers(), at=self.at
            )
        return meter.device

    def _label(self, device: str) -> None:
        label = Label(manufacturer=PROVIDER_NAME, phone=PHONE)
        findings = check_label(label_pdf(label, self.face), label)
        wrong = [finding.asked for finding in findings if finding.decides and not finding.holds]
        self.tell(device, Event.LABEL_CHECKED, result="; ".join(wrong) or PASS)

    def opened(self, device: str) -> Psd:
        """A device, whose clock is the year's."""
        return Psd.open(self.folder / "devices" / device, lambda: self.at)

    def tell(self, device: str, event: Event, **detail: str) -> Meter:
        """Write down what happened to a meter."""
        return self.register.tell(device, News(event, self.at, detail))

    def registers(self, device: str) -> dict[str, str]:
        """Both registers of a device, as news tell them."""
        with self.opened(device) as psd:
            read = psd.registers()
        return {"ascending": f"{read.ascending}", "descending": f"{read.descending}"}

    def print_postage(self, device: str, amounts: Sequence[int]) -> None:
        """Debit pieces, as many as the descending register allows, and release them."""
        with self.opened(device) as psd:
            left, payable = psd.registers().descending, []
            for amount in amounts:
                if amount <= left:
                    left -= amount
                    payable.append(Request(amount=amount, mailing_date=int(f"{self.day:%Y%m%d}")))
            if payable:
                pieces = psd.issue_all(payable, psd.signer())
                psd.mark_released({piece.piece_id: "0" * 64 for piece in pieces})
                self.issued += len(pieces)

    def reset(self, device: str, account: str, amount: int | None) -> bool:
        """Ask for a reset; whether it was granted."""
        with self.opened(device) as psd:
            answer = self.resetting.answer(account, psd.state_reset(amount), self.moment)
            if wire.denied(answer):
                self.denials.append(f"{self.day} {device}: {psd.note_denial(answer).reason}")
                return False
            try:
                receipt = psd.apply(answer)
            except PsdRefused as refusal:
                self.denials.append(f"{self.day} {device}: the device: {refusal}")
                return False
            document = self.resetting.confirm(receipt, self.moment)
        self.resets += amount is not None
        if amount and self.day.day <= 7:
            self.write(f"reset-{device}", document.statement())
        return True

    def order(self, device: str, account: str, *orders: Order, reason: str) -> None:
        """Have a device carry out orders now."""
        for order in orders:
            self.devices.order(device, order, reason, at=self.at)
        self.reset(device, account, None)

    def bank_day(self, deposits: Sequence[tuple[str, PaymentForm, int]], **items: Sequence[str]) -> None:
        """The lockbox bank's file of the day."""
        rows = [
            {
                "id": f"{self.day:%y%m%d}-{number}",
                "account": account,
                "form": form.value,
                "amount": f"{dollars(amount):.2f}",
                **({"ticket": "preencoded"} if form is PaymentForm.CHECK else {}),
            }
            for number, (account, form, amount) in enumerate(deposits, 1)
        ]
        total = f"{dollars(sum(amount for _, _, amount in deposits)):.2f}"
        file = {"day": self.day.isoformat(), "deposits": rows, "total": total, **items}
        self.lockbox.receive(json.dumps(file, default=list).encode(), self.at)

    def pay_by_card(self, account: str, amount: int) -> None:
        """A payment of PC Postage, initiated before the download (604.5.5a)."""
        number = f"card-{self.day:%y%m%d}"
        payment = initiated(number, account, PaymentForm.CREDIT_CARD, amount, moment=self.moment)
        self.payments.initiate(payment, self.moment)
        self.payments.settle(number, self.moment)
