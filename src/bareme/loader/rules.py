"""Rules: expressions, lists of cases, blocks, dated versions; definitions, tables, conditions, amounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from bareme import tree
from bareme.errors import Problem, Span
from bareme.grammar import combine
from bareme.lexing import ExpressionError
from bareme.loader.dated import periods
from bareme.loader.draft import Draft, entries, items, label_of, word
from bareme.model import Condition, Definition, Label, Line
from bareme.source import Items, Mapping, Node, Text
from bareme.tree import Node as Rule
from bareme.types import MAX_DIGITS, Boolean, Quantity, join, optional

CURRENCY_DECIMALS = {"JPY": 0, "XPF": 0, "XOF": 0, "XAF": 0, "TND": 3}


def rule(draft: Draft, node: Node) -> Rule:
    """The typed tree of a rule, however it is written. Raises ExpressionError, Cascade."""
    if isinstance(node, Text):
        return draft.expression(node)
    if isinstance(node, Items):
        return _cases(draft, node)
    key, value = next(iter(node))
    if key.value == "not":
        inner = draft.condition(value)
        kind = Boolean(optional=inner.type.optional)
        return tree.Not(type=kind, span=node.span, value=inner)
    if key.value == "versions":
        return _versions(draft, node, value)
    operands = tuple(draft.condition(item) for item in items(value))
    return combine(operands, node.span, all_of=key.value == "all")


def _versions(draft: Draft, node: Mapping, value: Node) -> Rule:
    def build(item: Mapping, since: date, until: date | None) -> tree.Version:
        return tree.Version(since, until, rule(draft, item.values["value"]))

    versions = periods(draft, list(items(value)), build)
    kind = versions[0].node.type
    for version in versions[1:]:
        joined = join(kind, version.node.type)
        if joined is None:
            cause = f"les versions diffèrent : {kind}, {version.node.type}"
            raise ExpressionError(Problem("type", cause, version.node.span))
        kind = joined
    if isinstance(kind, Boolean):
        kind = replace(kind, always=None)
    return tree.Dated(type=kind, span=node.span, versions=versions)


def _cases(draft: Draft, node: Items) -> Rule:
    cases: list[tuple[Rule, Rule]] = []
    default: Rule | None = None
    for item in node:
        assert isinstance(item, Mapping)
        if default is not None:
            raise ExpressionError(Problem("dead", "branche morte : rien ne vient après « else »", item.span))
        if set(item.values) == {"else"}:
            default = rule(draft, item.values["else"])
        elif set(item.values) == {"if", "then"}:
            test = draft.condition(item.values["if"])
            hidden(test, [before for before, _ in cases])
            cases.append((test, rule(draft, item.values["then"])))
        else:
            raise ExpressionError(
                Problem("shape", "un cas s’écrit {if: …, then: …}, le dernier {else: …}", item.span)
            )
    if default is None or not cases:
        help = "écrivez « else: not_applicable » si rien n’a lieu d’être"
        raise ExpressionError(Problem("missing", "une suite de cas finit par « else »", node.span, help))
    return choose(cases, default, node.span)


def choose(cases: list[tuple[Rule, Rule]], default: Rule, span: Span) -> Rule:
    kind = default.type
    for _, then in cases:
        joined = join(kind, then.type)
        if joined is None:
            raise ExpressionError(Problem("type", f"les cas diffèrent : {kind}, {then.type}", then.span))
        kind = joined
    if isinstance(kind, Boolean):
        kind = replace(kind, always=None)
    return tree.Choose(type=kind, span=span, cases=tuple(cases), default=default)


def hidden(test: Rule, before: list[Rule]) -> None:
    """Refuses a case that an earlier one always catches: same test, or a lower bound on the same side."""
    for other in before:
        if same(test, other) or _narrower(test, other):
            cause = "branche morte : un cas précédent l’emporte toujours"
            raise ExpressionError(Problem("dead", cause, test.span, f"voir la ligne {other.span.line}"))


def same(left: Any, right: Any) -> bool:
    """The same rule, wherever it is written."""
    if isinstance(left, Rule) and isinstance(right, Rule):
        names = [name for name in getattr(type(left), "__dataclass_fields__", {}) if name != "span"]
        return type(left) is type(right) and all(same(getattr(left, n), getattr(right, n)) for n in names)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    equal: bool = left == right
    return equal


def _narrower(test: Rule, other: Rule) -> bool:
    if not (isinstance(test, tree.Compare) and isinstance(other, tree.Compare)):
        return False
    if test.op[0] != other.op[0] or test.op[0] not in "<>" or not same(test.left, other.left):
        return False
    a, b = test.right.type, other.right.type
    if not (isinstance(a, Quantity) and isinstance(b, Quantity)):
        return False
    strict = other.op in ("<", ">") and test.op in ("<=", ">=")
    if test.op[0] == "<":
        return a.high < b.low or (a.high == b.low and not strict)
    return a.low > b.high or (a.low == b.high and not strict)


# Definitions


def read_definitions(draft: Draft) -> None:
    """Claims the names; each is typed when first named, or by `resolve_all`."""
    from bareme.loader.tables import table

    for name, node in entries(draft.root.get("tables")):
        if draft.take(name) and isinstance(node, Mapping):
            draft.pending[name.value] = lambda n=name, m=node: table(draft, n, m)  # type: ignore[misc]  # a lambda's defaults bind the loop's values
    for name, node in entries(draft.root.get("definitions")):
        if draft.take(name):
            draft.pending[name.value] = lambda n=name, m=node: _definition(draft, n, m)  # type: ignore[misc]  # a lambda's defaults bind the loop's values


def resolve_all(draft: Draft) -> None:
    while draft.pending:
        draft.guard(draft.resolve, next(iter(draft.pending)))


def _definition(draft: Draft, name: Text, node: Node) -> Definition:
    long = node if isinstance(node, Mapping) and "value" in node else None
    value = rule(draft, long.values["value"] if long else node)
    if long and "applies" in long:
        value = guarded(draft, long.values["applies"], value)
    return Definition(
        name=name.value, label=label_of(long.get("label") if long else None, name.value), node=value,
        reference=word(long.get("reference")) if long else "", span=name.span,
    )  # fmt: skip


def guarded(draft: Draft, applies: Node, value: Rule) -> Rule:
    """`value` where the condition holds, else not applicable."""
    test = draft.condition(applies)
    kind = optional(value.type)
    return tree.Guard(type=kind, span=value.span, condition=test, value=value)


# Conditions and amounts


def read_conditions(draft: Draft) -> list[Condition]:
    found: list[Condition] = []
    for name, node in entries(draft.root.get("eligibility")):
        if isinstance(node, Mapping):
            draft.guard(_condition, draft, name, node, found)
    for check, fact in draft.checks.items():
        node = next(
            item for i, item in enumerate(items(draft.root.get("untranslatable")), 1)
            if isinstance(item, Mapping) and word(item.get("name"), f"check_{i}") == check
        )  # fmt: skip
        assert isinstance(node, Mapping)
        if word(node.get("required")) in ("no", "false", "non"):
            continue
        refusal = label_of(node.get("else"), "") if "else" in node else unmet(fact.label)
        found.append(
            Condition(
                name=check,
                node=tree.InputRef(type=fact.type, span=node.span, path=fact.path),
                check=True,
                label=fact.label,
                refusal=refusal,
                reference=fact.reference,
                span=node.span,
            )
        )
    return found


def unmet(label: Label) -> Label:
    """The refusal of an appreciation, where the author gave none."""
    shape = {"fr": "Non retenu par l’instructeur : {}", "en": "Not accepted by the officer: {}"}
    return {language: shape[language].format(text) for language, text in label.items()}


def _condition(draft: Draft, name: Text, node: Mapping, found: list[Condition]) -> None:
    if "else" not in node:
        help = "ajoutez « else: {fr: …} » : ce que lira le demandeur"
        draft.refuse("sentence", f"la condition « {name.value} » n’a pas sa phrase", name.span, help)
    if ("rule" in node) == ("check" in node):
        raise ExpressionError(Problem("shape", "une condition a « rule », ou « check »", name.span))
    label = label_of(node.get("label"), name.value) if "label" in node else None
    if "check" in node:
        from bareme.model import Input

        label = label_of(node.get("check"), name.value)
        path = f"checks.{name.value}"
        draft.inputs[path] = Input(path=path, type=Boolean(), label=label, source="officer", span=name.span)
        test: Rule = tree.InputRef(type=Boolean(), span=name.span, path=path)
    else:
        test = draft.condition(node.values["rule"])
    if "applies" in node:
        test = guarded(draft, node.values["applies"], test)
    since, until = draft.day(node.get("from")), draft.day(node.get("to"))
    if since and until and until < since:
        raise ExpressionError(Problem("dates", "« to » précède « from »", name.span))
    found.append(
        Condition(
            name=name.value,
            node=test,
            refusal=label_of(node.get("else"), name.value),
            label=label,
            since=since,
            until=until,
            check="check" in node,
            reference=word(node.get("reference")),
            span=name.span,
        )
    )


def read_lines(draft: Draft) -> list[Line]:
    root, found = draft.root, []
    kind: Any = word(root.get("kind"))
    if "amount" in root and "amounts" in root:
        draft.refuse("shape", "« amount » ou « amounts », pas les deux", root.keys["amounts"].span)

    def one(name: str, span: Span, value: Node, extra: Mapping | None) -> None:
        node = rule(draft, value)
        if extra is not None and "applies" in extra:
            node = guarded(draft, extra.values["applies"], node)
        own: Any = word(extra.get("kind")) if extra is not None and "kind" in extra else kind
        _amount(draft, node, own)
        label = label_of(extra.get("label"), name) if extra is not None else {"fr": "Montant", "en": "Amount"}
        reference = word(extra.get("reference")) if extra is not None else ""
        line = Line(name=name, kind=own, label=label, node=node, reference=reference, span=span)
        found.append(line)
        total(line)

    def total(line: Line) -> None:
        """Lines of the scheme's own kind are added up: one unit, 38 digits."""
        own = [other.node.type for other in found if other.kind == kind]
        numbers = [typed for typed in own if isinstance(typed, Quantity)]
        if line.kind == kind and len({typed.unit for typed in numbers}) > 1:
            cause = f"les montants de nature « {kind} » s’additionnent : ils ont la même unité"
            help = "donnez aux autres une autre nature : « kind: voucher », « kind: entitlement »"
            raise ExpressionError(Problem("unit", cause, line.span, help))
        whole = Quantity(
            scale=max((typed.scale for typed in numbers), default=0), low=Decimal(0),
            high=sum((typed.high for typed in numbers), Decimal(0)),
        )  # fmt: skip
        if whole.digits > MAX_DIGITS:
            cause = f"le total pourrait avoir {whole.digits} chiffres, au-delà de {MAX_DIGITS}"
            raise ExpressionError(Problem("digits", cause, line.span, "bornez les montants (min, clip)"))

    if "amount" in root:
        draft.guard(one, "amount", root.keys["amount"].span, root.values["amount"], None)
    for name, node in entries(root.get("amounts")):
        if isinstance(node, Mapping) and "value" in node:
            draft.guard(one, name.value, name.span, node.values["value"], node)
    if "amount" not in root and "amounts" not in root and kind != "entitlement":
        draft.refuse("missing", "il manque « amount »", root.span, "seul un « entitlement » peut s’en passer")
    return found


