"""A text of rules is kept once it is good, passes its own tests and belongs to its scheme."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from relance.kernel.errors import Refused
from relance.kernel.rules import Role
from relance.schemes import actions, queries
from relance.schemes.models import Call, Scheme, SchemeVersion
from tests.applications.build import envelope, text
from tests.support.cast import Cast

NOW = datetime(2020, 6, 20, 9, tzinfo=UTC)


@pytest.fixture
def scheme(cast: Cast) -> Scheme:
    return actions.make_scheme(
        authority=cast.valmont,
        slug="loyers",
        title="Loyers",
        currency="EUR",
        by=cast.alice,
        at=NOW,
        legal_ground="CGCT L1511-3",
    )


def kept(scheme: Scheme, rules: str = "", **said: Any) -> SchemeVersion:
    return actions.add_version(scheme=scheme, text=rules or text(), by=None, at=NOW, **said)


def test_a_text_is_kept_whole_with_its_hash_and_its_tests(scheme: Scheme) -> None:
    version = kept(scheme)

    assert (version.number, version.text, version.applies_by) == (1, text(), "filing")
    assert version.sha256 == queries.loaded(version).hash
    assert version.tests == len(queries.loaded(version).tests)
    assert version.applies_from == date(2020, 6, 18)


def test_a_text_with_a_fault_says_where(scheme: Scheme) -> None:
    with pytest.raises(actions.BadRules) as refusal:
        kept(scheme, text().replace("min(rent_due, award_cap)", "min(rent_dew, award_cap)"))

    assert any("ligne" in problem for problem in refusal.value.problems)


def test_a_text_that_fails_its_own_tests_is_not_kept(scheme: Scheme) -> None:
    with pytest.raises(actions.BadRules, match="propres tests") as refusal:
        kept(scheme, text().replace("amount: 1230.30 EUR", "amount: 1230.31 EUR"))

    assert "un petit loyer est payé en entier" in refusal.value.problems[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("scheme: fonds-loyer", "scheme: autre-fonds"), "même dispositif"),
        (("", ""), "rien n’a changé"),
    ],
)
def test_a_text_of_something_else_is_refused(scheme: Scheme, change: tuple[str, str], words: str) -> None:
    kept(scheme)

    with pytest.raises(actions.BadRules, match=words):
        kept(scheme, text().replace(*change))


def test_a_text_in_another_currency_is_refused(scheme: Scheme) -> None:
    with pytest.raises(actions.BadRules, match="deux monnaies"):
        kept(scheme, text("supplement-loyer"))


def test_a_new_text_says_what_it_changes(scheme: Scheme) -> None:
    kept(scheme)
    lower = text().replace("Plafond de l’aide", "Plafond de l’aide accordée")
    changed = lower.replace('fr: "Aide au loyer des commerces"', 'fr: "Aide aux loyers"')

    reading = actions.read_rules(changed, scheme=scheme)

    assert any("Aide aux loyers" in change for change in reading.changes)


def test_each_day_has_its_version(scheme: Scheme) -> None:
    first = kept(scheme)
    second = kept(scheme, text() + "\n# relu\n", applies_from=date(2020, 10, 16))

    assert queries.version_on(scheme, date(2020, 10, 15)) == first
    assert queries.version_on(scheme, date(2020, 10, 16)) == second
    assert (second.number, queries.changes_of(second)) == (2, [])
    with pytest.raises(queries.NoVersion):
        queries.version_on(scheme, date(2020, 6, 17))


def test_a_text_does_not_apply_before_it_is_valid(scheme: Scheme) -> None:
    with pytest.raises(actions.BadRules, match="ne peut pas s’appliquer"):
        kept(scheme, applies_from=date(2020, 6, 17))


def test_a_kept_text_is_never_changed_nor_deleted(scheme: Scheme) -> None:
    version = kept(scheme)
    rows = SchemeVersion.objects.of(scheme.authority).filter(pk=version.pk)

    for act in (lambda: rows.update(text="x"), rows.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize("role", [Role.READER, Role.INSTRUCTOR, Role.DECIDER, Role.TREASURER])
def test_only_who_edits_plans_writes_schemes(cast: Cast, role: Role) -> None:
    with pytest.raises(Refused):
        actions.make_scheme(
            authority=cast.valmont, slug="x", title="x", currency="EUR", by=cast.holding(role), at=NOW
        )


def prepared(scheme: Scheme, **said: Any) -> Call:
    return actions.make_call(scheme=scheme, slug="appel", title="Appel", by=None, at=NOW, **said)


def test_a_call_says_everything_that_keeps_it_from_opening(scheme: Scheme) -> None:
    call = prepared(scheme, legal_ground="")

    with pytest.raises(actions.CannotOpen) as refusal:
        actions.open_call(call=call, by=None, at=NOW)

    assert [sentence.split()[0] for sentence in refusal.value.missing] == ["Dites", "Choisissez", "Dites"]
    assert "fondement juridique" in refusal.value.missing[0]


def test_without_a_legal_ground_the_database_opens_no_call(scheme: Scheme) -> None:
    call = prepared(scheme, legal_ground="", envelope_id=envelope(scheme.authority, 100), opens_on=NOW.date())

    with pytest.raises(IntegrityError, match="call_opens_with_ground"), transaction.atomic():
        Call.objects.of(scheme.authority).filter(pk=call.pk).update(opened_at=NOW, opened_by_name="x")


def test_a_call_opens_and_closes_at_the_end_of_its_last_day(scheme: Scheme) -> None:
    kept(scheme)
    call = prepared(
        scheme,
        envelope_id=envelope(scheme.authority, 100),
        opens_on=date(2020, 6, 20),
        closes_on=date(2020, 6, 30),
    )
    actions.open_call(call=call, by=None, at=NOW)
    last = datetime(2020, 6, 30, 21, 59, tzinfo=UTC)  # 23:59 in Paris

    assert call.is_open(queries.call_today(call, last))
    assert not call.is_open(queries.call_today(call, last + timedelta(minutes=1)))
    assert queries.opens_at(call)[1] == datetime(2020, 6, 30, 22, tzinfo=UTC)
    assert queries.open_calls(scheme.authority, last) == [call]


def test_an_envelope_of_another_town_is_refused(scheme: Scheme, cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="another authority or currency"), transaction.atomic():
        prepared(scheme, envelope_id=envelope(cast.brumes, 100))


def test_an_open_call_keeps_what_applicants_were_told(scheme: Scheme) -> None:
    kept(scheme)
    call = prepared(scheme, envelope_id=envelope(scheme.authority, 100), opens_on=NOW.date())
    actions.open_call(call=call, by=None, at=NOW)

    with pytest.raises(actions.CannotOpen):
        actions.change_call(call=call, by=None, at=NOW, opens_on=date(2020, 7, 1))
    actions.change_call(call=call, by=None, at=NOW, title="Appel prolongé", closes_on=date(2020, 12, 31))
    with pytest.raises(actions.CannotOpen):
        actions.close_call(call=call, why=" ", by=None, at=NOW)
    actions.close_call(call=call, why="Le fonds est épuisé.", by=None, at=NOW)

    assert not call.is_open(NOW.date())


def test_pieces_say_their_limits_and_refuse_nonsense(scheme: Scheme) -> None:
    call = prepared(scheme, pieces=[{"key": "lease", "label": "Bail", "kinds": ["pdf"], "identity": True}])

    (piece,) = queries.pieces_of(call)

    assert (piece.kinds, piece.required, piece.identity, piece.limit) == (("pdf",), True, True, 10 * 2**20)
    for wrong in (
        {"key": "x", "label": "x", "kinds": ["exe"]},
        {"label": "x"},
        {"key": "x", "label": "x", "limit": 0},
    ):
        with pytest.raises(ValueError, match=r"."):
            actions.change_call(call=call, by=None, at=NOW, pieces=[wrong])
