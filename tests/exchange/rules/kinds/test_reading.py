"""A kind is a file: the shipped ones are read, a new one is a new file, a wrong one says why."""

from pathlib import Path

import pytest

from relance.exchange.rules.kinds import PACKAGED, BadKind, Ending, FieldType, Pricing, Sight, load, read_kind

PRODUCT = """
kind: product
one: produit
many: produits
ends_by: [order]
fields:
  - {name: brand, label: Marque, type: text}
"""


def test_the_shipped_kinds_are_five_files() -> None:
    known = load([PACKAGED])

    assert set(known) == {"product", "service", "dish", "room", "internship"}
    assert known["product"].gtin
    assert known["room"].ends_by == (Ending.CONTACT,)
    assert known["internship"].price is Pricing.NONE


def test_a_new_file_is_a_new_kind(tmp_path: Path) -> None:
    (tmp_path / "tool.yaml").write_text(PRODUCT.replace("kind: product", "kind: tool_to_lend"))

    known = load([PACKAGED, tmp_path])

    assert known["tool_to_lend"].fields[0].label == "Marque"
    assert "product" in known


def test_a_file_of_the_town_replaces_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "product.yaml").write_text(PRODUCT)

    assert load([PACKAGED, tmp_path])["product"].ends_by == (Ending.ORDER,)


def test_a_folder_that_is_not_there_holds_no_kind(tmp_path: Path) -> None:
    assert load([tmp_path / "nowhere"]) == {}


def test_what_a_file_does_not_say_is_the_usual() -> None:
    kind = read_kind(PRODUCT, name="product.yaml")

    assert kind.directions == ("offer",)
    assert kind.seen_by is Sight.EVERYBODY
    assert not kind.gtin
    assert kind.fields[0].type is FieldType.TEXT
    assert not kind.fields[0].required


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("kind: product", "kind: Produit neuf"), "minuscules"),
        (("one: produit", "name: produit"), "« name » n’est pas une clé connue"),
        (("one: produit\n", ""), "« one » manque"),
        (("ends_by: [order]", "ends_by: [phone]"), "contact, reservation, order"),
        (("ends_by: [order]", "ends_by: []"), "comment l’annonce aboutit"),
        (("ends_by: [order]", "ends_by: order"), "est une liste"),
        (("ends_by: [order]", "ends_by: [order]\ndirections: [up]"), "offer, need"),
        (("ends_by: [order]", "ends_by: [order]\ngtin: peut-être"), "true ou false"),
        (("type: text", "type: words"), "text, long_text, number"),
        (("type: text", "type: choice"), "« choices »"),
        (("type: text", "type: text, choices: {a: A}"), "« choices »"),
        (("type: text", "type: text, minimum: 2"), "bornes d’un nombre"),
        (("type: text", "type: number, minimum: deux"), "nombre entier"),
        (("type: text", "type: text, seen_by: friends"), "everybody, accounts, seller"),
        (("name: brand", "name: La marque"), "minuscules"),
        (("fields:", "fields:\n  - {name: brand, label: M, type: text}"), "deux fois"),
        (("fields:", "fields: {"), "n’est pas du YAML"),
        (("kind: product", "- rien"), "YAML"),
    ],
)
def test_a_wrong_file_says_what_was_allowed(change: tuple[str, str], sentence: str) -> None:
    with pytest.raises(BadKind) as refusal:
        read_kind(PRODUCT.replace(*change), name="product.yaml")

    assert "product.yaml" in str(refusal.value)
    assert sentence in str(refusal.value).replace("\u00a0", " ")


def test_a_file_that_holds_a_list_is_no_kind() -> None:
    with pytest.raises(BadKind, match="clés et leurs valeurs"):
        read_kind("- a\n- b", name="x.yaml")
