"""A published plan entered by our own summary of its facts."""

from typing import Any

import pytest

from relance.kernel.errors import Refused
from relance.kernel.models import AuditLine
from relance.kernel.rules import Role
from relance.plans.actions.paraphrasing import publish_paraphrases
from relance.plans.models import Measure, Plan
from relance.plans.queries import budget_of
from tests.plans import build
from tests.plans.build import AT

pytestmark = pytest.mark.django_db


def described(**plan: Any) -> dict[str, Any]:
    fields = {"slug": "relance", "title": "Plan", "territory": "T", "status": "adopted", "summary": "s"}
    measures = [
        {
            "number": "11",
            "horizon": "2021-2024",
            "paraphrase": "Aider.",
            "partners": [{"name": "MRC", "role": "lead"}],
        },
        {
            "paraphrase": "Prêter.",
            "horizon": "au cours des deux prochaines années",
            "amounts": [
                {"low": 500, "high": 500, "meaning": "enveloppe"},
                {"high": 100, "role": "detail", "per": "beneficiary", "meaning": "plafond"},
            ],
            "parameters": [{"kind": "ceiling", "high": "1", "unit": "EUR"}],
        },
    ]
    return {
        "plan": {**fields, "words": ["axis", "priority"], "total": 1500, **plan},
        "axes": [
            {"label": "Commerce", "number": "1", "measures": measures},
            {"label": None, "measures": [{"paraphrase": "Seule.", "horizon": "En continu"}]},
        ],
        "findings": [{"value": "20", "unit": "percent", "bound": "at_least", "paraphrase": "Un sur cinq."}],
    }


def entered(**plan: Any) -> Plan:
    town = build.authority()
    return publish_paraphrases(authority=town, described=described(**plan), by=None, at=AT)


def test_every_wording_is_marked_as_a_paraphrase() -> None:
    plan = entered()

    assert plan.is_public
    assert all(measure.is_paraphrase for measure in plan.measures.all())
    assert all(axis.is_paraphrase for axis in plan.axes.all())
    assert plan.findings.get().is_paraphrase


def test_numbers_horizons_partners_and_sums_are_kept() -> None:
    plan = entered()

    numbered, loan, alone = plan.measures.order_by("order")
    assert (numbered.code, str(numbered.horizon)) == ("11", "2021–2024")
    assert [str(partner) for partner in numbered.partners.all()] == ["MRC (Pilote)"]
    assert loan.horizon_wording == "au cours des deux prochaines années"
    assert [str(one) for one in loan.amounts.all()] == ["5\u00a0€", "au plus 1\u00a0€ par bénéficiaire"]
    assert alone.axis is None
    assert alone.horizon_ongoing


def test_what_the_text_does_not_cost_is_computed() -> None:
    account = budget_of(entered()).account

    assert account.unexplained is not None
    assert account.unexplained.minor == 1000


def test_entering_it_again_changes_nothing() -> None:
    plan = entered()

    again = publish_paraphrases(authority=plan.authority, described=described(), by=None, at=AT)

    assert again == plan
    assert Measure.objects.of(plan.authority).count() == 3


def test_it_leaves_a_line_in_the_journal() -> None:
    plan = entered()

    line = AuditLine.objects.of(plan.authority).get(act="plans.publish")

    assert line.after == {"paraphrase": True}


def test_who_may_not_publish_is_refused() -> None:
    town = build.authority()
    bob = build.officer(town, Role.REVIEWER)

    with pytest.raises(Refused):
        publish_paraphrases(authority=town, described=described(), by=bob, at=AT)

    assert not Plan.objects.of(town).exists()


def test_a_description_with_a_fault_enters_nothing() -> None:
    town = build.authority()
    faulty = described()
    del faulty["axes"][1]["measures"][0]["paraphrase"]

    with pytest.raises(KeyError):
        publish_paraphrases(authority=town, described=faulty, by=None, at=AT)

    assert not Plan.objects.of(town).exists()
