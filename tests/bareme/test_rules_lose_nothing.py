"""Nothing an author wrote in a rule is dropped, and nothing that can never happen is accepted."""

from __future__ import annotations

from typing import Any

import pytest

import bareme
from tests.bareme.schemes import HEAD, JULY, RENT, refused, rule, scheme, value

FLAGS = "  a: {type: boolean, label: {fr: A}}\n  b: {type: boolean, label: {fr: B}}\n"
MONEY = "  m: {type: money, label: {fr: M}}\n"
MONTHLY = "  t: {type: money, by: month, label: {fr: T}}\n"
NAF = (
    "  naf: {type: code, of: naf, label: {fr: N}}\n  nafs: {type: code, of: naf, many: yes, label: {fr: N}}\n"
)


def problem(expression: str, inputs: str, **more: str) -> bareme.Problem:
    with pytest.raises(bareme.SchemeError) as caught:
        rule(expression, inputs, **more)
    return caught.value.problems[0]


def test_a_comment_inside_a_rule_is_refused_for_it_would_hide_the_rest() -> None:
    block = (
        "eligibility:\n  c:\n    rule: |\n      a  # petit\n      and b\n    else: {fr: Non}\namount: 0 EUR\n"
    )

    found = refused(f"inputs:\n{FLAGS}{block}")

    assert (found.code, found.cause) == ("syntax", "« # » n’est pas admis dans une expression")
    assert "hors de l’expression" in found.help


def test_a_comment_sign_inside_a_word_is_a_word() -> None:
    assert value('naf == "a#b"', NAF, {"naf": "a#b"}) is True


def test_a_backslash_is_refused_where_it_stands() -> None:
    found = problem('naf == "\\d"', NAF)

    assert (found.code, found.span.column) == ("syntax", 24)


@pytest.mark.parametrize("gap", ["\r", "\f", "\v", "\n", "\t", " \r\n "])
def test_any_white_space_is_one_space(gap: str) -> None:
    text = f'inputs:\n{FLAGS}definitions:\n  it: "a and{gap!r} b"\namount: 0 EUR\n'.replace("'", "")

    decision = bareme.evaluate(scheme(text), {"a": True, "b": False}, on=JULY)

    assert decision.values["it"] is False


@pytest.mark.parametrize("written", ["56.10A", "5610A", "56.10 a"])
def test_a_code_in_a_rule_is_compared_as_facts_spell_it(written: str) -> None:
    assert value(f'naf == "{written}"', NAF, {"naf": "56.10A"}) is True
    assert value(f'"{written}" != naf', NAF, {"naf": "5610a"}) is False


def test_several_codes_are_never_equal_to_one() -> None:
    found = problem('nafs == "56.10A"', NAF)

    assert found.cause == "plusieurs codes ne se comparent pas à un seul"
    assert "sets" in found.help


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (
            "sum(t[-1 month : -12 months])",
            "cette somme est vide : sa première période vient après la dernière",
        ),
        ("sum(t[-1200 months : 0 months])", "une somme compte au plus 1200 périodes, pas 1201"),
        ("sum(t[-101 years : 0 months])", "une somme compte au plus 1200 périodes, pas 1213"),
    ],
)
def test_a_sum_of_periods_adds_some_and_not_too_many(expression: str, said: str) -> None:
    assert problem(expression, MONTHLY).cause == said


def test_a_sum_of_one_period_is_that_period() -> None:
    assert value("sum(t[-1 month : -1 month])", MONTHLY, {"t": {"2020-06": 5}}) == 5


@pytest.mark.parametrize("bounds", ["min: -5, max: -1", "min: -5, max: 5", "min: -5, max: 0", "max: 0"])
def test_the_whole_of_a_prorata_is_never_negative(bounds: str) -> None:
    found = problem(
        "round_half_up(prorata(m, x), 0.01 EUR)",
        f"{MONEY}  x: {{type: number, {bounds}, label: {{fr: X}}}}\n",
    )

    assert found.cause == "le tout d’un prorata ne peut pas être négatif ou nul"


