from relance.reading.document import BlockKind, Document
from relance.reading.readers import read_document

PLAN = """\
# Plan de relance

Texte d’ouverture
sur deux lignes.

## AXE 1 : Commerce

- **Ouvrir une halle**
  - Planter des arbres
1. Éclairer

• Une puce de traitement de texte

| Action | Horizon |
|--------|---------|
| Aider \\| payer | 2022 |
|        | 2023 |

Titre souligné
--------------

> - Cité
"""


def read(text: str) -> Document:
    return read_document(text.encode())


def test_each_kind_of_block_is_found_in_order_with_its_words() -> None:
    document = read(PLAN)

    found = [(b.kind, b.level, b.marker, b.span.quote(document.text)) for b in document.blocks]

    assert document.format == "markdown"
    assert found == [
        (BlockKind.HEADING, 1, None, "Plan de relance"),
        (BlockKind.PARAGRAPH, 0, None, "Texte d’ouverture\nsur deux lignes."),
        (BlockKind.HEADING, 2, "AXE 1 :", "Commerce"),
        (BlockKind.ITEM, 1, "-", "Ouvrir une halle"),
        (BlockKind.ITEM, 2, "-", "Planter des arbres"),
        (BlockKind.ITEM, 1, "1.", "Éclairer"),
        (BlockKind.ITEM, 1, "•", "Une puce de traitement de texte"),
        (BlockKind.ROW, 0, None, "Action | Horizon"),
        (BlockKind.ROW, 0, None, "Aider \\| payer | 2022"),
        (BlockKind.ROW, 0, None, "2023"),
        (BlockKind.HEADING, 2, None, "Titre souligné"),
        (BlockKind.ITEM, 1, "-", "Cité"),
    ]


def test_cells_know_their_column_header() -> None:
    document = read(PLAN)

    row = [b for b in document.blocks if b.kind is BlockKind.ROW][2]

    assert [(c.header, c.span and c.span.quote(document.text)) for c in row.cells] == [
        ("Action", None),
        ("Horizon", "2023"),
    ]
