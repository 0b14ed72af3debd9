"""The office's commands: one story through licences, meters, inspections, reports, customers."""

import json
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from fixtures.office import Office
from indicia import console
from provider.cli.main import app

M = "ZZ010000001001"
OWNER = ["--manufacturer-name", "Test Provider", "--phone", "(800) 555-0100"]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `provider WORDS --store … ` at noon of a day; its exit code, output and errors."""

    def command(words: str | list[str], *more: str, day: str = "") -> tuple[int, str, str]:
        head = words.split() if isinstance(words, str) else words
        when = ["--at", f"{day}T12:00:00Z"] if day else []
        code = console.exit_code(
            app, "provider", [*head, *more, *when, "--store", f"sqlite:///{tmp_path / 'office.db'}"]
        )
        out, err = capsys.readouterr()
        return code, out, err

    return command


def done(result: tuple[int, str, str]) -> str:
    assert (0, "") == (result[0], result[2])
    return result[1]


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Run:
    """A licence L1 of customer C1, and a meter in service under it since 10 January 2005."""
    made = Office(tmp_path)
    made.in_service(made.licence())
    made.store.close()
    return run


def test_from_application_to_service(run: Run, tmp_path: Path) -> None:
    where = ["--street", "7 Cove Rd", "--city", "Stamford", "--state", "CT", "--zip", "06901"]
    done(run("customer add C1 --reader clerk", "--name", "Acme Lights", *where, day="2005-01-03"))
    post_office = "--city STAMFORD --state CT --zip 06926"
    assert "A000001" in done(run(f"licence apply --customer C1 {post_office}", day="2005-01-03"))
    done(run("licence submit A000001 --reader clerk -o", str(tmp_path / "3601a.pdf"), day="2005-01-03"))
    form = pdfium.PdfDocument(tmp_path / "3601a.pdf")[0].get_textpage().get_text_range()
    assert "Acme Lights" in form
    assert "PS Form 3601-A" in form
    done(run("licence grant A000001 --number L1", day="2005-01-05"))
    done(run("meter add --manufacturer ZZ --model 01 --serial 1001 --system ibi-meter", day="2005-01-06"))
    label = str(tmp_path / "label.pdf")
    assert 0 == console.exit_code(app, "provider", ["label", "make", "-o", label, *OWNER])
    done(run(["label", "check", M, label], *OWNER, day="2005-01-07"))
    assert "state in service" in done(run(f"meter check-in {M} --licence A000001", day="2005-01-10"))


def test_list_of_a_day_leaves_with_5_when_something_is_overdue(office: Run, tmp_path: Path) -> None:
    assert "604.4.3.5" in done(office("due --on 2005-04-10"))
    code, out, _ = office("due --on 2005-04-11 --json")
    assert 5 == code
    (line,) = [json.loads(line) for line in out.splitlines()]
    assert ("2005-04-10", "overdue", f"meter:{M}") == (line["due"], line["standing"], line["subject"])
    assert 5 == office("due --on 2005-04-11 -o", str(tmp_path / "due.pdf"))[0]
    assert (tmp_path / "due.pdf").read_bytes().startswith(b"%PDF")


def test_provider_itself_has_deadlines(run: Run) -> None:
    done(run("note authorized", day="2005-05-10"))
    done(run("note notice-received --about sanction-on-control", day="2005-05-11"))
    assert "period 2005-05" in done(run("due --on 2005-05-10 --through 2005-06-30"))
    code, out, _ = run("due --on 2005-06-10")
    assert (5, True, True) == (code, "501.23(p)" in out, "501.29(g)" in out)
    assert "501.24(d)" in run("due --on 2005-06-10 --through 2005-06-10")[1]
    done(run("note defense-presented --about sanction-on-control", day="2005-06-09"))
    assert "501.24(d)" not in run("due --on 2005-06-10")[1]
    code, _, err = run("note reset")
    assert (1, True) == (code, "told elsewhere" in err)


def test_overdue_meter_gets_notice_and_goes(office: Run, tmp_path: Path) -> None:
    assert "notice" in done(office("meter overdue --on 2005-04-11"))
    done(office(f"meter notice {M} --reader clerk -o", str(tmp_path / "n.json"), day="2005-04-11"))
    assert "2005-04-26" in (tmp_path / "n.json").read_text()
    assert "" == done(office("meter overdue --on 2005-04-12"))
    done(office(f"meter tell {M} second-approach --with by=visit", day="2005-04-26"))
    assert "removal" in done(office("meter overdue --on 2005-05-12"))
    done(office(f"meter tell {M} removal-ordered", day="2005-05-12"))
    out = done(office(f"meter check-out {M} --ascending 1.23 --descending 4.56 --procedure captured", day="2005-05-20"))
    assert "state checked out" in out
    assert "4.560" not in out
    record = json.loads(done(office(f"meter record {M}")))
    assert "descending: 4560" in record["parts"][1]["rows"][-1]["Details"]


def test_inspection_by_hand_finds_what_is_irregular(office: Run, tmp_path: Path) -> None:
    read = "--ascending 0 --descending 0 --after-ascending 0 --after-descending 0 --inspector I --signed-by L"
    report = str(tmp_path / "i.json")
    done(office(f"inspect {M} --serial {M} {read} --rest-ok -o", report, day="2005-06-15"))
    assert "501.26(b)(4)" in Path(report).read_text()
    code, _, err = office(f"inspect {M} --serial {M} {read} -o", report, day="2005-06-16")
    assert (2, True) == (code, "not checked: 501.26(b)(7)(i)" in err)
    seen = ["--seen", "501.26(b)(7)(ix)=window cracked", "-o", report]
    assert 4 == office(f"inspect {M} --serial {M} {read} --rest-ok", *seen, day="2005-06-17")[0]
    assert "window cracked" in Path(report).read_text()
    assert "501.26(b)(8)" in office("due --on 2005-06-18")[1]
    assert 1 == office(f"inspect {M} --inspector I --signed-by L")[0]
    assert 1 == office(f"inspect {M} --seen 1=2 --serial x {read}")[0]


def test_special_inspection_is_listed(office: Run) -> None:
    done(office(f"meter tell {M} inspection-ordered --due 2005-07-01", day="2005-06-15"))
    assert "2005-07-01" in done(office("inspections --on 2005-06-15 --through 2005-07-01"))
    assert "" == done(office("inspections --on 2005-06-15"))


def test_search_gates_the_loss(office: Run) -> None:
    done(office(f"meter tell {M} not-located", day="2005-06-01"))
    done(office(f"missing step {M} 1-call --result silence", day="2005-06-02"))
    code, _, err = office(f"meter tell {M} loss-determined", day="2005-06-03")
    assert (9, True) == (code, "2-directory" in err)
    assert "silence" in done(office(f"missing checklist {M}"))
    for step in ("2-directory", "3-local-post-office", "4-forms", "6-visit", "7-inspection-file", "8-certified-letter"):
        done(office(f"missing step {M} {step} --result silence", day="2005-06-04"))
    done(office(f"missing step {M} 5-rental-agency --result not-applicable", day="2005-06-04"))
    done(office(f"meter tell {M} loss-determined", day="2005-06-05"))
    assert "Lost and Stolen" in done(office(f"missing report {M}"))
    done(office(f"meter tell {M} loss-reported", day="2005-06-06"))
    assert M in done(office("report lost-meters", day="2005-07-01"))


def test_faulty_meter_is_reported(office: Run) -> None:
    done(office(f"meter tell {M} fault-reported", day="2005-06-15"))
    told = ["--with", "signed_by=L", "--with", "report=r", "--with", "logs=l"]
    done(office(f"meter tell {M} form-completed", *told, day="2005-06-16"))
    done(office(f"meter tell {M} faulty-received --with tag=F1", day="2005-06-17"))
    done(office(f"meter tell {M} faulty-examined", day="2005-06-17"))
    done(office(f"meter tell {M} found-unreadable", day="2005-06-17"))
    words = ["--malfunction", "memory", "--recommended", "12.34", "--supporting", "logs"]
    assert "12.340" in done(office(f"faulty report {M}", *words, day="2005-06-20"))
    assert "fault-report-sent" in done(office(f"faulty custody {M}"))
    assert "Faulty meters" in done(office("faulty list", day="2005-07-01"))


def test_revocation_orders_every_meter_away(office: Run) -> None:
    notice = "--reason 604.4.2.2c --certified 7005"
    done(office(f"licence notify A000001 {notice}", day="2005-06-01"))
    done(office("licence appeal A000001", day="2005-06-05"))
    done(office("licence decide A000001 --denied", day="2005-06-20"))
    assert M in done(office("licence revoke A000001", day="2005-06-21"))
    assert "501.23(l)" in office("due --on 2005-07-06")[1]
    assert "revoked" in done(office("licence list"))
    code, _, err = office("licence cancel A000001")
    assert (9, True) == (code, "604.4.2.1d" in err)


def test_refused_applicant_may_appeal(office: Run) -> None:
    done(office("licence apply --customer C1 --city BOSTON --state MA --zip 02101 --seasonal", day="2005-02-01"))
    done(office("licence submit A000002 --reader clerk", day="2005-02-01"))
    done(office("licence refuse A000002 --reason 604.4.2.3c", day="2005-02-03"))
    assert 9 == office("licence appeal A000002", day="2005-02-14")[0]


def test_meter_moves_to_another_post_office(office: Run) -> None:
    done(office("licence apply --customer C1 --city BOSTON --state MA --zip 02101", day="2005-02-01"))
    done(office("licence submit A000002 --reader clerk", day="2005-02-01"))
    done(office("licence grant A000002 --number L2", day="2005-02-03"))
    read = "--ascending 0 --descending 0 --procedure captured"
    assert "A000002" in done(office(f"meter relocate {M} --licence A000002 {read}", day="2005-02-04"))
    assert M in done(office("meter list --state", "in service"))
    assert "" == done(office("meter list --state scrapped"))


def test_customer_data_is_read_on_the_record(office: Run) -> None:
    asked = ["--reader", "agent", "--purpose", "service", "--reason", "call 17"]
    assert "Firm C1" in done(office("customer show C1", *asked, day="2005-06-15"))
    log = done(office("customer log --customer C1 --json"))
    assert "Firm" not in log
    assert ("agent", "call 17") == ((last := json.loads(log.splitlines()[-1]))["reader"], last["reason"])
    done(office("customer change C1 --application A000001 --reader clerk --set", "phone=2035550143", day="2005-06-16"))
    assert "604.4.3.3" in office("due --on 2005-06-16")[1]
    done(office("licence sent A000001", day="2005-06-16"))
    assert "604.4.3.3" not in office("due --on 2005-06-16")[1]
    assert 1 == office("customer change C1 --application A000001 --reader clerk --set", "shoe=9")[0]


def test_third_party_location_and_incident(office: Run, tmp_path: Path) -> None:
    done(office("place open shed --operator Shed --address Yard"))
    done(office("place authorize shed --function service --reference letter --on 2005-06-01"))
    done(office("place house shed --customer C1", day="2005-06-02"))
    asked = ["--reader", "mallory", "--purpose", "service", "--reason", "r", "--place", "shed"]
    assert 9 == office("customer show C1", *asked)[0]
    done(office("place notify shed --customer C1 --reader clerk -o", str(tmp_path / "n.pdf"), day="2005-06-02"))
    done(office("place copied shed --customer C1", day="2005-06-02"))
    done(office("customer show C1", *asked, day="2005-06-03"))
    done(office("place close shed", day="2005-06-04"))
    done(office("incident discover --kind breach --account", "list lost", day="2005-06-05"))
    done(office("incident touch 1 --reader mallory --since 2005-06-03 --until 2005-06-03"))
    done(office("incident touch 1 --customer C1 --how", "list found"))
    assert 1 == office("incident touch 1 --customer C1")[0]
    done(office("incident tell 1 --to PTM", day="2005-06-05"))
    done(office("incident close 1 --outcome found", day="2005-06-09"))
    export = done(office("incident export 1"))
    assert "by mallory" in export
    assert "list found" in export
    assert "Firm" not in export


def test_weakness_and_reports(office: Run) -> None:
    assert "weakness 1" in done(office("weakness discover --models ZZ01 --findings clock", day="2005-06-01"))
    done(office("weakness preliminary 1", day="2005-06-02"))
    told = "--circumstances c --procedure p --completion 2005-08-01"
    done(office(f"weakness written 1 {told}", day="2005-06-03"))
    done(office("weakness status 1 half", day="2005-06-04"))
    done(office("weakness complete 1", day="2005-06-05"))
    assert "fixed" in done(office("weakness summary 1 fixed", day="2005-06-05"))
    for name in ("daily-activity", "revenue-allocation", "postage-refunds", "funds-advanced"):
        assert "501.29(g)" in done(office(f"report make {name} --on 2005-06-15 --send"))
    assert "Firm C1" in done(office("report inventory --reader job", day="2005-06-30"))


def test_destruction_and_purge(office: Run) -> None:
    done(office("meter add --manufacturer ZZ --model 01 --serial 7 --system ibi-meter", day="2005-01-06"))
    other = "ZZ010000000007"
    done(office(f"destruction propose {other} --method shred --place works --on 2005-02-01", day="2005-01-10"))
    done(office("destruction approve 1 --reference PTM4", day="2005-01-20"))
    code, _, err = office(f"destruction carry-out 1 {other} {M} --observer X", day="2005-02-01")
    assert (9, True) == (code, f"not listed: {M}" in err)
    done(office(f"destruction carry-out 1 {other} --observer X", day="2005-02-01"))
    assert "destroyed" in done(office("destruction show 1"))
    assert "purged 0" in done(office("meter purge", day="2008-01-31"))
    assert "purged 1" in done(office("meter purge", day="2008-02-01"))


def test_loaner_with_a_discrepancy_leaves_with_4(run: Run, tmp_path: Path) -> None:
    made = Office(tmp_path)
    made.in_service(made.licence("R1", "LR", representative=True), loaner=True)
    made.licence("C1", "L1")
    made.store.close()
    told = [w for pair in ("customer_licence=L1", "city=STAMFORD", "state=CT") for w in ("--with", pair)]
    read = ["--with", "ascending=0", "--with", "descending=0"]
    done(run(f"meter tell {M} loaned", *told, *read, day="2005-06-13"))
    code, out, _ = run(f"meter take-back {M} --ascending 0 --descending 1.00", day="2005-06-17")
    assert (4, True) == (code, "control total is 1.000" in out)


def test_keys_are_on_record(run: Run) -> None:
    done(run("key note K1 keys-issued --place Stamford --details card", day="2005-01-10"))
    assert "keys-issued" in done(run("key record"))
    assert 9 == run("key note K1 keys-recovered --place Stamford --details card")[0]
    assert 1 == run("key note K1 reset --place Stamford --details card")[0]


def test_bad_label_is_written_down_and_refuses_the_check_in(run: Run, tmp_path: Path) -> None:
    done(run("meter add --manufacturer ZZ --model 01 --serial 1001 --system ibi-meter", day="2005-01-06"))
    label = str(tmp_path / "l.pdf")
    assert 0 == console.exit_code(app, "provider", ["label", "make", "-o", label, *OWNER])
    code, out, _ = run(["label", "check", M, label, "--manufacturer-name", "Other", "--phone", "(800) 555-0100"])
    assert (4, True) == (code, "missing" in out)
    assert 1 == run(f"meter tell {M} stored --with nonsense")[0]
