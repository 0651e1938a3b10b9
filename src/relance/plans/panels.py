"""Where references to plans and measures lead, and what the journal calls our acts."""

from collections.abc import Collection, Mapping

from relance.kernel.models import Authority
from relance.kernel.panels import Address
from relance.plans.models import Measure, Plan
from relance.plans.rules.addresses import measure_path, plan_path

ACTS = {
    "plans.import": "a importé le document",
    "plans.present": "a modifié la présentation du plan",
    "plans.publish": "a publié le plan",
    "plans.withdraw": "a retiré le plan",
    "plans.restore": "a repris un export du plan",
    "plans.fact.accept": "a accepté le fait",
    "plans.fact.correct": "a corrigé le fait",
    "plans.fact.reject": "a écarté le fait",
    "plans.fact.reopen": "a remis le fait à relire",
    "plans.fact.add": "a ajouté le fait",
    "plans.fact.move": "a déplacé le fait",
    "plans.fact.match": "a rapproché le fait",
    "plans.omission.add": "a mis de côté le passage",
    "plans.omission.remove": "a repris le passage",
    "plans.review.undo": "a annulé son dernier acte de relecture",
    "plans.amend": "a importé une nouvelle version du document",
    "plans.axis.remove": "a retiré l’axe",
    "plans.measure.remove": "a retiré la mesure",
    "plans.measurepartner.remove": "a retiré le partenaire",
    "plans.announcedamount.remove": "a retiré la somme",
    "plans.aidparameter.remove": "a retiré le paramètre d’aide",
    "plans.finding.remove": "a retiré le constat",
}


def addresses_of_plans(authority: Authority, keys: Collection[str]) -> Mapping[str, Address]:
    """Public pages of plans; those of drafts open to their officers alone."""
    plans = Plan.objects.of(authority).filter(pk__in=_numbers(keys))
    return {str(plan.pk): Address(plan_path(authority.slug, plan.slug), plan.title) for plan in plans}


def addresses_of_measures(authority: Authority, keys: Collection[str]) -> Mapping[str, Address]:
    measures = Measure.objects.of(authority).filter(pk__in=_numbers(keys)).select_related("plan")
    return {
        str(measure.pk): Address(measure_path(authority.slug, measure.plan.slug, measure.code), measure.title)
        for measure in measures
    }


def _numbers(keys: Collection[str]) -> list[int]:
    """Keys of rows are numbers; a reference that is none leads nowhere."""
    return [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < 19]
