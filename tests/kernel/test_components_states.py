"""Each component in its states, as pages print it."""

from typing import Any

import pytest
from django.template import Context, Template

from relance.kernel.components import (
    Answer,
    Bar,
    Chart,
    Chip,
    Column,
    Event,
    Figure,
    Link,
    Meaning,
    Outcome,
    Reason,
    Row,
    Step,
    Table,
    Task,
)
from relance.kernel.icons import ICONS
from relance.kernel.models import Authority
from relance.values.money import Money


def printed(source: str, **context: Any) -> str:
    return Template("{% load relance %}" + source).render(Context(context))


@pytest.mark.parametrize("meaning", list(Meaning))
def test_every_meaning_has_a_shape_of_its_own(meaning: Meaning) -> None:
    html = printed("{% chip state %}", state=Chip("Mot", meaning))

    assert ICONS[meaning.value] in html
    assert sum(ICONS[other.value] in html for other in Meaning) == 1


def test_a_meaning_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="purple"):
        printed('{% chip "Mot" "purple" %}')


def test_a_word_of_a_chip_is_escaped() -> None:
    assert "<b>" not in printed("{% chip word %}", word="<b>")


def test_a_notice_holds_its_text_and_title() -> None:
    html = printed('{% notice "bad" title="Refusé" %}<p>{{ why }}</p>{% endnotice %}', why="<trop lourd>")

    assert "<b>Refusé</b>" in html
    assert "<p>&lt;trop lourd&gt;</p>" in html


def test_an_empty_list_says_what_will_come_and_offers_the_next_act() -> None:
    html = printed('{% empty title="Rien" url="/ajouter" action="Ajouter" %}<p>Bientôt.</p>{% endempty %}')

    assert "Rien" in html
    assert '<a class="button" href="/ajouter">Ajouter</a>' in html


def test_an_empty_list_without_an_act_has_no_button() -> None:
    assert "button" not in printed('{% empty title="Rien" %}<p>Bientôt.</p>{% endempty %}')


def test_a_dialog_can_be_closed_without_javascript_of_ours() -> None:
    html = printed('{% dialog name="d" title="Retirer" %}<p>Oui</p>{% enddialog %}')

    assert '<dialog id="d" aria-labelledby="d-titre">' in html
    assert 'method="dialog"' in html


def test_the_last_crumb_is_this_page() -> None:
    html = printed('{% breadcrumb "Accueil" "/" "Mesure 17" %}')

    assert '<a href="/">Accueil</a>' in html
    assert '<span aria-current="page">Mesure 17</span>' in html


def test_the_way_begins_at_the_authority_of_the_page() -> None:
    valmont = Authority(slug="valmont", name="Valmont")

    html = printed('{% breadcrumb "Plans" "/plans" "Ceci" %}', authority=valmont)
    said = printed('{% breadcrumb "Valmont" "/valmont/" "Ceci" %}', authority=valmont)

    assert html.index('/valmont/">Valmont</a>') < html.index("/plans")
    assert said.count("Valmont") == 1


def test_a_figure_without_rows_does_not_exist() -> None:
    with pytest.raises(ValueError, match="Payé"):
        Figure("12", "Payé", "au 31 mars", "")


def test_a_figure_leads_to_its_rows() -> None:
    html = printed("{% figures figures %}", figures=[Figure("12", "Payé", "au 31 mars", "/lignes", "€")])

    assert '<a href="/lignes">' in html
    assert "12 <small>€</small>" in html


def test_an_answer_that_was_not_given_is_said() -> None:
    html = printed("{% answers answers %}", answers=[Answer("Téléphone", "", "/t"), Answer("Zéro", 0)])

    assert "Non renseigné" in html
    assert html.count("Non renseigné") == 1


def test_changing_an_answer_names_the_question() -> None:
    html = printed("{% answers answers %}", answers=[Answer("Loyer", Money.of(850, "EUR"), "/loyer")])

    assert 'Modifier<span class="unseen">\u00a0: Loyer</span>' in html
    assert "850\u00a0€" in html


