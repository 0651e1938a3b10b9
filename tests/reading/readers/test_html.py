from relance.reading.document import BlockKind, Document
from relance.reading.readers import read_document
from tests.reading.readers.looks import outline, rows, words


def read(body: str, head: str = "") -> Document:
    return read_document(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def test_headings_lists_and_paragraphs_come_in_reading_order() -> None:
    document = read(
        "<h1>Plan de relance</h1><p>Voté le <b>15 mai</b>.</p><h2>AXE 1 : Commerce</h2>"
        "<ul><li>Ouvrir une halle<ul><li>place du marché</li></ul></li><li>Planter</li></ul>"
        "<ol start=3><li>Éclairer</li></ol>"
    )

    assert document.format == "html"
    assert outline(document) == [
        ("heading", 1, None, "Plan de relance"),
        ("paragraph", 0, None, "Voté le 15 mai."),
        ("heading", 2, "AXE 1 :", "Commerce"),
        ("item", 1, "•", "Ouvrir une halle"),
        ("item", 2, "•", "place du marché"),
        ("item", 1, "•", "Planter"),
        ("item", 1, "3.", "Éclairer"),
    ]


def test_what_surrounds_the_page_is_left_out() -> None:
    document = read(
        "<nav><a href=/>Accueil</a></nav><header><p>Ville de Valmont</p></header>"
        "<div id=cookie-banner><p>Nous utilisons des cookies.</p></div>"
        "<div role=navigation>Menu</div><aside>À lire aussi</aside>"
        "<div class='bloc breadcrumb'>Accueil &gt; Plan</div>"
        "<main><header><h1>Plan de relance</h1></header><p>Une halle sera ouverte place du marché.</p>"
        "<p hidden>Brouillon</p><p style='display: none'>Caché</p><span aria-hidden=true>★</span></main>"
        "<script>alert('x')</script><style>p{}</style><footer>Mentions légales</footer>"
    )

    assert words(document) == ["Plan de relance", "Une halle sera ouverte place du marché."]


def test_a_page_whose_only_wrapper_has_an_unlucky_name_is_kept() -> None:
    document = read("<div class='page social'><p>L’aide sociale est doublée pour deux ans.</p></div>")

    assert words(document) == ["L’aide sociale est doublée pour deux ans."]


def test_lines_separated_by_breaks_become_items_when_they_carry_bullets() -> None:
    document = read("<p>Nous ferons :<br>• une halle<br/>• un marché<br>- une rue</p>")

    assert outline(document)[1:] == [
        ("item", 1, "•", "une halle"),
        ("item", 1, "•", "un marché"),
        ("item", 2, "-", "une rue"),
    ]


def test_a_table_keeps_merged_cells_in_each_row_that_they_cover() -> None:
    document = read(
        "<table><thead><tr><th>Axe</th><th>Action</th><th>Horizon</th></tr></thead>"
        "<tr><td rowspan=2>Centre</td><td>Ouvrir</td><td>2022</td></tr>"
        "<tr><td>Planter</td><td></td></tr><tr><td colspan=3>Rivière</td></tr></table>"
    )

    header, first, second, third = document.blocks

    assert header.is_header
    assert rows(document)[1:] == [
        ["Centre", "Ouvrir", "2022"],
        ["Centre", "Planter", None],
        ["Rivière", None, None],
    ]
    assert first.cells[0].span == second.cells[0].span
    assert [c.header for c in second.cells] == ["Axe", "Action", "Horizon"]
    assert second.span.quote(document.text) == "Planter"
    assert "spanning" in third.style


def test_a_table_that_only_lays_out_the_page_is_read_as_text() -> None:
    document = read(
        "<table><tr><td><h2>Commerce</h2><p>Une halle.</p></td><td><p>Un marché.</p></td></tr></table>"
    )

    assert words(document, BlockKind.ROW) == []
    assert words(document) == ["Commerce", "Une halle.", "Un marché."]


def test_a_list_inside_a_cell_keeps_its_lines() -> None:
    document = read(
        "<table><tr><th>Axe</th><th>Actions</th></tr>"
        "<tr><td>Centre</td><td><ul><li>Ouvrir</li><li>Planter</li></ul></td></tr></table>"
    )

    assert rows(document)[1] == ["Centre", "• Ouvrir\n• Planter"]


def test_the_title_of_the_page_is_the_title_of_the_document() -> None:
    document = read("<p>Texte</p>", head="<title> Plan de\n relance </title>")

    assert document.title == "Plan de relance"


def test_looks_are_told_for_those_who_rank_headings() -> None:
    document = read("<p><strong>Soutien aux commerçants</strong></p><p><a href=#>Imprimer</a></p>")

    assert "bold" in document.blocks[0].style
    assert "link" in document.blocks[1].style


def test_no_break_spaces_stay_and_soft_hyphens_go() -> None:
    document = read("<p>20&nbsp;M&euro; pour le com&shy;merce</p>")

    assert document.text == "20\u00a0M€ pour le commerce\n"


def test_ten_thousand_elements_inside_each_other_are_no_danger() -> None:
    document = read("<span>" * 4_000 + "Une halle." + "</span>" * 4_000)

    assert words(document) == ["Une halle."]
