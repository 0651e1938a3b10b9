"""Where references to files and decisions lead, and the words of the journal."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils import timezone

from relance.applications.models import Application
from relance.kernel.components import Link
from relance.kernel.models import Authority
from relance.kernel.panels import Address, Panel, Subject
from relance.kernel.permissions import Reader
from relance.schemes import queries as schemes
from relance.values.typography import locale_of, long_date

ACTS = {
    "applications.deposit": "a déposé la demande",
    "applications.attest": "a attesté l’exactitude de la demande",
    "applications.remind": "a rappelé la fermeture pour le brouillon",
    "applications.confirm": "a confirmé l’identité du demandeur de",
    "applications.take": "a pris la demande",
    "applications.release": "a rendu la demande",
    "applications.correction.ask": "a demandé une correction de la demande",
    "applications.correction.withdraw": "a retiré la demande de correction de",
    "applications.correction.answer": "a corrigé la demande",
    "applications.check": "a apprécié la demande",
    "applications.fact": "a établi un fait de la demande",
    "applications.propose": "a proposé une décision sur la demande",
    "applications.proposal.withdraw": "a retiré la proposition sur la demande",
    "applications.decide": "a décidé la demande",
    "applications.conflict": "a déclaré un conflit d’intérêts sur la demande",
    "applications.conflict.lift": "a levé le conflit d’intérêts de",
    "applications.aid": "a saisi une aide reçue par le demandeur de",
    "applications.group": "a saisi un lien d’entreprise unique pour",
    "applications.group.end": "a mis fin à un lien d’entreprise unique pour",
    "applications.run.prepare": "a préparé le lot",
    "applications.run.confirm": "a confirmé le lot",
    "applications.run.abandon": "a abandonné le lot",
    "applications.letter.text": "a écrit le texte",
    "applications.letter.make": "a établi les lettres de la demande",
    "applications.letters.confirm": "a confirmé les lettres du lot",
    "applications.notify": "a notifié la décision sur la demande",
    "applications.erasure.announce": "a annoncé l’effacement de la demande",
    "applications.erase": "a effacé les données personnelles de la demande",
}


def addresses_of_files(authority: Authority, keys: Collection[str]) -> Mapping[str, Address]:
    """The page of each file, by its number. Who may not see it is told so there."""
    rows = Application.objects.of(authority).filter(number__in=keys).values_list("number", flat=True)
    return {
        number: Address(reverse("applications:case", args=[authority.slug, number]), f"demande {number}")
        for number in rows
    }


def calls_of_measure(subject: Subject, reader: Reader) -> Panel | None:
    """The open calls of a measure, with the way to the pre-check; nothing where none is open."""
    found = [
        (
            Link(call.title, reverse("applications:call", args=[subject.authority.slug, call.slug])),
            reverse("applications:check", args=[subject.authority.slug, call.slug]),
            f"Jusqu’au {long_date(call.closes_on, locale_of(subject.authority.locale))} inclus"
            if call.closes_on
            else "Sans date de fin",
        )
        for call in schemes.open_calls(subject.authority, timezone.now())
        if call.scheme.measure_key == subject.key
    ]
    if not found:
        return None
    return Panel("Demander cette aide", "applications/panel_calls.html", {"calls": found})
