"""Where a person cut a wording by going to the next line."""

import pytest

from relance.plans.rules.cutting import cut_place

TEXT = "Avant. Ouvrir une halle  et\nfermer un parking. Après."
START, END = TEXT.index("Ouvrir"), TEXT.index(" Après")


def test_the_cut_is_before_the_first_word_of_the_second_half() -> None:
    place = cut_place(TEXT, START, END, "Ouvrir une halle\net fermer un parking.")

    assert place == TEXT.index("et\nfermer")


@pytest.mark.parametrize(
    "lines",
    [
        "Ouvrir une halle et fermer un parking.",
        "Ouvrir une halle\net fermer\nun parking.",
        "Ouvrir deux halles\net fermer un parking.",
        "\n",
        "",
    ],
)
def test_other_words_or_no_cut_are_refused(lines: str) -> None:
    assert cut_place(TEXT, START, END, lines) is None


def test_empty_lines_and_line_ends_of_a_browser_do_not_count() -> None:
    assert cut_place(TEXT, START, END, "Ouvrir une\r\n\r\nhalle et fermer un parking.\r\n") == TEXT.index(
        "halle"
    )
