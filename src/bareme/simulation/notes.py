"""What a result misses or supposes, in sentences: they stand beside the figures wherever those are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bareme.model import say
from bareme.simulation.words import money

if TYPE_CHECKING:
    from bareme.model import Scheme
    from bareme.populations.files import Population
    from bareme.simulation.request import Request
    from bareme.simulation.results import Simulation


def notes(result: Simulation, population: Population, request: Request, scheme: Scheme) -> tuple[str, ...]:
    """The sentences, most important first."""
    found: list[str] = []
    totals = result.text.totals
    if population.note:
        found.append(population.note[0].upper() + population.note[1:])
    if result.drawn:
        labels = _labels(scheme, result.drawn)
        found.append(
            f"Tirés d’un modèle, non observés : {labels}. Les montants qui en dépendent le sont aussi"
        )
    if request.drawn_unknown and population.drawn:
        found.append("Ce que le fichier tire d’un modèle est tenu pour inconnu")
    if result.absent:
        found.append(f"Dits par aucune colonne : {_labels(scheme, result.absent)}")
    if totals.undetermined:
        several = totals.undetermined > 1
        found.append(
            f"{_firms(totals.undetermined)} indéterminée{'s' if several else ''}, "
            f"{'comptées' if several else 'comptée'} dans la seule borne haute"
            + (f" ; toutes les conditions sont remplies pour {totals.sure}" if totals.sure else "")
        )
    if totals.at_ceiling and totals.ceiling is not None:
        found.append(
            f"Rien ne dit le montant de {_firms(totals.at_ceiling)} : la borne haute "
            f"{'les compte' if totals.at_ceiling > 1 else 'la compte'} au plus que permet le barème, "
            f"{money(totals.ceiling)} {scheme.currency}"
        )
    if totals.unbounded:
        found.append(f"Pas de borne haute : rien ne borne le montant de {_firms(totals.unbounded)}")
    if totals.to_be_checked:
        found.append(
            f"L’appréciation de l’instructeur manque à {_firms(totals.to_be_checked)} : "
            "le cas central la suppose favorable, la borne basse défavorable"
        )
    examples = [p for p in scheme.parameters.values() if (at := p.at(request.on)) is not None and at.example]
    if examples:
        found.append(
            "Chiffres donnés en exemple, qu’aucun texte ne fixe : "
            + ", ".join(say(p.label) for p in examples)
        )
    if request.only:
        kept = " ; ".join(f"{name} = {', '.join(values)}" for name, values in request.only.items())
        found.append(f"Une partie du fichier seulement : {kept}")
    if any(part.order_drawn for part in result.text.spending):
        found.append(
            "L’ordre des demandes est tiré, aucune colonne ne dit leur jour : pas de jour d’épuisement"
        )
    filed = request.envelope.filed if request.envelope else None
    if filed is not None and filed in population.drawn:
        found.append(
            f"Le jour des demandes ({filed}) est tiré d’un modèle : le jour d’épuisement l’est aussi"
        )
    for scenario in request.take_up:
        if not scenario.source and scenario.rate < 1:
            found.append(f"Recours « {scenario.name} » : une hypothèse, sans source")
    return tuple(found)


def _firms(count: int) -> str:
    return f"{count} entreprise{'s' if count > 1 else ''}"


def _labels(scheme: Scheme, paths: tuple[str, ...]) -> str:
    names = []
    for path in paths:
        fact = scheme.inputs.get(path) or scheme.inputs.get(path.rpartition(".")[0])
        names.append(say(fact.label) if fact is not None else path)
    return ", ".join(dict.fromkeys(names))
