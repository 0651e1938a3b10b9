"""Decor is left out, whatever page it comes from; words of the plan are kept."""

import pytest

from relance.reading.facts.lines import content_words, lines_of, sentences
from relance.reading.facts.noise import alike, noise_of
from relance.reading.readers import read_document


def kept(text: str) -> list[str]:
    lines = lines_of(read_document(text.encode(), name="page.txt"))
    noise = noise_of(lines)
    return [line.text for line in lines if line.index not in noise]


@pytest.mark.parametrize(
    "words",
    [
        "[Imprimer](#)",
        "Image",
        "Partagez cette page",
        "Suivez-nous sur les réseaux sociaux",
        "Publié le 24 août 2020 - mis à jour le 15 septembre 2020",
        "Plus d’informations sur le site de la métropole",
        "Lire aussi : une nouvelle mairesse",
        "Mentions légales | Plan du site | Accessibilité",
        "Ce site utilise des cookies pour mesurer son audience.",
        "Page 3 / 12",
        "- 4 -",
        "Contact presse : 01 02 03 04 05",
        "Soutenir le commerce ........ 12",
        "Télécharger le plan complet (PDF, 2 Mo)",
    ],
)
def test_decor_is_left_out(words: str) -> None:
    assert kept(f"Créer une halle couverte dans le bourg.\n\n{words}") == [
        "Créer une halle couverte dans le bourg."
    ]


@pytest.mark.parametrize(
    "words",
    [
        "Développer l’image de la ville",
        "Imprimer le bulletin sur papier recyclé dans tous les quartiers",
        "Budget : 90 000 €/an",
        "Ouvrir un contact unique pour les artisans",
        "Partager les locaux entre associations du centre",
    ],
)
def test_words_of_the_plan_are_kept(words: str) -> None:
    assert words in kept(f"Créer une halle couverte dans le bourg.\n\n{words}")


def test_running_headers_go_but_repeated_answers_stay() -> None:
    text = "\n\n".join(f"Réponse\n\n- Le conseil agira.\n\nVille de Bourg-Neuf – {n}" for n in range(4))

    assert kept(text) == ["Réponse", "Le conseil agira."] * 4


def test_words_that_carry_meaning_are_compared_without_their_plural() -> None:
    one, other = content_words("un soutien aux commercants"), content_words("soutien au commercant")
    assert alike(one, other) == 1
    assert alike(one, frozenset()) == 0


def test_sentences_end_at_their_stop_not_at_abbreviations() -> None:
    text = "M. Vidal propose l’art. 3. Il sera voté ! Puis 1.5 M€ iront à St. Loup."

    assert [text[a:b] for a, b in sentences(text)] == [
        "M. Vidal propose l’art. 3.",
        "Il sera voté !",
        "Puis 1.5 M€ iront à St. Loup.",
    ]
