"""What results are broken down by, and the part of the file that is kept: words understood, columns else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from bareme.errors import did_you_mean
from bareme.populations import register
from bareme.populations.engine import quoted, text
from bareme.simulation.request import SimulationError

# word → the columns it may be read in, and what to do with them
WORDS: Final[Mapping[str, tuple[tuple[str, ...], str]]] = {
    "commune": (register.COMMUNE, "{}"),
    "epci": (register.PLACES["epci"], "{}"),
    "region": (register.PLACES["region"], "{}"),
    "departement": ((*register.PLACES["departement"], *register.COMMUNE), "dep"),
    "naf": (register.NAF, "{}"),
    "division": (register.NAF, "left({}, 2)"),
    "section": (("section", *register.NAF), "section"),
    "size": (register.HEADCOUNT, "{}"),
    "legal_form": (register.LEGAL_FORM, "left({}::VARCHAR, 2)"),
}
FRENCH: Final = {
    "département": "departement", "région": "region", "secteur": "section", "taille": "size",
    "effectif": "size", "forme": "legal_form", "activité": "naf",
}  # fmt: skip
SECTIONS: Final = (  # NAF rev. 2: the first and last division of each section
    ("A", 1, 3), ("B", 5, 9), ("C", 10, 33), ("D", 35, 35), ("E", 36, 39), ("F", 41, 43), ("G", 45, 47),
    ("H", 49, 53), ("I", 55, 56), ("J", 58, 63), ("K", 64, 66), ("L", 68, 68), ("M", 69, 75), ("N", 77, 82),
    ("O", 84, 84), ("P", 85, 85), ("Q", 86, 88), ("R", 90, 93), ("S", 94, 96), ("T", 97, 98), ("U", 99, 99),
)  # fmt: skip


def grouping(word: str, columns: Mapping[str, str]) -> str:
    """The SQL value that firms are grouped by. Raises SimulationError: neither a word nor a column."""
    if word in columns:
        return f"{quoted(word)}::VARCHAR"
    known = FRENCH.get(word, word)
    if known not in WORDS:
        help = did_you_mean(word, [*WORDS, *columns], show=40)
        raise SimulationError(f"--by {word}", f"ni une colonne, ni un découpage connu ; {help}")
    names, how = WORDS[known]
    name = next((name for name in names if name in columns), None)
    if name is None:
        raise SimulationError(f"--by {word}", f"il y faut une colonne {' ou '.join(names[:2])}")
    column = f"{quoted(name)}::VARCHAR"
    if how == "dep":
        if name not in register.COMMUNE:
            return column
        return f"left({column}, CASE WHEN left({column}, 2) IN ('97', '98') THEN 3 ELSE 2 END)"
    if how == "section":
        if name == "section":
            return column
        whens = " ".join(
            f"WHEN left({column}, 2) BETWEEN '{a:02d}' AND '{b:02d}' THEN '{s}'" for s, a, b in SECTIONS
        )
        return f"CASE {whens} END"
    return how.format(column)


def kept(only: Mapping[str, Sequence[str]], columns: Mapping[str, str]) -> list[str]:
    """The conditions of the part kept. A file sorted by commune is read only where it has to be.

    An EPCI is read in the file's own column, else from the communes by the national list.
    Raises SimulationError: no such column, or an EPCI that is not in that list.
    """
    found = []
    for word, values in only.items():
        own = _column(register.PLACES["epci"], columns)
        if word == "epci" and own is None and (commune := _column(register.COMMUNE, columns)) is not None:
            codes = communes_of(values)
            found.append(_among(quoted(commune), codes))
            continue
        found.append(_among(grouping(word, columns), sorted(values)))
        commune = _column(register.COMMUNE, columns)
        if FRENCH.get(word, word) == "departement" and commune is not None:
            ends = [f"{quoted(commune)} BETWEEN {text(v)} AND {text(v + 'ZZZ')}" for v in sorted(values)]
            found.append("(" + " OR ".join(ends) + ")")
    return found


def _among(value: str, codes: Sequence[str]) -> str:
    inside = f"{value} IN ({', '.join(text(code) for code in codes)})"
    # the ends let whole parts of a sorted file be left unread
    return f"({value} BETWEEN {text(codes[0])} AND {text(codes[-1])} AND {inside})"


def _column(names: Sequence[str], columns: Mapping[str, str]) -> str | None:
    return next((name for name in names if name in columns), None)


@cache
def _communes() -> str:
    """The national list as one text, in its order: read line by line, it takes twenty times longer."""
    import gzip

    file = files("bareme.populations") / "figures" / "communes.csv.gz"
    return gzip.decompress(file.read_bytes()).decode()


def communes_of(epci: Sequence[str]) -> list[str]:
    """The communes of these EPCI, by the national list (populations/figures)."""
    listed = _communes()
    names = listed[: listed.index("\n")].split(",")
    commune, place = names.index("commune"), names.index("epci")
    found = []
    for code in sorted(set(epci)):
        rows = [row for row in _lines(listed, f",{code},") if row[place] == code]
        if not rows:
            raise SimulationError("--only epci", f"« {code} » n’est pas un EPCI de la liste nationale")
        found += [row[commune] for row in rows]
    return sorted(found)


def _lines(listed: str, part: str) -> Iterator[list[str]]:
    """The lines that hold this text, cut in columns."""
    at = listed.find(part)
    while at >= 0:
        end = listed.find("\n", at)
        yield listed[listed.rfind("\n", 0, at) + 1 : end if end >= 0 else None].split(",")
        at = listed.find(part, end) if end >= 0 else -1
