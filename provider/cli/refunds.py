"""`provider refund` and `provider refund-value`: requests for refunds worked out from scans and a case file."""

from pathlib import Path
from typing import Annotated

import typer

from indicia import console
from indicia.errors import UsageError
from provider.refunds.case import case_schema

CaseFile = Annotated[Path, typer.Option("--case", metavar="FILE", help="What no scan shows: TOML, or JSON.")]
FaceFile = Annotated[
    Path | None, typer.Option("--face", metavar="FILE", help="A TrueType file to letter statements with.")
]


def refund(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Scans of the unused pieces; a file, a glob.")],
    *,
    case_file: CaseFile,
    trust: Annotated[Path, typer.Option(metavar="DIR", help="The trust directory: ca.pem, certificates, CRL.")],
    on: console.On = None,
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger", metavar="URL", help="Register of indicia already seen: sqlite:///FILE, postgresql://…"
        ),
    ] = None,
    enter: Annotated[
        bool, typer.Option("--enter", help="Enter the eligible indicia in the ledger as refunded: none is mailed then.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help="Write the statements and the outcome there.")
    ] = None,
    dpi: Annotated[float | None, typer.Option(min=20, max=10_000, help="Where the files do not say.")] = None,
    size: Annotated[
        str | None, typer.Option(metavar="WxH|NAME", help="Of the upright piece: 9.5x4.125 (inches) or #10.")
    ] = None,
    workers: Annotated[int, typer.Option(min=0, max=1024, metavar="N", help="Processes; 0 works in this one.")] = 0,
    face_file: FaceFile = None,
    as_json: console.Json = False,
) -> int:
    """Sort, bundle and compute a request for the refund of printed postage that was not mailed."""
    if enter and ledger is None:
        raise UsageError("--enter needs --ledger: the register that refuses the indicia from then on")
    # The verifier takes a second to load: the other commands do without it.
    from provider.cli import refund_requests  # noqa: PLC0415

    wanted = refund_requests.Wanted(case_file=case_file, on=on, output=output, face_file=face_file, as_json=as_json)
    looking = refund_requests.Looking(folder=folder, trust=trust, dpi=dpi, size=size, workers=workers)
    return refund_requests.work_out(wanted, looking, ledger, enter=enter)


def refund_schema() -> None:
    """Write the JSON Schema of a case file."""
    console.write_json(case_schema())


def refund_value(
    *,
    case_file: CaseFile,
    on: console.On = None,
    indicium: Annotated[
        str | None, typer.Option("--indicium", metavar="SCAN", help="Of a PC Postage refund request indicium.")
    ] = None,
    trust: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The trust directory that the indicium is checked against.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.pdf", help="Write a statement there.")
    ] = None,
    face_file: FaceFile = None,
    as_json: console.Json = False,
) -> int:
    """Say whether the value left in a withdrawn postage evidencing system is refunded, and how much."""
    if indicium is not None and trust is None:
        raise UsageError("--indicium needs --trust: the indicium is checked")
    # As above.
    from provider.cli import refund_requests  # noqa: PLC0415

    wanted = refund_requests.Wanted(case_file=case_file, on=on, output=output, face_file=face_file, as_json=as_json)
    return refund_requests.work_out_value(wanted, indicium, trust)