def test_a_rounding_that_adds_digits_is_counted() -> None:
    wide = "  n: {type: number, decimals: 0, max: 999999999999999999999999999, label: {fr: N}}\n"
    wide = wide.replace("999999999999999999999999999", "1000000000")

    found = problem("round_half_up(n * n * n, 0.000000000001)", wide)

    assert (found.code, found.cause) == ("digits", "ce nombre pourrait avoir 40 chiffres, au-delà de 38")


SCALE = """\
scales:
  s:
    kind: {kind}
    versions:
      - {{from: 2020-01-01, reference: a, brackets: [{brackets}]}}
"""


@pytest.mark.parametrize(
    ("kind", "brackets"),
    [
        ("flat", "{up_to: 0 EUR, value: 1 EUR}, {up_to: 0 EUR, value: 2 EUR}, {value: 3 EUR}"),
        ("flat", "{up_to: 0 EUR, value: 1 EUR}, {up_to: -5 EUR, value: 2 EUR}, {value: 3 EUR}"),
        ("marginal", "{up_to: -5 EUR, rate: 10 %}, {rate: 20 %}"),
        ("marginal", "{up_to: 0 EUR, rate: 10 %}, {rate: 20 %}"),
    ],
)
def test_a_bracket_that_holds_nothing_is_refused_even_at_zero(kind: str, brackets: str) -> None:
    found = problem("apply(s, m)", MONEY, extra=SCALE.format(kind=kind, brackets=brackets))

    assert found.cause == "tranche morte : sa borne n’est pas au-dessus de la précédente"


TABLE = """\
tables:
  tb:
    versions:
      - from: 2020-01-01
        reference: a
        rows: [{{when: {{m: '{cell}'}}, then: 1 EUR}}, {{else: 0 EUR}}]
"""


@pytest.mark.parametrize(
    ("cell", "said"), [("< 0 EUR", "ne l’emporte jamais"), (">= 0 EUR", "l’emporte toujours")]
)
def test_a_row_that_bounds_decide_is_a_dead_branch(cell: str, said: str) -> None:
    found = refused(f"inputs:\n{MONEY}{TABLE.format(cell=cell)}amount: tb\n")

    assert (found.code, found.cause) == ("dead", f"branche morte : cette ligne {said}")


def test_a_row_whose_bounds_leave_a_doubt_is_kept() -> None:
    ready = scheme(f"inputs:\n{MONEY}{TABLE.format(cell='0..5 EUR')}amount: tb\n")

    assert bareme.evaluate(ready, {"m": 6}, on=JULY).amount == 0


def test_an_empty_code_is_refused_for_it_would_catch_all() -> None:
    sets = (
        "sets:\n  s:\n    of: naf\n    versions:\n      - {from: 2020-01-01, prefixes: ['.'], reference: a}\n"
    )

    assert problem("naf in s", NAF, extra=sets).cause == "« . » n’est pas un code"


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        (("130 %", "-30 %"), "une part est plus grande que zéro"),
        (("100 %", "0 %"), "une part est plus grande que zéro"),
        (("0.7 EUR", "30 %"), "« 0.7 EUR » : on attend un nombre sans unité, ou un taux en %"),
    ],
)
def test_a_share_is_a_positive_rate(shares: tuple[str, str], said: str) -> None:
    parts = "".join(f"  - {{name: p{i}, share: {share}, due: award}}\n" for i, share in enumerate(shares))

    assert refused(f"{RENT}instalments:\n{parts}").cause == said


def test_a_funders_key_has_no_unit() -> None:
    envelope = (
        "envelope: {amount: [{from: 2020-01-01, value: 5 EUR, reference: a}], served: rank, rank_by: rent, "
    )

    found = refused(f"{RENT}{envelope}funders: [{{name: a, key: 2 months}}]}}\n")

    assert found.cause == "« 2 months » : on attend un nombre sans unité, ou un taux en %"


