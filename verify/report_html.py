"""The report as one HTML file: pictures inside, nothing fetched, no script."""

import base64
from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from verify.report_page import Heading, Picture, ReportPage, counts
from verify.words import NO_CERTIFICATE


def html(pages: Sequence[ReportPage], heading: Heading) -> str:
    """The report as text."""
    return _template().render(
        title=heading.title,
        on=heading.on.isoformat(),
        policy=heading.policy,
        face=heading.face,
        addresses_words=heading.addresses,
        pages=pages,
        counts=counts(pages),
        no_certificate=NO_CERTIFICATE,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("verify"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["inline"] = _inline
    return environment.get_template("report.html.j2")


def _inline(picture: Picture) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(picture.jpeg).decode("ascii")
