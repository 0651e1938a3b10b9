"""Texts of letters: each change is a version, and only what reads without a fault is kept."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from relance.applications.actions.lettering import BadLetter, save_template
from relance.applications.models import LetterKind, LetterTemplate
from relance.applications.queries.lettering import current_templates
from relance.kernel.errors import Refused
from relance.kernel.models import AuditLine
from tests.applications.build import NOW
from tests.applications.lettered import Lettered


def save(office: Lettered, **said: Any) -> LetterTemplate:
    given: dict[str, Any] = {
        "authority": office.authority,
        "scheme": office.scheme,
        "kind": LetterKind.REFUSAL,
        "title": "Demande {numero}",
        "body": "Bonjour {demandeur}.",
        "checked": True,
        "by": office.instructor,
        "at": NOW,
    }
    return save_template(**{**given, **said})


def test_each_change_is_a_version_and_the_same_text_is_none(office: Lettered) -> None:
    first = save(office)

    again, changed = save(office), save(office, body="Bonsoir {demandeur}.")

    assert again == first
    assert (first.number, changed.number) == (2, 3)
    assert AuditLine.objects.of(office.authority).filter(act="applications.letter.text").count() >= 2


def test_a_version_is_never_changed_in_the_database(office: Lettered) -> None:
    saved = save(office)

    with pytest.raises(IntegrityError), transaction.atomic():
        LetterTemplate.objects.of(office.authority).filter(pk=saved.pk).update(body="Autre.")


def test_a_text_with_a_fault_is_not_kept(office: Lettered) -> None:
    before = LetterTemplate.objects.of(office.authority).count()

    with pytest.raises(BadLetter) as refused:
        save(office, body="Bonjour {demandeurs}.")

    assert "demandeur" in str(refused.value)
    assert LetterTemplate.objects.of(office.authority).count() == before


def test_a_text_may_name_the_facts_of_its_scheme_and_of_no_other(office: Lettered) -> None:
    body = "Loyer : {fait.monthly_rent}."

    assert save(office, body=body).body == body
    with pytest.raises(BadLetter, match="fait"):
        save(office, body=body, scheme=None)


def test_the_text_of_a_scheme_comes_before_the_one_of_the_town(office: Lettered) -> None:
    save(office, scheme=None, title="Pour tous", kind=LetterKind.REFUSAL)
    own = save(office)

    found = current_templates(office.authority, office.scheme)
    others = current_templates(office.authority, None)

    assert found["refusal"] == own
    assert others["refusal"].title == "Pour tous"
    assert set(others) == {"refusal"}


def test_who_neither_examines_nor_decides_writes_no_letter(office: Lettered, cast: Any) -> None:
    with pytest.raises(Refused):
        save(office, by=cast.alice)
