"""The journal: filtered, paged, in words, in the time of the authority, and as CSV."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from relance.kernel import audit, panels
from relance.kernel.audit import Change, Filter
from relance.kernel.models import Account, AuditLine, Authority
from tests.support.cast import Cast, sign_in

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
JOURNAL = "/valmont-sur-ouveze/journal/"


@pytest.fixture
def browser(client: Client, anna: Account) -> Client:
    return sign_in(client, anna)


def line(
    authority: Authority, act: str = "plans.publish", by: Account | None = None, **more: Any
) -> AuditLine:
    fields: dict[str, Any] = {"at": NOON, "subject": authority, "label": "Plan 2026"} | more
    return audit.record(authority=authority, act=act, by=by, **fields)


def acts(authority: Authority, **wanted: Any) -> list[str]:
    return [found.act for found in audit.lines(authority, Filter(**wanted))]


def test_lines_are_found_by_who_act_subject_and_day(cast: Cast) -> None:
    line(cast.valmont, "a", cast.alice, at=NOON)
    line(cast.valmont, "b", cast.bob, at=NOON + timedelta(days=1), subject=cast.alice)
    line(cast.brumes, "c", cast.dora)

    assert acts(cast.valmont) == ["b", "a"]
    assert acts(cast.valmont, who="Alice") == ["a"]
    assert acts(cast.valmont, act="b") == ["b"]
    assert acts(cast.valmont, kind="kernel.account", key=str(cast.alice.pk)) == ["b"]
    assert acts(cast.valmont, since=NOON.date() + timedelta(days=1)) == ["b"]
    assert acts(cast.valmont, until=NOON.date()) == ["a"]


def test_a_day_is_the_day_of_the_authority(cast: Cast) -> None:
    line(cast.valmont, "late", at=datetime(2026, 3, 10, 23, 30, tzinfo=UTC))  # half past midnight in Paris
    line(cast.brumes, "late", at=datetime(2026, 3, 11, 3, 30, tzinfo=UTC))  # still the 10th in Toronto

    assert acts(cast.valmont, since=NOON.date(), until=NOON.date()) == []
    assert acts(cast.brumes, since=NOON.date(), until=NOON.date()) == ["late"]


def test_changes_are_said_under_the_names_of_the_screen(cast: Cast) -> None:
    written = line(
        cast.valmont,
        before={"name": "Valmont", "slug": "v", "open": True, "lost": "x"},
        after={
            "name": "Valmont-sur-Ouvèze",
            "slug": "v",
            "open": False,
            "tags": ["a", "b"],
            "more": {"x": 1},
        },
    )

    assert audit.changes(written) == [
        Change("nom", "Valmont", "Valmont-sur-Ouvèze"),
        Change("open", "oui", "non"),
        Change("lost", "x", ""),
        Change("tags", "", "a, b"),
        Change("more", "", "x\u00a0: 1"),
    ]


def test_a_subject_that_no_longer_has_a_model_keeps_its_line(cast: Cast) -> None:
    written = AuditLine(subject_kind="gone.thing", before={"a_field": 1}, after=None)

    assert audit.kind_called("gone.thing") == "gone.thing"
    assert audit.changes(written) == [Change("a field", "1", "")]


def test_acts_have_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "_acts", {})
    audit.name_acts({"plans.publish": "a publié"})

    assert audit.act_called("plans.publish") == "a publié"
    assert audit.act_called("unknown") == "unknown"


def test_the_page_shows_who_what_when_and_the_change(browser: Client, cast: Cast) -> None:
    line(cast.valmont, by=cast.alice, before={"name": "Avant"}, after={"name": "Après"})

    page = browser.get(JOURNAL).content.decode()

    assert "10/03/2026 13:00" in page  # in Paris
    assert "Alice" in page
    assert "Plan 2026" in page
    assert "<del>Avant</del> devient <ins>Après</ins>" in page


def test_a_subject_with_an_address_is_a_link(
    browser: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        panels,
        "_addresses",
        {"kernel.authority": lambda authority, keys: {key: panels.Address("/la/", "là") for key in keys}},
    )
    line(cast.valmont)

    assert '<a href="/la/">Plan 2026</a>' in browser.get(JOURNAL).content.decode()


def test_a_wrong_date_is_said_beside_its_field_and_filters_nothing(browser: Client, cast: Cast) -> None:
    line(cast.valmont)

    answer = browser.get(JOURNAL, {"du": "hier"})

    assert answer.status_code == 200
    assert "Plan 2026" in answer.content.decode()
    assert "date" in answer.context["form"].errors["du"][0]


def test_an_empty_journal_says_what_will_come(browser: Client) -> None:
    assert "Aucune ligne" in browser.get(JOURNAL).content.decode()


@pytest.mark.parametrize("many", [1, 120])
def test_the_number_of_queries_does_not_grow_with_the_lines(
    browser: Client, cast: Cast, many: int, django_assert_num_queries: Any
) -> None:
    for _ in range(many):
        line(cast.valmont, by=cast.alice)

    with django_assert_num_queries(9):
        page = browser.get(JOURNAL)

    assert len(page.context["lines"]) == min(many, 50)


def test_the_csv_holds_every_line_filtered_and_nothing_that_runs(browser: Client, cast: Cast) -> None:
    for _ in range(60):
        line(cast.valmont, by=cast.alice, label="=cmd()")
    line(cast.valmont, by=cast.bob, after={"name": "Été"})

    answer = browser.get(JOURNAL, {"format": "csv"})
    text = b"".join(answer).decode("utf-8-sig")
    of_bob = b"".join(browser.get(JOURNAL, {"format": "csv", "qui": "Bob"})).decode("utf-8-sig")

    assert answer["Content-Disposition"] == 'attachment; filename="journal-valmont-sur-ouveze.csv"'
    assert len(text.splitlines()) == 62
    assert ";'=cmd();" in text
    assert "nom\u00a0: – → Été" in of_bob
    assert len(of_bob.splitlines()) == 2
