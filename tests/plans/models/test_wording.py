"""Published words have their place and never change; a paraphrase is no quotation."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from relance.plans.models import Measure
from tests.plans import build

pytestmark = pytest.mark.django_db

TEXT = "1. Ouvrir une halle\nd’ici 2028."


def quoted(**fields: Any) -> Measure:
    plan = build.plan(build.authority())
    source = build.text(build.document(plan.authority), TEXT)
    place: dict[str, Any] = {"source": source, "start": 3, "end": 19, "quote": TEXT[3:19], "paraphrase": ""}
    return build.measure(plan, **{**place, **fields})


def test_published_words_are_those_of_the_text_at_their_place() -> None:
    measure = quoted()

    assert measure.source is not None
    assert measure.source.text[measure.start : measure.end] == measure.quote
    assert measure.wording == "Ouvrir une halle"
    assert not measure.is_paraphrase


def test_words_over_two_lines_are_shown_on_one() -> None:
    measure = quoted(end=len(TEXT), quote=TEXT[3:])

    assert measure.wording == "Ouvrir une halle d’ici 2028."


def test_a_paraphrase_says_that_it_is_one() -> None:
    measure = build.measure(build.plan(build.authority()), "Une halle couverte")

    assert measure.is_paraphrase
    assert measure.wording == "Une halle couverte"


def test_a_working_title_leaves_the_words_alone() -> None:
    measure = quoted(working_title="La halle")

    assert measure.title == "La halle"
    assert measure.wording == "Ouvrir une halle"


@pytest.mark.parametrize(
    "fields",
    [
        {"paraphrase": "et une paraphrase"},
        {"start": 19, "end": 19},
        {"start": 19, "end": 3},
        {"start": None},
        {"end": None},
        {"source": None},
        {"quote": ""},
        {"source": None, "start": None, "end": None, "quote": "", "paraphrase": ""},
    ],
)
def test_half_a_quotation_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        quoted(**fields)


@pytest.mark.parametrize(
    ("name", "value"),
    [("quote", "Fermer une halle"), ("start", 4), ("end", 20), ("code", "z")],
)
def test_published_words_never_change(name: str, value: object) -> None:
    measure = quoted()

    setattr(measure, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        measure.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.of(measure.authority).filter(pk=measure.pk).update(**{name: value})


def test_what_is_ours_to_edit_may_change() -> None:
    measure = quoted()

    measure.working_title, measure.kind = "La halle", "site"
    measure.save()

    measure.refresh_from_db()
    assert (measure.working_title, measure.kind) == ("La halle", "site")


def test_the_stored_text_never_changes() -> None:
    source = build.text(build.document(build.authority()), TEXT)

    source.text = "Autre chose"

    with pytest.raises(IntegrityError), transaction.atomic():
        source.save()


def test_one_text_per_version_of_the_reader() -> None:
    document = build.document(build.authority())
    build.text(document, TEXT, reader_version=1)

    build.text(document, TEXT, reader_version=2)

    with pytest.raises(IntegrityError), transaction.atomic():
        build.text(document, TEXT, reader_version=2)
