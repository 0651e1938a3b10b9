"""What somebody typed, as a fact. French ways of writing numbers and dates are all taken."""

import re
from datetime import date
from decimal import Decimal
from typing import Final

from relance.applications.rules.asking.fields import Field, Kind
from relance.values import dates
from relance.values.typography import NBSP, flat, number, squeeze

_SPACES: Final = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000'’]+")
_SIGNS: Final = {
    "€": "EUR",
    "eur": "EUR",
    "euros": "EUR",
    "euro": "EUR",
    "$": "CAD",
    "cad": "CAD",
    "dollars": "CAD",
}
_NUMBER: Final = re.compile(r"([+\-\u2212]?)([\d.,]+)(.*)")
LONGEST: Final = 200


class BadAnswer(ValueError):
    """The answer cannot be this fact; the message is a French sentence that says what is allowed."""


def read(field: Field, text: str) -> object:
    """The fact, as JSON keeps it and `bareme` reads it. Raises BadAnswer; an empty text is one."""
    text = squeeze(text)[: LONGEST + 1]
    if not text:
        raise BadAnswer(_MISSING[field.kind])
    if len(text) > LONGEST:
        raise BadAnswer("Cette réponse est trop longue.")
    if field.kind is Kind.YES_NO:
        return _yes_no(text)
    if field.kind is Kind.CHOICE:
        if text not in dict(field.choices):
            raise BadAnswer("Choisissez une des réponses proposées.")
        return text
    if field.kind is Kind.DATE:
        return _day(text).isoformat()
    if field.kind is Kind.CODE:
        return code(field.nomenclature, text)
    if field.kind is Kind.CODES:
        return [code(field.nomenclature, one) for one in re.split(r"[,;\s]+", text) if one]
    return _quantity(field, text)


_MISSING: Final = {
    Kind.MONEY: "Indiquez un montant. S’il n’y a rien, écrivez 0.",
    Kind.COUNT: "Indiquez un nombre. S’il n’y en a pas, écrivez 0.",
    Kind.NUMBER: "Indiquez un nombre. S’il n’y a rien, écrivez 0.",
    Kind.RATE: "Indiquez un pourcentage.",
    Kind.DATE: "Indiquez une date, par exemple 27/03/2024.",
    Kind.YES_NO: "Répondez par oui ou par non.",
    Kind.CHOICE: "Choisissez une réponse.",
    Kind.CODE: "Indiquez le code.",
    Kind.CODES: "Indiquez un code au moins.",
}


def _yes_no(text: str) -> bool:
    word = flat(text)
    if word in ("yes", "oui"):
        return True
    if word in ("no", "non"):
        return False
    raise BadAnswer(_MISSING[Kind.YES_NO])


def _quantity(field: Field, text: str) -> str | int:
    value = decimal(text, places=field.places, unit=field.unit, suffix=field.suffix)
    if field.low is not None and value < field.low:
        least = number(field.low) + (f"{NBSP}{field.suffix}" if field.suffix else "")
        raise BadAnswer(f"C’est trop peu{NBSP}: {least} au moins.")
    if field.high is not None and value > field.high:
        most = number(field.high) + (f"{NBSP}{field.suffix}" if field.suffix else "")
        raise BadAnswer(f"C’est trop{NBSP}: {most} au plus. Vérifiez le nombre de chiffres.")
    if field.kind is Kind.COUNT and not field.unit:
        return int(value)
    plain = f"{value:f}"
    return f"{plain} {field.unit}" if field.unit else plain


def decimal(text: str, *, places: int, unit: str = "", suffix: str = "") -> Decimal:
    """The number as people write it: "1 234,50 €", "1.234,50", "1234.5", "12 salariés". Raises BadAnswer.

    A number that could be read in two ways ("1.234") is refused rather than guessed.
    """
    glued = _SPACES.sub("", text)
    for sign, currency in (("$", "CAD"), ("€", "EUR")):  # before the number, too
        if glued.startswith(sign):
            glued = glued[1:] + sign if unit.startswith(currency) else glued
    match = _NUMBER.fullmatch(glued)
    if match is None or not re.search(r"\d", match[2]):
        sample = _sample(places)
        raise BadAnswer(
            f"«{NBSP}{text}{NBSP}» n’est pas un nombre. Écrivez en chiffres, par exemple {sample}."
        )
    sign, digits, after = match.groups()
    _check_unit(after, text, unit, suffix)
    value = Decimal(_plain(digits, text, places))
    given = -int(value.as_tuple().exponent)
    if given > places and value != value.quantize(Decimal(1).scaleb(-places)):
        if places == 0:
            raise BadAnswer("Écrivez un nombre entier, sans virgule.")
        raise BadAnswer(f"Écrivez {places} chiffres au plus après la virgule, par exemple {_sample(places)}.")
    value = value.quantize(Decimal(1).scaleb(-places)) if given > places else value
    return -value if sign and sign != "+" else value


