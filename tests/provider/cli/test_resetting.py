"""The office's money and resets from the command line: an account opened and paid, a real device reset over HTTP."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.office import Office, on_day
from fixtures.reset_office import clock, make_device
from indicia import console
from indicia.psd.device import Psd
from indicia.security.authority import Authority
from provider.cli.main import app

AT = "2005-06-15T15:00:00Z"
ROOT = Path(__file__).resolve().parents[3]
READY_SECONDS = 60


class Provider:
    """The program, on one database."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.url = f"sqlite:///{folder}/office.db"

    def run(self, *arguments: object, store: bool = True) -> tuple[int, str, str]:
        flags = ("--store", self.url) if store else ()
        code = console.exit_code(app, "provider", [str(argument) for argument in (*arguments, *flags)])
        said = self.capsys.readouterr()
        return code, said.out, said.err

    def told(self, *arguments: object, store: bool = True) -> list[dict[str, object]]:
        """The JSON lines of a run that is done."""
        code, out, err = self.run(*arguments, "--json", store=store)
        assert (0, "") == (code, err)
        return [json.loads(line) for line in out.splitlines()]

    def done(self, *arguments: object) -> str:
        code, out, err = self.run(*arguments)
        assert (0, "") == (code, err)
        return out


@pytest.fixture
def provider(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Provider:
    return Provider(tmp_path, capsys)


@pytest.fixture
def account(provider: Provider) -> str:
    """An account with $100.00, from a file of the lockbox bank."""
    provider.done(
        *("lockbox", "bank", "--name", "BANK", "--post-office-box", "PO BOX 1", "--telephone", "1-800-555-0100"),
        *("--representative", "A. Teller", "--routing", "ABA 1", "--approved", "2005-01-03"),
    )
    flags = ("--licence", "L-1", "--system", "ibi-meter", "--at", AT)
    (opened,) = provider.told("account", "open", *flags)
    number = str(opened["number"])
    paper = provider.folder / "acknowledgment.pdf"
    provider.done("account", "acknowledgment", number, "--provider", "TEST PROVIDER", "-o", paper)
    assert paper.read_bytes().startswith(b"%PDF")
    provider.done("account", "sign", number, "--document", paper, "--signed-by", "A. Licensee", "--at", AT)
    deposit = {"id": "w-1", "account": number, "form": "wire", "amount": "100.00"}
    file = provider.folder / "lockbox.json"
    file.write_text(json.dumps({"day": "2005-06-15", "deposits": [deposit], "total": "100.00"}))
    (posted,) = provider.told("lockbox", "receive", file, "--at", AT)
    assert ("100.000", 0) == (posted["total"], posted["unidentified"])
    return number


def test_an_account_is_paid_and_its_money_transferred(provider: Provider, account: str) -> None:
    (shown,) = provider.told("account", "show", account)
    assert ("100.000", "each", "2005-06-15") == (shown["balance"], shown["statements"], shown["signed_on"])
    (bank,) = provider.told("lockbox", "show")
    assert ("BANK", "17:00:00", "America/New_York") == (bank["name"], bank["cutoff"], bank["timezone"])
    (due,) = provider.told("lockbox", "due")
    assert {"waiting": "100.000", "due_at": "2005-06-16T14:00:00+00:00"} == due
    (made,) = provider.told("lockbox", "transfer", "--at", "2005-06-16T14:01:00Z")
    assert ("100.000", True) == (made["amount"], made["late"])
    (payment,) = provider.told("account", "payments", account)
    assert ("wire", "received", "100.000") == (payment["form"], payment["state"], payment["amount"])
    *rows, total = provider.told("books", "trial")
    assert total == {"account": "all", "debit": "100.000", "credit": "100.000"}
    assert [f"licensee:{account}", "lockbox", "treasury"] == [row["account"] for row in rows]
    assert "" == provider.done("books", "audit")


def test_books_that_were_altered_are_told_so(provider: Provider, account: str) -> None:
    with Office(provider.folder).store as store:
        store.run("UPDATE ledger_posting SET amount = 2 * amount")
    code, _, err = provider.run("books", "audit")
    assert (4, "provider: entry 1 is not what was written\n") == (code, err)


def test_refunds_advances_and_statements(provider: Provider, account: str) -> None:
    (refund,) = provider.told("account", "refund", account, "--amount", "40.00", "--at", AT)
    assert "2005-06-17T15:00:00+00:00" == refund["due_at"]
    (waiting,) = provider.told("account", "refunds-due", "--at", "2005-06-18T15:00:00Z")
    assert waiting["overdue"] is True
    provider.told("account", "refund-paid", 1, "--at", AT)
    assert [] == provider.told("account", "refunds-due")
    provider.done("account", "advances", account, "--limit", "20.00")
    provider.done("advance", "deposit", "own-1", "--amount", "50.00", "--at", AT)
    (limits,) = provider.told("advance", "limits", "--at", AT)
    assert ("50.000", "50.000", "0.000") == (limits["deposit"], limits["available"], limits["missing"])
    said = json.loads(provider.done("account", "statement", account, "--month", "2005-06-01", "--at", AT))
    assert {"Balance after": "60.00"}.items() <= said["parts"][0]["facts"].items()
    assert "Checks" in provider.done("account", "options", account)


def test_what_is_refused_ends_with_9_and_one_line(provider: Provider, account: str) -> None:
    code, out, err = provider.run("account", "refund", account, "--amount", "100.01", "--at", AT)
    assert (9, "") == (code, out)
    assert f"provider: account {account} has 100.000, not 100.010 (39 CFR 501.29(f))\n" == err
    assert 1 == provider.run("account", "refund", account, "--amount", "x")[0]
    assert 1 == provider.run("account", "show", account, "--at", "yesterday")[0]
    assert 2 == provider.run("lockbox", "receive", provider.folder / "absent.json")[0]
    assert 1 == provider.run("account", "options", account, "-o", "ways.txt")[0]


@pytest.fixture
def server(provider: Provider) -> Iterator[str]:
    """`provider reset serve` in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from provider.cli.main import main; main()", "reset", "serve"]
    command += ["--store", provider.url, "--keys", str(provider.folder / "keys"), "--port", str(port), "--at", AT]
    with subprocess.Popen(command, env=os.environ | {"PYTHONPATH": str(ROOT)}) as process:
        end = time.monotonic() + READY_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < end
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
        process.terminate()
        assert 0 == process.wait()


@pytest.fixture
def device(provider: Provider, account: str) -> str:
    """A real device, checked in under the licence that the account belongs to."""
    authority = Authority.create(
        provider.folder / "keys", valid_from=on_day("2000-01-01").date(), valid_to=on_day("2049-12-31").date()
    )
    name = make_device(provider.folder / "psd", 1001, authority)
    office = Office(provider.folder)
    office.in_service(office.licence(number="L-1"), at=on_day("2005-06-14"))
    office.store.close()
    certificate = provider.folder / "keys" / "trust" / "1001.pem"
    provider.done("reset", "register", name, "--certificate", certificate, "--account", account, "--at", AT)
    return name


def test_a_device_is_reset_over_http(provider: Provider, account: str, device: str, server: str) -> None:
    flags = ("--url", server, "--account", account, "--at", AT)
    (told,) = provider.told("reset", "call", provider.folder / "psd", *flags, "--amount", "60.00", store=False)
    assert ("0.000", "60.000", "40.000") == (told["ascending"], told["descending"], told["balance"])
    with Psd.open(provider.folder / "psd", clock) as psd:
        assert 60_000 == psd.registers().descending
        assert "2005-10-31" == str(psd.standing().lock_on)
    (listed,) = provider.told("reset", "list")
    assert ("confirmed", "60.000", "06926") == (listed["state"], listed["amount"], listed["zip"])
    (known,) = provider.told("reset", "devices")
    assert (device, "in-service", told["grant_id"]) == (known["device"], known["life"], known["last_grant"])
    assert "Balance remaining in the account" in provider.done("reset", "document", told["grant_id"])

    code, _, err = provider.run("reset", "call", provider.folder / "psd", *flags, "--amount", "60.00", store=False)
    assert (9, True) == (code, "604.4.6.5a" in err)

    (ordered,) = provider.told("reset", "order", device, "lock", "--reason", "suspected", "--at", AT)
    assert {"order": 1} == ordered
    (locked,) = provider.told("reset", "call", provider.folder / "psd", *flags, store=False)
    assert "locked" == locked["life"]
    assert [] == provider.told("reset", "incidents")
