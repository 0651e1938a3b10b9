"""Sets of codes as lookup tables, joined once: one table for each code and length of key."""

from __future__ import annotations

from dataclasses import dataclass, field

from bareme.model import CodeList
from bareme.sql.algebra import Algebra
from bareme.sql.cells import BOOLEAN, Cell
from bareme.sql.worth import Word

FEW = 8  # codes that are quicker compared, and read, than joined


@dataclass
class Lookup:
    """A table of codes. `length` 0: whole codes; else so many first characters. `flags`: column → codes."""

    name: str
    code: Cell
    length: int
    flags: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def rows(self) -> list[tuple[str, list[bool]]]:
        """Each code with its flags, sorted."""
        codes = sorted(frozenset().union(*self.flags.values()))
        return [(code, [code in held for held in self.flags.values()]) for code in codes]


class Lookups:
    """Collects the tables that the rules ask."""

    def __init__(self, cells: Algebra) -> None:
        self.cells = cells
        self.tables: dict[tuple[int, int], Lookup] = {}
        self._names: dict[tuple[int, int, frozenset[str]], str] = {}

    def holds(self, code: Word, name: str, codes: CodeList) -> Cell:
        """Is the code in the list? NULL where the code is unknown."""
        make = self.cells
        if code.value.constant:
            value = code.value.value
            said = None if value is None else any(map(codes.holds, value if code.many else [value]))
            return make.literal(said, BOOLEAN)
        if code.many:
            return make.call("holds", code.value, codes, type=BOOLEAN)
        inside = make.one(
            self._found(code.value, 0, codes.codes, name), *self._beginnings(code.value, codes.prefixes, name)
        )
        outside = make.one(*self._beginnings(code.value, codes.excepted, f"{name}_except"))
        found = make.both(inside, make.no(outside))
        if found.op == "among":
            return found  # already NULL where the code is
        if not code.value.nullable:
            return found
        return make.case([(make.known(code.value), found)], make.null(BOOLEAN))

    def _beginnings(self, code: Cell, prefixes: tuple[str, ...], name: str) -> list[Cell]:
        lengths = sorted({len(prefix) for prefix in prefixes})
        return [
            self._found(code, length, frozenset(p for p in prefixes if len(p) == length), f"{name}_{length}")
            for length in lengths
        ]

    def _found(self, code: Cell, length: int, codes: frozenset[str], name: str) -> Cell:
        if not codes:
            return self.cells.false
        if not length and len(codes) <= FEW and not code.element:
            return self.cells.call("among", code, *sorted(codes), type=BOOLEAN)
        key = (id(code), length)
        table = self.tables.get(key)
        if table is None:
            title = f"codes_{code.hint or 'code'}" + (f"_{length}" if length else "")
            table = self.tables[key] = Lookup(title, code, length)
        asked = (*key, codes)
        if asked not in self._names:
            flag = name.replace(".", "_").replace("-", "_")
            while flag in table.flags:
                flag += "_"
            table.flags[flag] = codes
            self._names[asked] = flag
        found = self.cells.make("looked", (table.name, self._names[asked], code), BOOLEAN, False)
        found.hint = found.hint or f"in_{self._names[asked]}"
        return found
