"""What the exchange shows on a measure's page, where its references lead, and the names of its acts."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils import timezone

from relance.exchange.models import Seller
from relance.exchange.queries.council import Counted, counted, is_linked
from relance.kernel import audit, panels
from relance.kernel.components import Figure
from relance.kernel.models import Authority
from relance.kernel.panels import Address, Panel, Subject
from relance.kernel.permissions import Reader
from relance.values.typography import NBSP, locale_of, long_date, number

ACTS = {
    "exchange.seller.claim": "a revendiqué la boutique",
    "exchange.seller.release": "a rendu la boutique",
    "exchange.seller.edit": "a modifié la fiche de la boutique",
    "exchange.seller.close": "a déclaré la boutique fermée",
    "exchange.seller.import": "a importé le registre des commerces",
    "exchange.code.send": "a envoyé un code à la boutique",
    "exchange.staff.invite": "a invité quelqu’un dans la boutique",
    "exchange.staff.accept": "a rejoint l’équipe de la boutique",
    "exchange.staff.revoke": "a retiré quelqu’un de l’équipe de la boutique",
    "exchange.grant.give": "a donné un droit à une autre boutique",
    "exchange.grant.revoke": "a retiré un droit à une autre boutique",
    "exchange.catalogue.import": "a importé le catalogue",
    "exchange.report.answer": "a répondu au signalement",
    "exchange.measure.link": "a rattaché le commerce local à la mesure",
}
FEW = "moins de 5"


def register() -> None:
    """Called once, when Django starts."""
    audit.name_acts(ACTS)
    panels.register("plans.measure", what_the_council_sees, order=40)
    panels.register_addresses("exchange.seller", addresses_of_sellers)


def what_the_council_sees(subject: Subject, reader: Reader) -> Panel | None:
    """Shops and reservations, in counts; on the pages of measures that the exchange carries out."""
    if not subject.key.isdigit() or not is_linked(subject.authority, int(subject.key)):
        return None
    now = timezone.now()
    seen = counted(subject.authority, at=now)
    return Panel(
        "Le commerce local",
        "exchange/panel.html",
        {
            "figures": figures(
                subject.authority,
                seen,
                long_date(now.astimezone(subject.authority.zone).date(), locale_of(subject.authority.locale)),
            )
        },
    )


def figures(authority: Authority, seen: Counted, day: str) -> list[Figure]:
    """The counts as figures; each leads to what is behind it, or to how it is counted."""
    locale = locale_of(authority.locale)
    shops = f"{reverse('exchange:find', args=[authority.slug])}?quoi=shops"
    how = f"{reverse('exchange:criteria', args=[authority.slug])}#chiffres"
    as_of, year = f"Au {day}", f"Sur un an, au {day}"

    def said(count: int | None, unit: str = "") -> str:
        return FEW if count is None else f"{number(count, locale)}{unit}"

    return [
        Figure(said(seen.joined), "Boutiques dans l’annuaire", as_of, shops, "", "Voir les boutiques"),
        Figure(said(seen.claimed), "Tenues par leur responsable", as_of, how, "", "Comment c’est compté"),
        Figure(said(seen.active), "Actives depuis 90 jours", as_of, how, "", "Comment c’est compté"),
        Figure(said(seen.reservations), "Réservations", year, how, "", "Comment c’est compté"),
        Figure(
            "non dit" if seen.local is None else said(seen.local, f"{NBSP}%"),
            "Commandes venues de la commune",
            year,
            how,
            "",
            "Comment c’est compté",
        ),
        Figure(said(seen.repeat), "Clients revenus", year, how, "", "Comment c’est compté"),
    ]


def addresses_of_sellers(authority: Authority, keys: Collection[str]) -> Mapping[str, Address]:
    """Public pages of shops."""
    wanted = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
    return {
        str(one.pk): Address(reverse("exchange:shop", args=[authority.slug, one.slug]), one.name)
        for one in Seller.objects.of(authority).filter(pk__in=wanted)
    }
