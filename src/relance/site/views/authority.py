"""An authority and its published plans."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from relance.exchange.models import Seller, SellerState
from relance.kernel.components import Link
from relance.kernel.models import Authority
from relance.kernel.permissions import Reader, authority_called, rights_in
from relance.kernel.rules import Right
from relance.plans.queries import published_plans
from relance.plans.queries.following.news import public_changes
from relance.plans.queries.following.pledges import bodies_of
from relance.plans.queries.running.leading import plans_led_by
from relance.schemes.models import Call
from relance.schemes.queries import open_calls

SOME = 3  # of each on the page; the rest stands behind a link

WAYS = (
    (Right.EDIT_PLANS, "Importer un document", "plans:import"),
    (Right.READ_INTERNAL, "Gestion des plans", "plans:desk"),
    (Right.READ_INTERNAL, "Enveloppes", "ledger:envelopes"),
    (Right.READ_INTERNAL, "Dispositifs d’aide", "schemes:schemes"),
    (Right.INSTRUCT, "Demandes à instruire", "applications:desk"),
    (Right.DECIDE, "Demandes à décider", "applications:desk"),
    (Right.RUN_EXCHANGE, "Commerces", "exchange:desk"),
    (Right.READ_INTERNAL, "Registre des entreprises", "directory:register"),
    (Right.READ_AUDIT, "Journal", "kernel:journal"),
    (Right.ADMINISTER, "Membres", "kernel:members"),
    (Right.ADMINISTER, "Conflits d’intérêts", "applications:conflicts"),
)


@require_safe
def authority(request: HttpRequest, authority: str) -> HttpResponse:
    """What it publishes, what one may ask for and find there; for its own people, the ways to their work."""
    who = authority_called(authority)
    plans = list(published_plans(authority=who))
    context = {
        "authority": who,
        "plans": plans,
        "ways": ways_of(request.user, who),
        "calls": open_calls(who, timezone.now())[:SOME],
        "has_calls": Call.objects.of(who).exists(),
        "shops": Seller.objects.of(who).exclude(state=SellerState.CLOSED).count(),
        "changes": public_changes(plans[0])[:SOME] if plans else (),
    }
    return render(request, "site/authority.html", context)


def ways_of(reader: Reader, authority: Authority) -> list[Link]:
    """The pages where this person works for the authority."""
    rights = rights_in(reader, authority)
    ways = [Link(text, reverse(name, args=[authority.slug])) for right, text, name in WAYS if right in rights]
    if bodies_of(reader, authority):
        ways.insert(0, Link("Vos engagements", reverse("plans:partner", args=[authority.slug])))
    led = plans_led_by(reader, authority)
    for plan, count in reversed(led):
        words = f"Vos mesures ({count})" if len(led) == 1 else f"Vos mesures, {plan.title} ({count})"
        ways.insert(0, Link(words, f"{reverse('plans:work', args=[authority.slug, plan.slug])}?pilote=moi"))
    return [*_shops_of(reader, authority), *ways]


def _shops_of(reader: Reader, authority: Authority) -> list[Link]:
    """The shops that this person answers for."""
    if not reader.is_authenticated:
        return []
    held = Seller.objects.of(authority).filter(claimed_by=reader, state=SellerState.CLAIMED).order_by("name")
    return [
        Link(f"Tenir {shop.name}", reverse("exchange:day", args=[authority.slug, shop.slug]))
        for shop in held[:SOME]
    ]
