"""Finding: the same answers on both databases, to those who may see them, whatever is typed."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance.kernel import search
from relance.kernel.errors import WrongAuthority
from relance.kernel.models import Authority, SearchEntry
from relance.kernel.permissions import Reader
from relance.kernel.search import index
from relance.kernel.search.words import words
from tests.support.cast import Cast

NOBODY = AnonymousUser()


def put(
    authority: Authority, key: str, title: str, text: str = "", *, public: bool = True, **more: Any
) -> None:
    search.put(
        authority=authority,
        kind=more.pop("kind", "plans.measure"),
        key=key,
        title=title,
        text=text,
        address=f"/{key}/",
        is_public=public,
        **more,
    )


def keys(query: str, reader: Reader = NOBODY, **more: Any) -> list[str]:
    return [hit.key for hit in search.find(query, reader=reader, **more).hits]


@pytest.fixture
def entries(cast: Cast) -> Cast:
    put(cast.valmont, "1", "Aide au loyer des commerces", "Jusqu’à 1 500 € pour les locaux du centre.")
    put(cast.valmont, "2", "Fonds d’avances remboursables", "Une aide aux commerçants, loyer compris.")
    put(cast.valmont, "3", "Note interne sur le loyer", public=False)
    put(cast.brumes, "4", "Aide aux entreprises de l’Île", "Œuvres d’été", kind="plans.plan")
    return cast


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("loyer", ["1", "2"]),
        ("LOYERS", ["1", "2"]),
        ("local", ["1"]),
        ("aide loy", ["1", "2"]),
        ("remboursable", ["2"]),
        ("île", ["4"]),
        ("ile", ["4"]),
        ("œuvre", ["4"]),
        ("oeuvr", ["4"]),
        ("1500", []),
        ("1 500", ["1"]),
        ("loyer inconnu", []),
        ("", []),
    ],
)
def test_words_find_entries(entries: Cast, query: str, found: list[str]) -> None:
    assert keys(query) == found


def test_a_word_of_the_title_counts_more_than_one_of_the_text(cast: Cast) -> None:
    put(cast.valmont, "text", "Autre chose", "vacance " * 2)
    put(cast.valmont, "title", "Vacance commerciale", "un texte assez long sur tout autre chose " * 5)

    assert keys("vacance") == ["title", "text"]


def test_a_hit_says_what_it_is_and_whose(entries: Cast) -> None:
    (hit,) = search.find("île", reader=NOBODY).hits

    assert (hit.kind, hit.key, hit.address, hit.is_public) == ("plans.plan", "4", "/4/", True)
    assert (hit.authority, hit.authority_name) == ("riviere-aux-brumes", "Rivière-aux-Brumes")


def test_internal_entries_are_found_only_by_members_of_their_authority(entries: Cast) -> None:
    assert "3" in keys("loyer", entries.alice)
    for stranger in (NOBODY, entries.charlie, entries.dora):
        assert "3" not in keys("loyer", stranger)


def test_a_closed_account_finds_what_everybody_finds(entries: Cast) -> None:
    entries.alice.is_active = False

    assert "3" not in keys("loyer", entries.alice)


def test_a_search_in_one_authority_or_of_one_kind(entries: Cast) -> None:
    assert keys("aide", authority=entries.brumes) == ["4"]
    assert keys("aide", kind="plans.plan") == ["4"]


def test_pages_say_how_many_there_are(cast: Cast) -> None:
    search.put_many(
        search.Entry(
            authority=cast.valmont, kind="k", key=str(n), title="Mesure", address="/", is_public=True
        )
        for n in range(25)
    )

    first = search.find("mesure", reader=NOBODY, limit=10)
    last = search.find("mesure", reader=NOBODY, limit=10, offset=20)
    beyond = search.find("mesure", reader=NOBODY, limit=10, offset=90)

    assert (len(first.hits), first.total, first.next_offset) == (10, 25, 10)
    assert (len(last.hits), last.total, last.next_offset) == (5, 25, None)
    assert (beyond.hits, beyond.total, beyond.next_offset) == ([], 25, None)


def test_putting_again_replaces(entries: Cast) -> None:
    put(entries.valmont, "1", "Tout autre intitulé", "sans rapport")

    assert keys("loyer") == ["2"]
    assert keys("rapport") == ["1"]
    assert SearchEntry.objects.of(entries.valmont).count() == 3


def test_removed_entries_are_gone(entries: Cast) -> None:
    search.remove(kind="plans.measure", keys=["1", "unknown"])

    assert keys("loyer") == ["2"]


def test_the_index_follows_writes_that_forget_the_search(entries: Cast) -> None:
    SearchEntry.objects.of(entries.valmont).filter(key="1").update(heading="kiosque", body="")
    SearchEntry.objects.of(entries.valmont).filter(key="2").delete()

    assert keys("kiosque") == ["1"]
    assert keys("loyer") == []


def test_another_authority_cannot_take_over_a_subject(entries: Cast) -> None:
    with pytest.raises(WrongAuthority):
        put(entries.brumes, "1", "À nous")


def test_finding_takes_two_queries_at_most(entries: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        search.find("loyer", reader=NOBODY)
    with django_assert_num_queries(2):  # the second: where the reader is a member
        search.find("loyer", reader=entries.alice)


def test_writing_many_takes_two_statements_a_chunk(cast: Cast, django_assert_max_num_queries: Any) -> None:
    many = [
        search.Entry(authority=cast.valmont, kind="k", key=str(n), title=f"Mesure {n}", address="/")
        for n in range(200)
    ]

    with django_assert_max_num_queries(4):  # with the savepoint around them
        search.put_many(many)


OPERATORS = ["loyer AND", "NOT loyer", "a:b", "loy*", "(loyer", "loyer | & ! <->", "NEAR(a b)", "--"]
SIGNS = ['"', "'", "loyer'", "\\", "%s", "{", "😀", "\x00", "\ud800"]


@pytest.mark.parametrize(
    "query", [*OPERATORS, *SIGNS, "l" * 5000, "mot " * 500], ids=lambda query: ascii(query[:9])
)
def test_nothing_typed_breaks_the_search(entries: Cast, query: str) -> None:
    search.find(query, reader=NOBODY)


def test_operators_are_words_like_others(entries: Cast) -> None:
    assert keys('"loyer" (commerces)') == keys("loyer commerces")


STORED = st.characters(codec="utf-8", exclude_characters="\x00")  # what a database keeps in a text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(STORED, min_size=1, max_size=60), query=st.text(max_size=30))
def test_any_entry_is_found_by_each_of_its_words_and_any_query_answers(
    cast: Cast, title: str, query: str
) -> None:
    put(cast.valmont, "x", title, kind="any")

    search.find(query, reader=NOBODY)
    for word in words(title):
        assert keys(word, kind="any") == ["x"], word


def test_the_index_stands_after_migrate_and_comes_back(entries: Cast) -> None:
    assert index.missing() == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER kernel_search_words_update")
            cursor.execute("DROP TABLE kernel_search_words")
        assert index.missing() == ["kernel_search_words", "kernel_search_words_update"]
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing left to check on the table
            cursor.execute("ALTER TABLE kernel_searchentry DROP COLUMN words")
        assert index.missing() == ["kernel_search_words"]

    call_command("migrate", verbosity=0)

    assert index.missing() == []
    assert keys("loyer") == ["1", "2"]
