"""How well predicted facts agree with an annotated document: precision, recall and F1.

Five dimensions, as our corpus is annotated (`tests/reading/corpus`): axes by label, measures
by their first words, horizons and partners of the measures that were found, and the sums of
the whole document. What the annotation calls optional counts neither for nor against.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relance.reading.facts import extract, to_json
from relance.reading.readers import read_document
from relance.values.typography import fold

DIMENSIONS = ("axes", "measures", "horizons", "amounts", "partners")
FIRST_WORDS = 12
ALIKE = 0.8

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """Right, wrongly found and missed facts of one dimension."""

    right: int
    wrong: int
    missed: int

    @property
    def f1(self) -> float | None:
        """None when there was nothing to find and nothing was found."""
        whole = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / whole if whole else None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The scores of one document, what was missed or wrong, and which predicted measures were right."""

    scores: dict[str, Score]
    remarks: list[str]
    right: frozenset[int]

    @property
    def mean(self) -> float:
        values = [s.f1 for s in self.scores.values() if s.f1 is not None]
        return sum(values) / len(values) if values else 1.0


def documents(folder: Path) -> list[tuple[Path, Json]]:
    """The documents of a corpus folder with their annotation."""
    found = []
    for gold_file in sorted(folder.glob("*.json")):
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        found.append((folder / gold["source"], gold))
    return found


def predicted(path: Path) -> Json:
    """What Relance reads in a document, as plain data."""
    return to_json(extract(read_document(path.read_bytes(), name=path.name)), source=path.name)


def compare(gold: Json, guess: Json) -> Comparison:
    """Compare a prediction with an annotation of the same form."""
    remarks: list[str] = []
    axes = [a for a in gold["axes"] if a["label"]]
    labels = [a for a in guess["axes"] if a["label"]]
    by_label = _pairs(axes, labels, lambda a, b: _overlap(a["label"], b["label"]))
    scores = {"axes": _tally(axes, labels, by_label, "label", remarks)}
    golds = [m for a in gold["axes"] for m in a["measures"]]
    guesses = [m for a in guess["axes"] for m in a["measures"]]
    pairs = _pairs(golds, guesses, _same_start)
    scores["measures"] = _tally(golds, guesses, pairs, "text", remarks)
    matched = [(m, guesses[pairs[i]] if i in pairs else None) for i, m in enumerate(golds)]
    firm = [(g, p) for g, p in matched if not g.get("optional")]
    scores["horizons"] = _horizons(firm, remarks)
    scores["amounts"] = _amounts(gold["amounts"], guess["amounts"], remarks)
    scores["partners"] = _partners(firm, gold.get("territory") or "", remarks)
    return Comparison(scores, remarks, frozenset(pairs.values()))


def table(rows: Iterable[tuple[str, Comparison]]) -> str:
    """The scores of several documents, one a line, with their macro averages."""
    out = [f"{'document':28}" + "".join(f"{d:>10}" for d in DIMENSIONS) + f"{'mean':>8}"]
    kept = list(rows)
    for name, one in kept:
        out.append(f"{name:28}" + "".join(_cell(one.scores[d].f1) for d in DIMENSIONS) + f"{one.mean:8.3f}")
    means = [macro([one for _, one in kept], d) for d in DIMENSIONS]
    whole = sum(one.mean for _, one in kept) / len(kept) if kept else 0.0
    out.append(f"{f'MACRO ({len(kept)})':28}" + "".join(_cell(m) for m in means) + f"{whole:8.3f}")
    return "\n".join(out)


def macro(comparisons: Sequence[Comparison], dimension: str) -> float | None:
    """The mean F1 of one dimension over the documents that have something to find in it."""
    values = [v for c in comparisons if (v := c.scores[dimension].f1) is not None]
    return sum(values) / len(values) if values else None


def _cell(value: float | None) -> str:
    return f"{value:10.3f}" if value is not None else f"{'-':>10}"


def _words(text: str | None) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in fold(text or "")).split()


def _overlap(first: str, second: str) -> float:
    a, b = Counter(_words(first)), Counter(_words(second))
    if not a or not b:
        return 0.0
    return (a & b).total() / max(a.total(), b.total())


def _same_start(gold: Json, guess: Json) -> float:
    """How many of the annotated first words stand at the start of the prediction."""
    mine = _words(guess["text"])
    return max(_start(_words(text), mine) for text in [gold["text"], *gold.get("alt", [])])


