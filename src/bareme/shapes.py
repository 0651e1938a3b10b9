"""The shape of a scheme file, once: the JSON Schema we publish, and the keys the loader accepts.

Scalars are text for us, whatever an editor takes them for: hence `SCALAR` where JSON Schema wants a type.
"""

from __future__ import annotations

from typing import Any

from bareme.errors import Problem, did_you_mean
from bareme.source import Items, Mapping, Node, Text

Shape = dict[str, Any]

SCALAR: Shape = {"type": ["string", "number", "boolean"]}
NAME = "^[a-z][a-z0-9_]*$"
SLUG = "^[a-z0-9][a-z0-9-]*$"
CURRENCY = "^[A-Z]{3}$"
# What a pattern asks for, as an author would be told.
PATTERNS = {
    SLUG: "minuscules sans accent, chiffres et tirets",
    CURRENCY: "trois capitales, le code ISO 4217 de la monnaie : EUR, CAD…",
}


def one_of(*words: str) -> Shape:
    """A closed list of words."""
    return {"enum": list(words)}


def obj(required: str = "", /, **properties: Shape) -> Shape:
    """A mapping with these keys and no other; `required` names some, separated by spaces."""
    keys = {key.rstrip("_"): shape for key, shape in properties.items()}
    return {
        "type": "object",
        "properties": keys,
        "required": required.split(),
        "additionalProperties": False,
    }


def some(**properties: Shape) -> Shape:
    """A mapping with one of these keys at least."""
    return {**obj("", **properties), "minProperties": 1}


def named(shape: Shape, pattern: str = NAME) -> Shape:
    """A mapping from names of the author's choice."""
    return {"type": "object", "propertyNames": {"pattern": pattern}, "additionalProperties": shape}


def many(shape: Shape) -> Shape:
    return {"type": "array", "items": shape, "minItems": 1}


def ref(name: str) -> Shape:
    return {"$ref": f"#/$defs/{name}"}


def any_of(*shapes: Shape) -> Shape:
    return {"anyOf": list(shapes)}


YESNO = one_of("yes", "no", "true", "false", "oui", "non")
SPAN = {"from_": SCALAR, "to": SCALAR, "reference": SCALAR}
CODES = many(SCALAR)
LEVELS = dict.fromkeys(("commune", "epci", "departement", "region", "mrc", "zones"), CODES)
ANYTHING: Shape = {}

