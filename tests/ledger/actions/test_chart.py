"""Our accounts bear the codes of an authority's own chart."""

from typing import Any

import pytest

from relance.kernel.errors import Refused
from relance.kernel.models import AuditLine
from relance.kernel.rules import Role
from relance.ledger import actions
from relance.ledger.actions import BadAct, Kind, Nature, Section
from relance.ledger.models import AccountingCode
from tests.support.cast import Cast


def mapped(cast: Cast, code: str, **other: Any) -> None:
    said: dict[str, Any] = {
        "authority": cast.valmont,
        "kind": Kind.PAID,
        "section": Section.OPERATING,
        "nature": Nature.GRANT,
        "by": cast.holding(Role.TREASURER),
    }
    actions.map_account(code=code, **said | other)


def codes(cast: Cast) -> list[str]:
    return list(AccountingCode.objects.of(cast.valmont).values_list("code", flat=True))


def test_a_code_is_given_changed_and_taken_away(cast: Cast) -> None:
    mapped(cast, "6574")
    mapped(cast, " 65748 ", label="Subventions")
    assert codes(cast) == ["65748"]

    mapped(cast, "")

    assert codes(cast) == []
    lines = AuditLine.objects.of(cast.valmont).filter(act="map_account").order_by("pk")
    assert [(line.before or {}).get("code") for line in lines] == [None, "6574", "65748"]


def test_saying_it_again_changes_nothing(cast: Cast) -> None:
    mapped(cast, "65748")
    mapped(cast, "65748")
    mapped(cast, "", kind=Kind.REPAID)

    assert AuditLine.objects.of(cast.valmont).filter(act="map_account").count() == 1


def test_another_town_keeps_its_own_chart(cast: Cast) -> None:
    mapped(cast, "65748")

    assert not AccountingCode.objects.of(cast.brumes).exists()


def test_a_code_has_a_length(cast: Cast) -> None:
    with pytest.raises(BadAct, match="au plus 30 signes"):
        mapped(cast, "6" * 31)


def test_only_who_handles_money_gives_codes(cast: Cast) -> None:
    for role in set(Role) - {Role.TREASURER}:
        with pytest.raises(Refused):
            mapped(cast, "65748", by=cast.holding(role))
    assert codes(cast) == []
