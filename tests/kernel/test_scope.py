"""The guard on rows that belong to an authority."""

import pytest
from django.utils import timezone

from relance.kernel.errors import UnscopedRead, WrongAuthority
from relance.kernel.models import Authority, SearchEntry
from relance.kernel.scope import answering, tell_hours_of, working_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def valmont() -> Authority:
    return Authority.objects.create(slug="valmont", name="Valmont", country="FR", currency="EUR")


@pytest.fixture
def other() -> Authority:
    return Authority.objects.create(slug="autre", name="Autre", country="CA", currency="CAD")


def entry(authority: Authority, key: str = "1") -> SearchEntry:
    return SearchEntry.objects.create(
        authority=authority, kind="x", key=key, title="t", body="t", address="/"
    )


def test_reading_without_saying_whose_rows_is_refused(valmont: Authority) -> None:
    entry(valmont)

    for read in (list, len, lambda rows: rows.count(), lambda rows: rows.exists(), lambda rows: rows.first()):
        with pytest.raises(UnscopedRead, match="say whose rows"):
            read(SearchEntry.objects.all())


def test_changing_many_rows_without_saying_whose_is_refused(valmont: Authority) -> None:
    entry(valmont)

    with pytest.raises(UnscopedRead):
        SearchEntry.objects.filter(kind="x").update(title="u")
    with pytest.raises(UnscopedRead):
        SearchEntry.objects.filter(kind="x").delete()


def test_rows_of_an_authority_are_its_own_alone(valmont: Authority, other: Authority) -> None:
    entry(valmont, "1")
    entry(other, "2")

    found = SearchEntry.objects.of(valmont).filter(kind="x").order_by("key")

    assert [row.key for row in found] == ["1"]


def test_everywhere_needs_a_reason(valmont: Authority, other: Authority) -> None:
    entry(valmont, "1")
    entry(other, "2")

    with pytest.raises(UnscopedRead, match="reason"):
        SearchEntry.objects.everywhere("")
    assert SearchEntry.objects.everywhere("a test of all").count() == 2


def test_a_write_for_another_authority_is_refused(valmont: Authority, other: Authority) -> None:
    row = entry(other)

    with working_for(valmont):
        with pytest.raises(WrongAuthority):
            entry(other, "2")
        with pytest.raises(WrongAuthority):
            row.delete()
        with pytest.raises(WrongAuthority):
            SearchEntry.objects.bulk_create([SearchEntry(authority=other, kind="x", key="3")])
    assert SearchEntry.objects.of(other).count() == 1


def test_uniqueness_is_checked_without_the_guard(valmont: Authority) -> None:
    row = entry(valmont)

    row.full_clean()

    assert row.pk


def test_a_request_tells_the_hours_of_the_authority_it_is_about() -> None:
    toronto = Authority(slug="autre", time_zone="America/Toronto")

    with answering():
        before = timezone.get_current_timezone_name()
        tell_hours_of(toronto)
        during = timezone.get_current_timezone_name()

    assert (before, during) == ("Europe/Paris", "America/Toronto")
    assert timezone.get_current_timezone_name() == "Europe/Paris"


def test_outside_a_request_nobody_s_hours_are_taken() -> None:
    tell_hours_of(Authority(slug="autre", time_zone="America/Toronto"))

    assert timezone.get_current_timezone_name() == "Europe/Paris"