DEFS: dict[str, Shape] = {
    "text": obj("fr", fr=SCALAR, en=SCALAR),
    # A rule, an amount: an expression, or a list of cases, or blocks for the editor, or dated versions.
    "rule": any_of(
        SCALAR,
        {"type": "array", "items": ref("case"), "minItems": 2},
        {
            "type": "object",
            "properties": {
                "all": {"type": "array", "items": ref("rule"), "minItems": 1},
                "any": {"type": "array", "items": ref("rule"), "minItems": 1},
                "not": ref("rule"),
                "versions": many(ref("rule_version")),
            },
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
        },
    ),
    "case": obj("", if_=ref("rule"), then=ref("rule"), else_=ref("rule")),
    "rule_version": obj("from value", value=ref("rule"), **SPAN),
    "input": obj(
        "type label",
        type=one_of(
            "boolean", "integer", "number", "rate", "money", "duration", "date", "choice", "code", "place"
        ),
        unit=SCALAR, decimals=SCALAR, min=SCALAR, max=SCALAR, values=named(ref("text"), "^[A-Za-z0-9_.-]+$"),
        of=SCALAR, many=YESNO, label=ref("text"), ask=ref("text"), default=SCALAR, applies=ref("rule"),
        source=one_of("applicant", "register", "officer"), register=SCALAR,
        by=one_of("month", "quarter", "year"), reference=SCALAR,
    ),
    "question": obj("fr", fr=SCALAR, en=SCALAR, default=YESNO, reference=SCALAR, applies=ref("rule")),
    "entity": obj("inputs", one=ref("text"), many=ref("text"), unit=SCALAR, inputs=named(ref("input"))),
    "register": {"type": "object", "additionalProperties": SCALAR},
    "set": obj("of versions", of=SCALAR, label=ref("text"), versions=many(ref("set_version"))),
    "set_version": obj("from reference", values=CODES, prefixes=CODES, except_=CODES, **SPAN),
    "zone": any_of(
        many(ref("zone_version")), obj("versions", label=ref("text"), versions=many(ref("zone_version")))
    ),
    "zone_version": obj("from reference", except_=obj("", **LEVELS), **LEVELS, **SPAN),
    "value": obj(
        "from value reference", value=SCALAR, example=YESNO,
        scope=one_of("month", "award", "firm", "scheme"), **SPAN,
    ),
    "parameter": any_of(
        many(ref("value")),
        obj(
            "values", label=ref("text"), values=many(ref("value")), decimals=SCALAR,
            scope=one_of("month", "award", "firm", "scheme"),
        ),
    ),
    "scale": obj(
        "kind versions", kind=one_of("marginal", "flat"), label=ref("text"),
        versions=many(ref("scale_version")),
    ),
    "scale_version": obj("from reference brackets", brackets=many(ref("bracket")), **SPAN),
    "bracket": obj("", up_to=SCALAR, below=SCALAR, rate=SCALAR, value=SCALAR),
    "table": obj("versions", label=ref("text"), versions=many(ref("table_version"))),
    "table_version": obj("from reference rows", rows=many(ref("row")), **SPAN),
    "row": obj("", when=named(any_of(SCALAR, CODES)), then=SCALAR, else_=SCALAR),
    "use": obj("scheme hash", scheme=SCALAR, file=SCALAR, hash=SCALAR),
    "definition": any_of(
        SCALAR,
        {"type": "array", "items": ref("case"), "minItems": 2},
        obj("value", value=ref("rule"), label=ref("text"), applies=ref("rule"), reference=SCALAR),
    ),
    "condition": obj(
        "", rule=ref("rule"), check=ref("text"), else_=ref("text"), label=ref("text"),
        applies=ref("rule"), **SPAN,
    ),
    "line": obj(
        "value", value=ref("rule"), label=ref("text"), applies=ref("rule"), reference=SCALAR,
        kind=one_of("grant", "advance", "guarantee", "levy", "voucher", "entitlement"),
    ),
    "envelope": obj(
        "amount served", amount=many(ref("value")), served=one_of("first_come", "pro_rata", "rank"),
        rank_by=ref("rule"), funders=many(obj("name key", name=SCALAR, key=SCALAR, label=ref("text"))),
        odd_cent=SCALAR,
    ),
    "instalment": obj(
        "name share due", name=SCALAR, share=SCALAR, due=SCALAR, label=ref("text"), needs=ref("text")
    ),
    "repayment": obj(
        "term every", term=ref("rule"), grace=ref("rule"), every=one_of("month", "quarter", "year"),
        odd_cent=one_of("first", "last"),
    ),
    "obligation": obj(
        "fr", fr=SCALAR, en=SCALAR, evidence=SCALAR, due=SCALAR, applies=ref("rule"), reference=SCALAR
    ),
    "document": obj("name fr", name=SCALAR, fr=SCALAR, en=SCALAR, applies=ref("rule")),
    "check": obj(
        "fr", name=SCALAR, fr=SCALAR, en=SCALAR, else_=ref("text"), required=YESNO, reference=SCALAR
    ),
    "test": obj(
        "name date given expect", name=SCALAR, date=SCALAR, given={"type": "object"},
        parameters=named(SCALAR),
        expect=some(
            verdict=one_of("eligible", "not eligible", "to be checked", "undetermined"), amount=SCALAR,
            least=SCALAR, most=SCALAR, amounts=named(SCALAR), values=named(SCALAR),
            because=any_of(SCALAR, {"type": "array", "items": SCALAR}),
            ask=any_of(SCALAR, {"type": "array", "items": SCALAR}),
        ),
    ),
}  # fmt: skip

SCHEME: Shape = obj(
    "language scheme title kind currency valid applies_by beneficiary",
    language={"enum": ["1"]},
    scheme={**SCALAR, "pattern": SLUG}, title=ref("text"), summary=ref("text"),
    kind=one_of("grant", "advance", "guarantee", "levy", "voucher", "entitlement"),
    currency={**SCALAR, "pattern": CURRENCY},
    valid=obj("from", from_=SCALAR, to=SCALAR), enacted=SCALAR,
    applies_by=one_of("filing", "completion", "decision", "month_aided"),
    beneficiary=one_of("firm", "establishment", "association", "household", "person", "premises"),
    units=named(ref("text"), "^[a-z][A-Za-z0-9]*$"),
    inputs=named(ref("input")), questions=named(ref("question")), entities=named(ref("entity")),
    registers=named(ref("register")), sets=named(ref("set")), zones=named(ref("zone")),
    parameters=named(ref("parameter")), scales=named(ref("scale")), tables=named(ref("table")),
    uses=named(ref("use")), definitions=named(ref("definition")), eligibility=named(ref("condition")),
    amount=ref("rule"), amounts=named(ref("line")), ask=many(SCALAR), envelope=ref("envelope"),
    instalments=many(ref("instalment")), repayment=ref("repayment"), obligations=many(ref("obligation")),
    documents=many(ref("document")), untranslatable=many(ref("check")), tests=many(ref("test")),
)  # fmt: skip


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a scheme file, for editors."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "bareme 1",
        "description": "Un barème : le texte d’un dispositif, appliqué au centime.",
        **SCHEME,
        "$defs": DEFS,
    }
    lenient: dict[str, Any] = _lenient(schema)
    return lenient


def _lenient(shape: Any) -> Any:
    """What an editor that types scalars may have made of our words: 1 for "1", true for "yes"."""
    if isinstance(shape, list):
        return [_lenient(item) for item in shape]
    if not isinstance(shape, dict):
        return shape
    result = {key: _lenient(value) for key, value in shape.items()}
    if shape.get("enum") == ["1"]:
        result["enum"] = ["1", 1]
    elif "yes" in shape.get("enum", ()):
        result["enum"] = [*shape["enum"], True, False]
    return result


