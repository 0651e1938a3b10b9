"""The secret link of a file: for one file, for thirty days, until another replaces it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from relance.applications import actions
from relance.applications.actions import links, reminding
from relance.applications.models import Application
from relance.applications.views.public import trail
from relance.kernel.errors import Missing
from relance.schemes import actions as schemes
from tests.applications.public.conftest import WHO, Applicant


def path_of(url: str) -> str:
    return "/" + url.split("/", 3)[3]


def test_the_database_keeps_the_digest_alone(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    cookie = shopkeeper.client.cookies[trail.FILE]
    token = signing.loads(cookie.value, salt=trail.FILE_SALT)

    file = shopkeeper.file()

    assert token not in str(Application.objects.of(file.authority).values())
    assert len(file.link_digest) == 64
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", shopkeeper.root)


def test_a_link_that_is_too_old_opens_nothing(shopkeeper: Applicant, monkeypatch: Any) -> None:
    shopkeeper.begin()
    url = path_of(links.renew_link(application=shopkeeper.file()))
    monkeypatch.setattr(links, "VALID", timedelta(seconds=-1))

    assert "plus de trente jours" in shopkeeper.get(url, status=404)


def test_a_link_that_was_changed_opens_nothing(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    url = path_of(links.renew_link(application=shopkeeper.file()))

    shopkeeper.get(url[:-4] + "abc/", status=404)
    with pytest.raises(Missing):
        links.secret_of("nothing")


def test_a_new_link_replaces_the_former(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    first = path_of(links.renew_link(application=shopkeeper.file()))
    second = path_of(links.renew_link(application=shopkeeper.file()))

    shopkeeper.get(first, status=404)
    assert shopkeeper.client.get(second).status_code == 302


def test_a_link_opens_its_own_file_alone(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    other, _ = actions.start(call=shopkeeper.fund.call, applicant_kind="organisation", at=timezone.now())
    shopkeeper.client.cookies[trail.FILE]["path"] = "/"

    shopkeeper.get(f"/{shopkeeper.fund.authority.slug}/demande/{other.number}/", status=404)


def test_a_lost_link_is_mailed_again_to_the_address_of_the_file(
    shopkeeper: Applicant, django_capture_on_commit_callbacks: Any
) -> None:
    shopkeeper.begin()
    shopkeeper.on(shopkeeper.root + "demandeur/", WHO)
    mail.outbox.clear()
    url = f"/{shopkeeper.fund.authority.slug}/demandes/retrouver/"
    number = shopkeeper.file().number

    with django_capture_on_commit_callbacks(execute=True):
        right = shopkeeper.post(url, {"number": number.lower(), "mail": "LUCIE@example.org"})
        wrong = shopkeeper.post(url, {"number": number, "mail": "autre@example.org"})
        empty = shopkeeper.post(url, {})

    assert right.content == wrong.content or right.status_code == wrong.status_code == 200
    assert "Regardez votre courriel" in wrong.content.decode()
    assert empty.status_code == 422
    (sent,) = mail.outbox
    assert sent.to == ["lucie@example.org"]
    (link,) = re.findall(r"https?://[^/]+(/\S+)", str(sent.body))
    assert shopkeeper.client.get(link).status_code == 302


def test_the_number_is_filled_in_from_a_mail_and_opens_nothing_by_itself(shopkeeper: Applicant) -> None:
    shopkeeper.begin()
    file = shopkeeper.file()

    address = links.find_url(file)
    shown = Client().get(address.removeprefix(settings.PUBLIC_URL)).content.decode()

    assert f'value="{file.number}"' in shown
    assert Client().get(shopkeeper.root).status_code == 404


def test_a_draft_is_told_of_the_close_once(
    shopkeeper: Applicant, django_capture_on_commit_callbacks: Any
) -> None:
    shopkeeper.begin()
    shopkeeper.on(shopkeeper.root + "demandeur/", WHO)
    call, now = shopkeeper.fund.call, timezone.now()
    mail.outbox.clear()

    far = reminding.remind_drafts(now=now)
    last = (now + timedelta(days=2)).date()
    schemes.change_call(call=call, by=None, at=now, closes_on=last)
    with django_capture_on_commit_callbacks(execute=True):
        near, again = reminding.remind_drafts(now=now), reminding.remind_drafts(now=now)

    assert (far, near, again) == (0, 1, 0)
    (sent,) = mail.outbox
    assert "n’est pas déposée" in sent.subject
    assert "ferme à la fin du" in sent.body


def test_nobody_is_told_of_a_call_that_closed_or_of_a_deposited_file(shopkeeper: Applicant) -> None:
    shopkeeper.deposit()
    call, now = shopkeeper.fund.call, timezone.now()

    schemes.change_call(call=call, by=None, at=now, closes_on=(now + timedelta(days=1)).date())
    assert reminding.remind_drafts(now=now) == 0
    shopkeeper.begin()
    shopkeeper.on(shopkeeper.root + "demandeur/", WHO)
    assert reminding.remind_drafts(now=now + timedelta(days=3)) == 0
