"""Tells a change of a plan, once and for good: what the public reads, subscribers get and Atom carries."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from relance.plans.models import Change, ChangeKind, Measure, Plan


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing before and after, in words; an empty text stands for nothing. `by`: how much a sum moved."""

    label: str
    before: str
    after: str
    by: str = ""

    def kept(self) -> dict[str, str]:
        said = asdict(self)
        return said if self.by else {name: said[name] for name in ("label", "before", "after")}


def tell(
    *,
    plan: Plan,
    kind: ChangeKind,
    title: str,
    by_name: str,
    at: datetime,
    measure: Measure | None = None,
    words: str = "",
    differences: Sequence[Difference] = (),
    reason: str = "",
    path: str = "",
    public: bool = True,
) -> Change:
    """Write the change, in the transaction of the act that made it. `path` is where it is read in full."""
    return Change.objects.create(
        authority_id=plan.authority_id,
        plan=plan,
        measure=measure,
        kind=kind,
        title=title[:300],
        words=words,
        differences=[one.kept() for one in differences if one.before != one.after],
        reason=reason[:300],
        path=path,
        by_name=by_name,
        at=at,
        public=public,
    )
