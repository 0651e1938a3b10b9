"""An answer told line by line: each condition, what it looked at, how it came out."""

from dataclasses import dataclass
from decimal import Decimal, localcontext

import bareme
from bareme.model import say
from bareme.reasons import Reason as Node
from bareme.values import EXACT, NOT_APPLICABLE, UNKNOWN
from bareme.words import Speaker, typeset
from relance.kernel.components import Outcome, Reason
from relance.values.money import Money, UnevenMoney
from relance.values.typography import Locale, currency

LANGUAGES = {Locale.FR: "fr", Locale.FR_CA: "fr-CA", Locale.EN: "en"}


def reasons(decision: bareme.Decision, locale: Locale = Locale.FR) -> list[Reason]:
    """One line a condition, those not met first; those that do not concern the applicant are left out."""
    speaker = Speaker(decision.program, decision.env, "fr")
    with localcontext(EXACT):
        found = [
            _line(one, speaker, locale, checks=frozenset(decision.checks))
            for one in decision.reasons
            if one.value is not NOT_APPLICABLE and one.kind != "amount"
        ]
    return sorted(found, key=lambda line: line.outcome is not Outcome.UNMET)


def _line(node: Node, speaker: Speaker, locale: Locale, *, checks: frozenset[str]) -> Reason:
    said = typeset(speaker.fact(node.node, node.value), LANGUAGES[locale])
    label = say(node.label) if node.label else ""
    text = say(node.refusal) if node.value is False and node.refusal else label or said
    return Reason(
        typeset(text, LANGUAGES[locale]),
        _outcome(node, checks),
        value="" if said == text else said,
        article=node.reference,
        because=tuple(_detail(child, speaker, locale) for child in node.children if _worth_telling(child)),
    )


def _worth_telling(node: Node) -> bool:
    return node.label is not None and node.kind == "definition"


def _detail(node: Node, speaker: Speaker, locale: Locale) -> Reason:
    """A quantity that the condition rests on, with its value."""
    said = typeset(speaker.fact(node.node, node.value), LANGUAGES[locale])
    known = node.value is not UNKNOWN
    value = said if known else ""
    return Reason(
        say(node.label) if node.label else said,
        Outcome.MET if known else Outcome.UNKNOWN,
        value=value,
        article=node.reference,
        because=tuple(_detail(child, speaker, locale) for child in node.children if _worth_telling(child)),
    )


def _outcome(node: Node, checks: frozenset[str]) -> Outcome:
    if node.value is UNKNOWN:
        return Outcome.BY_HAND if node.name in checks or node.kind == "check" else Outcome.UNKNOWN
    return Outcome.MET if node.value is True else Outcome.UNMET


@dataclass(frozen=True, slots=True)
class Said:
    """The answer in a word: a heading, the amount as far as it is known, what is left."""

    verdict: str
    heading: str
    amount: str


HEADINGS = {
    "eligible": "D’après vos réponses, vous avez droit à cette aide.",
    "not eligible": "D’après vos réponses, vous n’avez pas droit à cette aide.",
    "to be checked": "Il reste des points que le service vérifie lui-même.",
    "undetermined": "Il manque des informations pour répondre.",
}


def said(decision: bareme.Decision, locale: Locale = Locale.FR, *, all_answered: bool = False) -> Said:
    """What a decision amounts to, in words. `all_answered`: the service finds the rest."""
    heading = HEADINGS[decision.verdict]
    if decision.verdict == "undetermined" and all_answered:
        heading = "Vos réponses suffisent. La suite dépend de ce que le service établit lui-même."
    return Said(decision.verdict, heading, amount_words(decision, locale))


def amount_words(decision: bareme.Decision, locale: Locale = Locale.FR) -> str:
    """ "1 230,30 €", "de 900 à 1 500 €", "1 500 € au plus"; empty where nothing is known or due."""
    code = decision.program.scheme.currency
    if isinstance(decision.amount, Decimal):
        return _money(decision.amount, code, locale)
    least, most = decision.least, decision.most
    if most is None:
        return f"au moins {_money(least, code, locale)}" if least else ""
    if not least:
        return f"{_money(most, code, locale)} au plus" if most else ""
    return f"entre {_money(least, code, locale)} et {_money(most, code, locale)}"


def _money(amount: Decimal, code: str, locale: Locale) -> str:
    try:
        return Money.of(amount, code).format(locale)
    except UnevenMoney:
        return currency(int(amount.scaleb(2)), code, locale)
