"""What can go wrong, and how it is said.

BaremeError
├── SchemeError    a text is refused: `problems`, each with file, line, column, cause and remedy
├── FactsError     a fact is refused: `fact` names it, the message says what was allowed
├── NotInForce     the scheme says nothing at that date
├── NotCompiled    a rule that SQL could only answer approximately: the construct and its line
└── TermsError     an amount cannot be split, scheduled or converted as asked

Messages are French, since they are read by the officer who writes the scheme.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text: line and column from 1, `length` in characters (at least 1)."""

    line: int
    column: int
    length: int = 1


NOWHERE = Span(1, 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a text. `code` is stable (for machines); `cause` and `help` are sentences."""

    code: str
    cause: str
    span: Span
    help: str = ""
    severity: Literal["error", "warning"] = "error"


class BaremeError(Exception):
    """Any refusal of bareme."""


class SchemeError(BaremeError):
    """The text of a scheme is refused. `problems` is never empty and is sorted by place."""

    def __init__(self, problems: Iterable[Problem], *, path: str, text: str) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.span.line, p.span.column)))
        self.path = path
        self.text = text
        super().__init__(render(self.problems, path=path, text=text))


class FactsError(BaremeError):
    """A fact is refused. `fact` is its name, dotted for a related entity (`members.2.income`)."""

    def __init__(self, fact: str, message: str) -> None:
        self.fact = fact
        super().__init__(f"{fact} : {message}")


class NotInForce(BaremeError):
    """The scheme has no text for `on`: bareme never guesses outside the dates it was given."""

    def __init__(self, scheme: str, on: date, since: date, until: date | None) -> None:
        self.on, self.since, self.until = on, since, until
        end = f"au {until.isoformat()}" if until else "sans date de fin"
        super().__init__(f"{scheme} ne dit rien au {on.isoformat()} : il vaut du {since.isoformat()}, {end}")


class NotCompiled(BaremeError):
    """A rule that SQL could only answer approximately. Names the construct and its line."""


class TermsError(BaremeError):
    """An amount cannot be split, scheduled or converted as asked."""


def render(problems: Sequence[Problem], *, path: str, text: str) -> str:
    """Each problem as a compiler would print it: cause, place, the line with a caret, remedy."""
    lines = text.splitlines()
    return "\n\n".join(_one(problem, path, lines) for problem in problems)


def _one(problem: Problem, path: str, lines: list[str]) -> str:
    span = problem.span
    kind = "erreur" if problem.severity == "error" else "attention"
    source = lines[span.line - 1] if 0 < span.line <= len(lines) else ""
    gutter = " " * len(str(span.line))
    # A tab keeps its width in front of the caret.
    indent = "".join("\t" if char == "\t" else " " for char in source[: span.column - 1])
    length = max(1, min(span.length, len(source) - span.column + 1))
    parts = [
        f"{kind}[{problem.code}] : {problem.cause}",
        f"{gutter}--> {path}:{span.line}:{span.column}",
        f"{gutter} |",
        f"{span.line} | {source}",
        f"{gutter} | {indent}{'^' * length}",
    ]
    if problem.help:
        parts.append(f"{gutter} = {problem.help}")
    return "\n".join(parts)


def why_unread(error: OSError) -> str:
    """Why a file cannot be read, in French."""
    if isinstance(error, FileNotFoundError):
        return "ce fichier n’existe pas"
    if isinstance(error, IsADirectoryError):
        return "c’est un dossier"
    if isinstance(error, PermissionError):
        return "la lecture en est interdite"
    return f"ce fichier ne se lit pas ({error.strerror})"


def did_you_mean(word: str, allowed: Iterable[str], *, show: int = 12) -> str:
    """The remedy for an unknown word: the nearest allowed one, else what was allowed."""
    from difflib import get_close_matches  # a cold path: keeps `import bareme` light

    names = sorted(set(allowed))
    near = get_close_matches(word, names, n=1)
    if near:
        return f"vouliez-vous dire « {near[0]} » ?"
    if not names:
        return "aucun n’est déclaré"
    shown = ", ".join(names[:show])
    return f"admis : {shown}" + (f"… ({len(names)} en tout)" if len(names) > show else "")
