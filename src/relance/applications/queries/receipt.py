"""The receipt of a deposit, as PDF/UA-1: the same file gives the same bytes."""

import json
from pathlib import Path

import typst

from relance.applications.models import Application
from relance.applications.queries.steps import standing_of
from relance.applications.rules.asking import said
from relance.applications.rules.letters.subject import lines_of
from relance.applications.rules.receipt import Deposited, data
from relance.kernel.models.authority import Country
from relance.values.identifiers import identify
from relance.values.typography import locale_of

TEMPLATE = Path(__file__).resolve().parent.parent / "templates" / "applications" / "receipt.typ"


def deposited(application: Application) -> Deposited:
    """What the file was on the day of its deposit and is still, in words. The file is deposited."""
    owner, call, version = application.authority, application.call, application.version
    locale = locale_of(owner.locale)
    assert application.submitted_at is not None  # noqa: S101  # who calls has checked that it is deposited
    at = application.submitted_at.astimezone(owner.zone)
    day = at.date()
    standing = standing_of(application, day)
    identity = standing.identity
    number = identify(identity.number) if identity and identity.number else None
    return Deposited(
        authority=owner.name,
        call=call.title,
        contact=", ".join(lines_of(call.contact)),
        ground=call.legal_ground,
        number=application.number,
        day=day,
        hour=f"{at:%H h %M}".replace(" ", "\u00a0"),
        applicant=identity.name if identity else "",
        identifier=str(number) if number else "",
        answers=tuple((line.question, line.answer) for line in said.summary(standing.state, locale)),
        pieces=tuple((piece.label, piece.name, piece.sha256) for piece in standing.pieces),
        account=standing.account.masked if standing.account else "",
        unconfirmed=application.unconfirmed,
        version=f"version {version.number}, empreinte {version.sha256[:12]}",
        france=owner.country == Country.FRANCE,
        answer_within=call.answer_within,
    )


def receipt_pdf(application: Application) -> bytes:
    """The receipt of a deposited file."""
    locale = locale_of(application.authority.locale)
    assert application.submitted_at is not None  # noqa: S101  # who calls has checked that it is deposited
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=int(application.submitted_at.timestamp()),
        sys_inputs={"data": json.dumps(data(deposited(application), locale))},
    )
