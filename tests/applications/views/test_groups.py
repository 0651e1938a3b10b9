"""Firms of one single undertaking are linked on a file's page; their aids count together."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from relance.applications import actions
from relance.applications.models import Application, GroupLink
from relance.applications.queries.groups import ties
from relance.applications.queries.rooms import room_of
from relance.kernel.models import Account, AuditLine
from tests.applications.build import Fund, fund
from tests.support.cast import Cast, sign_in

VOTES = "majorité des droits de vote"


@pytest.fixture
def aid(cast: Cast) -> Fund:
    return fund(cast, regime="de_minimis")


def url(where: Fund, name: str, *args: object) -> str:
    return reverse(f"applications:{name}", args=[where.authority.slug, *args])


def seen(who: Account, address: str) -> str:
    return sign_in(Client(), who).get(address).content.decode()


def sent(who: Account, address: str, **data: object) -> str:
    answer = sign_in(Client(), who).post(address, data, follow=True)
    assert answer.status_code in (200, 422)
    return answer.content.decode()


def link(where: Fund, first: Application, second: Application) -> GroupLink:
    return actions.link_applicants(
        first=first,
        second=second,
        ground=VOTES,
        since=where.now.date(),
        by=where.instructor,
        at=where.later(),
    )


def test_two_firms_are_linked_from_the_page_of_one(aid: Fund) -> None:
    first, second = aid.taken(applicant="Moulin Delmas"), aid.taken(applicant="Fournil Delmas")

    shown = sent(
        aid.instructor,
        url(aid, "group", first.number),
        number=second.number.lower(),
        ground=VOTES,
        source="statuts du 3 mai 2019",
        since="2020-01-01",
    )

    assert "comptent désormais ensemble" in shown
    assert f"{VOTES} (statuts du 3 mai 2019)" in shown
    assert "Fournil Delmas" in seen(aid.instructor, url(aid, "case", first.number))
    assert "Moulin Delmas" in seen(aid.instructor, url(aid, "case", second.number))
    line = AuditLine.objects.of(aid.authority).filter(act="applications.group").get()
    assert line.after is not None
    assert line.after["avec"] == second.number


def test_the_aid_of_one_is_counted_for_the_other(aid: Fund) -> None:
    first, second = aid.proposed(), aid.taken()
    link(aid, first, second)
    actions.decide(application=first, by=aid.decider, at=aid.later())

    found = room_of(second, aid.now.date())

    assert found is not None
    assert [one.link for one in found.aids] == [first.number]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"number": "2020-RIEN"}, "Aucune demande ne porte le numéro 2020-RIEN"),
        ({"number": ""}, "Indiquez le numéro d’une demande de l’entreprise liée."),
        ({"ground": ""}, "Choisissez ce qui lie les deux entreprises."),
        ({"source": ""}, "Dites d’où vient cette information."),
        ({"since": "hier"}, "date"),
    ],
)
def test_what_is_badly_filled_in_links_nobody(aid: Fund, changed: dict[str, str], words: str) -> None:
    first, second = aid.taken(), aid.taken()
    said = {"number": second.number, "ground": VOTES, "source": "statuts", "since": "2020-01-01"}

    shown = sent(aid.instructor, url(aid, "group", first.number), **(said | changed))

    assert words in shown
    assert not GroupLink.objects.of(aid.authority).exists()


def test_a_firm_is_not_linked_with_itself_nor_twice_with_another(aid: Fund) -> None:
    first, second = aid.taken(), aid.taken()

    with pytest.raises(actions.NotComplete, match="même demandeur"):
        link(aid, first, first)
    link(aid, first, second)
    with pytest.raises(actions.WrongState, match="déjà liés"):
        link(aid, second, first)


def test_a_link_has_an_end_and_may_begin_again(aid: Fund) -> None:
    first, second = aid.taken(), aid.taken()
    tied = link(aid, first, second)
    page = url(aid, "group_end", first.number, tied.pk)

    early = sent(aid.instructor, page, until="2019-01-01")
    assert "il ne finit pas avant" in early
    shown = sent(aid.instructor, page, until=(aid.now + timedelta(days=1)).date().isoformat())

    assert "Le lien a une fin" in shown
    assert "ne compte pas aujourd’hui" in shown
    assert "a déjà une fin" in sent(aid.instructor, page, until="2021-01-01")
    link(aid, first, second)


def test_the_link_of_another_applicant_is_not_ended_from_here(aid: Fund) -> None:
    first, second, third = aid.taken(), aid.taken(), aid.taken()
    tied = link(aid, first, second)

    answer = sign_in(Client(), aid.instructor).get(url(aid, "group_end", third.number, tied.pk))

    assert answer.status_code == 404


def test_a_chain_is_shown_whole_and_names_nobody_whom_the_reader_may_not_see(aid: Fund) -> None:
    first, second, third = aid.taken(), aid.taken(applicant="Moulin"), aid.taken(applicant="Secret")
    link(aid, first, second)
    link(aid, second, third)
    actions.declare_conflict(
        application=third, account=aid.instructor, why="", by=aid.instructor, at=aid.later()
    )

    found = ties(first, aid.instructor, aid.now.date())
    shown = seen(aid.instructor, url(aid, "group", first.number))

    assert [one.own for one in found] == [True, False]
    assert found[1].second.name == ""
    assert "Moulin" in shown
    assert "Secret" not in shown
    assert "un demandeur que vous ne voyez pas" in shown


def test_a_file_under_a_conflict_is_not_found_by_its_number(aid: Fund) -> None:
    first, second = aid.taken(), aid.taken()
    actions.declare_conflict(
        application=second, account=aid.instructor, why="", by=aid.instructor, at=aid.later()
    )

    shown = sent(
        aid.instructor,
        url(aid, "group", first.number),
        number=second.number,
        ground=VOTES,
        source="statuts",
        since="2020-01-01",
    )

    assert "ne vous est pas ouverte" in shown
