"""Officers' pages: the register in, codes out, whom to canvass, reports, the measure; and claiming."""

import re

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from relance.directory.models import Establishment
from relance.exchange import models as m
from relance.exchange.actions import joining
from relance.exchange.actions.errors import WrongCode
from relance.exchange.queries.council import counted
from relance.kernel.models import AuditLine
from tests.exchange import build
from tests.exchange.views.test_running import TOWN, plain
from tests.plans import build as plans
from tests.support.cast import Cast, sign_in

DESK = f"{TOWN}suivi/"
REGISTER = (
    "siret;enseigne1Etablissement;activitePrincipaleEtablissement;numeroVoieEtablissement;typeVoieEtablissement;"
    "libelleVoieEtablissement;codePostalEtablissement;libelleCommuneEtablissement;etatAdministratifEtablissement;"
    "latitude;longitude;horaires\n"
    "73282932000074;MERCERIE RAVEL;47.51Z;4;RUE;HAUTE;84999;VALMONT;A;44.3;5.1;Mo-Fr 09:00-18:00\n"
    ";Fournil du Pont;10.71C;;;;84999;VALMONT;A;;;\n"
    "123;Boutique fausse;47.11B;;;;84999;VALMONT;A;;;\n"
    ";;47.11B;;;;84999;VALMONT;A;;;\n"
    ";Kiosque;47.62Z;;;;84999;VALMONT;A;944.3;5.1;\n"
    ";Halle;47.11B;;;;84999;VALMONT;A;;;du lundi au samedi\n"
)


@pytest.fixture
def officer(cast: Cast, client: Client) -> Client:
    return sign_in(client, cast.alice)


