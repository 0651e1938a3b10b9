"""The officers' desks, and the page where a partner answers."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from relance.kernel.models import Job
from relance.plans.models import (
    Feedback,
    Indicator,
    NewsCadence,
    NewsMail,
    Plan,
    Pledge,
    PledgeAnswer,
    Update,
)
from tests.plans import build, follow
from tests.support.cast import Cast, sign_in


def desk(plan: Plan, page: str = "nouvelles/") -> str:
    return f"/{plan.authority.slug}/gestion/plan/{plan.slug}/{page}"


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_desk_shows_who_is_late_what_is_to_read_and_what_leaves(
    alice: Client, cast: Cast, plan: Plan
) -> None:
    follow.update(plan.measures.all()[0], by=cast.alice, words="Deux baux signés.")

    text = read(alice, desk(plan))

    for words in ("Deux baux signés.", "En retard", "Zoé Marcellin", "Relancer tous les retardataires"):
        assert words in text


def test_one_button_reminds_all_who_are_late(alice: Client, plan: Plan) -> None:
    alice.post(desk(plan, "nouvelles/acte/"), {"acte": "relancer"})

    mail = NewsMail.objects.of(plan.authority).get()
    assert mail.by_hand
    assert Job.objects.of(plan.authority).filter(kind="plans.news").exists()
    assert "Zoé Marcellin" in read(alice, desk(plan, "nouvelles/envois/"))


def test_a_rhythm_out_of_bounds_is_refused_with_what_was_allowed(alice: Client, plan: Plan) -> None:
    answer = alice.post(desk(plan, "nouvelles/acte/"), {"acte": "rythme", "every_months": "99"})

    assert answer.status_code == 422
    assert "De 0 à 36 mois." in answer.content.decode()


def test_the_chain_and_the_gap_of_a_plan_are_set_beside_its_rhythm(alice: Client, plan: Plan) -> None:
    said = {"acte": "rythme", "every_months": "2", "patience_days": "21", "gap_days": "8"}

    alice.post(desk(plan, "nouvelles/acte/"), said)

    row = NewsCadence.objects.of(plan.authority).get(plan=plan, measure__isnull=True)
    assert (row.every_months, row.patience_days, row.gap_days) == (2, 21, 8)
    assert 'value="21"' in read(alice, desk(plan))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"until": "2020-01-01", "reason": "X"}, "Cette date est passée"),
        ({"until": "bientôt", "reason": "X"}, "Écrivez une date"),
        ({"until": "2090-01-01", "reason": ""}, "Dites pourquoi personne"),
    ],
)
def test_a_pause_says_until_when_and_why(
    alice: Client, plan: Plan, said: dict[str, str], message: str
) -> None:
    measure = plan.measures.all()[0]

    answer = alice.post(
        desk(plan, "nouvelles/acte/"),
        {"acte": "pause", "measure": measure.pk} | said,
    )

    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_a_pause_and_its_end_from_the_desk(alice: Client, plan: Plan) -> None:
    measure = plan.measures.all()[0]
    said = {"acte": "pause", "measure": measure.pk, "until": "2090-01-01", "reason": "Travaux"}

    alice.post(desk(plan, "nouvelles/acte/"), said)
    assert "Travaux" in read(alice, desk(plan))
    alice.post(desk(plan, "nouvelles/acte/"), {"acte": "reprendre", "mesure": measure.code})

    assert not measure.snoozes.filter(ended_at__isnull=True).exists()


def test_a_measure_of_another_plan_is_no_choice_here(alice: Client, cast: Cast, plan: Plan) -> None:
    foreign = build.measure(build.published(cast.valmont))

    paused = alice.post(
        desk(plan, "nouvelles/acte/"),
        {"acte": "pause", "measure": foreign.pk, "until": "2090-01-01", "reason": "X"},
    )
    taken = alice.post(desk(plan, "nouvelles/acte/"), {"acte": "reprendre", "mesure": "inconnue"})

    assert paused.status_code == 422
    assert taken.status_code == 404


def test_news_are_read_published_or_sent_back_from_the_desk(alice: Client, cast: Cast, plan: Plan) -> None:
    good, bad = plan.measures.all()[:2]
    first, second = follow.update(good, by=cast.alice), follow.update(bad, by=cast.alice)

    for act in ("relire", "publier"):
        alice.post(desk(plan, f"nouvelles/{first.pk}/"), {"acte": act})
    mute = alice.post(desk(plan, f"nouvelles/{second.pk}/"), {"acte": "renvoyer", "because": ""})
    alice.post(desk(plan, f"nouvelles/{second.pk}/"), {"acte": "renvoyer", "because": "Trop court"})

    assert mute.status_code == 422
    assert "Dites pourquoi vous renvoyez." in mute.content.decode()
    assert [one.state for one in Update.objects.of(cast.valmont).order_by("pk")] == ["public", "returned"]


def test_news_of_another_plan_are_not_moderated_here(alice: Client, cast: Cast, plan: Plan) -> None:
    other = build.published(cast.valmont)
    row = follow.update(build.measure(other), by=cast.alice)

    assert alice.post(desk(plan, f"nouvelles/{row.pk}/"), {"acte": "relire"}).status_code == 404


@pytest.fixture
def partner(client: Client, cast: Cast, plan: Plan) -> Client:
    """Charlie, who answers for the chamber and holds no role, with three pledges."""
    follow.answers_for(cast.charlie, follow.body(), cast.valmont)
    for words in ("Former", "Conseiller", "Afficher"):
        follow.pledge(plan, words=words)
    follow.pledge(plan, of=follow.body("Région"), words="Secret d’un autre")
    return sign_in(client, cast.charlie)


def own(plan: Plan) -> list[Pledge]:
    return list(Pledge.objects.of(plan.authority).filter(organisation=follow.body()).order_by("pk"))


def test_a_partner_sees_its_own_pledges_alone(partner: Client, cast: Cast) -> None:
    text = read(partner, f"/{cast.valmont.slug}/partenaire/")

    assert "Conseiller" in text
    assert "Secret d’un autre" not in text


def test_a_partner_answers_three_priorities_at_once(partner: Client, cast: Cast, plan: Plan) -> None:
    one, two, three = own(plan)
    said = {
        f"e{one.pk}-state": "kept",
        f"e{one.pk}-words": "22 formés",
        f"e{two.pk}-state": "given",
        f"e{two.pk}-due_on": "2027-06-30",
        f"e{three.pk}-state": "declined",
        f"e{three.pk}-words": "Hors de nos missions",
    }

    answer = partner.post(f"/{cast.valmont.slug}/partenaire/", said, follow=True)

    assert "Vos 3 réponses sont envoyées" in answer.content.decode()
    rows = PledgeAnswer.objects.of(cast.valmont).order_by("pk")
    assert [(row.state_said, row.due_on) for row in rows] == [
        ("kept", None),
        ("given", date(2027, 6, 30)),
        ("declined", None),
    ]


def test_one_wrong_answer_keeps_all_from_being_sent_and_loses_nothing(
    partner: Client, cast: Cast, plan: Plan
) -> None:
    one, two, _ = own(plan)
    said = {f"e{one.pk}-state": "kept", f"e{one.pk}-words": "22 formés", f"e{two.pk}-state": "broken"}

    answer = partner.post(f"/{cast.valmont.slug}/partenaire/", said)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Dites ce qui le montre, ou pourquoi" in text
    assert "22 formés" in text
    assert not PledgeAnswer.objects.of(cast.valmont).exists()


def test_a_partner_cannot_name_a_pledge_of_another(partner: Client, cast: Cast, plan: Plan) -> None:
    foreign = Pledge.objects.of(cast.valmont).get(words="Secret d’un autre")

    partner.post(f"/{cast.valmont.slug}/partenaire/", {f"e{foreign.pk}-state": "given"})

    assert not PledgeAnswer.objects.of(cast.valmont).exists()


def test_an_answer_is_accepted_at_the_desk(partner: Client, cast: Cast, plan: Plan) -> None:
    (one, *_) = own(plan)
    answer = follow.answered(one, by=cast.charlie, words="22 formés")
    officer = sign_in(Client(), cast.alice)
    assert "22 formés" in read(officer, desk(plan, "engagements/"))

    officer.post(desk(plan, f"engagements/reponses/{answer.pk}/"), {"acte": "accepter"})

    one.refresh_from_db()
    assert one.state == "kept"


def test_a_pledge_is_noted_at_the_desk_for_a_new_body(alice: Client, plan: Plan) -> None:
    measure = plan.measures.all()[0]
    said = {"body": "Mission locale", "words": "Loger", "kind": "reply", "state": "asked"}

    without = alice.post(desk(plan, "engagements/"), said)
    alice.post(desk(plan, "engagements/"), said | {"measures": [measure.pk]})

    assert without.status_code == 422
    pledge = Pledge.objects.of(plan.authority).get()
    assert (str(pledge.organisation), pledge.state) == ("Mission locale", "asked")


def test_an_indicator_from_its_definition_to_an_approved_value(alice: Client, cast: Cast, plan: Plan) -> None:
    said = {
        "name": "Locaux vacants",
        "definition": "Part",
        "unit": "percent",
        "places": "1",
        "trend": "down",
        "source": "Relevé",
        "public": "on",
    }
    alice.post(desk(plan, "indicateurs/definir/"), said)
    known = Indicator.objects.of(cast.valmont).get()
    here = desk(plan, f"indicateurs/{known.code}/")
    alice.post(f"{here}acte/", {"acte": "periodes", "every": "year", "first": "2026", "last": "2027"})
    period = known.periods.order_by("starts")[0]
    alice.post(f"{here}acte/", {"acte": "cible", "periode": period.pk, "target": "20,5"})

    wrong = alice.post(here, {"period": period.pk, "value": "beaucoup", "note": "Relevé"})
    neither = alice.post(here, {"period": period.pk})
    alice.post(here, {"period": period.pk, "value": "21,5", "note": "Relevé"})
    value = period.values.get()
    own_eyes = alice.post(desk(plan, f"indicateurs/valeurs/{value.pk}/"), {"acte": "approuver"}, follow=True)
    bob = sign_in(Client(), cast.bob)
    bob.post(desk(plan, f"indicateurs/valeurs/{value.pk}/"), {"acte": "approuver"})

    assert (wrong.status_code, neither.status_code) == (422, 422)
    assert "n’est pas un nombre" in wrong.content.decode()
    assert "Une autre personne" in own_eyes.content.decode()
    value.refresh_from_db()
    period.refresh_from_db()
    assert (value.state, value.minor, period.target) == ("approved", 215, 205)


def test_a_period_of_another_indicator_takes_no_target_here(alice: Client, plan: Plan) -> None:
    follow.indicator(plan)
    other = follow.years(follow.indicator(plan, "autre", name="Autre"))[0]

    for period in (other.pk, 0, "x"):
        answer = alice.post(
            desk(plan, "indicateurs/vacance/acte/"), {"acte": "cible", "periode": period, "target": "1"}
        )
        assert answer.status_code == 404


def test_a_message_is_taken_up_and_answered_from_the_inbox(alice: Client, cast: Cast, plan: Plan) -> None:
    row = follow.written(plan, name="Lou", email="lou@x.example")
    assert "Quand rouvre la halle" in read(alice, desk(plan, "avis/"))
    here = desk(plan, f"avis/{row.pk}/")

    alice.post(here, {"acte": "prendre"})
    empty = alice.post(here, {"acte": "repondre", "answer": ""})
    alice.post(here, {"acte": "repondre", "answer": "En juin."})

    assert empty.status_code == 422
    assert Feedback.objects.of(cast.valmont).get().answer == "En juin."


def test_the_desk_costs_as_many_queries_for_many_measures(alice: Client, cast: Cast, plan: Plan) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    follow.update(plan.measures.all()[0], by=cast.alice)
    read(alice, desk(plan))
    with CaptureQueriesContext(connection) as few:
        read(alice, desk(plan))
    who = follow.contributor(cast.valmont, "Zoé Marcellin", "zoe@x.example")
    for _ in range(8):
        measure = build.measure(plan)
        follow.leads(who, measure)
        follow.update(measure, by=cast.alice)
    follow.asked(plan, timezone.now())

    with CaptureQueriesContext(connection) as many:
        read(alice, desk(plan))

    assert len(many) == len(few)
