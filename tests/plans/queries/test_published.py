"""Only what is published is public."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from relance.kernel.errors import Missing
from relance.plans.queries import (
    MeasureFilter,
    budget_of,
    choices_of,
    measure_page,
    plan_page,
    public_text,
    published_documents,
    published_measure,
    published_plan,
    published_plans,
)
from tests.plans import build

pytestmark = pytest.mark.django_db

WITHDRAWN = {
    "state": "withdrawn",
    "withdrawn_at": build.AT,
    "withdrawn_by_name": "Alice",
    "withdrawn_because": "Erreur",
}


@pytest.mark.parametrize("fields", [{}, WITHDRAWN])
def test_what_is_not_published_is_on_no_public_page(fields: dict[str, object]) -> None:
    authority = build.authority()
    document = build.document(authority)
    build.text(document, "Ouvrir une halle")
    plan = build.plan(authority, slug="relance", document=document, **fields)
    build.measure(plan, code="m1")

    assert not published_plans().exists()
    assert not published_plans(authority=authority).exists()
    assert not published_documents().exists()
    for read in (
        lambda: published_plan(authority=authority, slug="relance"),
        lambda: published_measure(authority=authority, plan="relance", code="m1"),
        lambda: public_text(authority=authority, document=document.pk),
    ):
        with pytest.raises(Missing):
            read()


def test_what_is_published_is_public() -> None:
    authority = build.authority()
    document = build.document(authority)
    source = build.text(document, "Ouvrir une halle")
    plan = build.published(authority, slug="relance", document=document)
    build.measure(plan, code="m1")

    assert published_plans().get() == plan
    assert published_documents(authority=authority).get() == document
    assert published_plan(authority=authority, slug="relance") == plan
    assert published_measure(authority=authority, plan="relance", code="m1").plan == plan
    assert public_text(authority=authority, document=document.pk) == source


def test_an_authority_shows_its_own_plans_alone() -> None:
    authority, other = build.authority(), build.authority("autre")
    build.published(other, slug="relance")

    assert published_plans().count() == 1
    assert not published_plans(authority=authority).exists()
    with pytest.raises(Missing):
        published_plan(authority=authority, slug="relance")


def test_the_list_of_plans_counts_axes_and_measures_apart() -> None:
    plan = build.published(build.authority())
    build.published(plan.authority, title="Un plan vide")
    for title in ("Commerce", "Industrie"):
        axis = build.axis(plan, title)
        for _ in range(3):
            build.measure(plan, axis=axis)

    columns = ("title", "axis_count", "measure_count")
    rows = published_plans().values_list(*columns)

    assert list(rows) == [("Plan de relance", 2, 6), ("Un plan vide", 0, 0)]


def test_the_newest_text_is_shown_unless_a_version_is_named() -> None:
    authority = build.authority()
    document = build.document(authority)
    first, second = (build.text(document, f"Texte {n}", reader_version=n) for n in (1, 2))
    build.published(authority, document=document)

    assert public_text(authority=authority, document=document.pk) == second
    assert public_text(authority=authority, document=document.pk, version=1) == first
    with pytest.raises(Missing):
        public_text(authority=authority, document=document.pk, version=3)


def grown(measures: int) -> int:
    """How many queries the public pages of a plan of that size ask."""
    authority = build.authority(f"ville-{measures}")
    plan = build.published(authority, slug="relance")
    build.amount(plan, 1000)
    for n in range(measures):
        axis = build.axis(plan, f"Axe {n}")
        measure = build.measure(plan, axis=axis, code=f"c{n}", **build.horizon(2021, 2022 + n))
        build.partner(measure, f"Partenaire {n}")
        build.partner(measure, "Région", "funder")
        build.amount(measure, 10)
    with CaptureQueriesContext(connection) as asked:
        found = published_plan(authority=authority, slug="relance")
        for group in plan_page(found, MeasureFilter(year=2022)).groups:
            for one in group.measures:
                names = [partner.organisation.name for partner in one.partners.all()]
                assert "Région" in names
                assert [str(amount) for amount in one.amounts.all()]
                assert one.plan.authority.slug == authority.slug
        choices_of(found)
        budget_of(found)
        measure_page(published_measure(authority=authority, plan="relance", code="c0"))
    return len(asked)


def test_the_pages_of_a_plan_ask_as_many_queries_whatever_its_size() -> None:
    assert grown(2) == grown(9) <= 30
