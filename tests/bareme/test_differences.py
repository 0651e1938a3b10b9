"""What changed between two texts, in words; layout and comments do not count."""

from __future__ import annotations

import pytest

import bareme
from bareme.unparse import unparse
from tests.bareme.schemes import HEAD, RENT, documented, rule, scheme

MORE = (
    RENT
    + """\
sets:
  food: {of: naf, versions: [{from: 2020-01-01, prefixes: [56], reference: a}]}
obligations: [{fr: Rendre compte, due: 12 months after award}]
"""
)


def changes(old: str, new: str, body: str = MORE, head: str = HEAD) -> list[str]:
    found = bareme.differences(
        scheme(body, head=head), scheme(body.replace(old, new), head=head.replace(old, new))
    )
    return [sentence.replace("\u00a0", " ").replace("\u202f", " ") for sentence in found]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("value: 1500 EUR", "value: 1600 EUR", "paramètre cap, SINCE : 1 500 € devient 1 600 €"),
        (
            "value: 10 people, reference: article 1",
            "value: 10 people, reference: article 9",
            "paramètre limit, SINCE : référence « article 1 » devient « article 9 »",
        ),
        (
            "reference: article 1}]",
            "reference: article 1}, {from: 2020-10-16, value: 20 people, reference: b}]",
            "paramètre limit, depuis le 16 octobre 2020 : 20 personnes (nouvelle valeur, b)",
        ),
        ("scope: award, ", "", "paramètre cap : portée award devient aucune"),
        (
            "headcount < limit",
            "headcount <= limit",
            "condition small : « headcount < limit » devient « headcount <= limit »",
        ),
        (
            "{fr: Trop grand}",
            "{fr: Trop gros}",
            "condition small : phrase du refus « Trop grand » devient « Trop gros »",
        ),
        (
            "small: {rule",
            "small: {from: 2020-02-01, rule",
            "condition small : valait depuis le début, vaut depuis le 1er février 2020",
        ),
        ("  small: {", "  tiny: {", "condition tiny ajoutée : headcount < limit"),
        ("  small: {", "  tiny: {", "condition small supprimée : headcount < limit"),
        (
            "min(months * rent, cap)",
            "min(cap, months * rent)",
            "montant amount : « min(months * rent, cap) » devient « min(cap, months * rent) »",
        ),
        ("{fr: Loyer}", "{fr: Loyer nu}", "fait rent : « Loyer » devient « Loyer nu »"),
        ("prefixes: [56]", "prefixes: [55, 56]", "ensemble food, SINCE : ajoute 55"),
        ("prefixes: [56]", "prefixes: [5]", "ensemble food, SINCE : retire 56"),
        ("prefixes: [56]", "prefixes: [56], except: [56.3]", "ensemble food, SINCE : exclusions modifiées"),
        ("12 months after award", "6 months after award", "obligations : contenu modifié"),
        ("title: {fr: Essai}", "title: {fr: Essais}", "titre : « Essai » devient « Essais »"),
        (
            "valid: {from: 2020-01-01}",
            "valid: {from: 2020-01-01, to: 2020-12-31}",
            "fin de validité : rien devient 2020-12-31",
        ),
        (
            "  limit: [",
            "  other: [{from: 2020-01-01, value: 3 people, reference: z}]\n  limit: [",
            "paramètre other ajouté : 3 personnes SINCE",
        ),
        (
            "inputs:\n",
            "inputs:\n  area: {type: number, unit: m2, label: {fr: Surface}}\n",
            "fait area ajouté : Surface",
        ),
        (
            "people, label: {fr: Effectif}",
            "people, max: 50, label: {fr: Effectif}",
            "fait headcount : nombre en people devient nombre en people, ou ses bornes ont changé",
        ),
    ],
)
def test_each_change_of_substance_is_a_sentence(old: str, new: str, sentence: str) -> None:
    assert sentence.replace("SINCE", "depuis le 1er janvier 2020") in changes(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("amount: min", "# un commentaire\namount: min"),
        ("min(months * rent, cap)", '"min( months*rent , cap )"'),
        ("title: {fr: Essai}", "title:\n  fr: Essai"),
        ("{rule: headcount < limit,", "{rule: '(headcount < limit)',"),
    ],
)
def test_layout_is_no_change(old: str, new: str) -> None:
    assert changes(old, new) == []


