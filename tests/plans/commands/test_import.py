"""`relance import`, on the files of the invented town."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from relance.kernel.models import Authority
from relance.kernel.rules import Role
from relance.plans.models import Fact, Plan
from tests.plans import build

pytestmark = pytest.mark.django_db

VALMONT = Path(__file__).parents[3] / "examples" / "valmont"
FILES = ["plan-de-relance.docx", "plan-de-relance.xlsx", "plan-de-relance.html", "plan-de-relance.txt"]


@pytest.fixture
def valmont(db: None) -> Authority:
    return build.authority(name="Valmont-sur-Ouvèze")


def said(*arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command("import", *arguments, stdout=out, authority="valmont", **options)
    return out.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_each_file_of_the_town_becomes_a_draft(valmont: Authority, name: str) -> None:
    words = said(VALMONT / name)

    plan = Plan.objects.of(valmont).get()
    assert plan.state == "draft"
    assert Fact.objects.of(valmont).filter(kind="measure").count() >= 15
    assert "faits à relire" in words
    for fact in Fact.objects.of(valmont).select_related("source"):
        assert fact.source.text[fact.start : fact.end] == fact.quote


def test_a_dry_run_says_each_fact_and_keeps_nothing(valmont: Authority) -> None:
    words = said(VALMONT / FILES[0], dry_run=True)

    assert not Plan.objects.of(valmont).exists()
    assert "Budget du plan «\u00a04,8 M€\u00a0»" in words
    assert "rien n’est gardé" in words


def test_the_totals_alone_are_brief(valmont: Authority) -> None:
    words = said(VALMONT / FILES[0], dry_run=True, brief=True)

    assert len(words.splitlines()) == 2
    assert "5 axes" in words


def test_the_second_time_nothing_changes(valmont: Authority) -> None:
    said(VALMONT / FILES[0])

    assert "Tout était déjà connu" in said(VALMONT / FILES[0])
    assert Plan.objects.of(valmont).count() == 1


def test_an_unknown_town_is_named_with_those_that_are_known(valmont: Authority) -> None:
    with pytest.raises(CommandError, match=r"ailleurs.*Connues\s: valmont"):
        call_command("import", VALMONT / FILES[0], authority="ailleurs")


def test_a_file_that_is_not_there_is_said(valmont: Authority, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ne s’ouvre pas"):
        said(tmp_path / "absent.txt")


def test_a_file_that_cannot_be_read_is_said_and_not_kept(valmont: Authority, tmp_path: Path) -> None:
    empty = tmp_path / "vide.txt"
    empty.write_bytes(b"")

    with pytest.raises(CommandError, match="vide"):
        said(empty)

    assert not Plan.objects.of(valmont).exists()


def test_who_imports_may_be_named(valmont: Authority) -> None:
    alice = build.officer(valmont, Role.EDITOR)

    said(VALMONT / FILES[0], by=alice.email)

    assert Plan.objects.of(valmont).get().document is not None
    document = Plan.objects.of(valmont).get().document
    assert document is not None
    assert document.received_by == alice
    with pytest.raises(CommandError, match="Pas de compte"):
        said(VALMONT / FILES[0], by="personne@example.org")
