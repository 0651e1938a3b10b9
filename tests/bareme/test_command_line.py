"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bareme.cli import main
from tests.bareme.schemes import HEAD, RENT

Out = pytest.CaptureFixture[str]
TESTS = """\
tests:
  - {name: petit, date: 2020-07-01, given: {headcount: 3, rent: 400}, expect: {amount: 1200 EUR}}
  - {name: grand, date: 2020-07-01, given: {headcount: 30}, expect: {because: small}}
  - {name: rien, date: 2020-07-01, given: {}, expect: {verdict: undetermined}}
"""


@pytest.fixture
def good(tmp_path: Path) -> str:
    path = tmp_path / "bon.yaml"
    path.write_text(HEAD + RENT + TESTS, encoding="utf-8")
    return str(path)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    path = tmp_path / "faux.yaml"
    path.write_text(HEAD + RENT.replace("headcount < limit", "headcont < limit / 2"), encoding="utf-8")
    return str(path)


def facts(tmp_path: Path, content: str) -> str:
    path = tmp_path / "faits.json"
    path.write_text(content, encoding="utf-8")
    return str(path)


def test_a_good_scheme_is_said_good_with_its_hash(good: str, capsys: Out) -> None:
    code = main(["check", good])

    out = capsys.readouterr().out
    assert code == 0
    assert "bon — essai, 1 condition, 3 paramètres, 3 tests, empreinte " in out


def test_a_bad_scheme_is_shown_with_its_line_and_a_caret(bad: str, capsys: Out) -> None:
    code = main(["check", bad])

    err = capsys.readouterr().err
    assert code == 1
    assert f"{bad}:17:17" in err
    assert "17 |   small: {rule: headcont < limit / 2, else: {fr: Trop grand}}" in err
    assert "\n   |                 ^" in err
    assert "1 erreur" in err


def test_all_files_are_checked_even_after_a_bad_one(good: str, bad: str, capsys: Out) -> None:
    code = main(["check", bad, good])

    assert code == 1
    assert "bon — essai" in capsys.readouterr().out


def test_an_unused_name_is_a_warning_not_a_refusal(tmp_path: Path, capsys: Out) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(
        HEAD + RENT.replace("inputs:", "inputs:\n  idle: {type: boolean, label: {fr: I}}"), encoding="utf-8"
    )

    code = main(["check", str(path)])

    assert code == 0
    assert "attention[unused] : « idle » ne sert à aucune règle" in capsys.readouterr().err


def test_an_answer_is_told_in_sentences(good: str, tmp_path: Path, capsys: Out) -> None:
    code = main(["evaluate", good, facts(tmp_path, '{"headcount": 3, "rent": 412.50}'), "--on", "2020-07-01"])

    out = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")
    assert code == 0
    assert "Essai : vous y avez droit." in out
    assert "Montant : 1 237,50 €." in out


def test_the_date_may_come_with_the_facts(good: str, tmp_path: Path, capsys: Out) -> None:
    code = main(["evaluate", good, facts(tmp_path, '{"on": "2020-07-01", "headcount": 30}'), "--lang", "en"])

    assert code == 0
    assert "you are not entitled" in capsys.readouterr().out


def test_json_and_the_whole_tree_are_for_machines_and_officers(
    good: str, tmp_path: Path, capsys: Out
) -> None:
    path = facts(tmp_path, '{"headcount": 3, "rent": 412.50}')

    main(["evaluate", good, path, "--on", "2020-07-01", "--json"])
    answer = json.loads(capsys.readouterr().out)
    main(["evaluate", good, path, "--on", "2020-07-01", "--explain"])
    tree = capsys.readouterr().out

    assert answer["amount"] == "1237.50"
    assert "[oui]" in tree


def test_facts_may_come_from_the_standard_input(
    good: str, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"headcount": 30}'))

    code = main(["evaluate", good, "-", "--on", "2020-07-01"])

    assert code == 0
    assert "pas droit" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"headcount": 3', "JSON (ligne 1"),
        ("[1]", "objet JSON"),
        ('{"headcont": 3, "on": "2020-07-01"}', "headcount"),
        ('{"headcount": 3}', "--on 2020-07-01"),
        ('{"headcount": 3, "on": "hier"}', "date"),
        ('{"headcount": 3, "on": "2019-07-01"}', "ne dit rien"),
        ('{"rent": 1e400, "on": "2020-07-01"}', "bornes"),
        ('{"rent": NaN, "on": "2020-07-01"}', "bornes"),
        ('{"rent": 1, "rent": 2, "on": "2020-07-01"}', "« rent » est écrit deux fois"),
        ('{"rent": ' + "9" * 5000 + "}", "nombre trop long"),
        ('{"rent": ' + "[" * 100_000 + "}", "trop de niveaux"),
    ],
)
def test_facts_that_cannot_be_read_are_refused(
    good: str, tmp_path: Path, capsys: Out, content: str, said: str
) -> None:
    code = main(["evaluate", good, facts(tmp_path, content)])

    assert code == 1
    assert said in capsys.readouterr().err


def test_what_is_left_to_ask_is_listed_in_order(good: str, tmp_path: Path, capsys: Out) -> None:
    code = main(["ask", good, facts(tmp_path, "{}"), "--on", "2020-07-01"])
    listed = capsys.readouterr().out
    main(["ask", good, facts(tmp_path, "{}"), "--on", "2020-07-01", "--json"])
    machine = json.loads(capsys.readouterr().out)

    assert code == 0
    assert listed == "1. Effectif [headcount]\n2. Loyer [rent]\n"
    assert [question["fact"] for question in machine] == ["headcount", "rent"]


