"""A decision that anybody can work out again: what is handed out, and how it is compared. Pure.

The bundle holds the text of the rules, the facts and the decision. With `bareme` alone, on any machine:

    bareme evaluate bareme.yaml faits.json --on 2020-07-01
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

import bareme
from relance.values.money import Money
from relance.values.typography import NBSP, long_date

FORMAT: Final = "relance-decision/1"
RULES, FACTS, DECISION, READ_ME = "bareme.yaml", "faits.json", "decision.json", "LISEZ-MOI.txt"
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)  # the first date a zip can hold: the same decision, the same bytes


@dataclass(frozen=True, slots=True)
class Stored:
    """A decision as it was kept. Amounts in minor units; `computed` None where the rules gave none."""

    number: str
    authority: str
    scheme: str
    version: int
    text: str
    sha256: str
    on: date
    facts: Mapping[str, Any]
    verdict: str
    computed: int | None
    awarded: int
    currency: str
    outcome: str
    decided_on: date
    manual_reason: str = ""
    motive: str = ""
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """What comes out otherwise now, in words."""

    what: str
    stored: str
    again: str

    def __str__(self) -> str:
        return f"{self.what}{NBSP}: gardé «{NBSP}{self.stored}{NBSP}», refait «{NBSP}{self.again}{NBSP}»"


def as_json(stored: Stored) -> dict[str, Any]:
    """The decision as one JSON-ready object, the rules and facts inside."""
    amount = None if stored.computed is None else str(Money(stored.computed, stored.currency).units)
    return {
        "format": FORMAT,
        "number": stored.number,
        "authority": stored.authority,
        "scheme": {"title": stored.scheme, "version": stored.version, "sha256": stored.sha256},
        "rules": stored.text,
        "on": stored.on.isoformat(),
        "facts": dict(stored.facts),
        "verdict": stored.verdict,
        "amount": amount,
        "awarded": str(Money(stored.awarded, stored.currency).units),
        "currency": stored.currency,
        "outcome": stored.outcome,
        "decided_on": stored.decided_on.isoformat(),
        "manual_reason": stored.manual_reason,
        "motive": stored.motive,
        "sentences": list(stored.sentences),
    }


def bundle(stored: Stored) -> bytes:
    """The same as a zip of four files, ready for the command line of `bareme`."""
    said = {name: value for name, value in as_json(stored).items() if name not in ("rules", "facts")}
    files = {
        READ_ME: _read_me(stored),
        RULES: stored.text,
        FACTS: _json(stored.facts),
        DECISION: _json(said),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode())
    return written.getvalue()


def differences(stored: Stored, rules: bareme.Scheme) -> tuple[Difference, ...]:
    """What the stored rules and facts give otherwise today than they gave then; empty: the same to the cent.

    `rules`: the stored text, loaded. Facts that the rules no longer take, or rules out of force, differ too.
    """
    found = []
    if rules.hash != stored.sha256:
        found.append(Difference("Empreinte du barème", stored.sha256[:12], rules.hash[:12]))
    try:
        again = bareme.evaluate(rules, stored.facts, on=stored.on)
    except bareme.BaremeError as error:
        return (*found, Difference("Réponse", stored.verdict, str(error)))
    if again.verdict != stored.verdict:
        found.append(Difference("Réponse", stored.verdict, again.verdict))
    then, now = _exact(stored), bareme_amount(again)
    if then != now:
        found.append(Difference("Montant", then or "aucun", now or "aucun"))
    return tuple(found)


def bareme_amount(decision: bareme.Decision) -> str:
    """The amount of an answer in units, without needless zeros; empty when there is none."""
    return _plain(decision.amount) if isinstance(decision.amount, Decimal) else ""


def _exact(stored: Stored) -> str:
    return "" if stored.computed is None else _plain(Money(stored.computed, stored.currency).units)


def _plain(amount: Any) -> str:
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _read_me(stored: Stored) -> str:
    amount = (
        "aucun montant"
        if stored.computed is None
        else Money(stored.computed, stored.currency).format(cents=True)
    )
    return f"""Décision sur la demande {stored.number}
{stored.authority}, {long_date(stored.decided_on)}

Ce dossier permet à quiconque de refaire le calcul de cette décision.

{RULES}      le règlement, tel qu’il fut appliqué (version {stored.version})
{FACTS}       ce qui fut retenu du dossier, sans le nom du demandeur
{DECISION}    ce qui fut répondu et décidé

Avec Python 3.11 ou plus récent\u00a0:

    pip install relance
    bareme evaluate {RULES} {FACTS} --on {stored.on.isoformat()}

Le barème répond «\u00a0{stored.verdict}\u00a0», montant\u00a0: {amount}.
L’empreinte du règlement, que donne «\u00a0bareme check {RULES}\u00a0», est\u00a0:
{stored.sha256}
"""