def _amount(draft: Draft, node: Rule, kind: str) -> None:
    """An amount is a quantity, in money unless the scheme gives something else, rounded, never negative."""
    typed = node.type
    if not isinstance(typed, Quantity):
        raise ExpressionError(Problem("type", f"un montant est un nombre, pas un {typed}", node.span))
    if str(typed.unit) != draft.currency and kind not in ("entitlement", "voucher"):
        said = f"« {typed.unit} »" if typed.unit.powers else "sans unité"
        cause = f"un montant est en {draft.currency}, celui-ci est {said}"
        # « 500 EUR/month » would be paid once, as 500 EUR
        help = "multipliez par la durée aidée, par exemple « * 1 month »" if typed.unit.currency else ""
        raise ExpressionError(Problem("unit", cause, node.span, help))
    places = CURRENCY_DECIMALS.get(draft.currency, 2)
    if typed.money and typed.scale > places:
        cause = f"ce montant peut avoir {typed.scale} décimales, {draft.currency} en a {places}"
        help = f"dites l’arrondi : round_half_up(…, {'0.01' if places == 2 else 1} {typed.unit})"
        raise ExpressionError(Problem("rounding", cause, node.span, help))
    if typed.low < 0:
        raise ExpressionError(
            Problem(
                "negative", "ce montant pourrait être négatif", node.span, f"écrivez max(…, 0 {typed.unit})"
            )
        )