def test_amounts_that_add_up_have_one_unit() -> None:
    body = f"inputs:\n{MONEY}  w: {{type: number, unit: kg, label: {{fr: W}}}}\namounts:\n"
    body += "  a: {value: m, label: {fr: A}}\n  b: {value: w, label: {fr: B}}\n"

    found = refused(body, head=HEAD.replace("grant", "entitlement"))

    assert found.code == "unit"
    assert found.cause == "les montants de nature « entitlement » s’additionnent : ils ont la même unité"


def test_amounts_of_another_kind_may_have_another_unit() -> None:
    body = f"inputs:\n{MONEY}  w: {{type: number, unit: kg, label: {{fr: W}}}}\namounts:\n"
    body += "  a: {value: m, label: {fr: A}}\n  b: {value: w, kind: voucher, label: {fr: B}}\n"
    ready = scheme(body, head=HEAD.replace("grant", "entitlement"))

    assert bareme.evaluate(ready, {"m": 5, "w": 3}, on=JULY).amount == 5


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        ("{type: integer, default: 2.5, label: {fr: H}}", "la valeur par défaut n’est pas un nombre entier"),
        ("{type: money, default: 2.555, label: {fr: H}}", "la valeur par défaut a plus de 2 décimales"),
        (
            "{type: money, by: month, default: 5, label: {fr: H}}",
            "un fait par période n’a pas de valeur par défaut",
        ),
    ],
)
def test_a_default_fits_its_fact(declared: str, said: str) -> None:
    assert problem("m", f"{MONEY}  h: {declared}\n").cause == said


def test_a_default_code_is_spelt_as_facts_are() -> None:
    version = "{from: 2020-01-01, values: [56.10A], reference: a}"
    sets = f"sets:\n  s:\n    of: naf\n    versions: [{version}]\n"
    assumed = NAF.replace("label", "default: 56.10A, label")

    assert value("naf in s", assumed, {}, extra=sets) is True
    assert value("nafs in s", assumed, {}, extra=sets) is True


def test_a_parameters_decimals_are_a_small_number() -> None:
    text = RENT.replace("  cap: [{", "  cap:\n    decimals: abc\n    values: [{")

    assert refused(text).cause == "« decimals » va de 0 à 12"


@pytest.mark.parametrize("terms", [121, 300])
def test_a_calculation_too_deep_to_be_explained_is_refused(terms: int) -> None:
    found = problem(" + ".join(["m"] * terms), MONEY)

    assert found.code == "depth"
    assert found.cause == f"calcul trop profond : {terms} opérations l’une dans l’autre, 120 au plus"


def test_definitions_are_followed_when_depth_is_counted() -> None:
    chain = "".join(f"  d{i}: d{i - 1} + 0 EUR\n" for i in range(1, 130))

    found = refused(f"inputs:\n{MONEY}definitions:\n  d0: m\n{chain}amount: d129\n")

    assert found.code == "depth"


def test_the_deepest_calculation_admitted_is_explained() -> None:
    ready = scheme(f"inputs:\n{MONEY}amount: {' + '.join(['m'] * 119)}\n")

    assert bareme.evaluate(ready, {}, on=JULY).questions[0].path == "m"
    assert bareme.evaluate(ready, {"m": 2}, on=JULY).explain("fr").count("M = 2") == 1


def test_a_test_that_expects_nothing_is_refused() -> None:
    found = refused(f"{RENT}tests:\n  - {{name: a, date: 2020-07-01, given: {{}}, expect: {{}}}}\n")

    assert found.help.startswith("au moins une clé parmi : verdict, amount")


@pytest.mark.parametrize(
    "made", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n"), lambda t: t.replace("\n", "\r")]
)
def test_a_file_has_one_hash_whatever_the_editor_did(made: Any) -> None:
    assert bareme.loads(made(HEAD + RENT)).hash == scheme().hash
