"""Who administers keeps somebody away from a file, and ends it; the person concerned never does."""

import pytest
from django.test import Client
from django.urls import reverse

from relance.applications import actions
from relance.applications.models import ConflictOfInterest
from relance.kernel.models import Account, AuditLine, Membership
from relance.kernel.rules import Role
from tests.applications.build import Fund
from tests.support.cast import Cast, sign_in


def url(where: Fund, name: str, *args: object) -> str:
    return reverse(f"applications:{name}", args=[where.authority.slug, *args])


def seen(who: Account, address: str, status: int = 200) -> str:
    answer = sign_in(Client(), who).get(address)
    assert answer.status_code == status
    return answer.content.decode()


def sent(who: Account, address: str, **data: object) -> str:
    return sign_in(Client(), who).post(address, data, follow=True).content.decode()


@pytest.fixture
def anna(cast: Cast) -> Account:
    return cast.holding(Role.ADMINISTRATOR)


def test_nobody_is_kept_away_at_first(rent: Fund, anna: Account) -> None:
    assert "Aucun conflit déclaré" in seen(anna, url(rent, "conflicts"))


def test_a_conflict_is_declared_for_somebody_else_by_number_alone(rent: Fund, anna: Account) -> None:
    row = rent.taken(applicant="Au bon pain")

    shown = sent(
        anna,
        url(rent, "conflicts"),
        account=rent.instructor.pk,
        number=row.number.lower(),
        why="Sa sœur y travaille.",
        whole_applicant="on",
    )

    assert "a quitté la vue de cette personne" in shown
    assert "Sa sœur y travaille." in shown
    assert "Au bon pain" not in shown
    seen(rent.instructor, url(rent, "case", row.number), status=404)


def test_the_file_says_who_is_kept_away_and_sends_who_administers_to_lift_it(
    rent: Fund, anna: Account
) -> None:
    row = rent.taken()
    actions.declare_conflict(application=row, account=rent.instructor, why="", by=anna, at=rent.later())

    shown = seen(rent.decider, url(rent, "case", row.number))
    assert "À l’écart de ce dossier" in shown
    assert "Inès, conflit d’intérêts déclaré" in shown
    assert "L’administration lève" in shown
    Membership.objects.create(account=rent.decider, authority=rent.authority, role=Role.ADMINISTRATOR)
    assert url(rent, "conflicts") in seen(rent.decider, url(rent, "case", row.number))


def test_a_lifted_conflict_opens_the_file_again_and_stays_written(rent: Fund, anna: Account) -> None:
    row = rent.taken()
    conflict = actions.declare_conflict(
        application=row, account=rent.instructor, why="", by=anna, at=rent.later()
    )

    shown = sent(anna, url(rent, "conflict_lift", conflict.pk))

    assert "voit de nouveau le dossier" in shown
    assert "par Anna" in shown
    seen(rent.instructor, url(rent, "case", row.number))
    line = AuditLine.objects.of(rent.authority).filter(act="applications.conflict.lift").get()
    assert line.before == {"personne": "Inès"}
    assert "déjà levé" in sent(anna, url(rent, "conflict_lift", conflict.pk))


def test_one_s_own_conflict_is_not_lifted_by_oneself(rent: Fund, anna: Account) -> None:
    Membership.objects.create(account=anna, authority=rent.authority, role=Role.INSTRUCTOR)
    row = rent.taken()
    conflict = actions.declare_conflict(application=row, account=anna, why="", by=anna, at=rent.later())

    shown = seen(anna, url(rent, "conflicts"))
    assert "quelqu’un d’autre le lève" in shown
    assert url(rent, "conflict_lift", conflict.pk) not in shown
    assert "ne lève pas elle-même" in sent(anna, url(rent, "conflict_lift", conflict.pk))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"number": "2020-RIEN"}, "Aucune demande ne porte le numéro 2020-RIEN."),
        ({"number": ""}, "Indiquez le numéro de la demande."),
        ({"account": ""}, "Choisissez une personne."),
    ],
)
def test_what_is_badly_filled_in_keeps_nobody_away(
    rent: Fund, anna: Account, changed: dict[str, str], words: str
) -> None:
    row = rent.taken()

    shown = sent(
        anna, url(rent, "conflicts"), **({"account": rent.instructor.pk, "number": row.number} | changed)
    )

    assert words in shown
    assert not ConflictOfInterest.objects.of(rent.authority).exists()


def test_a_draft_has_no_officer_to_keep_away_and_twice_is_said(rent: Fund, anna: Account) -> None:
    draft, row = rent.draft(), rent.taken()
    said = {"account": rent.instructor.pk}

    assert "Aucune demande" in sent(anna, url(rent, "conflicts"), number=draft.number, **said)
    sent(anna, url(rent, "conflicts"), number=row.number, **said)
    assert "est déjà à l’écart" in sent(anna, url(rent, "conflicts"), number=row.number, **said)


def test_only_people_who_examine_or_decide_can_be_kept_away(rent: Fund, anna: Account, cast: Cast) -> None:
    shown = seen(anna, url(rent, "conflicts"))

    assert f'value="{rent.instructor.pk}"' in shown
    assert f'value="{cast.alice.pk}"' not in shown
    assert f'value="{cast.dora.pk}"' not in shown
