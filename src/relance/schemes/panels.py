"""What schemes show on the page of a measure, where references to them lead, and the words of the journal."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils import timezone

from relance.kernel.models import Authority
from relance.kernel.panels import Address, Panel, Subject
from relance.kernel.permissions import Reader, may
from relance.schemes.models import Call, Scheme
from relance.schemes.permissions import READ
from relance.schemes.queries import call_today
from relance.schemes.queries.desk import calls_of, schemes_of_measure

ACTS = {
    "schemes.scheme.make": "a créé le dispositif",
    "schemes.scheme.change": "a modifié le dispositif",
    "schemes.version.add": "a déposé le barème",
    "schemes.call.make": "a préparé l’appel",
    "schemes.call.change": "a modifié l’appel",
    "schemes.call.open": "a ouvert l’appel",
    "schemes.call.close": "a fermé l’appel",
    "schemes.call.delegate": "a donné une délégation pour l’appel",
}


def schemes_of(subject: Subject, reader: Reader) -> Panel | None:
    """The schemes that carry out a measure, with their calls; to others only those that were opened."""
    inside = may(reader, READ, subject.authority)
    shown = []
    for scheme in schemes_of_measure(subject.authority, subject.key):
        calls = [call for call in calls_of(scheme) if inside or call.opened_at]
        if not calls and not inside:
            continue
        for call in calls:
            call.authority = subject.authority
        shown.append(
            {
                "scheme": scheme,
                "url": reverse("schemes:scheme", args=[subject.authority.slug, scheme.slug])
                if inside
                else "",
                "calls": [(call, call.is_open(call_today(call, timezone.now()))) for call in calls],
            }
        )
    if not shown:
        return None
    return Panel("Dispositifs", "schemes/panel.html", {"schemes": shown, "authority": subject.authority})


def addresses_of_schemes(authority: Authority, keys: Collection[str]) -> Mapping[str, Address]:
    rows = Scheme.objects.of(authority).filter(slug__in=keys)
    return {
        row.slug: Address(reverse("schemes:scheme", args=[authority.slug, row.slug]), row.title)
        for row in rows
    }


def addresses_of_calls(authority: Authority, keys: Collection[str]) -> Mapping[str, Address]:
    rows = Call.objects.of(authority).filter(slug__in=keys)
    return {
        row.slug: Address(reverse("schemes:call", args=[authority.slug, row.slug]), row.title) for row in rows
    }