FULL = """\
registers:
  band: {A: 0..300 EUR/month, B: 300.01.. EUR/month}
inputs:
  open: {type: boolean, label: {fr: Ouvert}}
  area: {type: number, unit: m2, label: {fr: Surface}, applies: open}
  rent: {type: money, unit: EUR/month, register: band, label: {fr: Loyer}}
  sales: {type: money, by: month, label: {fr: Ventes}}
  trade: {type: choice, values: {a: {fr: Artisan}, b: {fr: Autre}}, ask: {fr: Lequel ?}, label: {fr: Métier}}
entities:
  staff: {many: {fr: Salariés}, inputs: {paid: {type: money, label: {fr: Salaire}}}}
parameters:
  months: [{from: 2020-01-01, value: 3 months, reference: a}]
amounts:
  first: {value: months * rent, label: {fr: Premier}}
  second: {value: 1 EUR, label: {fr: Second}}
"""


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("1 EUR, label", "1 EUR, kind: levy, label", "montant second : nature grant devient levy"),
        ("{fr: Second}", "{fr: Deuxième}", "montant second : « Second » devient « Deuxième »"),
        ("applies: open", "applies: not open", "fait area : demandé si open, devient demandé si not open"),
        (", applies: open", "", "fait area : demandé si open, devient demandé toujours"),
        ("register: band, ", "", "fait rent : table de tranches band devient aucune"),
        ("by: month", "by: quarter", "fait sales : période month devient quarter"),
        (
            "{fr: Lequel ?}",
            "{fr: Que faites-vous ?}",
            "fait trade : question « Lequel ? » devient « Que faites-vous ? »",
        ),
        (
            "{fr: Artisan}",
            "{fr: Artisane}",
            "fait trade : réponses « Artisan, Autre » deviennent « Artisane, Autre »",
        ),
        (
            "{type: boolean",
            "{type: boolean, source: register",
            "fait open : source applicant devient register",
        ),
        ("0..300", "0..200", "registre band : contenu modifié"),
        ("  band:", "  bond: {A: 1 EUR}\n  band:", "registre bond ajouté"),
        ("{fr: Salaire}", "{fr: Paie}", "entité staff : contenu modifié"),
    ],
)
def test_each_change_around_the_rules_is_a_sentence_too(old: str, new: str, sentence: str) -> None:
    assert changes(old, new, FULL) == [sentence]


@pytest.mark.parametrize("line", ["# un commentaire\n", "\n\n", "\nsummary: {fr: Un résumé}\n"])
def test_a_line_above_moves_everything_and_changes_nothing_below(line: str) -> None:
    found = changes("beneficiary: firm\n", f"beneficiary: firm\n{line}", FULL)

    assert found == (["résumé : rien devient « Un résumé »"] if "summary" in line else [])


def test_the_end_of_a_list_of_codes_is_a_change() -> None:
    body = MORE.replace("prefixes: [56], reference: a}", "to: 2020-12-31, prefixes: [56], reference: a}")

    assert changes("to: 2020-12-31", "to: 2021-12-31", body) == [
        "ensemble food, depuis le 1er janvier 2020 : fin 2020-12-31 devient 2021-12-31"
    ]


def test_a_new_figure_does_not_read_as_a_new_rule() -> None:
    assert len(changes("value: 1500 EUR", "value: 99999 EUR")) == 1


def test_a_text_does_not_differ_from_itself() -> None:
    one = bareme.loads(documented())

    assert bareme.differences(one, bareme.loads(documented())) == []


INPUTS = """\
  cost: {type: money, label: {fr: Coût}}
  other: {type: money, label: {fr: Autre}}
  rent: {type: money, unit: EUR/month, label: {fr: Loyer}}
  signed: {type: boolean, label: {fr: Signé}}
  born: {type: date, label: {fr: Naissance}}
  naf: {type: code, of: naf, label: {fr: Activité}}
  size: {type: choice, values: {a: {fr: A}, b: {fr: B}}, label: {fr: Taille}}
  turnover: {type: money, by: month, label: {fr: Chiffre}}
entities:
  members:
    many: {fr: M}
    inputs: {income: {type: money, label: {fr: R}}, adult: {type: boolean, label: {fr: A}}}
sets:
  food: {of: naf, versions: [{from: 2020-01-01, prefixes: [56], reference: a}]}
scales:
  tax:
    kind: marginal
    versions: [{from: 2020-01-01, reference: a, brackets: [{up_to: 5 EUR, rate: 1 %}, {rate: 2 %}]}]
"""


@pytest.mark.parametrize(
    "expression",
    [
        "cost + other",
        "cost - (other - cost)",
        "-cost",
        "not signed",
        "min(cost, other)",
        "clip(cost, 0 EUR, other)",
        "floor_to(cost, 100 EUR)",
        "round_half_even(prorata(cost, cost, other), 0.01 EUR)",
        "apply(tax, cost)",
        "cost if signed else other",
        "otherwise(cost if signed else not_applicable, 0 EUR)",
        "naf in food",
        "applies(cost if signed else not_applicable)",
        "convert(rent, EUR/year)",
        "born + (on - born)",
        "born < on",
        "add_down(born, 1 month)",
        "whole_years(born, on)",
        'size in ("a", "b")',
        "turnover[-12 month]",
        "sum(turnover[-12 month : -1 month])",
        "sum(x.income for x in members if x.adult)",
        "count(x for x in members)",
        "any(x.adult for x in members)",
        "signed and (cost < other)",
        "signed or (not signed)",
        'size == "a"',
    ],
)
def test_a_rule_written_back_reads_as_the_same_rule(expression: str) -> None:
    quoted = expression.replace("'", "''")
    first = rule(quoted, INPUTS).definitions["it"].node

    again = rule(unparse(first).replace("'", "''"), INPUTS).definitions["it"].node

    assert unparse(again) == unparse(first)
    assert type(again) is type(first)