def test_a_step_says_where_we_are_and_what_is_done() -> None:
    html = printed(
        "{% steps steps %}", steps=[Step("Un", "done", "/1"), Step("Deux", "current"), Step("Trois")]
    )

    assert html.count('aria-current="step"') == 1
    assert "(fait)" in html
    assert '<a href="/1">' in html


def test_a_task_that_cannot_begin_has_no_link() -> None:
    html = printed("{% tasks tasks %}", tasks=[Task("Déposer", Chip("Pas encore"), hint="Après le reste.")])

    assert "<a " not in html
    assert "Après le reste." in html


def test_tabs_are_links_and_one_is_current() -> None:
    html = printed(
        '{% tabs links label="Vues" %}', links=[Link("A", "/a", current=True), Link("B", "/b", count=0)]
    )

    assert html.count("<a href=") == 2
    assert html.count('aria-current="page"') == 1
    assert '<span class="count">0</span>' in html


def test_what_is_to_come_is_said_in_a_timeline() -> None:
    html = printed("{% timeline events %}", events=[Event("2 avril", "Décision", "2026-04-02", done=False)])

    assert "(à venir)" in html
    assert 'datetime="2026-04-02"' in html


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_reason_says_its_outcome_in_words_and_by_a_drawing(outcome: Outcome) -> None:
    html = printed("{% reasons reasons %}", reasons=[Reason("Moins de 10 salariés", outcome)])

    assert outcome.word in html
    assert ICONS[outcome.icon] in html


def test_a_reason_unfolds_what_it_rests_on() -> None:
    leaf = Reason("Chiffre d’affaires", Outcome.MET, "9 672 €", "article 3", "/article-3")
    html = printed("{% reasons reasons %}", reasons=[Reason("Baisse", Outcome.UNMET, because=[leaf])])

    assert "<details>" in html
    assert '<a href="/article-3">article 3</a>' in html


def test_progress_that_nobody_can_measure_shows_no_number() -> None:
    html = printed('{% progress "Export" 0 0 name="p" %}')

    assert "value=" not in html
    assert " sur " not in html


def test_progress_in_thousands_keeps_plain_numbers_for_the_browser() -> None:
    html = printed('{% progress "Lecture" 1200 3000 name="p" %}')

    assert 'value="1200" max="3000"' in html
    assert "1\u202f200 sur 3\u202f000" in html


def test_a_chart_starts_from_zero_and_keeps_its_table() -> None:
    chart = Chart("Titre", "Quand", "Source", "Quoi", "€", [Bar("A", 200, "200 €"), Bar("B", 50, "50 €")])
    html = printed("{% chart chart %}", chart=chart)

    assert 'width="100.0%"' in html
    assert 'width="25.0%"' in html
    assert "Voir les données" in html
    assert "<td" in html


def test_a_chart_of_nothing_divides_by_nothing() -> None:
    chart = Chart("Titre", "Quand", "Source", "Quoi", "€", [Bar("A", 0, "0 €")])

    assert chart.drawn()[0][1] == "0.0%"


def test_bars_below_zero_are_refused() -> None:
    with pytest.raises(ValueError, match="zero"):
        Chart("Titre", "Quand", "Source", "Quoi", "€", [Bar("A", -1, "-1 €")])


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="2 cells for 0 columns"):
        Table("Mesures", [], [Row(["a", "b"])])


def test_a_difference_is_marked_by_more_than_a_colour() -> None:
    table = Table(
        "Deux", [Column("Règle"), Column("Essai")], [Row(["Plafond", "1 000"], differs=frozenset({1}))]
    )

    html = printed("{% table table %}", table=table)

    assert "≠" in html
    assert "diffère" in html


def test_a_toast_is_told_to_screen_readers() -> None:
    assert 'role="status"' in printed('{% toast "Adresse copiée" %}')


def test_a_drawing_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        printed('{% icon "licorne" %}')
