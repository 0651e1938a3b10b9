import pytest
from PIL import Image

from relance.reading.document import BlockKind, DamagedFile, EncryptedFile, NoText, TooLarge
from relance.reading.limits import Limits
from relance.reading.readers import read_document
from tests.reading.readers.looks import outline, rows, words
from tests.reading.readers.paper import PROSE, Paper


def test_headings_by_size_paragraphs_and_bullets() -> None:
    paper = Paper()
    paper.add_page()
    paper.line_of("Plan de relance", size=20, bold=True)
    paper.line_of("AXE 1 : Soutenir le commerce", size=14, bold=True)
    paper.prose(PROSE)
    paper.prose("\x95 Ouvrir une halle. " + PROSE, indent=6)
    paper.prose("\x95 Planter des arbres", indent=6)
    paper.line_of("Les aides au loyer", size=11, bold=True)
    paper.prose(PROSE)

    document = read_document(paper.bytes())

    assert (document.format, document.pages) == ("pdf", 1)
    assert outline(document) == [
        ("heading", 1, None, "Plan de relance"),
        ("heading", 2, "AXE 1 :", "Soutenir le commerce"),
        ("paragraph", 0, None, PROSE.strip()),
        ("item", 1, "•", "Ouvrir une halle. " + PROSE.strip()),
        ("item", 1, "•", "Planter des arbres"),
        ("heading", 3, None, "Les aides au loyer"),
        ("paragraph", 0, None, PROSE.strip()),
    ]
    assert {"font=14.0", "bold"} <= document.blocks[1].style
    assert {b.page for b in document.blocks} == {1}


def test_headers_footers_and_page_numbers_are_left_out() -> None:
    paper = Paper(running="Ville de Valmont – Plan de relance".replace("–", "-"))
    for page in range(4):
        paper.add_page()
        paper.prose(f"Page de texte {'abcd'[page]}. " + PROSE)

    document = read_document(paper.bytes())

    assert words(document) == [f"Page de texte {letter}. {PROSE.strip()}" for letter in "abcd"]
    assert [b.page for b in document.blocks] == [1, 2, 3, 4]


def test_columns_are_read_one_after_the_other() -> None:
    paper = Paper()
    paper.add_page()
    paper.line_of("Un titre sur toute la largeur", size=16, bold=True)
    paper.set_font("helvetica", "", 10)
    with paper.text_columns(ncols=2, gutter=10) as columns:
        for name in ("Premier", "Deuxième", "Troisième", "Quatrième", "Cinquième", "Sixième"):
            columns.write(f"{name} paragraphe. {PROSE * 3}\n\n")

    document = read_document(paper.bytes())

    starts = [w.split()[0] for w in words(document, BlockKind.PARAGRAPH)]
    assert starts == ["Premier", "Deuxième", "Troisième", "Quatrième", "Cinquième", "Sixième"]


def test_a_word_cut_at_the_end_of_a_line_is_one_word_again() -> None:
    paper = Paper()
    paper.add_page()
    paper.prose(
        "La ville soutient les commerces du centre ancien et des faubourgs par une aide au lo-\n"
        "yer, et elle ouvre une maison des jeunes entrepreneurs au premier étage, avec un sous-\n"
        "sol pour les réserves."
    )

    document = read_document(paper.bytes())

    assert "une aide au loyer, et elle" in document.text
    assert "un sous-sol pour" in document.text


def test_ruled_tables_become_rows_under_their_columns_over_pages() -> None:
    paper = Paper()
    paper.add_page()
    lines = [["AXE", "ACTION", "HORIZON"]]
    lines += [["" if i % 4 else "Centre", f"Action {i} : {PROSE[:90]}", f"20{20 + i % 9}"] for i in range(40)]
    paper.rows(lines)

    document = read_document(paper.bytes())

    found = rows(document)
    assert document.pages == 4
    assert len(found) == 41
    assert found[0] == ["AXE", "ACTION", "HORIZON"]
    assert found[2] == [None, f"Action 1 : {PROSE[:90]}".strip(), "2021"]
    assert {b.table for b in document.blocks} == {0}
    assert [c.header for c in document.blocks[40].cells] == ["AXE", "ACTION", "HORIZON"]


