"""Listings of a shop: added one by one, or from a spreadsheet and back without loss."""

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from odfdo import Document, Table

from relance.exchange import models as m
from relance.exchange.actions.cataloguing import import_catalogue
from relance.exchange.queries.catalogue import export_catalogue
from relance.exchange.queries.kinds import kinds
from relance.exchange.rules.catalogue import read_rows
from tests.exchange import build
from tests.exchange.views.test_running import RUN, TOWN, picture, plain
from tests.support.cast import Cast, sign_in


@pytest.fixture
def shop(cast: Cast) -> m.Seller:
    return build.seller(cast.valmont, claimed_by=cast.charlie)


@pytest.fixture
def merchant(cast: Cast, client: Client, shop: m.Seller) -> Client:
    return sign_in(client, cast.charlie)


BREAD = {"title": "Pain de seigle", "price": "3,20", "unit": "C62", "category": "bakery", "state": "shown"}


def test_a_product_by_photo_and_price(merchant: Client, shop: m.Seller) -> None:
    said = {**BREAD, "photo": picture(), "stock": "12", "direction": "offer"}

    text = plain(merchant.post(f"{RUN}annonces/ajouter/", said, follow=True))

    listing = m.Listing.objects.of(shop.authority).get()
    assert "Encore 12 à réserver" in text
    assert (listing.price, listing.photo_words) == (320, "Pain de seigle")
    assert m.PriceHistory.objects.of(shop.authority).get().price == 320
    assert "Pain de seigle" in plain(merchant.get(f"{TOWN}?q=seigle"))


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(merchant: Client, shop: m.Seller) -> None:
    said = {**BREAD, "price": "cher", "gtin": "3017620422004", "direction": "offer"}

    answer = merchant.post(f"{RUN}annonces/ajouter/", said)

    assert answer.status_code == 422
    text = plain(answer)
    assert "3,20" in text
    assert "clé de contrôle est fausse" in text
    assert "<details open" in text
    assert not m.Listing.objects.of(shop.authority).exists()


def test_another_one_at_once(merchant: Client) -> None:
    answer = merchant.post(f"{RUN}annonces/ajouter/", {**BREAD, "direction": "offer", "encore": "1"})

    assert answer["Location"].endswith("/annonces/ajouter/?genre=product")


def test_each_kind_has_its_form(merchant: Client) -> None:
    for code, label in (("room", "Libre à partir du"), ("internship", "Missions"), ("dish", "Allergènes")):
        assert label in plain(merchant.get(f"{RUN}annonces/ajouter/?genre={code}"))
    assert merchant.get(f"{RUN}annonces/ajouter/?genre=fusee").status_code == 404


def test_a_kind_dropped_as_a_file_works_at_once(
    merchant: Client, shop: m.Seller, settings: Any, tmp_path: Path
) -> None:
    """The proof of the block: no line of code for a tool to lend."""
    settings.KINDS_ROOT = tmp_path
    (tmp_path / "tool.yaml").write_text(
        "kind: tool\none: outil à prêter\nmany: outils à prêter\nends_by: [contact]\nprice: none\n"
        "fields:\n  - {name: days, label: Durée du prêt, type: number, required: true, maximum: 30, "
        "unit: jours}\n"
    )
    path = f"{RUN}annonces/ajouter/?genre=tool"
    said = {"title": "Échelle", "category": "home", "state": "shown"}

    assert "Durée du prêt, en jours" in plain(merchant.get(path))
    assert "au plus 30" in plain(merchant.post(path, {**said, "fields.days": "90"}))
    text = plain(merchant.post(path, {**said, "fields.days": "7"}, follow=True))

    assert "7 jours" in text
    assert "Échelle" in plain(merchant.get(f"{TOWN}?q=echelle&quoi=tool"))
    assert "les outils à prêter" in plain(merchant.get(TOWN))


def test_a_listing_is_changed_and_taken_out(merchant: Client, shop: m.Seller) -> None:
    listing = build.listing(shop, reference="P1")
    path = f"{RUN}annonces/{listing.pk}/"
    assert 'value="3,20"' in plain(merchant.get(path))

    merchant.post(path, {**BREAD, "price": "2,80", "reference": "P1", "direction": "offer"})
    listing.refresh_from_db()
    assert listing.price == 280

    merchant.post(f"{path}retirer/")
    listing.refresh_from_db()
    assert listing.state == m.ListingState.WITHDRAWN
    assert "Pain" not in plain(Client().get(f"{TOWN}boutique/boulangerie-amblard/"))


def test_stock_cannot_go_below_what_is_promised(merchant: Client, shop: m.Seller) -> None:
    listing = build.listing(shop)
    build.stock(listing, 10, allocated=4)

    answer = merchant.post(f"{RUN}annonces/{listing.pk}/", {**BREAD, "stock": "3", "direction": "offer"})

    assert answer.status_code == 422
    assert "attendent déjà davantage" in plain(answer)


