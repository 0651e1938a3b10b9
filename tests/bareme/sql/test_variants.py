"""Several texts of one scheme in one query: each as if it were alone, and what they share worked out once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

import bareme
from bareme.errors import FactsError, NotInForce
from bareme.sql import Variant, compile_scheme
from tests.bareme.sql.rows import compared, duckdb_run, expected, population
from tests.bareme.sql.schemes import RENT

ON = date(2020, 7, 1)
ROWS: list[dict[str, Any]] = [
    {"headcount": 3, "rent": "410.10"},
    {"headcount": 12, "rent": "900"},
    {"headcount": {"from": 6, "to": 14}, "rent": "600"},
    {"headcount": 9},
    {"rent": "500.01"},
]


def variants(**parameters: dict[str, str]) -> list[Variant]:
    return [
        Variant(name=name, scheme=bareme.loads(RENT, parameters=values))
        for name, values in parameters.items()
    ]


def test_each_variant_answers_as_if_it_were_alone() -> None:
    scheme = bareme.loads(RENT)
    texts = variants(higher={"cap": "2000 EUR"}, wider={"headcount_limit": "20 people", "cap": "100 EUR"})
    people = population(scheme, [(facts, ON) for facts in ROWS])
    compiled = compile_scheme(scheme, on=ON, columns=people.columns, keys=["firm"], variants=texts)

    answers = duckdb_run([*compiled.setup, people.select()], compiled.rows)

    for name, text in [("", scheme), *((v.name, v.scheme) for v in texts)]:
        end = f"__{name}" if name else ""
        own = [
            {key.removesuffix(end): value for key, value in row.items() if key.endswith(end)}
            for row in answers
        ]
        own = [row | {"firm": answer["firm"]} for row, answer in zip(own, answers, strict=True)]
        assert compared(compiled, own, [expected(text, facts, ON) for facts in ROWS]) == []


def test_what_no_variant_changes_is_written_once() -> None:
    scheme = bareme.loads(RENT)
    texts = variants(**{f"cap{cap}": {"cap": f"{cap} EUR"} for cap in range(1000, 1020)})

    compiled = compile_scheme(scheme, on=ON, columns=None, variants=texts)

    assert compiled.rows.count("headcount_most < 10") == 1
    assert compiled.rows.count("3 * rent") == 1
    assert compiled.rows.count("FROM population") == 1
    assert len(compiled.named("amount", variant="cap1003")) == 1
    assert compiled.output("condition", of="small", variant="cap1003").label == {
        "fr": "L’effectif est trop grand"
    }


def test_who_no_text_can_help_is_left_out_early() -> None:
    scheme = bareme.loads(RENT)
    texts = variants(wider={"headcount_limit": "13 people"})
    people = population(scheme, [(facts, ON) for facts in [*ROWS, {"headcount": 13, "rent": "1"}]])

    compiled = compile_scheme(
        scheme, on=ON, columns=people.columns, keys=["firm"], variants=texts, only_possible=True
    )

    answers = duckdb_run([*compiled.setup, people.select()], compiled.rows)
    assert sorted(row["firm"] for row in answers) == [0, 1, 2, 3, 4]


def test_an_output_says_what_it_is() -> None:
    compiled = compile_scheme(bareme.loads(RENT), on=ON, columns=None, keys=["siret"])

    names = [output.name for output in compiled.outputs]
    assert names == ["siret", "ok_small", "met", "eligible", "verdict", "amount", "least", "most"]
    amount = compiled.output("amount")
    assert (str(amount.unit), amount.type) == ("EUR", "DECIMAL(18, 2)")
    with pytest.raises(KeyError):
        compiled.output("amount", variant="nobody")


def test_a_fact_says_which_column_it_expects() -> None:
    compiled = compile_scheme(bareme.loads(RENT), on=ON, columns={"rent": "loyer"})

    facts = {fact.path: (fact.type, fact.given, fact.reads) for fact in compiled.facts}
    assert facts == {"headcount": ("DECIMAL(10, 0)", False, ()), "rent": ("DECIMAL(15, 2)", True, ("loyer",))}


def test_an_unknown_fact_is_refused_by_name() -> None:
    with pytest.raises(FactsError, match=r"loyer.*rent"):
        compile_scheme(bareme.loads(RENT), on=ON, columns={"loyer": "rent"})


def test_a_variant_outside_its_validity_is_refused() -> None:
    late = bareme.loads(RENT.replace("valid: {from: 2020-01-01}", "valid: {from: 2021-01-01}"))

    with pytest.raises(NotInForce):
        compile_scheme(bareme.loads(RENT), on=ON, columns=None, variants=[Variant(name="late", scheme=late)])
