"""The shelves of the town: in which one a shop stands, by its NAF code, and what each is called."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

OTHER: Final = "services"


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf. `schema`: schema.org type of its shops; `naf`: beginnings of the codes that go there."""

    code: str
    name: str
    schema: str
    naf: tuple[str, ...]


@cache
def categories() -> dict[str, Category]:
    """Every shelf, in the order in which pages show them."""
    text = (Path(__file__).parent / "categories.yaml").read_text(encoding="utf-8")
    return {
        one["code"]: Category(one["code"], one["name"], one["schema"], tuple(one["naf"]))
        for one in yaml.safe_load(text)
    }


def name_of(code: str) -> str:
    """What a shelf is called; an unknown code says itself."""
    known = categories().get(code)
    return known.name if known else code


def by_naf(code: str) -> str:
    """The shelf of a NAF code ("47.24Z", "4724Z"): the longest beginning wins."""
    dotted = code if "." in code else f"{code[:2]}.{code[2:]}"
    found = [
        (len(beginning), one.code)
        for one in categories().values()
        for beginning in one.naf
        if dotted.startswith(beginning)
    ]
    return max(found)[1] if found else OTHER


def choices() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in categories().values()]
