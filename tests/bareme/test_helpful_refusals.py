"""What an author who knows nothing of computing is told: the true fault, where it is, what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

import bareme
from bareme.cli import main
from tests.bareme.schemes import HEAD, RENT, refused, scheme

Out = pytest.CaptureFixture[str]
SMALL = "rule: headcount < limit"
FILE = HEAD + RENT


def fault(text: str) -> tuple[bareme.Problem, list[str]]:
    """The only problem of a whole file, and the lines of the file."""
    with pytest.raises(bareme.SchemeError) as caught:
        bareme.loads(text, path="essai.yaml")
    assert len(caught.value.problems) == 1, str(caught.value)
    return caught.value.problems[0], text.splitlines()


@pytest.mark.parametrize(
    ("rule", "cause", "help"),
    [
        ("headcount < limit et headcount > limit", "« et » ne se lit pas ici", "écrivez and"),
        ("non headcount < limit", "« non » ne se lit pas ici", "écrivez not"),
        ("headcount.size < limit", "« headcount » est un fait, il n’a pas de « size »", ""),
        ("cap < 3 €", "« € » ne se lit pas ici", "écrivez EUR"),
        ("cap < 3 CAD", "« CAD » n’est pas une unité", "une seule monnaie : EUR"),
        ("headcount < limit and headcount >= limit", "n’est jamais remplie", "est le contraire de"),
        ("headcount < limit or headcount >= limit", "n’est jamais refusée", "est le contraire de"),
        ("headcount < limit or not headcount < limit", "n’est jamais refusée", "est le contraire de"),
    ],
)
def test_a_rule_that_is_not_one_says_what_to_write(rule: str, cause: str, help: str) -> None:
    problem = refused(RENT.replace(SMALL, f"rule: '{rule}'"))

    assert cause in problem.cause
    assert help in problem.help


def test_two_tests_that_are_not_contrary_are_let_be() -> None:
    assert scheme(RENT.replace(SMALL, "rule: headcount < limit or headcount > limit")).name == "essai"


@pytest.mark.parametrize(
    ("amount", "cause", "help"),
    [
        ("floor_to(months * rent)", "floor_to attend 2 arguments, pas 1", "floor_to(x, 0.01 EUR)"),
        ("floor_to(cap, 0.01)", "le nombre à arrondir est « EUR », le pas sans unité", "0.01 EUR"),
    ],
)
def test_a_rounding_says_what_its_step_is(amount: str, cause: str, help: str) -> None:
    problem = refused(RENT.replace("min(months * rent, cap)", amount))

    assert cause in problem.cause
    assert help in problem.help


@pytest.mark.parametrize(
    ("change", "place", "cause"),
    [
        (("label: {fr: Loyer}}", "label: {fr: Loyer}"), "rent: {type", "« { » n’est pas refermé"),
        (("headcount < limit,", "headcount < limit # dix,"), "# dix", "« # » commence un commentaire"),
        (("  rent:", "\trent:"), "\trent", "une tabulation sert de retrait"),
        (("amount: min", "amount: : min"), ": min", "« : » n’est pas à sa place"),
    ],
)
def test_a_slip_of_yaml_is_told_where_it_was_made(change: tuple[str, str], place: str, cause: str) -> None:
    problem, lines = fault(FILE.replace(*change))

    assert cause in problem.cause
    assert place in lines[problem.span.line - 1]
    assert not set(problem.cause.split()) & {"expected", "found", "mapping", "token"}  # libyaml's English


@pytest.mark.parametrize(
    ("change", "cause", "help"),
    [
        (("kind: grant", "kind:"), "« kind » est vide", "grant"),
        (("currency: EUR", "currency: EURO"), "« EURO » n’est pas admis", "trois capitales"),
        (("scheme: essai", "scheme: Un Essai"), "« Un Essai » n’est pas admis", "tirets"),
        (("min(months * rent, cap)", "[{if: rent > cap, then: cap}]"), "il manque", "{else: …}"),
    ],
)
def test_a_value_out_of_shape_is_told_in_words_and_not_in_patterns(
    change: tuple[str, str], cause: str, help: str
) -> None:
    problem, _ = fault(FILE.replace(*change))

    assert cause in problem.cause
    assert help in problem.help
    assert "^" not in problem.help


def test_a_name_refused_where_it_is_declared_is_not_called_unknown_elsewhere() -> None:
    problem, _ = fault(FILE.replace("label: {fr: Effectif}", "label: {fr: Effectif}, register: tranche"))

    assert problem.cause == "« tranche » n’est pas une table de tranches"


def test_a_territory_where_a_set_is_wanted_is_told_so() -> None:
    zone = "zones: {town: [{from: 2020-01-01, commune: [26362], reference: a}]}\n"
    naf = "inputs:\n  naf: {type: code, of: naf, label: {fr: Activité}}\n"

    problem = refused(zone + naf + "eligibility: {it: {rule: naf in town, else: {fr: Non}}}\namount: 0 EUR\n")

    assert "« town » est un territoire" in problem.help


@pytest.mark.parametrize(
    ("level", "code", "help"),
    [
        ("commune", "1004", "zéro de tête"),
        ("commune", "010004", "cinq signes"),
        ("departement", "1", "zéro de tête"),
        ("epci", "20009320", "neuf chiffres"),
    ],
)
def test_a_code_that_lost_its_zero_is_refused(level: str, code: str, help: str) -> None:
    problem = refused(
        f"zones: {{town: [{{from: 2020-01-01, {level}: [{code}], reference: a}}]}}\namount: 0 EUR\n"
    )

    assert problem.cause == f"« {code} » n’est pas un code de « {level} »"
    assert help in problem.help


@pytest.mark.parametrize(("key", "refusal"), [("values", True), ("prefixes", False), ("except", False)])
def test_the_start_of_a_trade_code_is_a_prefix_and_no_value(key: str, refusal: bool) -> None:
    listed = "" if key == "prefixes" else "prefixes: [47], " if key == "except" else ""
    version = f"{{from: 2020-01-01, {listed}{key}: [56.10], reference: a}}"
    text = f"sets: {{food: {{of: naf, versions: [{version}]}}}}\n"

    if refusal:
        assert "prefixes" in refused(text + "amount: 0 EUR\n").help
    else:
        assert scheme(text + "amount: 0 EUR\n").name == "essai"


def test_a_commune_of_four_figures_is_refused_among_facts_too() -> None:
    body = "inputs: {spot: {type: place, label: {fr: Adresse}}}\namount: 0 EUR\n"
    zone = "zones: {town: [{from: 2020-01-01, commune: ['01004'], reference: a}]}\n"
    rules = scheme(zone + body + "eligibility: {it: {rule: spot in town, else: {fr: Non}}}\n")

    with pytest.raises(bareme.FactsError, match="cinq signes ; 01004"):
        bareme.evaluate(rules, {"spot": {"commune": "1004"}}, on=rules.since)

    assert bareme.evaluate(rules, {"spot": {"commune": "01004"}}, on=rules.since).verdict == "eligible"


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ("date: 2020-02-01, given: {headcout: 3}", "vouliez-vous dire « headcount »"),
        ("date: 2019-02-01, given: {headcount: 3}", "ne dit rien au 2019-02-01"),
        ("date: 2020-02-01, given: {rent: 410.105}", "2 décimales au plus"),
    ],
)
def test_a_check_reads_the_tests_too(test: str, said: str, tmp_path: Path, capsys: Out) -> None:
    path = tmp_path / "essai.yaml"
    path.write_text(f"{FILE}tests:\n  - {{name: un, {test}, expect: {{verdict: undetermined}}}}\n", "utf-8")

    assert main(["check", str(path)]) == 1

    printed = capsys.readouterr().err
    assert said in printed
    assert f"essai.yaml:{len(FILE.splitlines()) + 2}:" in printed


def test_a_file_that_is_not_there_is_told_in_french(tmp_path: Path, capsys: Out) -> None:
    assert main(["diff", str(tmp_path / "absent.yaml"), str(tmp_path)]) == 1

    assert "absent.yaml : ce fichier n’existe pas" in capsys.readouterr().err


def test_another_scheme_added_is_not_called_changed() -> None:
    old = scheme()
    other = scheme(head=HEAD.replace("essai", "autre"))
    new = scheme(f"uses: {{it: {{scheme: autre, hash: {other.hash}}}}}\n" + RENT, schemes=[other])

    assert "autre barème it ajouté" in bareme.differences(old, new)
    assert "autre barème it supprimé" in bareme.differences(new, old)
