"""A published plan with everything a page shows, and a draft that no page may show."""

from types import SimpleNamespace
from typing import Any

import pytest

from relance.plans.models import AidParameter, Finding, MeasurePartner
from tests.plans import build
from tests.support.cast import Cast

WORDS = (
    "Plan de relance\nLe plan est doté de 3 M€. Créer un fonds pour les loyers (1 M€), plafonné à "
    "1 500 €.\nPlus de 18 % des locaux sont vides.\n"
)


@pytest.fixture
def town(cast: Cast) -> SimpleNamespace:
    """Valmont's published plan: an axis, three measures, money, a partner, a finding; and a draft."""
    document = build.document(cast.valmont, status="adopted", title="Plan voté")
    source = build.text(document, WORDS)

    def at(words: str) -> dict[str, Any]:
        start = WORDS.index(words)
        return {"source": source, "start": start, "end": start + len(words), "quote": words}

    plan = build.published(cast.valmont, slug="relance", document=document, title="Plan de relance")
    commerce = build.axis(plan, "Commerce", number="1")
    rents = build.measure(
        plan,
        axis=commerce,
        number="1.1",
        code="1-1",
        paraphrase="",
        **at("Créer un fonds pour les loyers (1 M€), plafonné à 1 500 €."),
        **build.horizon(2026, 2027),
    )
    market = build.measure(plan, "Doubler le marché", axis=commerce, number="1.2", code="1-2", kind="event")
    alone = build.measure(plan, "Publier les dépenses", code="3", horizon_ongoing=True)
    build.amount(plan, 3_000_000)
    build.amount(rents, 1_000_000, meaning="enveloppe du fonds")
    build.amount(rents, 1_500, role="detail", per="beneficiary", meaning="plafond")
    partner: MeasurePartner = build.partner(rents, "Région")
    AidParameter.objects.create(
        authority=cast.valmont, measure=rents, kind="ceiling", low="1500", high="1500", unit="EUR"
    )
    finding = Finding.objects.create(
        authority=cast.valmont,
        plan=plan,
        value="18",
        unit="percent",
        **at("Plus de 18 % des locaux sont vides."),
    )
    draft = build.plan(cast.valmont, slug="brouillon", title="Plan secret")
    hidden = build.measure(draft, "Mesure secrète", code="secret")
    return SimpleNamespace(
        valmont=cast.valmont,
        plan=plan,
        rents=rents,
        market=market,
        alone=alone,
        partner=partner,
        finding=finding,
        draft=draft,
        hidden=hidden,
        source=source,
    )
