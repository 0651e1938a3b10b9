from textwrap import dedent

from relance.reading.document import Block, BlockKind, Document
from relance.reading.readers import read_document


def read(text: str) -> Document:
    return read_document(dedent(text).encode(), name="plan.txt")


def words(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [b.span.quote(document.text) for b in document.blocks if kind is None or b.kind is kind]


def cells(document: Document, block: Block) -> list[str | None]:
    return [c.span.quote(document.text) if c.span else None for c in block.cells]


def test_a_labelled_line_is_a_heading_without_its_label() -> None:
    document = read("AXE 1 : SOUTENIR LE COMMERCE\n\n- En aidant les boutiques\n- En ouvrant une halle\n")

    heading, first, _ = document.blocks

    assert (heading.kind, heading.level, heading.marker) == (BlockKind.HEADING, 1, "AXE 1 :")
    assert heading.span.quote(document.text) == "SOUTENIR LE COMMERCE"
    assert "label=axe" in heading.style
    assert (first.kind, first.level, first.marker) == (BlockKind.ITEM, 1, "-")


def test_numbers_in_a_row_are_items_and_a_number_above_a_text_is_a_heading() -> None:
    document = read("""\
        1. Commerce

        Le centre a besoin de boutiques ouvertes toute l’année.

        1) Ouvrir une halle
        2) Planter des arbres
        3) Éclairer la place
        """)

    kinds = [(b.kind, b.marker) for b in document.blocks]

    assert kinds == [
        (BlockKind.HEADING, "1."),
        (BlockKind.PARAGRAPH, None),
        (BlockKind.ITEM, "1)"),
        (BlockKind.ITEM, "2)"),
        (BlockKind.ITEM, "3)"),
    ]


def test_a_short_line_alone_stays_a_paragraph_that_says_how_it_looks() -> None:
    document = read("Soutien aux commerçants\n\nNous ouvrirons une halle couverte, place du marché.\n")

    assert document.blocks[0].kind is BlockKind.PARAGRAPH
    assert {"short", "no-stop", "alone"} <= document.blocks[0].style
    assert "no-stop" not in document.blocks[1].style


def test_a_table_with_tabs_keeps_its_empty_cells_and_names_its_columns() -> None:
    document = read_document("AXE\tN°\tACTION\nCentre\t1\tOuvrir\n\t2\tPlanter\n".encode())

    header, first, second = document.blocks

    assert header.is_header
    assert not first.is_header
    assert [c.header for c in first.cells] == ["AXE", "N°", "ACTION"]
    assert cells(document, second) == [None, "2", "Planter"]
    assert second.span.quote(document.text) == "2\tPlanter"


def test_a_year_or_a_first_of_the_month_is_no_number_of_a_heading() -> None:
    document = read("2021 – une année de reprise\n\n1er juin, le marché rouvre\n\n110 millions pour agir\n")

    assert [b.marker for b in document.blocks] == [None, None, None]
    assert words(document)[0] == "2021 – une année de reprise"


def test_lists_inside_lists_go_one_level_down() -> None:
    document = read("• Un\n    – un bis\n    – un ter\n• Deux\n")

    assert [(b.level, b.marker) for b in document.blocks] == [(1, "•"), (2, "–"), (2, "–"), (1, "•")]


def test_bullets_pasted_on_one_line_are_as_many_items() -> None:
    document = read("• Ouvrir une halle • Planter des arbres • Éclairer la place\n")

    assert words(document, BlockKind.ITEM) == ["Ouvrir une halle", "Planter des arbres", "Éclairer la place"]


def test_lines_cut_at_a_width_are_joined_into_their_paragraph() -> None:
    document = read("""\
        La commune entend soutenir les commerces de proximité par une aide au
        loyer versée chaque trimestre. Elle s’appuie sur la chambre de commerce
        et sur les associations de quartier, qui instruisent les demandes avec
        elle. Une charte est signée par chaque bénéficiaire.

        - Une aide au loyer pour les commerçants qui ouvrent une boutique dans
          le centre ancien et dans les faubourgs
        - Une halle
        """)

    assert len(words(document, BlockKind.PARAGRAPH)) == 1
    assert len(words(document, BlockKind.ITEM)) == 2
    assert words(document)[0].endswith("chaque bénéficiaire.")


def test_separate_lines_stay_separate() -> None:
    document = read("Ouvrir une halle\nPlanter des arbres\nÉclairer la place\n")

    assert words(document) == ["Ouvrir une halle", "Planter des arbres", "Éclairer la place"]


def test_the_stored_text_is_the_file_itself() -> None:
    document = read_document("Un\r\n• Deux\u00a0: 5\u00a0€\r\n".encode("utf-16"))

    assert document.text == "Un\n• Deux\u00a0: 5\u00a0€\n"


def test_a_line_that_is_only_a_link_says_so() -> None:
    document = read("[Imprimer](#)\n\nLe plan de la ville, voté le 15 mai.\n")

    assert "link" in document.blocks[0].style
