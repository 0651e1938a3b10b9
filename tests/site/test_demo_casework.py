"""The demonstration has files in every state, and loading them again changes nothing."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from relance.applications.models import Application, Letter, Outcome, State
from relance.applications.queries.recomputing import recomputed
from relance.ledger import queries as ledger
from relance.schemes.models import Call
from relance.site import demo
from relance.site.demo import DemoWorld, casework
from tests.support import once

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoWorld]:
    files = tmp_path_factory.mktemp("files")
    with (
        override_settings(DEMO=True, FILES_ROOT=files),
        pytest.MonkeyPatch.context() as patch,
        once.a_file(django_db_blocker),
    ):
        patch.setattr(demo, "LOADERS", ["relance.site.demo.casework:load"])
        yield demo.load(files=60)


def states(world: DemoWorld) -> Counter[tuple[str, str]]:
    return Counter(Application.objects.of(world.valmont).values_list("state", "outcome"))


def test_every_state_is_there_and_loading_again_changes_nothing(world: DemoWorld) -> None:
    first = states(world)

    casework.load(world)

    assert {state for state, _ in first} == set(State)
    assert {outcome for _, outcome in first} == {"", *Outcome.values}
    assert states(world) == first
    assert Letter.objects.of(world.valmont).filter(sent_at__isnull=False).exists()


def test_awards_stand_in_the_ledger_and_every_decision_comes_out_again(world: DemoWorld) -> None:
    call = Call.objects.of(world.valmont).get(slug="aide-au-loyer")
    accepted = Application.objects.of(world.valmont).filter(call=call, outcome=Outcome.ACCEPTED)
    awarded = sum(accepted.values_list("decision__awarded", flat=True))

    seen = ledger.statement(world.valmont, call.envelope_id or 0, on=casework.CLOSES)

    assert seen.whole.awarded == awarded > 0
    assert [found for *_, found in recomputed(world.valmont) if found] == []


def test_more_files_join_those_that_are_there(world: DemoWorld) -> None:
    call = casework.fund(world, 90)

    rows = Application.objects.of(world.valmont).filter(call=call).exclude(state=State.DRAFT)
    assert rows.count() == 90


def test_an_association_above_the_threshold_needs_an_agreement(world: DemoWorld) -> None:
    from relance.applications.queries.lettering import kinds_for, whole_files

    rows = whole_files(Application.objects.of(world.valmont)).filter(call__slug="subvention-association")

    kinds = sorted(tuple(kind.value for kind in kinds_for(row)) for row in rows)
    assert kinds == [("acceptance",), ("acceptance",), ("acceptance", "agreement")]
