"""The aid parameters of a measure as the draft of a scheme, in the language of `bareme`.

Pure text. What the document says becomes dated parameters with their words as reference; what
it does not say is asked of the applicant, or stands as a comment: nothing is made up. The
draft loads as it is (`bareme check`), so that somebody can start from it.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from relance.values.typography import NBSP, fold

MONEY: Final = ("EUR", "CAD")


@dataclass(frozen=True, slots=True)
class Stated:
    """One parameter as the document states it: `kind`, `low`, `high`, `unit` as in `AidParameter`."""

    kind: str
    low: str
    high: str
    unit: str
    words: str


def scheme_draft(
    *, title: str, code: str, currency: str, since: date, source: str, stated: Sequence[Stated]
) -> str:
    """The draft of a scheme for a measure. `source` names the document; `since` dates its values."""
    return _Draft(title, code, currency, since, source, list(stated)).text()


class _Draft:
    def __init__(
        self, title: str, code: str, currency: str, since: date, source: str, stated: list[Stated]
    ) -> None:
        self.title, self.code, self.currency, self.since = title, code, currency, since
        self.source, self.stated = source, stated
        self.used: set[int] = set()
        self.missing: list[str] = []
        self.inputs: list[str] = []
        self.questions: list[str] = []
        self.parameters: list[str] = []
        self.eligibility: list[str] = []

    def text(self) -> str:
        amount = self._amount()
        self._headcount()
        self._charter()
        self._beneficiaries()
        lines = [
            "language: 1",
            "# Brouillon tiré des paramètres qu’un document énonce. Ce n’est pas le texte du dispositif.",
            "# Vérifiez chaque valeur dans la délibération, puis complétez.",
            f"# Source\u00a0: {_comment(self.source)}",
            *(f"# À compléter\u00a0: {said}" for said in self._to_complete()),
            f"scheme: {self._name()}",
            f"title: {{fr: {_said(self.title[:200])}}}",
            f"kind: {self._kind()}",
            f"currency: {self.currency}",
            f"valid: {{from: {self.since.isoformat()}}}",
            "applies_by: filing",
            "beneficiary: establishment",
        ]
        for name, block in (
            ("inputs", self.inputs),
            ("questions", self.questions),
            ("parameters", self.parameters),
            ("eligibility", self.eligibility),
        ):
            if block:
                lines += ["", f"{name}:", *block]
        return "\n".join([*lines, "", f"amount: {amount}", ""])

    def _name(self) -> str:
        stem = re.sub(r"[^a-z0-9]+", "-", fold(self.title)).strip("-")[:40].strip("-")
        code = re.sub(r"[^a-z0-9]+", "-", fold(self.code)).strip("-") or "mesure"
        return f"mesure-{code}-{stem}".strip("-")

    def _kind(self) -> str:
        """Said by the words of the measure; a grant where they say nothing."""
        words = fold(self.title)
        if re.search(r"\b(?:avances?|prets?)\b", words):
            return "advance"
        return "voucher" if re.search(r"\b(?:bons? d.achat|cheques?|coupons?)\b", words) else "grant"

    def _amount(self) -> str:
        rate = self._figure("rate", ("percent",))
        cap = self._figure("ceiling", MONEY, end="high")
        floor = self._figure("floor", MONEY, end="low")
        if rate is not None:
            base = next((one.words for one in self.stated if one.kind == "base"), "")
            self._use("base")
            label = f"Assiette\u00a0: {base}"[:200] if base else "Dépense prise en compte"
            asked = self._input("base_amount", label)
            self._parameter("rate", f"{_number(rate.high or rate.low)} %", rate)
            value = f"rate * {asked}"
        else:
            asked = self._input("requested", "Montant demandé")
            self.missing.append("le document n’énonce pas de taux\u00a0: le montant demandé sert de base.")
            value = asked
        if cap is not None:
            self._parameter("cap", f"{_number(cap.high or cap.low)} {cap.unit}", cap)
            value = f"min({value}, cap)"
        else:
            self.missing.append("le document n’énonce pas de plafond.")
        if floor is not None:
            self._parameter("least", f"{_number(floor.low or floor.high)} {floor.unit}", floor)
            self._condition(
                "above_floor", f"rule: {asked} >= least", "Le montant est sous le plancher du dispositif"
            )
        return f"round_half_up({value}, 0.01 {self.currency})"

    def _headcount(self) -> None:
        one = self._figure("headcount", ("person", ""), end="high")
        if one is None:
            return
        self.inputs.append('  headcount: {type: integer, unit: people, label: {fr: "Effectif salarié"}}')
        least = bool(one.low) and not one.high
        value = _number(one.low if least else one.high)
        self._parameter("headcount_limit", f"{value} people", one)
        sign = ">=" if least else "<="
        self._condition(
            "size", f"rule: headcount {sign} headcount_limit", "L’effectif est hors des limites du dispositif"
        )
        self.missing.append("la borne de l’effectif\u00a0: comprise ou non, le document est à relire.")

    def _charter(self) -> None:
        for place, one in enumerate(self.stated):
            if one.kind == "charter":
                self.used.add(place)
                name = "charter" if place == self._first("charter") else f"charter_{place}"
                asked = f"L’engagement suivant est-il pris\u00a0: {one.words}"
                self.questions.append(f"  {name}: {{fr: {_said(asked[:280])}, default: no}}")
                self._condition(
                    f"keeps_{name}",
                    f"rule: {name}",
                    f"L’engagement demandé n’est pas pris\u00a0: {one.words}",
                )

    def _beneficiaries(self) -> None:
        for place, one in enumerate(self.stated):
            if one.kind == "beneficiaries":
                self.used.add(place)
                name = f"beneficiary_{place}"
                asked = f"Le demandeur est bien de ceux-ci{NBSP}: {one.words}"
                check = f"check: {{fr: {_said(asked[:280])}}}"
                self._condition(name, check, f"Réservé à{NBSP}: {one.words}")

    def _figure(self, kind: str, units: Sequence[str], end: str = "high") -> Stated | None:
        """The parameter of this kind with a number; what cannot be used of it is said."""
        for place, one in enumerate(self.stated):
            fits = one.kind == kind and one.unit in units and (one.low or one.high)
            if not fits or (one.unit in MONEY and one.unit != self.currency):
                continue
            if not _plain(one.low) or not _plain(one.high):
                continue
            self.used.add(place)
            if one.low and one.high and one.low != one.high:
                kept = one.high if end == "high" else one.low
                self.missing.append(
                    f"le document donne de {one.low} à {one.high}\u00a0; {kept} est retenu ici."
                )
            return one
        return None

    def _first(self, kind: str) -> int:
        return next(place for place, one in enumerate(self.stated) if one.kind == kind)

    def _use(self, kind: str) -> None:
        self.used |= {place for place, one in enumerate(self.stated) if one.kind == kind}

    def _input(self, name: str, label: str) -> str:
        self.inputs.append(f"  {name}: {{type: money, label: {{fr: {_said(label)}}}}}")
        return name

    def _parameter(self, name: str, value: str, one: Stated) -> None:
        reference = f"«\u00a0{one.words}\u00a0», {self.source}" if one.words else self.source
        since, words = self.since.isoformat(), _said(reference[:280])
        self.parameters.append(f"  {name}: [{{from: {since}, value: {value}, reference: {words}}}]")

    def _condition(self, name: str, rule: str, refusal: str) -> None:
        self.eligibility.append(f"  {name}: {{{rule}, else: {{fr: {_said(refusal[:280])}}}}}")

    def _to_complete(self) -> list[str]:
        rest = [one for place, one in enumerate(self.stated) if place not in self.used]
        said = [f"{LABELS.get(one.kind, one.kind)}\u00a0: {_comment(one.words)}" for one in rest]
        if self._kind() == "advance":
            said.append("le remboursement (clé repayment\u00a0: term, grace, every).")
        return [*self.missing, *said]


LABELS: Final = {
    "ceiling": "plafond",
    "floor": "plancher",
    "rate": "taux",
    "base": "assiette",
    "headcount": "effectif",
    "term": "durée",
    "deferral": "différé",
    "count": "nombre",
    "other": "autre condition",
}


def _plain(number: str) -> bool:
    return number == "" or re.fullmatch(r"\d{1,12}(?:\.\d{1,2})?", number) is not None


def _number(number: str) -> str:
    return number or "0"


def _said(words: str) -> str:
    """A text between double quotes, as JSON writes it: YAML reads the same."""
    return json.dumps(" ".join(words.split()), ensure_ascii=False)


def _comment(words: str) -> str:
    return " ".join(words.split())[:280]
