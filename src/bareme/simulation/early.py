"""Filters put on the file itself: what every text asks of one column leaves firms unread, or read no further.

A condition `c` that every text shares refuses a firm only where it is false. Where `c` looks at one column of
the file, `c OR column IS NULL` keeps exactly the firms that it does not refuse, in the form that the engine
checks against the least and most values of each part of a parquet file: of a sorted file, one territory is
read alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

if TYPE_CHECKING:
    from bareme.sql import Compiled

Codes = Callable[[str, str], Sequence[str]]  # the codes of a lookup table that have a flag
MOST_CODES = 2000
LISTED = "listed"  # marks a list read from a lookup table
SIMPLE = (
    exp.Column, exp.Literal, exp.Boolean, exp.Cast, exp.DataType, exp.DataTypeParam, exp.Identifier, exp.In,
    exp.Not, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.EQ, exp.NEQ, exp.Paren, exp.Neg,
)  # fmt: skip


def territory(compiled: Compiled, codes: Codes, places: Collection[str]) -> tuple[str, exp.Expr] | None:
    """A column of places, and the list of its codes that every text asks; None if there is none.

    Whoever is in none of them, and has one, is refused. The two are read one after the other (« in the
    list », « no place »): of « either », DuckDB reads nearly the whole file (measured: 70 parts of 81,
    against 3 + 3).
    """
    for test in _wanted(compiled, codes):
        inside = test.find(exp.In)
        if inside is not None and test.find(exp.Not) is None and len(list(test.find_all(exp.In))) == 1:
            name = inside.this.name if isinstance(inside.this, exp.Column) else ""
            if name in places:
                return name, inside
    return None


def filters(compiled: Compiled, codes: Codes) -> list[exp.Expr]:
    """Conditions on columns of the population, each true or unknown for whoever is not refused.

    Only « is in a list » (territory, trades): measured, the others cost more than they spare, since they
    leave
    no part of a file unread. `compiled`: made with `only_possible`. `codes`: reads a lookup table, after
    `setup`.
    """
    return [made for made in _wanted(compiled, codes) if _listed(made) and made.find(exp.Not) is None]


def _wanted(compiled: Compiled, codes: Codes) -> list[exp.Expr]:
    """What every text asks of one column, in columns of the file."""
    known: dict[str, exp.Expr] = {}
    for _, stage in compiled.stages[:-1]:
        joined = {join.this.name: join.args["on"] for join in stage.args.get("joins") or ()}
        for item in stage.expressions:
            if isinstance(item, exp.Alias) and item.alias not in known:
                known[item.alias] = _looked(item.this, joined, codes)
    where = compiled.stages[-1][1].args.get("where")
    found: list[exp.Expr] = []
    for part in _parts(where.this) if where is not None else ():
        bare = part.unnest()
        if isinstance(bare, exp.Coalesce):
            found += _filters(bare.this, known)
        elif isinstance(bare, exp.Anonymous) and bare.name.upper() == "COALESCE":
            found += _filters(bare.expressions[0], known)
        elif isinstance(bare, exp.Or) and isinstance(bare.expression.unnest(), exp.Is):
            found += _filters(bare.this, known)
        else:  # of a column that misses nothing
            found += _filters(part, known)
    return found


def _listed(node: exp.Expr) -> bool:
    """Does it ask for a list that the rules join? Short ones are already asked of the column itself."""
    return any(LISTED in found.meta for found in node.find_all(exp.In))


def _looked(node: exp.Expr, joined: dict[str, exp.Expr], codes: Codes) -> exp.Expr:
    """`NOT codes.flag IS NULL` as `code IN (…)`, if the list is short enough to be written."""
    if not (isinstance(node, exp.Not) and isinstance(node.this, exp.Is)):
        return node
    flag = node.this.this
    if not isinstance(flag, exp.Column) or flag.table not in joined:
        return node
    listed = codes(flag.table, flag.name)
    if not 0 < len(listed) <= MOST_CODES:
        return node
    test = joined[flag.table]
    code = test.expression if test.this.table == flag.table else test.this
    bare = exp.column(code.name) if isinstance(code, exp.Column) else code.copy()
    found = exp.In(this=bare, expressions=[exp.Literal.string(value) for value in listed])
    found.meta[LISTED] = True
    return found


def _parts(node: exp.Expr) -> list[exp.Expr]:
    """What a chain of AND joins."""
    bare = node.unnest()
    if isinstance(bare, exp.And):
        return [*_parts(bare.this), *_parts(bare.expression)]
    return [bare]


def _filters(node: exp.Expr, known: dict[str, exp.Expr]) -> list[exp.Expr]:
    """The filters that a condition allows: one for each part of a conjunction that looks at one column."""
    found = []
    for part in _parts(_opened(node, known)):
        bare = _opened(part, known)
        parts = _parts(bare)
        if len(parts) > 1:
            found += [made for one in parts for made in _filters(one, known)]
            continue
        strict, guards = _strict(bare)
        # a guard on another column than the tested one would say more than the test
        sides = [_written(side, known) for side in (strict, *guards)]
        if any(side is None for side in sides):
            continue
        test = sides[0]
        assert test is not None
        columns = {column.sql() for side in sides if side is not None for column in side.find_all(exp.Column)}
        if len(columns) == 1:
            column = next(test.find_all(exp.Column)).copy()
            missing = exp.Is(this=column, expression=exp.Null())
            found.append(exp.Paren(this=exp.Or(this=test, expression=missing)))
    return found


def _opened(node: exp.Expr, known: dict[str, exp.Expr]) -> exp.Expr:
    """What a named column stands for, as long as it is only a name; a column of the file stays one."""
    bare = node.unnest()
    while isinstance(bare, exp.Column) and bare.table != "population" and bare.name in known:
        bare = known[bare.name].unnest()
    return bare


def _strict(node: exp.Expr) -> tuple[exp.Expr, list[exp.Expr]]:
    """`CASE WHEN NOT x IS NULL THEN test END` as its test, and the x that guard it."""
    if isinstance(node, exp.Not):
        inner, guards = _strict(node.this.unnest())
        return exp.Not(this=exp.Paren(this=inner.copy())), guards
    if isinstance(node, exp.Case) and len(node.args["ifs"]) == 1 and node.args.get("default") is None:
        only = node.args["ifs"][0]
        test = only.this.unnest()
        if isinstance(test, exp.Not) and isinstance(test.this.unnest(), exp.Is):
            inner, guards = _strict(only.args["true"].unnest())
            return inner, [*guards, test.this.unnest().this]
    return node, []


def _written(node: exp.Expr, known: dict[str, exp.Expr]) -> exp.Expr | None:
    """The test in columns of the file; None if it is more than comparisons with what is known."""
    result = exp.Paren(this=node.copy())
    for _ in range(6):
        named = [
            column for column in result.find_all(exp.Column)
            if column.table != "population" and column.name in known
        ]  # fmt: skip
        if not named:
            break
        for column in named:
            column.replace(known[column.name].copy())
    for part in result.walk():
        if not isinstance(part, SIMPLE):
            return None
    if any(column.table != "population" for column in result.find_all(exp.Column)):
        return None
    return result
