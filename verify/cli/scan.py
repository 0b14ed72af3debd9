"""`verify scan`: answers for pictures, in their order."""

import time
from pathlib import Path
from typing import Annotated

import typer

from indicia import console
from indicia.errors import ExitCode, combined
from indicia.spec.kinds import Edition
from verify.answer import ErrorAnswer
from verify.cli.inputs import answered, by_twos, inputs
from verify.cli.outputs import Overlays, writer
from verify.cli.report_files import ReportFile
from verify.options import FacingMethod
from verify.pipeline import Verifier

NAME = "verify"


def scan(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, globs; - for stdin.")],
    *,
    trust: Annotated[Path, typer.Option(metavar="DIR", help="The trust directory: ca.pem, certificates, CRL.")],
    on: console.On = None,
    as_json: console.Json = False,
    timing: Annotated[bool, typer.Option("--timing", help="Add the milliseconds of every stage.")] = False,
    overlay: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Draw the answer over each page, into this folder.")
    ] = None,
    overlay_addresses: Annotated[
        bool, typer.Option("--overlay-addresses", help="Leave addresses readable in overlays and the report.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html|.pdf", help="Write a report with pictures of every finding.")
    ] = None,
    dpi: Annotated[float | None, typer.Option(min=20, max=10_000, help="Where the files do not say.")] = None,
    size: Annotated[
        str | None, typer.Option(metavar="WxH|NAME", help="Of the upright piece: 9.5x4.125 (inches) or #10.")
    ] = None,
    facing: Annotated[FacingMethod | None, typer.Option(help="How the pieces are faced.")] = None,
    after_last_collection: Annotated[
        bool, typer.Option("--after-last-collection", help="They entered after the day's last collection.")
    ] = False,
    pair: Annotated[
        bool, typer.Option("--pair", help="Every two consecutive pages are the two sides of one piece.")
    ] = False,
    deposit_zip: Annotated[
        str | None, typer.Option(metavar="ZIP", help="Of the office of deposit: is it the licensing one?")
    ] = None,
    policy: Annotated[
        str, typer.Option(metavar="dmm-2005|current|FILE", help="Edition of the rules, or a policy file (TOML).")
    ] = Edition.DMM_2005.value,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the answers there.")
    ] = None,
) -> int:
    """Say of every page whether what is printed there is acceptable as payment of postage."""
    verifier = Verifier(
        trust,
        on or console.today(),
        facing=facing,
        after_last_collection=after_last_collection,
        policy=policy,
        deposit_zip=deposit_zip,
        size=size,
        dpi=dpi,
        clock=time.perf_counter if timing else None,
    )
    pictures = None if overlay is None else Overlays(overlay, addresses=overlay_addresses)
    told = None
    if report is not None:
        told = ReportFile(report, on=on or console.today(), policy=policy, addresses=overlay_addresses)
    codes: set[ExitCode] = set()
    with writer(output, as_json=as_json) as write:
        pages = answered(verifier, inputs(paths))
        for page, answer in by_twos(verifier, pages) if pair else pages:
            write(answer)
            if isinstance(answer, ErrorAnswer):
                console.complain(NAME, answer.message)
            elif pictures is not None and page is not None:
                pictures.write(page, answer)
            if told is not None:
                told.add(page, answer)
            codes.add(answer.exit_code)
    if told is not None:
        told.write()
    return combined(codes)