def test_aligned_columns_without_rules_are_a_table() -> None:
    paper = Paper()
    paper.add_page()
    lines = [["Action", "Budget", "Horizon"], ["Halle", "20 000", "2022"], ["Arbres", "5 000", "2023"]]
    for line in lines:
        for x, value in zip((10, 80, 140), line, strict=True):
            paper.set_x(x)
            paper.cell(text=value)
        paper.ln(6)

    assert rows(read_document(paper.bytes())) == lines


def test_a_paragraph_over_two_pages_is_one_block() -> None:
    paper = Paper()
    paper.add_page()
    paper.set_y(262)
    paper.prose(PROSE * 3)

    document = read_document(paper.bytes())

    assert document.pages == 2
    assert words(document) == [(PROSE * 3).strip()]


def test_a_scan_is_said_to_be_one() -> None:
    paper = Paper()
    paper.add_page()
    paper.image(Image.new("RGB", (60, 80), "white"), w=180)

    with pytest.raises(NoText, match="image numérisée"):
        read_document(paper.bytes())


def test_pages_without_text_are_named() -> None:
    paper = Paper()
    paper.add_page()
    paper.prose(PROSE)
    paper.add_page()
    paper.image(Image.new("RGB", (60, 80), "white"), w=180)

    document = read_document(paper.bytes())

    assert document.warnings == ("La page 2 est une image sans texte\u00a0: son contenu n’a pas été lu.",)


def test_a_pdf_under_a_password_is_encrypted() -> None:
    paper = Paper()
    paper.set_encryption(owner_password="maire", user_password="secret")
    paper.add_page()
    paper.prose(PROSE)

    with pytest.raises(EncryptedFile, match="mot de passe"):
        read_document(paper.bytes())


def test_a_pdf_that_only_forbids_copying_is_read() -> None:
    paper = Paper()
    paper.set_encryption(owner_password="maire")
    paper.add_page()
    paper.prose(PROSE)

    assert words(read_document(paper.bytes())) == [PROSE.strip()]


def test_a_broken_pdf_is_damaged() -> None:
    with pytest.raises(DamagedFile, match="endommagé"):
        read_document(b"%PDF-1.7\nrien du tout")


def test_too_many_pages_are_refused_with_what_is_allowed() -> None:
    paper = Paper()
    for _ in range(4):
        paper.add_page()
        paper.prose(PROSE)

    with pytest.raises(TooLarge, match="plus de 3 pages"):
        read_document(paper.bytes(), limits=Limits(pages=3))


def test_the_title_comes_from_the_properties_unless_it_is_a_file_name() -> None:
    named, unnamed = Paper(), Paper()
    for paper, title in ((named, "Plan de relance"), (unnamed, "Microsoft Word - plan.docx")):
        paper.set_title(title)
        paper.add_page()
        paper.prose(PROSE)

    assert read_document(named.bytes()).title == "Plan de relance"
    assert read_document(unnamed.bytes()).title is None


def test_a_line_across_all_columns_is_not_cut_at_their_edges() -> None:
    paper = Paper()
    paper.add_page()
    paper.set_font("helvetica", "", 10)
    with paper.table(col_widths=(20, 40, 20)) as table:
        for line in [["Objectif", "Action", "Horizon"], ["1.1", "Créer une halle", "2022"]]:
            row = table.row()
            for words in line:
                row.cell(words)
        table.row().cell("ORIENTATION 2 - DIVERSIFIER L'ECONOMIE ET FAIRE RAYONNER LE TERRITOIRE", colspan=3)
        row = table.row()
        for words in ["2.1", "Planter un verger", "2023"]:
            row.cell(words)

    document = read_document(paper.bytes())

    assert rows(document)[2][0] == "ORIENTATION 2 - DIVERSIFIER L'ECONOMIE ET FAIRE RAYONNER LE TERRITOIRE"
