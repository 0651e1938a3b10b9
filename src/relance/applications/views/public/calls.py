"""The open calls of an authority, and the page of each: who, how much, until when, with what."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from bareme.model import say
from relance.applications.queries.asking import version_of
from relance.applications.views.public.trail import trail_of
from relance.kernel.forms import weight
from relance.kernel.permissions import authority_called
from relance.schemes import queries as schemes
from relance.schemes.models import Call, SchemeVersion
from relance.schemes.permissions import public_call


@dataclass(frozen=True, slots=True)
class PieceLine:
    """A piece with its limits, said before it is chosen."""

    label: str
    limits: str
    required: bool
    identity: bool


@require_safe
def calls(request: HttpRequest, authority: str) -> HttpResponse:
    """What one may apply for today."""
    owner = authority_called(authority)
    found = schemes.open_calls(owner, timezone.now())
    return render(request, "applications/public/calls.html", {"authority": owner, "calls": found})


@require_safe
def call(request: HttpRequest, authority: str, call: str) -> HttpResponse:
    """All that is to be known before applying."""
    found = public_call(request.user, authority, call)
    now = timezone.now()
    today = schemes.call_today(found, now)
    context = {
        "authority": found.authority,
        "call": found,
        "is_open": found.is_open(today),
        "closes_soon": found.closes_on and found.closes_on - today <= timedelta(days=7),
        "pieces": [
            PieceLine(one.label, limits_words(one.kinds, one.limit), one.required, one.identity)
            for one in schemes.pieces_of(found)
        ],
        "contact": (found.contact or found.authority.name).splitlines(),
        "going_on": bool(trail_of(request).pages),
        **_of_version(found, today),
    }
    return render(request, "applications/public/call.html", context)


def _of_version(call: Call, today: date) -> dict[str, object]:
    try:
        version: SchemeVersion = version_of(call, today)
    except schemes.NoVersion:
        return {"version": None}
    rules = schemes.loaded(version)
    held = [one for one in rules.conditions if one.holds(max(today, version.valid_from))]
    return {
        "version": version,
        "summary": say(rules.summary) if rules.summary else "",
        "conditions": [say(one.label) for one in held if one.label],
        "refusals": [say(one.refusal) for one in held if not one.label],
        "ceilings": _ceilings(version, today),
    }


def _ceilings(version: SchemeVersion, today: date) -> list[tuple[str, str, str, bool]]:
    """Ceilings as the scheme names them: label, value, reference, whether it is but an example."""
    from bareme.words import value_words

    rules = schemes.loaded(version)
    day = max(today, version.valid_from)
    found = []
    for parameter in rules.parameters.values():
        value = parameter.at(day)
        if parameter.scope and value is not None:
            words = value_words(value.value, parameter.type, "fr", rules)
            found.append((say(parameter.label), words, value.reference, value.example))
    return found


def limits_words(kinds: tuple[str, ...], limit: int) -> str:
    """ "PDF, JPG ou PNG, 10 Mo au plus"."""
    names = [kind.upper() for kind in kinds]
    said = " ou ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    return f"{said}, {weight(limit)} au plus"
