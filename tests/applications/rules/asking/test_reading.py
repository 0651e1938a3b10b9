"""French ways of writing an answer are taken; what could mean two things is refused with its reason."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relance.applications.rules.asking import said
from relance.applications.rules.asking.fields import Field, Kind
from relance.applications.rules.asking.reading import BadAnswer, read
from relance.values.typography import NBSP, NNBSP, Locale

EUROS = Field(
    "rent",
    Kind.MONEY,
    "Loyer",
    unit="EUR/month",
    suffix="€/mois",
    low=Decimal(0),
    high=Decimal(10**6),
    places=2,
)
DOLLARS = Field("income", Kind.MONEY, "Revenu", unit="CAD", suffix="$", places=2)
COUNT = Field(
    "headcount", Kind.COUNT, "Effectif", unit="people", suffix="personnes", low=Decimal(0), places=0
)
BARE = Field("rank", Kind.COUNT, "Rang", places=0)
RATE = Field("part", Kind.RATE, "Part", unit="%", suffix="%", places=2, high=Decimal(100))
DAY = Field("created", Kind.DATE, "Création")
YES = Field("tenant", Kind.YES_NO, "Locataire", choices=(("yes", "Oui"), ("no", "Non")))
CHOICE = Field("kind", Kind.CHOICE, "Nature", choices=(("craft", "métiers"),))
NAF = Field("naf", Kind.CODE, "Activité", nomenclature="naf")
NAFS = Field("nafs", Kind.CODES, "Activités", nomenclature="naf")


@pytest.mark.parametrize(
    ("typed", "fact"),
    [
        ("1234,50", "1234.50 EUR/month"),
        ("1 234,50 €", "1234.50 EUR/month"),
        (f"1{NNBSP}234,50{NBSP}€", "1234.50 EUR/month"),
        ("1.234,50", "1234.50 EUR/month"),
        ("1,234.50", "1234.50 EUR/month"),
        ("1234.5", "1234.5 EUR/month"),
        ("€ 620", "620 EUR/month"),
        ("620 euros", "620 EUR/month"),
        ("620 €/mois", "620 EUR/month"),
        ("123.456", "123.456 EUR/month"),
        ("0", "0 EUR/month"),
        ("1'000", "1000 EUR/month"),
        ("620,00", "620.00 EUR/month"),
        ("620,500", "620.50 EUR/month"),
    ],
)
def test_an_amount_is_read_as_people_write_it(typed: str, fact: str) -> None:
    if typed in ("123.456", "620,500"):  # thousands or three decimals? nobody can tell
        with pytest.raises(BadAnswer, match="deux façons"):
            read(EUROS, typed)
        return

    assert read(EUROS, typed) == fact


@pytest.mark.parametrize(
    ("field", "typed", "fact"),
    [
        (DOLLARS, "1 500,50 $", "1500.50 CAD"),
        (DOLLARS, "$1500.50", "1500.50 CAD"),
        (COUNT, "3", "3 people"),
        (COUNT, "3 salariés", "3 people"),
        (COUNT, "3,0", "3 people"),
        (BARE, "12", 12),
        (RATE, "12,5 %", "12.5 %"),
        (RATE, "30", "30 %"),
        (DAY, "27/03/2024", "2024-03-27"),
        (DAY, "27 3 2024", "2024-03-27"),
        (DAY, "2024-03-27", "2024-03-27"),
        (DAY, "27 mars 2024", "2024-03-27"),
        (DAY, "1er mars 2024", "2024-03-01"),
        (YES, "Oui", True),
        (YES, "no", False),
        (CHOICE, "craft", "craft"),
        (NAF, "56.10c", "56.10C"),
        (NAF, "5610 C", "56.10C"),
        (NAFS, "5610C, 47.11A", ["56.10C", "47.11A"]),
    ],
)
def test_each_kind_of_answer_becomes_its_fact(field: Field, typed: str, fact: object) -> None:
    assert read(field, typed) == fact


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (EUROS, "", "S’il n’y a rien, écrivez 0"),
        (EUROS, "beaucoup", "n’est pas un nombre"),
        (EUROS, "1.5k€", "sans k ni M"),
        (EUROS, "12 $", "en €/mois"),
        (EUROS, "-5", "C’est trop peu"),
        (EUROS, "9 999 999", "Vérifiez le nombre de chiffres"),
        (EUROS, "1,2345", "2 chiffres au plus"),
        (EUROS, "1,2,3", "ne se lit pas"),
        (EUROS, "1.23,4.5", "ne se lit pas"),
        (EUROS, "12 mètres", "en chiffres seuls"),
        (EUROS, ",", "n’est pas un nombre"),
        (EUROS, "5,", "ne se lit pas"),
        (COUNT, "3,5", "sans virgule"),
        (COUNT, "1.234", "1234, sans point"),
        (RATE, "120", "100"),
        (DAY, "31/06/2024", "n’existe pas au calendrier"),
        (DAY, "mars 2024", "n’est pas une date entière"),
        (YES, "peut-être", "oui ou par non"),
        (CHOICE, "autre", "proposées"),
        (NAF, "boulangerie", "quatre chiffres et une lettre"),
        (EUROS, "1" * 300, "trop longue"),
    ],
)
def test_an_answer_that_cannot_be_says_what_was_allowed(field: Field, typed: str, words: str) -> None:
    with pytest.raises(BadAnswer, match=words):
        read(field, typed)


@given(st.decimals(0, 10**6, places=2))
@settings(max_examples=60)
def test_an_amount_shown_again_is_read_the_same(amount: Decimal) -> None:
    fact = f"{amount} EUR/month"

    again = read(EUROS, said.typed(EUROS, fact))

    assert Decimal(str(again).split()[0]) == amount


@given(st.decimals(0, 10**6, places=2))
@settings(max_examples=60)
def test_an_amount_as_the_page_prints_it_is_read_the_same(amount: Decimal) -> None:
    for locale in (Locale.FR, Locale.FR_CA):
        printed = said.words(DOLLARS, f"{amount} CAD", locale)
        assert Decimal(str(read(DOLLARS, printed.replace("$\u00a0CA", "$"))).split()[0]) == amount


@given(st.text(max_size=30))
@settings(max_examples=150)
def test_whatever_is_typed_is_read_or_refused_in_words(typed: str) -> None:
    for field in (EUROS, COUNT, RATE, DAY, NAF):
        with suppress(BadAnswer):
            assert read(field, typed) is not None
