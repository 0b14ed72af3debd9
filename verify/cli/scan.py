"""`verify scan`: answers for pictures, in their order."""

import contextlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from indicia import console
from indicia.errors import ExitCode, combined
from indicia.spec.kinds import Edition
from verify.answer import ErrorAnswer
from verify.check.duplicates import Clerk
from verify.cli import judging
from verify.cli.formats import Shape, writer
from verify.cli.inputs import Page, answered, answered_by, by_twos, inputs, recorded
from verify.cli.overlays import Overlays
from verify.cli.report_files import ReportFile
from verify.engine.line import Line
from verify.ledger.opening import open_ledger

NAME = "verify"


def scan(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, globs, URLs; - for stdin.")],
    *,
    trust: judging.Trust,
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
    dpi: judging.Dpi = None,
    size: judging.Size = None,
    facing: judging.Facing = None,
    after_last_collection: judging.AfterLastCollection = False,
    pair: Annotated[
        bool, typer.Option("--pair", help="Every two consecutive pages are the two sides of one piece.")
    ] = False,
    deposit_zip: judging.DepositZip = None,
    policy: judging.PolicyName = Edition.DMM_2005.value,
    checks: judging.Checks = None,
    reflectance_card: judging.ReflectanceCard = None,
    ledger: judging.LedgerUrl = None,
    station: judging.Station = "",
    place: judging.Place = "",
    workers: judging.Workers = 0,
    engine: judging.EngineName = judging.Engine.LOCAL,
    ray_address: judging.RayAddress = None,
    shape: Annotated[
        Shape | None, typer.Option("--format", help="Of the answers; tables for people when none is named.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the answers there.")
    ] = None,
) -> int:
    """Say of every page whether what is printed there is acceptable as payment of postage."""
    recipe = judging.recipe(
        trust,
        on or console.today(),
        facing=facing,
        after_last_collection=after_last_collection,
        policy=policy,
        deposit_zip=deposit_zip,
        size=size,
        dpi=dpi,
        checks=checks,
        ledger=ledger,
        reflectance_card=reflectance_card,
        timing=timing,
    )
    verifier = recipe()
    pictures = None if overlay is None else Overlays(overlay, addresses=overlay_addresses)
    told = None
    if report is not None:
        told = ReportFile(report, on=on or console.today(), policy=policy, addresses=overlay_addresses)
    codes: set[ExitCode] = set()
    with contextlib.ExitStack() as stack:
        write = stack.enter_context(writer(output, shape=Shape.NDJSON if as_json else shape))
        pages: Iterable[Page]
        hire = judging.hire(engine, ray_address)
        if hire is not None:
            # Ray tells of lost workers on standard output, which is the answers' alone; their writer has it already.
            stack.enter_context(contextlib.redirect_stdout(sys.stderr))
        if workers or hire:
            line = stack.enter_context(Line(recipe, workers=workers, hire=hire))
            pages = answered_by(line, inputs(paths), pixels=bool(pictures or told))
        else:
            pages = answered(verifier, inputs(paths))
        pages = by_twos(verifier, pages) if pair else pages
        if ledger is not None:
            clerk = Clerk(stack.enter_context(open_ledger(ledger)), verifier.rows)
            pages = recorded(clerk, pages, station=station, place=place)
        for page, answer in pages:
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