def _start(wanted: list[str], mine: list[str]) -> float:
    wanted = wanted[:FIRST_WORDS]
    if not wanted or not mine:
        return 0.0
    if 4 <= len(mine) < len(wanted) and mine == wanted[: len(mine)]:
        return 1.0  # the same words, cut shorter
    if len(wanted) < 5:
        return float(any(mine[k : k + len(wanted)] == wanted for k in range(3)))
    return (Counter(wanted) & Counter(mine[: len(wanted) + 6])).total() / len(wanted)


def _pairs(golds: list[Json], guesses: list[Json], alike: Callable[[Json, Json], float]) -> dict[int, int]:
    """One-to-one pairs: firm annotations first, the most alike first, those in the same order first."""
    scored = [
        (bool(g.get("optional")), -round(alike(g, p), 3), abs(i / len(golds) - j / len(guesses)), i, j)
        for i, g in enumerate(golds)
        for j, p in enumerate(guesses)
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, score, _, i, j in sorted(scored):
        if -score >= ALIKE and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _tally(
    golds: list[Json], guesses: list[Json], pairs: dict[int, int], key: str, remarks: list[str]
) -> Score:
    missed = [g for i, g in enumerate(golds) if i not in pairs and not g.get("optional")]
    used = set(pairs.values())
    spare = [p for j, p in enumerate(guesses) if j not in used]
    remarks += [f"missed: {g[key]}" for g in missed] + [f"wrong: {p[key][:80]}" for p in spare]
    right = sum(1 for i in pairs if not golds[i].get("optional"))
    return Score(right, len(spare), len(missed))


def _years(horizon: Json | None) -> tuple[int | None, int | None, bool] | None:
    if not horizon or not (horizon["start"] or horizon["end"] or horizon["ongoing"]):
        return None
    return (None, None, True) if horizon["ongoing"] else (horizon["start"], horizon["end"], False)


def _horizons(pairs: list[tuple[Json, Json | None]], remarks: list[str]) -> Score:
    right = wrong = missed = 0
    for gold, guess in pairs:
        if "horizon" in gold.get("neutral", []):
            continue
        wanted, got = _years(gold["horizon"]), _years(guess["horizon"]) if guess else None
        if wanted and wanted == got:
            right += 1
            continue
        missed += wanted is not None
        wrong += got is not None
        if wanted or got:
            remarks.append(f"horizon {wanted}, not {got}: {gold['text'][:60]}")
    return Score(right, wrong, missed)


def _amounts(golds: list[Json], guesses: list[Json], remarks: list[str]) -> Score:
    left = Counter((float(g["amount"]), g["currency"]) for g in guesses)
    firm = Counter((float(g["amount"]), g["currency"]) for g in golds if not g.get("optional"))
    soft = Counter((float(g["amount"]), g["currency"]) for g in golds if g.get("optional"))
    right = firm & left
    spare = left - right - soft
    missed = firm - right
    remarks += [f"sum missed: {a}" for a in missed] + [f"sum wrong: {a}" for a in spare]
    return Score(right.total(), spare.total(), missed.total())


def _partners(pairs: list[tuple[Json, Json | None]], territory: str, remarks: list[str]) -> Score:
    right = wrong = missed = 0
    for gold, guess in pairs:
        left = list(guess["partners"]) if guess else []
        for name in gold["partners"]:
            hit = next((g for g in left if _same_body(g, name)), None)
            if hit is None:
                missed += 1
                remarks.append(f"partner missed: {name} ({gold['text'][:40]})")
            else:
                right += 1
                left.remove(hit)
        soft = [*gold.get("partners_optional", []), territory]
        spare = [g for g in left if not any(_same_body(g, s) for s in [*soft, *gold["partners"]])]
        wrong += len(spare)
        remarks += [f"partner wrong: {g} ({gold['text'][:40]})" for g in spare]
    return Score(right, wrong, missed)


_LINKING = {"le", "la", "les", "l", "de", "du", "des", "d", "et", "en", "a", "au", "aux"}


def _same_body(first: str, second: str) -> bool:
    a, b = set(_words(first)) - _LINKING, set(_words(second)) - _LINKING
    return bool(a and b) and (a <= b or b <= a)
