"""The first components, as their pages print them."""

from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.values.money import Money


def printed(source: str, address: str = "/", **context: object) -> str:
    request = RequestFactory().get(address)
    return Template("{% load relance %}" + source).render(Context({"request": request, **context}))


def test_a_chip_says_its_state_by_a_word_and_a_shape() -> None:
    html = printed('{% chip "En retard" "warning" %}')

    assert "En retard" in html
    assert "<svg" in html


def test_a_sum_is_written_as_the_place_writes_it() -> None:
    sum_ = Money.of(12000, "CAD")

    with translation.override("fr-ca"):
        html = printed("{{ sum_|money }}", sum_=sum_)

    assert html == "12\u00a0000\u00a0$"


def test_a_table_keeps_the_filters_when_it_sorts() -> None:
    table = Table("Mesures", [Column("Nom", sort="nom")], [Row(["A"])], sort="nom")

    html = printed("{% table table %}", "/?axe=2&page=3", table=table)

    assert "?axe=2&amp;tri=-nom" in html
    assert 'aria-sort="ascending"' in html


def test_cells_print_links_chips_sums_and_nothing() -> None:
    columns = [Column("Nom"), Column("État"), Column("Montant", number=True), Column("Pilote")]
    row = Row([Link("Loyers", "/m/1"), Chip("En cours", "info"), Money.of(5, "EUR"), None])

    html = printed("{% table table %}", table=Table("Mesures", columns, [row]))

    assert '<a href="/m/1">Loyers</a>' in html
    assert "5\u00a0€" in html
    assert "néant" in html


def test_a_text_in_a_cell_is_escaped() -> None:
    html = printed("{% table table %}", table=Table("T", [Column("Nom")], [Row(["<script>"])]))

    assert "<script>" not in html


def test_a_without_filter_turns_itself_on_and_off() -> None:
    class Search(forms.Form):
        q = forms.CharField(label="Texte", required=False)

    source = "{% filter_bar form without=without %}"
    without = [Link("sans pilote", "pilote", 3)]

    off = printed(source, "/?q=loyer", form=Search(), without=without)
    on = printed(source, "/?q=loyer&sans=pilote", form=Search(), without=without)

    assert 'href="?q=loyer&amp;sans=pilote"' in off
    assert 'href="?q=loyer"' in on
    assert 'aria-current="true"' in on


def test_pages_keep_the_filters() -> None:
    page = Paginator(range(100), 10).page(3)

    html = printed("{% pagination page %}", "/?axe=2", page=page)

    assert "21 à 30 sur 100" in html
    assert "?axe=2&amp;page=4" in html


def test_a_single_page_has_no_pagination() -> None:
    assert printed("{% pagination page %}", page=Paginator(range(3), 10).page(1)).strip() == ""


def test_a_quotation_gives_the_exact_words_and_their_page() -> None:
    html = printed('{% quote text document="Plan 2021" page=3 url="/doc#p" %}', text="20 % des locaux")

    assert "«\u00a020 % des locaux\u00a0»" in html
    assert "page&nbsp;3" in html


def test_a_paraphrase_is_never_shown_as_a_quotation() -> None:
    html = printed('{% paraphrase text document="Plan 2021" %}', text="Aider les loyers.")

    assert "«" not in html
    assert "Résumé par nos soins" in html
