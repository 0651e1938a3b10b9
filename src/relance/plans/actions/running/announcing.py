"""Tells readers what a version of a plan changes: texts, dates and sums, before and after."""

from collections.abc import Iterator

from relance.plans.actions.following.telling import Difference, tell
from relance.plans.models import Becoming, Change, ChangeKind, PlanVersion
from relance.plans.queries.running.versions import Touched, touched_by
from relance.plans.rules.addresses import changes_path
from relance.values.typography import NBSP, Locale, locale_of, squeeze

MOST = 30  # measures told one by one
LONG = 600  # letters of a text; the page of amendments has it whole


def announce(version: PlanVersion) -> Change | None:
    """Write what the version changes for the public list, in its transaction. None: it touches no measure."""
    touched = touched_by(version)
    if not touched:
        return None
    plan = version.plan
    left = len(touched) - MOST
    return tell(
        plan=plan,
        kind=ChangeKind.PLAN,
        title=f"{version}{NBSP}: {plan.title}",
        differences=[
            difference
            for one in touched[:MOST]
            for difference in _differences(one, locale_of(plan.authority.locale))
        ],
        words="" if left < 1 else "Et une autre mesure." if left == 1 else f"Et {left} autres mesures.",
        reason=version.because,
        path=f"{changes_path(plan.authority.slug, plan.slug)}#v{version.number}",
        by_name=version.by_name,
        at=version.at,
    )


def _differences(one: Touched, locale: Locale) -> Iterator[Difference]:
    label = f"Mesure {one.now.number or one.now.code}"
    if one.before is None or one.now.becoming != Becoming.CHANGED:
        yield Difference(label, "", _became(one))
        return
    found = [
        Difference(f"{label}, texte", _cut(one.before.wording), _cut(one.now.wording)),
        Difference(f"{label}, horizon", *one.horizons),
        Difference(f"{label}, enveloppe", *one.sums, by=_moved(one, locale)),
    ]
    found = [difference for difference in found if difference.before != difference.after]
    yield from found or [Difference(label, "", _became(one))]


def _became(one: Touched) -> str:
    said = f"{one.how or one.now.get_becoming_display()}{NBSP}: {_cut(one.now.wording)}"
    if one.becomes:
        later = ", ".join(f"«{NBSP}{_cut(measure.title, 120)}{NBSP}»" for measure in one.becomes)
        said += f"{NBSP}; elle continue dans {later}"
    return said


def _moved(one: Touched, locale: Locale) -> str:
    said = [
        f"{'+' if shift.by.minor > 0 else ''}{shift.by.format(locale)}"
        for shift in one.shifts
        if shift.before.minor and shift.after.minor
    ]
    return ", ".join(said)


def _cut(text: str, most: int = LONG) -> str:
    said = squeeze(text)
    return said if len(said) <= most else f"{said[: most - 1].rstrip()}…"
