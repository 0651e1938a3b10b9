"""How a number was worked out, in words: « Mois aidés (3 mois) × Loyer mensuel (410,10 €/mois) »."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bareme import tree
from bareme.model import say
from bareme.phrases import WORKING
from bareme.reasons import before
from bareme.tree import Node
from bareme.units import ONE

if TYPE_CHECKING:
    from bareme.words import Speaker

LONGEST = 600  # beyond it a sentence helps nobody: the tree of reasons has the whole
INFIX = {tree.Add: "+", tree.Subtract: "−", tree.DaysBetween: "−", tree.Multiply: "×"}


def steps(speaker: Speaker, node: Node, told: set[str]) -> Iterator[tuple[str, str]]:
    """What an amount is made of, then what each quantity named in it is made of: (name, formula).

    `told`: definitions already told, kept up to date. A quantity read as it stands has no formula. Only
    for a value that is certain.
    """
    body = taken_from(speaker, node)
    if isinstance(body, tree.DefinitionRef) and body.name not in told:
        told.add(body.name)
        body = taken_from(speaker, speaker.scheme.definitions[body.name].node)
    text = Formula(speaker).of(body)
    if isinstance(body, tree.Aggregate):  # its name is what one would say of it
        return
    told_already = not isinstance(body, tree.Prorata) and text == speaker.value(body)
    if not speaker.is_leaf(body) and not told_already and len(text) <= LONGEST:
        yield "", text
    for inner in _named(speaker, body):
        if inner.name in told:
            continue
        told.add(inner.name)
        name, value = speaker.name(inner), speaker.value(inner)
        for rank, (below, working) in enumerate(
            steps(speaker, speaker.scheme.definitions[inner.name].node, told)
        ):
            yield (below, working) if rank or below else (f"{name}{speaker.colon}{value}", working)


def taken_from(speaker: Speaker, node: Node) -> Node:
    """What the value came from: the version in force, the branch taken, a ceiling that is no bound."""
    run, env = speaker.program.run, speaker.env
    if isinstance(node, tree.Dated):
        version = node.at(speaker.program.day)
        return node if version is None else taken_from(speaker, version)
    if isinstance(node, tree.Choose):
        taken = (then for test, then in node.cases if run(test)(env) is True)
        return taken_from(speaker, next(taken, node.default))
    if isinstance(node, tree.Guard):
        return taken_from(speaker, node.value)
    if isinstance(node, tree.Otherwise):
        kept = isinstance(run(node.value)(env), Decimal)
        return taken_from(speaker, node.value if kept else node.fallback)
    if isinstance(node, tree.Round):
        exact, after = before(speaker.program, node, env), run(node)(env)
        if exact is not None and isinstance(after, Decimal) and Fraction(exact) == Fraction(after):
            return taken_from(speaker, node.value)  # nothing was rounded
    if isinstance(node, tree.Greatest):  # « max(…, 0 EUR) » keeps what is above zero
        above = [item for item in node.operands if not _is_zero(item)]
        if len(above) == 1 and run(above[0])(env) == run(node)(env):
            return taken_from(speaker, above[0])
    if isinstance(node, tree.Multiply):  # « × 1 month » changes the unit, not the figure
        parts = [item for item in (node.left, node.right) if not _is_one(item)]
        if len(parts) == 1:
            return taken_from(speaker, parts[0])
    return node


def _is_zero(node: Node) -> bool:
    return isinstance(node, tree.Literal) and node.value == 0


def _is_one(node: Node) -> bool:
    return isinstance(node, tree.Literal) and node.value == 1 and tree.unit_of(node) != ONE


def _named(speaker: Speaker, node: Node) -> Iterator[tree.DefinitionRef]:
    """The definitions that the value of this node was read from, in their order."""
    body = taken_from(speaker, node)
    if isinstance(body, tree.DefinitionRef):
        yield body
    elif not isinstance(body, tree.Aggregate):
        for child in body.children:
            yield from _named(speaker, child)


class Formula:
    """Writes a calculation with the names and the values it was made with."""

    def __init__(self, speaker: Speaker) -> None:
        self.speaker = speaker
        self.words = WORKING[speaker.language]

    def of(self, node: Node) -> str:
        body = taken_from(self.speaker, node)
        if self.speaker.is_leaf(body):
            return self.leaf(body)
        if type(body) in INFIX:
            left, right = body.children
            first = isinstance(body, tree.Add | tree.Subtract)  # a − b + c reads from the left
            return f"{self.inside(left, sums=first)} {INFIX[type(body)]} {self.inside(right)}"
        teller = _TELLERS.get(type(body))
        return teller(self, body) if teller is not None else self.speaker.value(body)

    def inside(self, node: Node, *, sums: bool = False) -> str:
        """A term; between brackets where it would be read otherwise."""
        body = taken_from(self.speaker, node)
        plain = self.speaker.is_leaf(body) or isinstance(body, tree.Multiply | tree.Aggregate | tree.Brackets)
        plain = plain or (sums and isinstance(body, tree.Add | tree.Subtract))
        return self.of(body) if plain else f"({self.of(body)})"

    def leaf(self, node: Node) -> str:
        """« Mois aidés (3 mois) », « Chiffre d’affaires (mai 2020 : 900 €) », « 50 % »."""
        value = self.speaker.value(node)
        name = "" if isinstance(node, tree.Literal) else self.speaker.name(node)
        return value if not name or self.speaker.is_unlabelled(node) else self.called(name, value)

    def called(self, name: str, value: str) -> str:
        if name.endswith(")"):
            return f"{name[:-1]}{self.speaker.colon}{value})"
        return f"{name} ({value})"

    def join(self, nodes: Sequence[Node]) -> str:
        found = [self.of(node) for node in nodes]
        return f"{', '.join(found[:-1])} {self.words['and']} {found[-1]}"

    def least(self, node: Any) -> str:
        return self.words["least"].format(self.join(node.operands))

    def greatest(self, node: Any) -> str:
        return self.words["greatest"].format(self.join(node.operands))

    def clip(self, node: Any) -> str:
        inner, high = self.of(node.value), self.of(node.high)
        if _is_zero(node.low) and self.speaker.value(node) != self.speaker.value(node.low):
            return self.words["most"].format(inner, high)
        return self.words["clip"].format(inner, self.of(node.low), high)

    def round(self, node: Any) -> str:
        words = self.words[{"floor": "floor", "ceil": "ceil"}.get(node.mode, "near")]
        return words.format(self.of(node.value), self.speaker.value(node.step))

    def prorata(self, node: Any) -> str:
        above = [item for item in (node.value, node.part) if item is not None]
        return " × ".join(self.inside(item) for item in above) + f" ÷ {self.inside(node.whole)}"

    def brackets(self, node: Any) -> str:
        label = say(self.speaker.scheme.scales[node.scale].label, self.speaker.language)
        return self.words["brackets"].format(self.speaker.value(node), label, self.of(node.value))

    def aggregate(self, node: Any) -> str:
        return self.called(self.speaker.aggregate_name(node), self.speaker.value(node))

    def negate(self, node: Any) -> str:
        return f"−{self.inside(node.value)}"

    def convert(self, node: Any) -> str:
        return f"{self.inside(node.value)} × {node.factor}"

    def shift(self, node: Any) -> str:
        sign = "+" if node.sign > 0 else "−"
        return f"{self.of(node.date)} {sign} {self.inside(node.duration)}"

    def whole(self, node: Any) -> str:
        return self.words[f"whole {node.unit}"].format(self.of(node.start), self.of(node.end))


_TELLERS: dict[type[Node], Callable[[Formula, Any], str]] = {
    tree.Least: Formula.least,
    tree.Greatest: Formula.greatest,
    tree.Clip: Formula.clip,
    tree.Round: Formula.round,
    tree.Prorata: Formula.prorata,
    tree.Brackets: Formula.brackets,
    tree.Aggregate: Formula.aggregate,
    tree.Negate: Formula.negate,
    tree.Convert: Formula.convert,
    tree.Shift: Formula.shift,
    tree.Whole: Formula.whole,
}