def _plain(digits: str, text: str, places: int) -> str:
    """The digits with a point for the decimals and nothing between thousands."""
    signs = [sign for sign in digits if sign in ",."]
    last = signs[-1] if signs else ""
    body, _, end = digits.rpartition(last) if last else (digits, "", "")
    if len(set(signs)) == 2:  # 1.234,50: the last one is the decimal sign
        other = "," if last == "." else "."
        if body.count(last) or not re.fullmatch(rf"\d{{1,3}}(?:\{other}\d{{3}})+", body) or not end:
            raise BadAnswer(f"«{NBSP}{text}{NBSP}» ne se lit pas. Écrivez par exemple {_sample(places)}.")
        return body.replace(other, "") + "." + end
    if len(signs) > 1:  # 1.234.567
        if not re.fullmatch(rf"\d{{1,3}}(?:\{last}\d{{3}})+", digits):
            raise BadAnswer(f"«{NBSP}{text}{NBSP}» ne se lit pas. Écrivez par exemple {_sample(places)}.")
        return digits.replace(last, "")
    if not last:
        return digits
    if not end or not body:
        raise BadAnswer(f"«{NBSP}{text}{NBSP}» ne se lit pas. Écrivez par exemple {_sample(places)}.")
    if len(end) == 3 and places != 3 and body != "0" and len(body) <= 3:
        raise BadAnswer(
            f"«{NBSP}{text}{NBSP}» se lit de deux façons. Écrivez {body}{NBSP}{end} pour des milliers, "
            f"ou {_sample(places)} avec des décimales."
            if places
            else f"«{NBSP}{text}{NBSP}» se lit de deux façons. Écrivez {body}{end}, sans point ni virgule."
        )
    return f"{body}.{end}"


def _sample(places: int) -> str:
    return {0: "12", 1: "12,5"}.get(places, "1234,50")


def _check_unit(after: str, text: str, unit: str, suffix: str) -> None:
    """What stands behind the number may say its unit again, never another one."""
    word = flat(after).strip(".")
    if not word or word in (flat(suffix), flat(unit)):
        return
    if word in ("k", "k€", "k$", "m€", "m", "m$"):
        raise BadAnswer("Écrivez le montant en entier, sans k ni M.")
    head = word.partition("/")[0]
    currency = _SIGNS.get(head)
    if currency and unit.startswith(currency):
        return
    if currency:
        raise BadAnswer(f"Indiquez ce montant en {suffix}.")
    if word == "%" and unit == "%":
        return
    if unit and not unit.startswith(("EUR", "CAD", "%")) and word.isalpha():
        return  # "3 salariés" where persons are counted
    raise BadAnswer(f"«{NBSP}{text}{NBSP}» n’est pas un nombre. Écrivez-le en chiffres seuls.")


def _day(text: str) -> date:
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    french = re.fullmatch(r"(\d{1,2})[\s/.-]+(\d{1,2})[\s/.-]+(\d{4})", text)
    if iso or french:
        match = iso or french
        assert match is not None  # noqa: S101  # one of them matched
        year, month, day = match.groups() if iso else match.groups()[::-1]
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            raise BadAnswer(f"Le {text} n’existe pas au calendrier.") from None
    found = dates.day(text)
    if found is None:
        raise BadAnswer(
            f"«{NBSP}{text}{NBSP}» n’est pas une date entière. Écrivez le jour, le mois et l’année, "
            "par exemple 27/03/2024."
        )
    return found


_CODES: Final = {
    "naf": (r"\d{2}\.?\d{2}[A-Z]", "quatre chiffres et une lettre, par exemple 56.10C"),
    "legal_form": (r"\d{4}", "quatre chiffres, par exemple 5499"),
    "sirene_legal_form": (r"\d{4}", "quatre chiffres, par exemple 5499"),
    "commune": (r"\d[\dAB]\d{3}|\d{5}", "cinq signes, par exemple 59350"),
    "epci": (r"\d{9}", "neuf chiffres"),
    "departement": (r"\d{2,3}|2[AB]", "deux ou trois signes, par exemple 84"),
}


def code(of: str, text: str) -> str:
    """A code of a nomenclature in the form that its keepers use. Raises BadAnswer."""
    plain = _SPACES.sub("", text).upper()
    pattern, form = _CODES.get(of, (r"[\w.-]{1,20}", "vingt signes au plus, lettres et chiffres"))
    if not re.fullmatch(pattern, plain):
        raise BadAnswer(f"«{NBSP}{text}{NBSP}» n’a pas la forme de ce code{NBSP}: {form}.")
    if of == "naf" and "." not in plain:
        return f"{plain[:2]}.{plain[2:]}"
    return plain
