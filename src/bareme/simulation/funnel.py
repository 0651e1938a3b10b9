"""Who falls at each condition: of the text, and of its variants where they ask something else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bareme.model import say
from bareme.populations.engine import quoted
from bareme.simulation.results import Step

if TYPE_CHECKING:
    from bareme.simulation.session import Session
    from bareme.sql import Compiled

MOST_VARIANTS = 6  # beyond, the query of all conditions of all texts is long to plan


def funnels(
    session: Session, compiled: Compiled, variants: Sequence[str]
) -> dict[str | None, tuple[Step, ...]]:
    """The funnel of each text, the scheme's own under None. `compiled` has them all.

    One pass groups firms by all their answers to all texts, what follows adds up the groups.
    """
    texts = [None, *variants]
    asked = {text: _answers(compiled, text) for text in texts}
    different = list(dict.fromkeys(answers for answers in asked.values() if answers))
    if not different:
        return dict.fromkeys(texts, ())
    columns = ", ".join(different)
    ranks = ", ".join(str(rank) for rank in range(1, len(different) + 1))
    rows = session.rows(f"SELECT {columns}, count(*) FROM every_decision GROUP BY {ranks}", "entonnoir")
    found = {}
    for rank, answers in enumerate(different):
        counts: dict[int, int] = {}
        for row in rows:
            counts[int(row[rank])] = counts.get(int(row[rank]), 0) + int(row[-1])
        found[answers] = counts
    return {text: _steps(compiled, text, found.get(asked[text], {})) for text in texts}


def _answers(compiled: Compiled, text: str | None) -> str:
    """All the answers of a firm to a text as one number, a digit for each condition: met, refused, unknown.

    Two texts that ask the same say the same.
    """
    applies = {
        output.of: quoted(compiled.first(output.name))
        for output in compiled.named("applicable", variant=text)
    }
    digits = []
    for rank, condition in enumerate(compiled.named("condition", variant=text)):
        name = quoted(compiled.first(condition.name))
        through = f"{applies[condition.of]} IS FALSE OR {name}" if condition.of in applies else name
        digits.append(
            f"CASE WHEN {through} THEN 0 WHEN {name} IS FALSE THEN 1 ELSE 2 END * {3**rank}::BIGINT"
        )
    return " + ".join(digits)


def _steps(compiled: Compiled, text: str | None, counts: dict[int, int]) -> tuple[Step, ...]:
    conditions = compiled.named("condition", variant=text)
    labels = {c.name: say(c.label or c.refusal) for c in compiled.scheme.conditions}
    seen = [
        ([answers // 3**rank % 3 for rank in range(len(conditions))], count)
        for answers, count in counts.items()
    ]
    return tuple(
        Step(
            condition=condition.of,
            label=labels[condition.of],
            refused=sum(n for a, n in seen if a[rank] == 1),
            alone=sum(n for a, n in seen if a[rank] == 1 and a.count(1) == 1),
            unknown=sum(n for a, n in seen if a[rank] == 2),
            falls=sum(n for a, n in seen if a[rank] == 1 and 1 not in a[:rank]),
            left=sum(n for a, n in seen if 1 not in a[: rank + 1]),
        )
        for rank, condition in enumerate(conditions)
    )
