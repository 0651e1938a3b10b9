"""A document becomes a draft, once, and what people decided stays."""

from dataclasses import replace
from typing import Any

import pytest

from relance.kernel.errors import Refused
from relance.kernel.models import AuditLine, Authority, StoredFile
from relance.kernel.rules import Role
from relance.plans.actions.importing import ImportReport, keep_draft
from relance.plans.actions.reviewing import Decision, decide
from relance.plans.models import DocumentText, Fact, Plan, PlanState, SourceDocument
from relance.plans.queries.addresses import free_slug
from relance.plans.rules.drafts import drafts_of
from relance.reading.document import ReadingError
from tests.plans import build, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def valmont(db: None) -> Authority:
    return build.authority()


def keep(of: Authority, **fields: Any) -> ImportReport:
    fields = {
        "by": None,
        "name": "plan.txt",
        "content": read.TEXT.encode(),
        "read": read.document(),
        "drafts": drafts_of(read.facts()),
        "at": build.AT,
        **fields,
    }
    return keep_draft(authority=of, **fields)


def test_a_document_becomes_a_draft_plan_with_its_facts(valmont: Authority) -> None:
    report = keep(valmont)

    assert report.plan is not None
    assert report.document is not None
    assert report.plan.state == PlanState.DRAFT
    assert (report.plan.title, report.plan.slug) == (
        "Plan de relance de Valmont",
        "plan-de-relance-de-valmont",
    )
    assert report.new == len(report.rows) == report.plan.facts.count() > 15
    assert report.document.file is not None
    assert report.document.sha256 == "ab" * 32
    assert {fact.state for fact in report.plan.facts.all()} == {"proposed"}


def test_every_quote_is_the_stored_text_at_its_place(valmont: Authority) -> None:
    report = keep(valmont)

    assert report.plan is not None
    for fact in report.plan.facts.select_related("source"):
        assert fact.source.text[fact.start : fact.end] == fact.quote


def test_parts_hang_on_what_they_belong_to(valmont: Authority) -> None:
    keep(valmont)

    horizon = Fact.objects.of(valmont).get(kind="horizon", quote="2026-2027")

    assert horizon.parent is not None
    assert horizon.parent.kind == "measure"
    assert horizon.parent.parent is not None
    assert horizon.parent.parent.quote == "Soutenir les commerces"


def test_a_dry_run_reports_and_keeps_nothing(valmont: Authority) -> None:
    report = keep(valmont, dry_run=True)

    assert report.new == len(report.rows) > 15
    assert report.plan is None
    for model in (Plan, Fact, SourceDocument, DocumentText, StoredFile, AuditLine):
        assert not model.objects.of(valmont).exists()


def test_the_same_file_again_changes_nothing(valmont: Authority) -> None:
    first = keep(valmont)
    lines = AuditLine.objects.of(valmont).count()

    again = keep(valmont)

    assert again.plan == first.plan
    assert again.was_known
    assert again.new == 0
    assert Plan.objects.of(valmont).count() == SourceDocument.objects.of(valmont).count() == 1
    assert DocumentText.objects.of(valmont).count() == 1
    assert Fact.objects.of(valmont).count() == len(first.rows)
    assert AuditLine.objects.of(valmont).count() == lines


def test_a_dry_run_of_a_known_file_says_what_is_known(valmont: Authority) -> None:
    first = keep(valmont)

    again = keep(valmont, dry_run=True)

    assert again.plan == first.plan
    assert again.new == 0


def test_decisions_outlive_a_second_import(valmont: Authority) -> None:
    bob = build.officer(valmont, Role.EDITOR)
    keep(valmont)
    fact = Fact.objects.of(valmont).get(kind="title")
    decide(fact=fact, by=bob, at=build.AT, decision=Decision.REJECT, reason="en capitales")

    keep(valmont)

    fact.refresh_from_db()
    assert (fact.state, fact.reason) == ("rejected", "en capitales")


def test_a_better_reader_adds_its_text_and_only_what_is_new(valmont: Authority) -> None:
    first = keep(valmont)
    facts = read.facts()
    extra = replace(facts.findings[0], **read.at("18 %"))
    better = replace(facts, findings=(*facts.findings, extra))

    second = keep(valmont, read=read.document(reader_version=2), drafts=drafts_of(better))

    assert second.plan == first.plan
    assert second.new == 1
    assert DocumentText.objects.of(valmont).count() == 2
    added = Fact.objects.of(valmont).get(source__reader_version=2)
    assert added.quote == "18 %"
    assert added.order > max(fact.order for fact in Fact.objects.of(valmont).exclude(pk=added.pk))


def test_a_reader_that_changes_its_mind_under_the_same_version_is_refused(valmont: Authority) -> None:
    keep(valmont)

    with pytest.raises(ReadingError, match="même texte"):
        keep(valmont, read=read.document(text=read.TEXT + "."))

    assert DocumentText.objects.of(valmont).count() == 1


def test_two_authorities_keep_the_same_file_apart(valmont: Authority) -> None:
    other = build.authority("autre")
    mine = keep(valmont)

    theirs = keep(other)

    assert theirs.plan != mine.plan
    assert not theirs.was_known
    assert Fact.objects.of(other).count() == Fact.objects.of(valmont).count()


def test_importing_leaves_a_line_with_who_and_what(valmont: Authority) -> None:
    alice = build.officer(valmont, Role.EDITOR)

    keep(valmont, by=alice)

    line = AuditLine.objects.of(valmont).get()
    assert (line.act, line.by) == ("plans.import", alice)
    assert line.after is not None
    assert line.after["document"] == "plan.txt"


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER, Role.TREASURER, Role.ADMINISTRATOR])
def test_only_editors_import(valmont: Authority, role: Role) -> None:
    somebody = build.officer(valmont, role)

    with pytest.raises(Refused):
        keep(valmont, by=somebody)

    assert not Plan.objects.of(valmont).exists()


def test_an_editor_of_another_authority_does_not_import_here(valmont: Authority) -> None:
    stranger = build.officer(build.authority("autre"), Role.EDITOR)

    with pytest.raises(Refused):
        keep(valmont, by=stranger)


def test_two_plans_of_one_title_have_two_addresses(valmont: Authority) -> None:
    build.plan(valmont, slug="plan-de-relance")
    build.plan(valmont, slug="plan-de-relance-2")

    assert free_slug(valmont, "Plan de relance") == "plan-de-relance-3"
    assert free_slug(valmont, "???") == "plan"
    assert len(free_slug(valmont, "très long " * 40)) <= 80


def test_a_reply_calls_its_axes_priorities(valmont: Authority) -> None:
    facts = read.facts()
    assert facts.status
    reply = replace(facts.status, value=type(facts.status.value).REPLY)

    report = keep(valmont, drafts=drafts_of(replace(facts, status=reply)))

    assert report.plan is not None
    assert [word.label for word in report.plan.words] == ["priorité", "réponse"]
