"""Panels and addresses: apps answer for their own subjects, in order, each once."""

from collections.abc import Collection, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from relance.kernel import panels
from relance.kernel.models import Account, Authority
from relance.kernel.panels import Address, Panel, Subject
from relance.kernel.permissions import Reader

VALMONT = Authority(pk=1, slug="valmont", name="Valmont")
MEASURE = Subject("plans.measure", "17", VALMONT)
NOBODY = AnonymousUser()


@pytest.fixture(autouse=True)
def _empty_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "_panels", {})
    monkeypatch.setattr(panels, "_addresses", {})


def showing(title: str, order: int | None = None) -> panels.PanelFunction:
    return lambda subject, reader: Panel(title, "x.html", {"key": subject.key}, order)


def test_panels_come_in_the_order_of_their_registration_number() -> None:
    panels.register("plans.measure", showing("Argent"), order=20)
    panels.register("plans.measure", showing("Engagements"), order=10)
    panels.register("plans.axis", showing("Autre sujet"))

    shown = panels.panels_for(MEASURE, NOBODY)

    assert [panel.title for panel in shown] == ["Engagements", "Argent"]
    assert shown[0].context == {"key": "17"}


def test_a_panel_may_place_itself_elsewhere() -> None:
    panels.register("plans.measure", showing("Urgent", order=1), order=50)
    panels.register("plans.measure", showing("Engagements"), order=10)

    assert [panel.title for panel in panels.panels_for(MEASURE, NOBODY)] == ["Urgent", "Engagements"]


def test_a_panel_with_nothing_to_show_this_reader_is_absent() -> None:
    def for_members(subject: Subject, reader: Reader) -> Panel | None:
        return Panel("Interne", "x.html") if isinstance(reader, Account) else None

    panels.register("plans.measure", for_members)

    assert panels.panels_for(MEASURE, NOBODY) == []
    assert len(panels.panels_for(MEASURE, Account())) == 1


def test_registering_twice_shows_once() -> None:
    once = showing("Argent")
    panels.register("plans.measure", once)
    panels.register("plans.measure", once)

    assert len(panels.panels_for(MEASURE, NOBODY)) == 1


def test_an_unknown_subject_has_no_panels() -> None:
    assert panels.panels_for(Subject("unknown", "1", VALMONT), NOBODY) == []


def test_many_references_cost_one_call_a_kind() -> None:
    calls: list[Any] = []

    def of_claims(authority: Authority, keys: Collection[str]) -> Mapping[str, Address]:
        calls.append((authority, set(keys)))
        return {key: Address(f"/{authority.slug}/{key}", f"Demande {key}") for key in keys if key != "9"}

    panels.register_addresses("payments.claim", of_claims)

    found = panels.addresses_of(
        VALMONT, [("payments.claim", "1"), ("payments.claim", "1"), ("payments.claim", "9"), ("unknown", "1")]
    )

    assert calls == [(VALMONT, {"1", "9"})]
    assert found == {("payments.claim", "1"): Address("/valmont/1", "Demande 1")}


def test_one_reference_leads_to_its_address_or_nowhere() -> None:
    panels.register_addresses("a", lambda authority, keys: {key: Address("/x", "X") for key in keys})

    assert panels.address_of(VALMONT, "a", "1") == Address("/x", "X")
    assert panels.address_of(VALMONT, "b", "1") is None


def test_two_apps_cannot_answer_for_one_kind() -> None:
    panels.register_addresses("a", lambda authority, keys: {})

    with pytest.raises(ValueError, match="registered twice"):
        panels.register_addresses("a", lambda authority, keys: {})
