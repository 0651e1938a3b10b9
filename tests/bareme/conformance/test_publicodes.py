"""The examples of Publicodes' own mechanism tests, in our language."""

from __future__ import annotations

import pytest

from tests.bareme.conformance.run import Case, answer, cases, found, read, unit, wanted

BOOK = read("publicodes.yaml")
KEPT = list(cases(BOOK))
OTHERWISE = list(cases(BOOK, "differs"))


@pytest.mark.parametrize("case", KEPT, ids=str)
def test_an_example_of_publicodes_comes_out_as_there(case: Case) -> None:
    decision = answer(case)

    value = found(case, decision)

    expected = wanted(case.told["expect"])
    assert value == expected
    assert isinstance(value, bool) is isinstance(expected, bool)
    if "unit" in case.told:
        assert unit(decision) == case.told["unit"]
    if "ask" in case.told:
        assert {question.path for question in decision.questions} == set(case.told["ask"])


@pytest.mark.parametrize("case", OTHERWISE, ids=str)
def test_where_we_answer_otherwise_the_reason_is_written(case: Case) -> None:
    assert found(case, answer(case)) == wanted(case.told["expect"])
    assert case.group["why"]


def test_there_are_a_hundred_and_fifty_examples_or_more() -> None:
    assert len(KEPT) >= 150
    assert len({str(case) for case in KEPT}) == len(KEPT)


def test_each_file_of_theirs_is_used_or_left_out_with_its_reason() -> None:
    theirs = {
        "abattement", "applicable", "arrondi", "avec", "barème", "condition", "contexte", "conversion-unité",
        "date", "desactivation-branche", "durée", "encadrement", "est", "expression-multiligne",
        "expressions", "grille", "le-maximum-de", "le-minimum-de", "logarithme", "moyenne", "non-applicable",
        "opérations", "produit", "question-conditionelle", "remplace", "rend-non-applicable",
        "résoudre-référence-circulaire", "simplifier-unité", "somme", "taux-progressif", "texte",
        "toutes-ces-conditions", "une-de-ces-conditions", "une-possibilité", "unité", "variations",
    }  # fmt: skip

    told = {part["source"] for name in ("groups", "differs", "left_out") for part in BOOK[name]}

    assert told == {f"{name}.yaml" for name in theirs}
    assert all(part["why"] for part in BOOK["left_out"])
