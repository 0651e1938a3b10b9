"""Makes an expression of ours readable by Python's `ast`: each literal becomes a name of equal length.

`round_half_up(rent * 3 months, 0.01 EUR)` is parsed as `round_half_up(rent * Q_______, Q_______)`, so that
every position the parser reports is a position in the author's line.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bareme.errors import Problem, Span, did_you_mean
from bareme.units import KNOWN, ONE, Unit, UnknownUnit
from bareme.units import parse as parse_unit
from bareme.values import NotAValue, day

_TOKENS = re.compile(
    r"""
    (?P<string>"[^"\n]*"|'[^'\n]*')
  | (?P<date>(?<![\w.])\d{4}-\d{2}-\d{2}(?!\w))
  | (?P<number>(?<![\w.])\d[\d_]*(?:\.\d+)?)
    (?:(?P<percent>\s*%)|\s*(?P<unit>[^\W\d_]\w*[²]?(?:[./][^\W\d_]\w*[²]?)*))?
    """,
    re.VERBOSE,
)
# Python would drop the rest of the line after « # », and read « \ » as an escape: neither is ours.
_STRANGE = re.compile(r"[#\\]")
_SIGNS = {"€": "EUR", "$": "CAD", "£": "GBP", "euros": "EUR", "euro": "EUR"}
_WORDS = {"et": "and", "ou": "or", "non": "not", "si": "if", "sinon": "else", "dans": "in"}
_FOREIGN = {
    "≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "prorata(…)", "&&": "and", "||": "or",
    "’": "des guillemets droits", "«": "des guillemets droits",
    "€": "EUR", "?": "« x if condition else y »",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A literal: a number with its unit (ONE if none is written), or a date."""

    value: Decimal | date
    unit: Unit
    text: str


class ExpressionError(Exception):
    """An expression is refused; `problem` is placed in the file."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.cause)


@dataclass(frozen=True, slots=True)
class Parsed:
    """The Python tree of an expression and its literals by offset; places are given by `span`."""

    text: str
    body: ast.expr
    literals: dict[int, Quantity]
    where: Span
    single: bool

    def offset(self, node: ast.expr) -> int:
        """The character where the node starts (ast counts UTF-8 bytes)."""
        return len(self.text.encode()[: node.col_offset].decode())

    def source(self, node: ast.expr) -> str:
        end = len(self.text.encode()[: node.end_col_offset].decode())
        return self.text[self.offset(node) : end]

    def span(self, node: ast.expr) -> Span:
        if not self.single:
            return self.where
        start = self.offset(node)
        return Span(self.where.line, self.where.column + start, len(self.source(node)))

    def refuse(self, node: ast.expr, code: str, cause: str, help: str = "") -> ExpressionError:
        return ExpressionError(Problem(code, cause, self.span(node), help))


def parse(text: str, where: Span, single: bool, units: Iterable[str]) -> Parsed:
    """Reads one expression. `where` is the place of its first character. Raises ExpressionError."""
    flat = re.sub(r"[\n\r\f\v]", " ", text)

    def place(start: int, length: int) -> Span:
        return Span(where.line, where.column + start, max(1, length)) if single else where

    strange = _STRANGE.search(re.sub(r"\"[^\"\\]*\"|'[^'\\]*'", lambda match: " " * len(match[0]), flat))
    if strange:
        help = "le commentaire s’écrit hors de l’expression, sur sa propre ligne" if strange[0] == "#" else ""
        cause = f"« {strange[0]} » n’est pas admis dans une expression"
        raise ExpressionError(Problem("syntax", cause, place(strange.start(), 1), help))
    literals: dict[int, Quantity] = {}
    python = list(flat)
    for match in _TOKENS.finditer(flat):
        if match["string"]:
            continue
        start, end = match.span()
        if match["unit"] and keyword.iskeyword(match["unit"]):
            end = match.end("number")
        try:
            literal = _literal(match, units, end)
        except UnknownUnit as error:
            at = flat.index(error.word, match.start("unit"))
            cause = f"« {error.word} » n’est pas une unité"
            help = unit_help(error.word, units)
            raise ExpressionError(Problem("unit", cause, place(at, len(error.word)), help)) from None
        except NotAValue as error:
            raise ExpressionError(Problem("value", str(error), place(start, end - start))) from None
        literals[start] = literal
        python[start:end] = "Q" + "_" * (end - start - 1)
    source = "".join(python)
    try:
        body = ast.parse(source.lstrip(), mode="eval").body
    except SyntaxError as error:
        raise _syntax(flat, error, place) from None
    except (RecursionError, MemoryError, ValueError):
        raise ExpressionError(Problem("syntax", "expression trop profonde", where)) from None
    shift = len(source) - len(source.lstrip())
    stripped = flat.lstrip()
    moved = {offset - shift: literal for offset, literal in literals.items()}
    return Parsed(stripped, body, moved, place(shift, len(stripped)), single)


def unit_help(word: str, units: Iterable[str]) -> str:
    """The remedy for what is no unit: a currency’s code, the only currency there is, else the nearest."""
    names = [*KNOWN, *units]
    if _SIGNS.get(word) in names:
        return f"écrivez {_SIGNS[word]}"
    if re.fullmatch("[A-Z]{3}", word) or word in _SIGNS:
        return f"un barème a une seule monnaie : {names[len(KNOWN)]}"
    return did_you_mean(word, names, show=20)


def _literal(match: re.Match[str], units: Iterable[str], end: int) -> Quantity:
    text = match.string[match.start() : end]
    if match["date"]:
        return Quantity(day(match["date"]), ONE, text)
    value = Decimal(match["number"].replace("_", ""))
    if match["percent"]:
        return Quantity(value.scaleb(-2), ONE, text)
    if match["unit"] and end > match.end("number"):
        return Quantity(value, parse_unit(match["unit"], units), text)
    return Quantity(value, ONE, text)


def _syntax(text: str, error: SyntaxError, place: object) -> ExpressionError:
    assert callable(place)
    for sign, remedy in _FOREIGN.items():
        if sign in text and not re.search(rf"[\"'][^\"']*{re.escape(sign)}[^\"']*[\"']", text):
            problem = Problem(
                "syntax",
                f"« {sign} » ne se lit pas ici",
                place(text.index(sign), len(sign)),
                f"écrivez {remedy}",
            )
            return ExpressionError(problem)
    lone = re.search(r"(?<![<>=!])=(?!=)", text)
    if lone:
        help = "l’égalité s’écrit « == »"
        return ExpressionError(Problem("syntax", "« = » ne se lit pas ici", place(lone.start(), 1), help))
    french = next((word for word in re.finditer(r"\b\w+\b", text) if word[0] in _WORDS), None)
    if french:
        help = f"écrivez {_WORDS[french[0]]}"
        said = f"« {french[0]} » ne se lit pas ici"
        return ExpressionError(Problem("syntax", said, place(french.start(), len(french[0])), help))
    at = max(0, min((error.offset or 1) - 1, len(text) - 1))
    help = "exemples : « headcount < headcount_limit », « min(rent * months, cap) »"
    return ExpressionError(Problem("syntax", "expression mal formée", place(at, 1), help))
