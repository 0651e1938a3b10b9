"""An officer completes or corrects a fact on its page, with its source; the applicant reads it."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from relance.applications import actions
from relance.applications.models import Application, Message, Proposal
from relance.kernel.models import Account, AuditLine
from tests.applications.build import Fund, fund
from tests.support.cast import Cast, sign_in

IN_2022 = datetime(2022, 5, 20, 15, tzinfo=UTC)


def url(where: Fund, name: str, *args: object) -> str:
    return reverse(f"applications:{name}", args=[where.authority.slug, *args])


def seen(who: Account, address: str) -> str:
    return sign_in(Client(), who).get(address).content.decode()


def sent(who: Account, address: str, **data: object) -> str:
    answer = sign_in(Client(), who).post(address, data, follow=True)
    assert answer.status_code in (200, 422)
    return answer.content.decode()


def kept(row: Application) -> Application:
    return Application.objects.of(row.authority).get(pk=row.pk)


def test_the_list_of_facts_says_what_is_kept_and_from_where(rent: Fund) -> None:
    row = rent.taken()

    shown = seen(rent.instructor, url(rent, "facts", row.number))

    assert "Effectif salarié" in shown
    assert "déclaré" in shown
    assert url(rent, "fact", row.number, "headcount") in shown
    assert url(rent, "facts", row.number) in seen(rent.instructor, url(rent, "case", row.number))


def test_a_fact_is_kept_with_its_source_and_the_file_counts_again(rent: Fund) -> None:
    row = rent.taken()

    shown = sent(
        rent.instructor,
        url(rent, "fact", row.number, "headcount"),
        q0="12",
        why="DSN de mai, lue le 3",
    )

    after = kept(row)
    assert after.facts["headcount"] == "12 people"
    assert after.assessed_verdict == "not eligible"
    assert "service instructeur (Inès, d’après\u00a0: DSN de mai, lue le 3)" in shown
    line = AuditLine.objects.of(rent.authority).filter(act="applications.fact").get()
    assert line.after is not None
    assert line.after["comment"] == "DSN de mai, lue le 3"


@pytest.mark.django_db(transaction=True)
def test_the_applicant_reads_what_was_kept_on_the_file_and_never_in_the_mail(rent: Fund) -> None:
    row = rent.taken()

    sent(rent.instructor, url(rent, "fact", row.number, "headcount"), q0="7", why="DSN de mai")

    told = Message.objects.of(rent.authority).get(application=row)
    assert "Effectif salarié\u00a0: 7" in told.text
    assert "DSN de mai" in told.text
    assert "complété votre demande" in mail.outbox[-1].subject
    assert "DSN" not in mail.outbox[-1].body


def test_the_proposal_that_rested_on_the_former_fact_is_withdrawn(rent: Fund) -> None:
    row = rent.proposed()

    sent(rent.instructor, url(rent, "fact", row.number, "headcount"), q0="7", why="DSN de mai")

    assert Proposal.objects.of(rent.authority).get(application=row).withdrawn_at is not None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"q0": "7", "why": ""}, "Dites d’où vient cette information."),
        ({"q0": "beaucoup", "why": "DSN"}, "n’est pas un nombre"),
        ({"q0": "", "why": "DSN"}, "Indiquez un nombre"),
        ({"retirer": "1", "away-why": ""}, "Dites pourquoi cette réponse ne compte pas."),
    ],
)
def test_what_is_badly_said_is_refused_beside_it_and_changes_nothing(
    rent: Fund, data: dict[str, str], words: str
) -> None:
    row = rent.taken()

    shown = sent(rent.instructor, url(rent, "fact", row.number, "headcount"), **data)

    assert words in shown
    assert kept(row).facts == row.facts


def test_an_answer_is_taken_away_with_its_reason(rent: Fund) -> None:
    row = rent.taken()

    sent(
        rent.instructor,
        url(rent, "fact", row.number, "headcount"),
        **{"retirer": "1", "away-why": "La DSN est d’une autre entreprise."},
    )

    assert "headcount" not in kept(row).facts
    assert "réponse retirée" in Message.objects.of(rent.authority).get(application=row).text


def test_a_file_that_nobody_took_keeps_its_facts(rent: Fund) -> None:
    row = rent.submitted()
    page = url(rent, "fact", row.number, "headcount")

    assert "Prenez d’abord le dossier" in seen(rent.instructor, page)
    assert "dans l’état" in sent(rent.instructor, page, q0="7", why="DSN")
    assert kept(row).facts["headcount"] == row.facts["headcount"]


@pytest.mark.parametrize("key", ["colour", "already.rent", "checks.hardship", "headcount.x"])
def test_what_the_scheme_does_not_ask_has_no_page(rent: Fund, key: str) -> None:
    row = rent.taken()

    answer = sign_in(Client(), rent.instructor).get(url(rent, "fact", row.number, key))

    assert answer.status_code == 404


def test_what_only_an_officer_finds_makes_the_scheme_answer(cast: Cast) -> None:
    home = fund(cast, "supplement-loyer", now=IN_2022)
    row = home.taken(recognised_rent=None)

    before = seen(home.instructor, url(home, "facts", row.number))
    sent(home.instructor, url(home, "fact", row.number, "recognised_rent"), q0="950", why="Avis de loyer")

    assert "Il manque" in before
    assert kept(row).facts["recognised_rent"] == "950 CAD/month"


def test_a_line_is_added_to_a_list_and_taken_away(cast: Cast) -> None:
    home = fund(cast, "supplement-loyer", now=IN_2022)
    row = home.taken()
    count = len(row.facts["members"])
    page = url(home, "fact", row.number, "members")

    shown = sent(home.instructor, page, q0="1 200,50", q1="no", why="Avis de cotisation")
    assert "Revenu mensuel\u00a0: 1\u00a0200,50\u00a0$" in shown
    assert len(kept(row).facts["members"]) == count + 1
    wrong = sent(home.instructor, page, retirer="1", **{"away-why": "Parti en mai"})
    assert "Choisissez la ligne à retirer." in wrong
    sent(home.instructor, page, retirer="1", **{"away-rank": str(count), "away-why": "Parti en mai"})

    assert kept(row).facts["members"] == row.facts["members"]


def test_what_an_officer_wrote_of_a_source_stays_out_of_the_decision(rent: Fund) -> None:
    row = rent.taken()
    actions.set_fact(
        application=row,
        facts={"headcount": 3},
        why="Lettre de M. Martin",
        by=rent.instructor,
        at=rent.later(),
    )
    actions.propose(application=kept(row), outcome="accepted", by=rent.instructor, at=rent.later())  # type: ignore[arg-type]  # its value

    made = actions.decide(application=kept(row), by=rent.decider, at=rent.later()).decision

    assert made.sources["headcount"]["from"] == "officer"
    assert "why" not in made.sources["headcount"]
    with pytest.raises(actions.NotComplete):
        actions.set_fact(
            application=row, facts={"headcount": 3}, why=" ", by=rent.instructor, at=rent.later()
        )
