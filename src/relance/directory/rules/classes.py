"""Insee's classes of headcount, in words. Source: nomenclature "tranche d’effectifs salariés"."""

HEADCOUNT = {
    "NN": "non employeur",
    "00": "0 salarié au 31 décembre",
    "01": "1 ou 2 salariés",
    "02": "3 à 5 salariés",
    "03": "6 à 9 salariés",
    "11": "10 à 19 salariés",
    "12": "20 à 49 salariés",
    "21": "50 à 99 salariés",
    "22": "100 à 199 salariés",
    "31": "200 à 249 salariés",
    "32": "250 à 499 salariés",
    "41": "500 à 999 salariés",
    "42": "1\u202f000 à 1\u202f999 salariés",
    "51": "2\u202f000 à 4\u202f999 salariés",
    "52": "5\u202f000 à 9\u202f999 salariés",
    "53": "10\u202f000 salariés et plus",
}


def headcount_words(code: str) -> str:
    """What a class says; "effectif inconnu" for none."""
    return HEADCOUNT.get(code, "effectif inconnu du registre")