def sent(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("sirene.csv", text.encode())


def bring(officer: Client, text: str) -> str:
    """Both steps: what would change, then the change."""
    first = officer.post(f"{DESK}importer/", {"file": sent(text)})
    file = first.context["file"]
    return plain(officer.post(f"{DESK}importer/", {"fichier": file.pk, "confirmer": "1"}))


def test_a_register_is_reported_row_by_row_then_taken_in(officer: Client, cast: Cast) -> None:
    first = officer.post(f"{DESK}importer/", {"file": sent(REGISTER)})

    text = plain(first)
    for sentence in ("n’est pas un SIRET", "Le nom manque", "n’est pas un point", "écriture d’horaires"):
        assert sentence in text
    assert not m.Seller.objects.of(cast.valmont).exists()

    bring(officer, REGISTER)
    shops = {one.name: one for one in m.Seller.objects.of(cast.valmont)}
    assert set(shops) == {"MERCERIE RAVEL", "Fournil du Pont"}
    assert shops["MERCERIE RAVEL"].category == "clothing"
    assert shops["MERCERIE RAVEL"].street == "4 RUE HAUTE"
    assert shops["Fournil du Pont"].category == "bakery"
    assert "MERCERIE RAVEL" in plain(Client().get(f"{TOWN}?q=mercerie"))


def test_bringing_the_register_again_changes_nothing(officer: Client, cast: Cast) -> None:
    bring(officer, REGISTER)

    text = bring(officer, REGISTER)

    assert "0 boutique(s) ajoutée(s), 0 modifiée(s), 0 fermée(s)" in text
    assert m.Seller.objects.of(cast.valmont).count() == 2


def test_the_register_closes_and_corrects_but_leaves_what_an_owner_says(officer: Client, cast: Cast) -> None:
    build.seller(cast.valmont, "Tenue", siret="73282932000074", claimed_by=cast.charlie, street="1 rue Basse")
    build.seller(cast.valmont, "Partie", postcode="84999")
    build.seller(cast.valmont, "Ravalement Sud", postcode="84999", street="ancienne")
    rows = (
        "nom;siret;code postal;adresse;etat\n"
        "Tenue;73282932000074;84999;2 rue Neuve;A\n"
        "Partie;;84999;;F\n"
        "Ravalement Sud;;84999;9 rue Neuve;A\n"
        "Ravalement Sudd;;84999;;A\n"
    )

    text = bring(officer, rows)

    said = {one.name: one for one in m.Seller.objects.of(cast.valmont)}
    assert said["Tenue"].street == "1 rue Basse"
    assert said["Partie"].state == m.SellerState.CLOSED
    assert said["Ravalement Sud"].street == "9 rue Neuve"
    assert "Ravalement Sudd" not in said
    assert "Ressemble à Ravalement Sud" in text


def test_the_register_that_is_already_here_serves_too(officer: Client, cast: Cast) -> None:
    common = {
        "country": "FR",
        "unit_number": "732829320",
        "activity": "47.24Z",
        "commune_name": "VALMONT-SUR-OUVEZE",
        "postcode": "84999",
        "state": "open",
        "source": "essai",
        "as_of": build.NOW.date(),
    }
    Establishment.objects.create(number="73282932000074", name="PAINS ET CIE", **common)
    Establishment.objects.create(number="73282932000082", name="", public=False, **common)

    officer.post(f"{DESK}importer/", {"registre": "1", "confirmer": "1"})

    assert [one.name for one in m.Seller.objects.of(cast.valmont)] == ["PAINS ET CIE"]


@pytest.mark.parametrize(
    ("text", "sentence"), [("a;b\n1;2", "ne nomme pas de colonne"), ("\x00", "pas un CSV")]
)
def test_a_file_that_is_no_register_says_why(officer: Client, text: str, sentence: str) -> None:
    answer = officer.post(f"{DESK}importer/", {"file": sent(text)})

    assert answer.status_code == 422
    assert sentence in plain(answer)


def test_a_letter_carries_the_code_that_opens_the_shop(officer: Client, cast: Cast) -> None:
    shop = build.seller(cast.valmont, "Mercerie Ravel", street="4 rue Haute", postcode="84999")
    bare = build.seller(cast.valmont, "Sans adresse", city="")

    answer = officer.post(f"{DESK}lettres.pdf", {"ligne": [shop.pk, bare.pk]})

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert m.ClaimCode.objects.of(cast.valmont).get().sent_to == "4 rue Haute, 84999 Valmont-sur-Ouvèze"
    nothing = officer.post(f"{DESK}lettres.pdf", {"ligne": ["x"]}, follow=True)
    assert "Choisissez des boutiques" in plain(nothing)


def test_a_code_by_mail_claims_the_shop_once(officer: Client, cast: Cast) -> None:
    shop = build.seller(cast.valmont, "Mercerie Ravel", email="ravel@example.org")
    officer.post(f"{DESK}mail/{shop.slug}/")
    code = re.search(r"\b[A-Z2-9]{4}(?:-[A-Z2-9]{4}){2}\b", str(mail.outbox[0].body))
    assert code
    claim = f"{TOWN}boutique/{shop.slug}/revendiquer/"
    owner = sign_in(Client(), cast.charlie)

    assert "encore 4 essais" in plain(owner.post(claim, {"code": "AAAA-AAAA-AAAA"}))
    assert owner.post(claim, {"code": code[0].lower()}).status_code == 302

    shop.refresh_from_db()
    assert (shop.state, shop.claimed_by) == (m.SellerState.CLAIMED, cast.charlie)
    again = sign_in(Client(), cast.bob).post(claim, {"code": code[0]})
    assert "déjà tenue" in plain(again)
    acts = set(AuditLine.objects.of(cast.valmont).values_list("act", flat=True))
    assert {"exchange.code.send", "exchange.seller.claim"} <= acts


def test_five_wrong_tries_end_a_code(cast: Cast) -> None:
    shop = build.seller(cast.valmont, "Mercerie Ravel", street="4 rue Haute")
    now = timezone.now()
    code = joining.make_code(seller=shop, sent_by=m.SentBy.POST, by=cast.alice, at=now)

    for _ in range(5):
        with pytest.raises(WrongCode):
            joining.claim(seller=shop, code="x", by=cast.charlie, at=now)
    with pytest.raises(WrongCode, match="Aucun code"):
        joining.claim(seller=shop, code=code, by=cast.charlie, at=now)


def test_a_code_is_over_after_its_days_and_the_next_one_replaces_it(cast: Cast) -> None:
    shop = build.seller(cast.valmont, "Mercerie Ravel", street="4 rue Haute")
    now = timezone.now()
    first = joining.make_code(seller=shop, sent_by=m.SentBy.POST, by=cast.alice, at=now)
    second = joining.make_code(seller=shop, sent_by=m.SentBy.POST, by=cast.alice, at=now)

    with pytest.raises(WrongCode):
        joining.claim(seller=shop, code=first, by=cast.charlie, at=now)
    late = now + joining.GOOD_FOR[m.SentBy.POST]
    with pytest.raises(WrongCode, match="Aucun code"):
        joining.claim(seller=shop, code=second, by=cast.charlie, at=late)


def test_a_shop_is_given_back_and_closed_by_officers(officer: Client, cast: Cast) -> None:
    shop = build.seller(cast.valmont, claimed_by=cast.charlie)
    officer.post(f"{DESK}rendre/{shop.slug}/")
    shop.refresh_from_db()
    assert (shop.state, shop.sells) == (m.SellerState.LISTED, m.Sells.NONE)

    officer.post(f"{DESK}fermer/{shop.slug}/")
    shop.refresh_from_db()
    assert shop.state == m.SellerState.CLOSED
    assert "Boulangerie Amblard" not in plain(Client().get(f"{TOWN}?q=amblard"))


def test_wishes_make_the_canvassing_list(officer: Client, cast: Cast) -> None:
    wished, other = build.seller(cast.valmont, "Mercerie Ravel"), build.seller(cast.valmont, "Kiosque")
    for number in range(3):
        joining.ask_to_join(seller=wished, visitor=f"v{number}", at=build.NOW)
    joining.ask_to_join(seller=other, visitor="v0", at=build.NOW)

    text = plain(officer.get(f"{DESK}demandes/"))
    table = b"".join(officer.get(f"{DESK}demandes.csv")).decode()

    assert text.index("Mercerie Ravel") < text.index("Kiosque")
    assert "Mercerie Ravel;;3" in table


def test_a_report_is_followed_up_and_its_address_forgotten(officer: Client, cast: Cast) -> None:
    shop = build.seller(cast.valmont)
    report = m.Report.objects.create(
        authority=cast.valmont, seller=shop, wrong="hours", email="zoe@example.org", at=build.NOW
    )
    path = f"{DESK}signalements/{report.pk}/"
    assert "Les horaires sont faux" in plain(officer.get(f"{DESK}signalements/"))
    assert officer.post(path, {"state": "righted", "words": ""}).status_code == 422

    officer.post(path, {"state": "righted", "words": "Corrigé avec la boutique."})

    report.refresh_from_db()
    assert (report.state, report.email) == (m.ReportState.RIGHTED, "")
    assert mail.outbox[0].to == ["zoe@example.org"]
    assert "Corrigé avec la boutique." in mail.outbox[0].body


def test_the_desk_filters_and_says_what_is_missing(officer: Client, cast: Cast) -> None:
    build.seller(cast.valmont, "Mercerie Ravel", hours="24/7")
    build.seller(cast.valmont, "Épicerie Haute", category="grocery")

    assert "Mercerie" not in plain(officer.get(f"{DESK}?sans=horaires"))
    assert "Mercerie" not in plain(officer.get(f"{DESK}?q=epicerie"))
    assert "Mercerie" not in plain(officer.get(f"{DESK}?rayon=grocery"))
    assert "Aucune boutique ici" in plain(officer.get(f"{DESK}?etat=closed"))


def test_the_measure_shows_what_the_council_sees_and_small_counts_are_masked(
    officer: Client, cast: Cast
) -> None:
    plan = plans.published(cast.valmont, slug="relance")
    measure = plans.measure(plan, code="commerce")
    build.seller(cast.valmont, claimed_by=cast.charlie, postcode="84999")
    officer.post(DESK, {"measure": measure.pk})

    text = plain(Client().get("/valmont-sur-ouveze/plans/relance/mesures/commerce/"))

    assert "Le commerce local" in text
    assert "Boutiques dans l’annuaire" in text
    seen = counted(cast.valmont, at=timezone.now())
    assert (seen.joined, seen.claimed, seen.reservations, seen.local) == (1, 1, 0, None)


def orders(cast: Cast, shop: m.Seller, many: int) -> None:
    """Orders of one buyer who came back and of others, two in ten from elsewhere."""
    for number in range(many):
        order = m.Order.objects.create(
            authority=cast.valmont,
            key=f"k{number}",
            token=f"t{number}",
            buyer="Zoé",
            who=f"{number % 9:064x}",
            postcode="84999" if number % 5 else "75001",
            placed_at=build.NOW.replace(day=1 + number),
        )
        slot = m.PickUp.objects.create(
            authority=cast.valmont,
            seller=shop,
            starts_at=build.NOW.replace(day=1 + number),
            ends_at=build.NOW.replace(day=1 + number, hour=20),
        )
        m.OrderPart.objects.create(
            authority=cast.valmont,
            order=order,
            seller=shop,
            number=number,
            pick_up=slot,
            total=1,
            currency="EUR",
        )


@pytest.mark.parametrize(
    ("many", "reservations", "local", "repeat"), [(4, None, None, 0), (10, 10, 80, None), (15, 15, 80, 6)]
)
def test_counts_of_a_year(
    cast: Cast, many: int, reservations: int | None, local: int | None, repeat: int | None
) -> None:
    shop = build.seller(cast.valmont, claimed_by=cast.charlie, postcode="84999")
    orders(cast, shop, many)

    seen = counted(cast.valmont, at=build.NOW)

    assert (seen.reservations, seen.local, seen.repeat) == (reservations, local, repeat)
