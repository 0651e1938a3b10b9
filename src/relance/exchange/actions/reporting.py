"""Reports of wrong shops and listings, and their answers."""

from datetime import datetime

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from relance.exchange.actions.errors import ExchangeRefused
from relance.exchange.models import Listing, Report, ReportState, Seller, Wrong
from relance.kernel import audit
from relance.kernel.models import Account
from relance.kernel.permissions import require
from relance.kernel.rules import Right
from relance.values.typography import NBSP


def report(
    *, seller: Seller, listing: Listing | None, wrong: Wrong, text: str, email: str, at: datetime
) -> Report:
    """Keep what a reader says is wrong, for an officer to follow up."""
    return Report.objects.create(
        authority=seller.authority,
        seller=seller,
        listing=listing,
        wrong=wrong,
        text=text.strip()[:2000],
        email=email,
        at=at,
    )


def answer(*, report: Report, state: ReportState, words: str, by: Account, at: datetime) -> None:
    """Close a report with a reason; who left an address is told, and the address forgotten."""
    require(by, Right.RUN_EXCHANGE, report.authority)
    if state == ReportState.OPEN or not words.strip():
        raise ExchangeRefused("Dites ce qui a été fait, ou pourquoi rien ne l’est.")
    to = report.email
    with transaction.atomic():
        mine = Report.objects.of(report.authority).filter(pk=report.pk, state=ReportState.OPEN)
        if not mine.update(state=state, answer=words.strip(), answered_by=by, answered_at=at, email=""):
            raise ExchangeRefused("Ce signalement a déjà sa réponse.")
        report.refresh_from_db()
        audit.record(
            authority=report.authority,
            by=by,
            act="exchange.report.answer",
            subject=report,
            at=at,
            after={"état": state.label, "réponse": report.answer},
        )
    if to:
        send_mail(
            subject=f"{report.authority.name}{NBSP}: votre signalement sur {report.seller.name}",
            message=render_to_string("exchange/mail/answer.txt", {"report": report}),
            from_email=None,
            recipient_list=[to],
        )
