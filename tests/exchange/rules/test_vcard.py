"""A shop for an address book, as RFC 6350 writes it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from relance.exchange.rules.vcard import WIDEST, Card, vcard

BAKERY = Card(
    name="Boulangerie Amblard",
    url="https://valmont.example/amblard/",
    street="4, place du Marché",
    postcode="84999",
    city="Valmont",
    country="FR",
    phone="04 90 00 00 00",
    latitude=44_100_000,
    longitude=-5_100_000,
)


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_shop_with_its_place() -> None:
    assert unfolded(vcard(BAKERY)) == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "KIND:org",
        "FN:Boulangerie Amblard",
        "SOURCE:https://valmont.example/amblard/",
        "ADR;TYPE=work:;;4\\, place du Marché;Valmont;;84999;FR",
        "TEL;TYPE=work:04 90 00 00 00",
        "GEO:geo:44.100000,-5.100000",
        "END:VCARD",
        "",
    ]


def test_what_is_not_known_is_left_out() -> None:
    text = vcard(Card(name="Ravel", url="https://x.example/", country="FR"))

    assert "ADR" not in text
    assert "TEL" not in text
    assert "GEO" not in text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120))
@settings(max_examples=60)
def test_whatever_the_name_lines_stay_short_and_say_it_whole(name: str) -> None:
    text = vcard(Card(name=name, url="https://x.example/"))

    assert all(len(line.encode()) <= WIDEST for line in text.split("\r\n"))
    (said,) = [line for line in unfolded(text) if line.startswith("FN:")]
    assert said[3:].replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\") == name


def test_a_name_cannot_add_a_line() -> None:
    text = vcard(Card(name="Ravel\r\nTEL:666", url="https://x.example/"))

    assert "FN:Ravel\\nTEL:666" in unfolded(text)
