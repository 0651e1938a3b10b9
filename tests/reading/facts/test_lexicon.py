"""The lexicon is general French: no place, organisation or phrase of the documents it is measured on."""

import os
import re
from pathlib import Path

import pytest

from relance.reading.facts import lexicon
from relance.reading.facts.lines import acts
from relance.values.typography import flat

ROOT = Path(__file__).resolve().parents[3]
CODE = [ROOT / "src" / "relance" / "reading" / "facts", ROOT / "src" / "relance" / "values"]
PLANS = Path(os.environ.get("RELANCE_SHARED", ROOT.parent / "shared")) / "plans"
NAMES = (
    "joliette lanaudiere laval lille valence valentinois rovaltain drome grenoble hauts-de-france cdej"
    " umq presl tiess orpex cdrq rtes spapser grand-paris macron ecojoliette hydro-joliette"
)


def code_without_docstrings() -> str:
    texts = [path.read_text(encoding="utf-8") for folder in CODE for path in folder.glob("*.py")]
    return re.sub(r'""".*?"""|#[^\n]*', " ", "\n".join(texts), flags=re.DOTALL)


def test_no_place_or_organisation_of_the_five_documents_is_in_the_code() -> None:
    code = flat(code_without_docstrings())

    assert [name for name in NAMES.split() if re.search(rf"\b{name}\b", code)] == []


@pytest.mark.skipif(not PLANS.is_dir(), reason="the five published plans are absent (../shared)")
def test_no_run_of_five_words_of_the_five_documents_is_in_the_code() -> None:
    code = " ".join(re.findall(r"[a-z]+", flat(code_without_docstrings())))

    for path in sorted(PLANS.glob("*.txt")):
        words = re.findall(r"[a-z]+", flat(path.read_text(encoding="utf-8")))
        runs = {" ".join(words[i : i + 5]) for i in range(len(words) - 4)}
        assert [run for run in runs if f" {run} " in code and len(run) > 18] == []


@pytest.mark.parametrize(
    ("words", "how"),
    [
        ("Créer un fonds", "infinitive"),
        ("De créer un fonds", "infinitive"),
        ("S’engager pour le climat", "infinitive"),
        ("Construire une halle", "infinitive"),
        ("Ne pas augmenter les tarifs", "infinitive"),
        ("En soutenant les commerces", "gerund"),
        ("Création d’une halle", "noun"),
        ("Gratuité des parkings", "noun"),
        ("Végétalisation de la cour", "noun"),
        ("Quartier des Tanneurs", None),
        ("Premier bilan", None),
        ("Avenir du centre", None),
        ("Notre centre-ville", None),
        ("Dépenser n’est pas gouverner", None),
    ],
)
def test_how_a_measure_starts(words: str, how: str | None) -> None:
    assert acts(flat(words)) == how


@pytest.mark.parametrize(
    "words",
    [
        "Nous rénoverons la halle.",
        "Une taxe sera instaurée.",
        "La Ville s’engage à verser une prime.",
        "La MEL entend anticiper la commande publique.",
        "Le conseil décide d’ouvrir une crèche.",
        "Trente emplois sont proposés par la mairie.",
        "La Région investit dans trois lycées.",
        "Le projet prévoit de rénover l’école.",
    ],
)
def test_what_commits(words: str) -> None:
    assert lexicon.commits(words, flat(words))


@pytest.mark.parametrize(
    "words",
    [
        "Le centre souffre de la concurrence.",
        "Notre territoire a des atouts que nous devons valoriser.",
        "La bourse Explora existe déjà.",
        "Un commerce sur six a fermé.",
        "Les entreprises qui feront faillite inquiètent.",
    ],
)
def test_what_commits_nobody(words: str) -> None:
    assert not lexicon.commits(words, flat(words))


def test_a_preposition_is_no_verb() -> None:
    words = "Un restaurant avec vente de plats à emporter"
    assert not lexicon.finite(words, flat(words))
    said = "La ville a des atouts"
    assert lexicon.finite(said, flat(said))
    relative = "Une épicerie qui propose des produits"
    assert not lexicon.finite(relative, flat(relative))
