"""Who is kept away from which files by a conflict of interest."""

from django.db.models import F, Q

from relance.applications.models import Application, ConflictOfInterest
from relance.kernel.models import Authority
from relance.kernel.scope import ScopedQuerySet


def recusals(application: Application) -> ScopedQuerySet[ConflictOfInterest]:
    """The conflicts that stand over a file, or over every file of its applicant."""
    rows = ConflictOfInterest.objects.of(application.authority).filter(lifted_at__isnull=True)
    covers = Q(application=application)
    if application.applicant_key:
        covers |= Q(applicant_key=application.applicant_key)
    return rows.filter(covers).select_related("account")


def declared(authority: Authority) -> ScopedQuerySet[ConflictOfInterest]:
    """Every conflict ever declared there, those that stand first, the latest first."""
    rows = ConflictOfInterest.objects.of(authority).select_related("account", "application")
    return rows.order_by(F("lifted_at").desc(nulls_first=True), "-declared_at", "-pk")
