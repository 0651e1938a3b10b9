"""A scheme can start from what a document states: the draft loads, whatever was stated."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bareme
from relance.plans.models import ParameterKind
from relance.plans.rules.scheme_draft import Stated, scheme_draft

SINCE = date(2026, 3, 12)
CAP = Stated("ceiling", "1500", "1500", "EUR", "plafonné à 1 500 €")
RATE = Stated("rate", "50", "50", "percent", "la moitié du loyer")
SIZE = Stated("headcount", "", "10", "person", "moins de dix salariés")
CHARTER = Stated("charter", "", "", "", 'signer la charte : commerce "durable"')
WHO = Stated("beneficiaries", "", "", "", "les commerces du centre, {sans exception}")


def draft(*stated: Stated, title: str = "Créer un fonds d’aide aux loyers", currency: str = "EUR") -> str:
    return scheme_draft(
        title=title,
        code="1-1",
        currency=currency,
        since=SINCE,
        source="Plan de relance, mesure 1.1",
        stated=stated,
    )


def test_a_rate_and_a_ceiling_give_an_amount() -> None:
    scheme = bareme.loads(draft(RATE, CAP))

    decision = bareme.evaluate(scheme, {"base_amount": "2000 EUR"}, on=date(2026, 5, 1))
    most = bareme.evaluate(scheme, {"base_amount": "9000 EUR"}, on=date(2026, 5, 1))

    assert decision.amount == Decimal("1000")
    assert most.amount == Decimal("1500")


def test_each_value_keeps_the_words_of_the_document() -> None:
    text = draft(RATE, CAP)

    assert "la moitié du loyer" in text
    assert "plafonné à 1 500 €" in text
    assert "Plan de relance, mesure 1.1" in text


def test_size_charter_and_beneficiaries_are_conditions() -> None:
    scheme = bareme.loads(draft(CAP, SIZE, CHARTER, WHO))

    refused = bareme.evaluate(
        scheme, {"requested": "800 EUR", "headcount": 40, "charter": True}, on=date(2026, 5, 1)
    )
    small = bareme.evaluate(
        scheme, {"requested": "800 EUR", "headcount": 4, "charter": True}, on=date(2026, 5, 1)
    )

    assert "not eligible" in str(refused.verdict)
    assert "to be checked" in str(small.verdict)


def test_what_is_not_said_is_asked_to_be_completed() -> None:
    text = draft(Stated("term", "5", "5", "year", "remboursable sur cinq ans"), title="Accorder des avances")

    assert "kind: advance" in text
    assert "# À compléter\u00a0: durée\u00a0: remboursable sur cinq ans" in text
    assert "n’énonce pas de plafond" in text
    assert "repayment" in text
    bareme.loads(text)


def test_of_a_range_one_end_is_kept_and_the_other_said() -> None:
    text = draft(Stated("ceiling", "5000", "20000", "EUR", "de 5 000 à 20 000 €"))

    assert "value: 20000 EUR" in text
    assert "de 5000 à 20000" in text


@pytest.mark.parametrize(
    "title", ["Éco-chèques : « bons »", "#", "a: b", 'Prêts\nà taux zéro \\ "x"', "été " * 80]
)
def test_any_title_is_written_so_that_it_is_read_back(title: str) -> None:
    scheme = bareme.loads(draft(CAP, title=title))

    assert scheme.title["fr"] == " ".join(title[:200].split())


@given(
    st.lists(
        st.builds(
            Stated,
            st.sampled_from([kind.value for kind in ParameterKind]),
            st.sampled_from(["", "3", "12.5", "1500", "100000"]),
            st.sampled_from(["", "4", "1500", "20000.25"]),
            st.sampled_from(["", "EUR", "CAD", "percent", "person", "month", "m2"]),
            st.text(alphabet="aé :{}[]#'\"\\,&*!|>%@`\n-", max_size=30),
        ),
        max_size=6,
    ),
    st.sampled_from(["EUR", "CAD"]),
)
def test_whatever_is_stated_the_draft_loads(stated: list[Stated], currency: str) -> None:
    bareme.loads(draft(*stated, currency=currency))
