"""`bareme sql`: what an auditor reads is what runs."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

import bareme
from bareme.cli import main
from bareme.sql import compile_scheme
from bareme.sql.compiled import every
from bareme.sql.listing import last_day, listing, until
from bareme.values import plain

EXAMPLES = sorted(Path("examples/schemes").glob("*.yaml"))
RENT = Path("examples/schemes/fonds-loyer.yaml")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_is_printed_is_the_query_that_runs(path: Path) -> None:
    scheme = bareme.load(path)
    on = last_day(scheme)

    text = listing(scheme)

    compiled = compile_scheme(scheme, on=on, columns=None)
    assert re.sub(r"\s+", "", compiled.text(every())) in re.sub(r"\s+", "", text)
    for column in compiled.facts:
        assert all(name in text for name in column.reads)


def test_the_scheme_speaks_in_its_own_words() -> None:
    scheme = bareme.load(RENT)

    text = listing(scheme, on=date(2020, 7, 1))

    assert scheme.hash in text
    assert "le texte en vigueur le 2020-07-01, jusqu’au 2020-10-15 ; DuckDB" in text
    assert "ok_small : sinon, L’effectif est trop grand" in text
    assert "headcount_most < 10" in text
    assert "/* Chiffre d’affaires de référence */" in text
    assert "award_cap = 1500 EUR (juin 2020)" in text
    assert "loss_rate = 0.50 (juin 2020)" in text


def test_the_date_chooses_the_text() -> None:
    scheme = bareme.load(RENT)

    june, november = (listing(scheme, on=on) for on in (date(2020, 7, 1), date(2020, 11, 2)))

    assert "headcount_most < 10 " in june.replace("\n", " ")
    assert "headcount_most < 20 " in november.replace("\n", " ")
    assert "already_firm" in november
    assert "already_firm" not in june


def test_without_a_date_the_last_text_is_printed() -> None:
    scheme = bareme.load(RENT)

    assert last_day(scheme) == date(2020, 12, 18)
    assert until(scheme, date(2020, 12, 18)) is None
    assert "le texte en vigueur le 2020-12-18 ; DuckDB" in listing(scheme)
    assert "(délibération du 18 décembre 2020, donné en exemple)" in listing(scheme)


def test_numbers_are_written_as_the_law_says_them() -> None:
    scheme = bareme.load(RENT)

    text = listing(scheme, on=date(2020, 7, 1))

    for name in ("award_cap", "monthly_cap", "turnover_limit", "profit_limit"):
        found = scheme.parameters[name].at(date(2020, 7, 1))
        assert found is not None
        assert plain(found.value) in text  # type: ignore[arg-type]  # a number


def test_the_command_prints_it_in_the_dialect_asked(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["sql", str(RENT), "--dialect", "spark", "--on", "2020-07-01"])

    text = capsys.readouterr().out
    assert code == 0
    assert "FROM population" in text
    assert "Spark SQL" in text


def test_a_date_outside_the_validity_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["sql", str(RENT), "--on", "2019-01-01"])

    assert code == 1
    assert "2019-01-01" in capsys.readouterr().err
