"""What an officer writes is read line by line, and every mistake is named with what was allowed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relance.applications.rules.letters import FIELDS, Template, parse
from relance.applications.rules.letters.language import LONGEST, Each, Either, Said
from relance.values.typography import NBSP


def read(body: str, title: str = "Objet", facts: tuple[str, ...] = ()) -> Template:
    return parse(title=title, body=body, facts=facts)


def problems(body: str, title: str = "Objet") -> list[str]:
    return [str(one) for one in read(body, title).problems]


def test_paragraphs_headings_and_lists_are_told_apart() -> None:
    template = read("Bonjour,\nsur deux lignes.\n\n## Motifs\n- un\n- deux")

    kinds = [block.kind for block in template.blocks if isinstance(block, Said)]

    assert template.problems == ()
    assert kinds == ["paragraph", "heading", "item", "item"]


def test_lines_of_a_paragraph_are_one_line() -> None:
    (block,) = read("Bonjour,\nsur deux lignes.").blocks

    assert isinstance(block, Said)
    assert block.pieces[0].text == "Bonjour, sur deux lignes."


@pytest.mark.parametrize("written", ["{montant}", "{ Montant }", "{MONTANT}"])
def test_a_field_is_known_whatever_its_case_and_spaces(written: str) -> None:
    assert read(f"Vous recevez {written}.").names() == {"montant"}


@pytest.mark.parametrize("written", ["{numéro}", "{date_dépôt}", "{date dépôt}"])
def test_accents_and_underscores_are_forgiven(written: str) -> None:
    assert read(f"Demande {written}").problems == ()


def test_an_unknown_field_is_named_with_its_line_and_the_nearest_known() -> None:
    (problem,) = problems("Bonjour,\n\nvous recevez\n{montent} demain.")

    assert problem.startswith(f"Ligne 4{NBSP}: le champ «{NBSP}montent{NBSP}» n’existe pas.")
    assert f"Vouliez-vous dire «{NBSP}montant{NBSP}»" in problem
    assert all(name in problem for name in FIELDS)


def test_a_field_may_be_a_fact_of_the_scheme() -> None:
    template = read("Loyer : {fait.monthly_rent}", facts=("monthly_rent",))

    assert template.problems == ()
    assert template.names() == {"fait.monthly_rent"}


def test_a_fact_that_the_scheme_does_not_have_is_refused_with_those_it_has() -> None:
    template = read("Loyer : {fait.rent}", facts=("monthly_rent", "headcount"))

    assert f"Faits possibles{NBSP}: fait.headcount, fait.monthly_rent" in str(template.problems[0])


def test_doubled_braces_print_braces() -> None:
    (block,) = read("un ensemble {{a, b}}").blocks

    assert isinstance(block, Said)
    assert "".join(piece.text for piece in block.pieces) == "un ensemble {a, b}"


def test_a_lone_brace_is_refused() -> None:
    assert "doublez-la" in problems("un { seul")[0]


def test_bold_that_nothing_closes_is_refused() -> None:
    assert "gras" in problems("un **mot")[0]


def test_a_condition_keeps_both_sides() -> None:
    (block,) = read("[si accordée]\noui\n[sinon]\nnon\n[fin]").blocks

    assert isinstance(block, Either)
    assert (block.test, len(block.then), len(block.otherwise)) == ("accordee", 1, 1)


def test_a_condition_may_be_the_name_of_a_field() -> None:
    template = read("[si motivation]\n{motivation}\n[fin]")

    assert template.problems == ()
    assert template.names() == {"motivation"}


def test_motives_are_repeated_with_their_own_fields() -> None:
    (block,) = read("[pour chaque motif]\n- {motif} ({article})\n[fin]").blocks

    assert isinstance(block, Each)
    assert len(block.body) == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("[si acceptée]\nx\n[fin]", "n’est pas connu"),
        ("[si accordée]\nx", "n’est pas fermé"),
        ("x\n[fin]", "ne ferme rien"),
        ("[sinon]\nx", "[sinon] vient une fois"),
        ("[si accordée]\nx\n[sinon]\ny\n[sinon]\nz\n[fin]", "[sinon] vient une fois"),
        ("[pour chaque motif]\n[pour chaque motif]\nx\n[fin]\n[fin]", "on ne répète pas"),
        ("[tant que accordée]\nx\n[fin]", "n’est pas connu"),
        ("Le motif : {motif}", "ne s’emploie qu’entre"),
        ("", "la lettre ne dit rien"),
        ("[si accordée]\n" * 5 + "x\n" + "[fin]\n" * 5, "4 conditions"),
    ],
)
def test_what_is_wrong_is_said(body: str, said: str) -> None:
    assert any(said in problem for problem in problems(body))


def test_a_letter_says_what_it_is_about() -> None:
    (problem,) = problems("Bonjour.", title=" ")

    assert problem.startswith(f"Objet{NBSP}:")


def test_problems_come_in_the_order_of_the_lines() -> None:
    lines = [one.line for one in read("{a}\n\n{b}\n\n[si x]\n{c}").problems]

    assert lines == sorted(lines)
    assert len(lines) == 5


def test_a_text_beyond_measure_is_refused() -> None:
    assert "trop long" in problems("x" * (LONGEST + 1))[0]


def test_brackets_inside_a_sentence_are_words() -> None:
    (block,) = read("Le projet [phase 2] continue.").blocks

    assert isinstance(block, Said)
    assert block.pieces[0].text == "Le projet [phase 2] continue."


@given(st.text(alphabet=st.sampled_from("ab{}[]*#-\n sifn.é"), max_size=60))
def test_nothing_that_is_written_makes_the_reader_fall(body: str) -> None:
    template = read(body)

    assert all(one.message for one in template.problems)