def test_nothing_left_to_ask_is_said(good: str, tmp_path: Path, capsys: Out) -> None:
    main(["ask", good, facts(tmp_path, '{"headcount": 30}'), "--on", "2020-07-01"])

    assert "Plus rien à demander" in capsys.readouterr().out


def test_english_is_english_to_the_last_line(good: str, tmp_path: Path, capsys: Out) -> None:
    known = facts(tmp_path, '{"headcount": 3, "rent": 620}')

    main(["ask", good, known, "--on", "2020-07-01", "--lang", "en"])
    main(["evaluate", good, known, "--on", "2020-07-01", "--lang", "en"])

    assert capsys.readouterr().out.replace("\u00a0", " ").splitlines() == [
        "Nothing left to ask: the answer can no longer change.",
        "Essai: you are entitled to it.",
        "Amount: 1,500 €.",
        "Worked out as: the least of: 3 months × Loyer (620 €/month) and 1,500 €.",
        "Effectif: 3 people, less than 10 people.",
    ]


def test_the_officer_s_tree_is_whole_in_english(good: str, tmp_path: Path, capsys: Out) -> None:
    known = facts(tmp_path, '{"headcount": 3, "rent": "200..300"}')

    main(["evaluate", good, known, "--on", "2020-07-01", "--lang", "en", "--explain"])

    lines = capsys.readouterr().out.replace("\u00a0", " ").splitlines()
    assert lines[:-1] == [
        "Essai — On 1 July 2020: Some information is missing to answer",
        "  Possible amount: between 600 and 900 €.",
        "  [yes] Effectif: 3 people, less than 10 people [small]",
        "      Effectif = 3 people",
        "      Limit = 10 people (article 1)",
        "  [between 600 and 900 €] Amount",
        "      Months = 3 months (article 2)",
        "      Loyer = between 200 and 300 €/month",
        "      Cap = 1,500 € (article 2)",
    ]
    assert lines[-1].startswith("  Text ")


def test_a_refused_text_is_shown_as_a_good_compiler_would(bad: str, capsys: Out) -> None:
    main(["check", bad])

    assert (
        capsys.readouterr().err.replace(bad, "faux.yaml")
        == """\
erreur[name] : « headcont » est inconnu
  --> faux.yaml:17:17
   |
17 |   small: {rule: headcont < limit / 2, else: {fr: Trop grand}}
   |                 ^^^^^^^^
   = vouliez-vous dire « headcount » ?

faux.yaml : 1 erreur

"""
    )


def test_the_tests_of_a_scheme_are_played(good: str, capsys: Out) -> None:
    code = main(["test", good])

    out = capsys.readouterr().out
    assert code == 0
    assert f"bon  {good}:20 petit" in out
    assert "3 tests, 0 en échec, 0 issue jamais vue" in out


def test_a_failing_test_fails_the_command(good: str, capsys: Out) -> None:
    path = Path(good)
    path.write_text(path.read_text(encoding="utf-8").replace("1200 EUR}}", "1300 EUR}}"), encoding="utf-8")

    code = main(["test", good])

    out = capsys.readouterr().out
    assert code == 1
    assert "FAUX" in out
    assert "amount : attendu 1300 EUR, obtenu 1200" in out


def test_a_condition_never_seen_fails_unless_told_otherwise(good: str, capsys: Out) -> None:
    path = Path(good)
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  - {name: grand")], encoding="utf-8")

    strict, loose = main(["test", good]), main(["test", good, "--no-coverage"])

    assert (strict, loose) == (1, 0)
    assert "« small » n’a jamais été vue fausse" in capsys.readouterr().out


def test_two_texts_are_compared_in_words(good: str, tmp_path: Path, capsys: Out) -> None:
    other = tmp_path / "autre.yaml"
    other.write_text(Path(good).read_text(encoding="utf-8").replace("1500 EUR", "1600 EUR"), encoding="utf-8")

    main(["diff", good, str(other)])
    changed = capsys.readouterr().out
    main(["diff", good, good])

    assert "devient" in changed
    assert "Rien n’a changé" in capsys.readouterr().out


def test_the_schema_is_json(capsys: Out) -> None:
    code = main(["schema"])

    schema = json.loads(capsys.readouterr().out)
    assert code == 0
    assert schema["$schema"].endswith("2020-12/schema")
    assert "eligibility" in schema["properties"]


def test_a_missing_file_is_said_by_name(capsys: Out) -> None:
    code = main(["check", "absent.yaml"])

    assert code == 1
    assert "absent.yaml" in capsys.readouterr().err


def test_a_file_in_another_encoding_is_refused_not_misread(good: str, tmp_path: Path, capsys: Out) -> None:
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("title: été".encode("latin-1"))
    facts_file = tmp_path / "latin.json"
    facts_file.write_bytes('{"é": 1}'.encode("latin-1"))

    codes = main(["check", str(latin)]), main(["evaluate", good, str(facts_file), "--on", "2020-07-01"])

    assert codes == (1, 1)
    assert capsys.readouterr().err.count("UTF-8") == 2


@pytest.mark.parametrize("arguments", [[], ["dance"], ["evaluate"], ["evaluate", "a", "b", "--on", "hier"]])
def test_a_misused_command_exits_with_two(arguments: list[str], capsys: Out) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == 2
    assert "bareme" in capsys.readouterr().err