FIVE_MISTAKES = [
    ["Référence", "Intitulé", "Genre", "Prix", "Code-barres", "Stock", "Rayon"],
    ["A1", "Pain de seigle", "produit", "3,20", "3017620422003", "12", "Boulangerie, pâtisserie"],
    ["A2", "", "produit", "2,00", "", "", ""],
    ["A3", "Brioche", "produit", "cher", "", "", ""],
    ["A4", "Confiture", "produit", "4,50", "3017620422004", "", ""],
    ["A5", "Vaisseau", "fusée", "1,00", "", "", ""],
    ["A1", "Pain encore", "produit", "3,00", "", "", ""],
    ["A6", "Quiche", "plat", "6", "", "sur commande", ""],
]


def as_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode()


def as_xlsx(rows: list[list[str]]) -> bytes:
    book = openpyxl.Workbook()
    page = book.create_sheet(index=0)
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_ods(rows: list[list[str]]) -> bytes:
    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Catalogue")
    table.set_values(rows)
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("write", "name"), [(as_csv, "c.csv"), (as_xlsx, "c.xlsx"), (as_ods, "c.ods")], ids=["csv", "xlsx", "ods"]
)
def test_a_spreadsheet_is_reported_row_by_row_then_taken_in(
    merchant: Client, shop: m.Seller, write: Any, name: str
) -> None:
    sent = SimpleUploadedFile(name, write(FIVE_MISTAKES))

    answer = merchant.post(f"{RUN}catalogue/importer/", {"file": sent})

    text = plain(answer)
    assert answer.status_code == 422
    assert not m.Listing.objects.of(shop.authority).exists()  # nothing is done yet
    for sentence in (
        "intitulé est nécessaire",
        "pas « cher »",
        "clé de contrôle",
        "fusée",
        "Déjà dit à la ligne 2",
        "2 nouvelles, 5 refusées.",
    ):
        assert sentence in text
    file = answer.context["file"]

    merchant.post(f"{RUN}catalogue/importer/", {"fichier": file.pk, "confirmer": "1"})

    kept = {one.reference: one for one in m.Listing.objects.of(shop.authority).prefetch_related("stocks")}
    assert set(kept) == {"A1", "A6"}
    assert kept["A1"].gtin == "3017620422003"
    assert kept["A6"].stocks.get().on_demand


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "vide"),
        (b"a;b\n1;2\n", "Aucune ligne ne nomme"),
        ("Intitulé;Intitulé\nx;y\n".encode(), "deux fois"),
        ("Intitulé\n".encode(), "aucune ligne"),
        (b"PK\x03\x04 xl/workbook.xml", "abîmé"),
        (b"\x00\x01\x02", "ni un tableur"),
    ],
)
def test_a_file_that_is_no_catalogue_says_why(merchant: Client, content: bytes, sentence: str) -> None:
    answer = merchant.post(f"{RUN}catalogue/importer/", {"file": SimpleUploadedFile("c.csv", content)})

    assert answer.status_code == 422
    assert sentence in plain(answer)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_catalogue_goes_out_and_comes_back_without_loss(cast: Cast, shop: m.Seller, form: str) -> None:
    odd = "=1+1 ; « guillemets »\nseconde ligne"
    build.listing(
        shop, odd.replace("\n", " "), text=odd, reference="R1", gtin="0012345678905", tax=550, labels=["bulk"]
    )
    dish = build.listing(
        shop, "Quiche", kind="dish", fields={"allergens": ["milk", "eggs"], "served": 4}, reference="R2"
    )
    build.stock(dish, None)
    room = {"area": 12, "free_from": "2027-01-04", "furnished": False}
    build.listing(shop, "Chambre", kind="room", fields=room, unit="MON", price=40000)
    build.listing(shop, "Farine cherchée", direction="need", price=None, state="draft")
    build.stock(build.listing(shop, "Tarte", reference="R3"), 0)

    rows = read_rows(export_catalogue(shop, form), f"c.{form}", kinds())
    report = import_catalogue(seller=shop, rows=rows, by=cast.charlie, at=build.NOW, dry_run=False)

    assert [(row.outcome, row.problems) for row in report.rows] == [("same", [])] * 5


def test_the_catalogue_is_taken_away(merchant: Client, shop: m.Seller) -> None:
    build.listing(shop)

    for form in ("xlsx", "csv"):
        answer = merchant.get(f"{RUN}catalogue.{form}")
        assert f"catalogue-boulangerie-amblard.{form}" in answer["Content-Disposition"]
        assert answer.content
    assert "Pain de seigle" in plain(merchant.get(f"{RUN}catalogue/"))


def test_a_row_changes_what_its_title_names_when_nothing_has_a_reference(cast: Cast, shop: m.Seller) -> None:
    bread = build.listing(shop)
    rows = read_rows(b"Nom;Tarif\nPain de seigle;4,00\n", "c.csv", kinds())

    report = import_catalogue(seller=shop, rows=rows, by=cast.charlie, at=build.NOW, dry_run=False)

    bread.refresh_from_db()
    assert (report.rows[0].outcome, bread.price) == ("changed", 400)
