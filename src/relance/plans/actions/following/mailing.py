"""Sends what was prepared. Each mail is taken by one sender at a time, and its row says when it left.

A sender killed between sending and saying so sends again, with the same Message-ID and the same
links: mailboxes show it once, and either copy works.
"""

from datetime import datetime, timedelta
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string

from relance.plans.actions.following.asking import token_for
from relance.plans.models import NewsMail, Plan, Status
from relance.plans.rules.following.addresses import news_answer_path
from relance.values.typography import NBSP, squeeze

TAKEN_FOR = timedelta(minutes=10)
ONE_CLICK = (Status.UNDER_WAY, Status.DONE)


def waiting_mails(plan: Plan, now: datetime) -> list[int]:
    """Keys of the mails of a plan that nobody sent, nor is sending."""
    free = Q(taken_at__isnull=True) | Q(taken_at__lt=now - TAKEN_FOR)
    mails = NewsMail.objects.of(plan.authority).filter(free, plan=plan, sent_at__isnull=True)
    return list(mails.order_by("pk").values_list("pk", flat=True))


def send_news_mail(plan: Plan, pk: int, now: datetime) -> bool:
    """Send one mail that asks for news; False when somebody else has it."""
    mine = NewsMail.objects.of(plan.authority).filter(pk=pk, sent_at__isnull=True)
    taken = mine.filter(Q(taken_at__isnull=True) | Q(taken_at__lt=now - TAKEN_FOR)).update(taken_at=now)
    if not taken:
        return False
    mail = mine.select_related("plan__authority").get()
    try:
        news_message(mail).send()
    except Exception:
        mine.update(taken_at=None)  # the next attempt need not wait until we are believed dead
        raise
    mine.update(sent_at=now)
    return True


def news_message(mail: NewsMail) -> EmailMessage:
    """The mail itself, with one link a measure and answer."""
    plan, authority = mail.plan, mail.plan.authority
    lines: list[dict[str, Any]] = []
    for request in mail.requests.select_related("measure", "measure__work"):
        address = absolute(news_answer_path(authority.slug, token_for(request)))
        lines.append(
            {
                "measure": request.measure,
                "due_on": request.due_on,
                "tier": request.tier,
                "address": address,
                "clicks": [(status.label, f"{address}?etat={status.value}") for status in ONE_CLICK],
                "until": request.expires_at.astimezone(authority.zone).date(),
            }
        )
    if len(lines) == 1:
        subject = f"{authority.name}{NBSP}: où en est «{NBSP}{lines[0]['measure'].title[:80]}{NBSP}»{NBSP}?"
    else:
        subject = f"{authority.name}{NBSP}: où en sont vos {len(lines)} {plan.words[1].plural}{NBSP}?"
    return message(
        to=formataddr((squeeze(mail.name), mail.email)) if mail.name else mail.email,
        subject=subject,
        template="plans/following/mail/news.txt",
        context={"mail": mail, "plan": plan, "authority": authority, "lines": lines},
        number=f"news-{mail.key}",
    )


def message(
    *, to: str, subject: str, template: str, context: dict[str, object], number: str, stop: str = ""
) -> EmailMessage:
    """A mail of ours. `number` makes its Message-ID; `stop` ends a subscription in one click (RFC 8058)."""
    headers = {
        "Message-ID": f"<{number}@{urlsplit(settings.PUBLIC_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
    }
    if stop:
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=render_to_string(template, context),
        to=[to],
        headers=headers,
    )


def absolute(path: str) -> str:
    """An address of this installation as a mail writes it."""
    return f"{settings.PUBLIC_URL}{path}"
