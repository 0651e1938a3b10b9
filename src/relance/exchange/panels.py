"""What the journal calls our acts."""

from relance.kernel import audit

ACTS = {
    "exchange.seller.claim": "a revendiqué la boutique",
    "exchange.seller.release": "a rendu la boutique",
    "exchange.seller.edit": "a modifié la fiche de la boutique",
    "exchange.seller.close": "a déclaré la boutique fermée",
    "exchange.seller.import": "a importé le registre des commerces",
    "exchange.code.send": "a envoyé un code à la boutique",
    "exchange.grant.give": "a donné un droit à une autre boutique",
    "exchange.grant.revoke": "a retiré un droit à une autre boutique",
    "exchange.catalogue.import": "a importé le catalogue",
    "exchange.report.answer": "a répondu au signalement",
    "exchange.measure.link": "a rattaché le commerce local à la mesure",
}


def register() -> None:
    """Called once, when Django starts."""
    audit.name_acts(ACTS)
