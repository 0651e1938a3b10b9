"""What officers read of schemes: lists, choices of measures, panels."""

from relance.kernel.models import Authority
from relance.plans.models import Measure
from relance.schemes.models import Call, Scheme, SchemeVersion


def schemes_of(authority: Authority) -> list[Scheme]:
    """Every scheme, by title."""
    return list(Scheme.objects.of(authority))


def calls_of(scheme: Scheme) -> list[Call]:
    """The calls of a scheme, the latest first."""
    return list(Call.objects.of(scheme.authority).filter(scheme=scheme).select_related("scheme", "envelope"))


def latest_versions(authority: Authority) -> dict[int, SchemeVersion]:
    """The latest version of each scheme, by scheme: one query."""
    rows = SchemeVersion.objects.of(authority).defer("text").order_by("scheme", "number")
    return {row.scheme_id: row for row in rows}


def measure_choices(authority: Authority) -> list[tuple[str, str]]:
    """Measures that a scheme may carry out: key and title, plan by plan."""
    rows = Measure.objects.of(authority).select_related("plan").order_by("plan__title", "order", "pk")
    return [(str(row.pk), f"{row.plan.title[:40]} – {row.title[:80]}") for row in rows]


def schemes_of_measure(authority: Authority, key: str) -> list[Scheme]:
    """The schemes that carry out a measure."""
    return list(Scheme.objects.of(authority).filter(measure_key=key))
