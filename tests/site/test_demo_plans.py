"""The plans that the demonstration loads."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker

from relance.plans.models import Fact, FactState, Measure, Plan
from relance.site import demo
from relance.site.demo import DemoWorld
from tests.support import once

pytestmark = pytest.mark.django_db

# What a careful reader counts in each published document.
MEASURES = {"joliette": 29, "laval": 12, "grand-paris": 14, "lille-mel": 5, "valence": 51}
WITH_HORIZON = {"joliette": 29, "laval": 4, "grand-paris": 0, "lille-mel": 0, "valence": 0}
PARTNER_LINKS = {"joliette": 15, "laval": 16, "grand-paris": 1, "lille-mel": 3, "valence": 8}


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoWorld]:
    files: Path = tmp_path_factory.mktemp("files")
    with override_settings(DEMO=True, FILES_ROOT=files), once.a_file(django_db_blocker):
        yield demo.load()


def test_five_published_plans_are_there_whole(world: DemoWorld) -> None:
    for slug, count in MEASURES.items():
        measures = Measure.objects.everywhere("counted in a test").filter(plan__authority__slug=slug)
        assert measures.count() == count, slug
        assert sum(measure.horizon is not None for measure in measures) == WITH_HORIZON[slug], slug
        assert sum(measure.partners.count() for measure in measures) == PARTNER_LINKS[slug], slug


def test_their_words_are_ours_and_say_so(world: DemoWorld, client: Client) -> None:
    measures = Measure.objects.everywhere("all of a test").exclude(plan__authority=world.valmont)

    assert all(measure.is_paraphrase for measure in measures)
    assert (
        "Des résumés, pas des citations" in client.get("/joliette/plans/relance-2021-2025/").content.decode()
    )


def test_lille_says_what_its_text_does_not_cost(world: DemoWorld, client: Client) -> None:
    shown = client.get("/lille-mel/plans/relance-2020/budget/").content.decode()

    assert "37 000 000 € n’y sont pas chiffrés" in shown.replace("\u202f", " ").replace("\xa0", " ")


def test_the_town_published_its_plan_through_the_reader(world: DemoWorld) -> None:
    plan = Plan.objects.of(world.valmont).get(state="published")

    measures = plan.measures.select_related("source")
    assert measures.count() == 17
    assert all(m.source and m.source.text[m.start : m.end] == m.quote for m in measures)


def test_a_second_document_is_half_reviewed(world: DemoWorld) -> None:
    facts = Fact.objects.of(world.valmont).filter(plan__document__name="plan-de-relance.xlsx")

    states = set(facts.values_list("state", flat=True))
    assert states == {FactState.ACCEPTED, FactState.PROPOSED}


def test_loading_twice_changes_nothing(world: DemoWorld) -> None:
    before = Plan.objects.everywhere("counted in a test").count(), Fact.objects.of(world.valmont).count()

    demo.load()

    assert before == (
        Plan.objects.everywhere("counted in a test").count(),
        Fact.objects.of(world.valmont).count(),
    )
