"""Sending: each mail once, again after a kill, with the same links."""

import re
from datetime import timedelta
from email.utils import getaddresses

import pytest
from django.core import mail as outbox
from django.utils import timezone

from relance.kernel.jobs import run_waiting
from relance.kernel.models import Job, JobState
from relance.plans.actions.following import asking, mailing
from relance.plans.models import NewsMail, Plan
from tests.plans import follow
from tests.plans.build import AT


def prepared(plan: Plan) -> NewsMail:
    (mail,) = asking.prepare(plan=plan, now=AT)
    return mail


def test_a_mail_asks_about_each_measure_with_a_link_a_click(plan: Plan) -> None:
    mail = prepared(plan)

    text = mailing.news_message(mail).body

    for request in mail.requests.all():
        address = f"http://localhost:8000/valmont-sur-ouveze/nouvelles/{follow.token(request)}/"
        assert f"{address}?etat=under_way" in text
        assert f"{address}?etat=done" in text
    assert "Rouvrir la vitrine 2" in text
    assert "sans mot de passe" in text


def test_its_heading_says_the_measure_or_how_many(plan: Plan) -> None:
    many = mailing.news_message(prepared(plan))
    mail = NewsMail.objects.of(plan.authority).get()
    mail.requests.exclude(pk=mail.requests.order_by("pk")[0].pk).delete()

    one = mailing.news_message(mail)

    assert many.subject == "Valmont-sur-Ouvèze\u00a0: où en sont vos 3 mesures\u00a0?".replace("\u00a0", " ")
    assert "où en est « Rouvrir la vitrine 1 » ?" in one.subject


def test_a_mail_is_sent_once(plan: Plan) -> None:
    mail, now = prepared(plan), timezone.now()

    assert mailing.send_news_mail(plan, mail.pk, now)
    assert not mailing.send_news_mail(plan, mail.pk, now)

    assert len(outbox.outbox) == 1
    assert NewsMail.objects.of(plan.authority).get().sent_at == now


def test_a_mail_that_somebody_else_is_sending_is_left_alone(plan: Plan) -> None:
    mail, now = prepared(plan), timezone.now()
    NewsMail.objects.of(plan.authority).update(taken_at=now)

    assert not mailing.send_news_mail(plan, mail.pk, now + timedelta(minutes=9))
    assert mailing.waiting_mails(plan, now) == []


def test_a_mail_whose_sender_died_is_sent_again_with_the_same_links(plan: Plan) -> None:
    mail, now = prepared(plan), timezone.now()
    lost = mailing.news_message(mail)
    NewsMail.objects.of(plan.authority).update(taken_at=now)

    later = now + timedelta(minutes=11)
    assert mailing.waiting_mails(plan, later) == [mail.pk]
    assert mailing.send_news_mail(plan, mail.pk, later)

    (sent,) = outbox.outbox
    assert sent.body == lost.body
    assert sent.extra_headers["Message-ID"] == lost.extra_headers["Message-ID"]


def test_a_mail_that_the_server_refuses_waits_for_the_next_attempt(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = prepared(plan)

    def refused(*_: object, **__: object) -> None:
        raise ConnectionRefusedError("no server")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refused)
    with pytest.raises(ConnectionRefusedError):
        mailing.send_news_mail(plan, mail.pk, timezone.now())

    assert mailing.waiting_mails(plan, timezone.now()) == [mail.pk]


def test_the_job_sends_all_that_waits(plan: Plan) -> None:
    asking.ask_tonight(now=AT)

    run_waiting()

    (sent,) = outbox.outbox
    assert sent.to == ["Zoé Marcellin <zoe@x.example>"] or "zoe@x.example" in sent.to[0]
    job = Job.objects.of(plan.authority).get(kind="plans.news")
    assert (job.state, job.done) == (JobState.DONE, 1)


@pytest.mark.parametrize(
    "name", ["Zoé\r\nBcc: x@x.example", "Zoe\nBcc: x@x.example", 'Zoe" <x@x.example>, "']
)
def test_a_strange_name_adds_neither_header_nor_reader(plan: Plan, name: str) -> None:
    mail = prepared(plan)
    mail.name = name

    message = mailing.news_message(mail).message()

    assert message["Bcc"] is None
    assert [address for _, address in getaddresses([str(message["To"])])] == ["zoe@x.example"]


def test_no_code_of_ours_is_left_in_the_text(plan: Plan) -> None:
    text = str(mailing.news_message(prepared(plan)).body)

    assert not re.search(r"{[{%]|&#|None", text)