def check(node: Node, shape: Shape, where: str = "") -> list[Problem]:
    """What in `node` is not of this shape: unknown or missing keys, another kind of node, another word."""
    import re

    if "$ref" in shape:
        return check(node, DEFS[shape["$ref"].rsplit("/", 1)[1]], where)
    if "anyOf" in shape:
        fitting = [option for option in shape["anyOf"] if _fits(node, option)]
        if fitting:
            return check(node, fitting[0], where)
        return [Problem("shape", f"« {where} » : forme inattendue", node.span, "attendu : " + _kinds(shape))]
    if "enum" in shape:
        if isinstance(node, Text) and node.value in shape["enum"]:
            return []
        if isinstance(node, Text) and not node.value:
            help = "admis : " + ", ".join(shape["enum"])
            return [Problem("value", f"« {where} » est vide", node.span, help)]
        said = f"« {node.value} »" if isinstance(node, Text) else "ceci"
        help = did_you_mean(node.value if isinstance(node, Text) else "", shape["enum"], show=20)
        return [Problem("value", f"{said} n’est pas admis pour « {where} »", node.span, help)]
    if not _fits(node, shape):
        return [Problem("shape", f"« {where} » : forme inattendue", node.span, "attendu : " + _kinds(shape))]
    if isinstance(node, Text):
        if "pattern" in shape and not re.match(shape["pattern"], node.value):
            cause = f"« {node.value} » n’est pas admis pour « {where} »"
            return [Problem("value", cause, node.span, PATTERNS[shape["pattern"]])]
        empty = not node.value.strip() and "type" in shape
        return [Problem("value", f"« {where} » est vide", node.span)] if empty else []
    if isinstance(node, Items):
        if len(node.items) < shape.get("minItems", 0):
            cases = shape.get("items") == ref("case")
            help = "un « si… sinon » a deux cas au moins, le dernier {else: …}" if cases else "au moins un"
            return [Problem("shape", f"« {where} » : il manque des éléments", node.span, help)]
        return [p for item in node for p in check(item, shape.get("items", ANYTHING), where)]
    return _check_mapping(node, shape, where)


def _check_mapping(node: Mapping, shape: Shape, where: str) -> list[Problem]:
    import re

    problems: list[Problem] = []
    properties = shape.get("properties", {})
    other = shape.get("additionalProperties", ANYTHING)
    pattern = shape.get("propertyNames", {}).get("pattern")
    for key, value in node:
        if key.value in properties:
            problems += check(value, properties[key.value], key.value)
        elif other is False:
            problems.append(_unknown_key(key, value, properties, where))
        elif pattern and not re.match(pattern, key.value):
            help = "minuscules sans accent, chiffres et « _ », une lettre d’abord"
            problems.append(Problem("name", f"« {key.value} » n’est pas un nom", key.span, help))
        else:
            problems += check(value, other, key.value)
    misspelt = " ".join(problem.help for problem in problems if problem.code == "key")
    for name in shape.get("required", ()):
        if name not in node and f"« {name} »" not in misspelt:
            problems.append(
                Problem("missing", f"il manque « {name} »" + (f" à « {where} »" if where else ""), node.span)
            )
    if not shape.get("minProperties", 0) <= len(node.values) <= shape.get("maxProperties", 10_000):
        how = "au moins une clé parmi : " if not node.values else "un seul mot parmi : "
        help = how + ", ".join(properties)
        problems.append(Problem("shape", f"« {where} » : forme inattendue", node.span, help))
    return problems


def _unknown_key(key: Text, value: Node, properties: Shape, where: str) -> Problem:
    if isinstance(value, Text) and not value.value:
        help = "une virgule coupe un texte entre { } : mettez-le entre guillemets"
        return Problem("key", f"« {key.value} » n’est pas une clé", key.span, help)
    place = f" sous « {where} »" if where else ""
    return Problem(
        "key",
        f"la clé « {key.value} » est inconnue{place}",
        key.span,
        did_you_mean(key.value, properties, show=40),
    )


def _fits(node: Node, shape: Shape) -> bool:
    if "$ref" in shape:
        return _fits(node, DEFS[shape["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in shape:
        return any(_fits(node, option) for option in shape["anyOf"])
    if "enum" in shape:
        return isinstance(node, Text)
    kind = shape.get("type")
    if kind is None:
        return True
    if kind == "object":
        return isinstance(node, Mapping)
    return isinstance(node, Items) if kind == "array" else isinstance(node, Text)


def _kinds(shape: Shape) -> str:
    if "$ref" in shape:
        return _kinds(DEFS[shape["$ref"].rsplit("/", 1)[1]])
    if "anyOf" in shape:
        return ", ou ".join(_kinds(option) for option in shape["anyOf"])
    if shape.get("type") == "object":
        keys = ", ".join(shape.get("properties", {}))
        return f"{{{keys}}}" if keys else "des clés nommées"
    if "enum" in shape:
        return " ou ".join(shape["enum"])
    return "une liste" if shape.get("type") == "array" else "un mot ou une expression"
