"""A result as text, for whoever reads it in a terminal.

Figures in columns, and what they miss beside them.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from bareme.simulation.words import money, n, percent, seconds

if TYPE_CHECKING:
    from bareme.simulation.results import Answer, Distribution, Money, Simulation, Spending, Step

MOST_ROWS = 30
MOST_NAMED = 12  # groups without anybody that are named
BY = {
    "departement": "département", "region": "région", "epci": "intercommunalité", "naf": "activité",
    "size": "effectif", "legal_form": "forme juridique",
}  # fmt: skip
SERVED = {"first_come": "premier arrivé", "pro_rata": "au prorata", "rank": "par rang"}


def report(result: Simulation) -> str:
    """The whole result in French."""
    lines = [f"{result.title['fr']} — au {result.on:%d/%m/%Y}", ""]
    lines += _totals(result)
    for answer in result.variants:
        lines += _compared(answer, result.currency)
    if result.funnel:
        lines += ["", "Entonnoir", *_funnel(result.funnel)]
    for answer in result.variants:
        if answer.funnel and answer.funnel != result.funnel:
            lines += ["", f"Entonnoir — variante {answer.variant}", *_funnel(answer.funnel)]
    for answer in (result.text, *result.variants):
        name = f" — variante {answer.variant}" if answer.variant else ""
        if answer.distribution is not None and answer.distribution.firms:
            lines += [
                "",
                f"Répartition des montants{name}",
                *_distribution(answer.distribution, result.currency),
            ]
        for spending in answer.spending:
            lines += ["", f"Recours « {spending.take_up} » ({percent(spending.rate)}){name}"]
            lines += _spending(spending, result.currency)
        for word, groups in answer.groups:
            rows = [
                [
                    g.value or "non connu",
                    n(g.firms),
                    n(g.beneficiaries.central),
                    n(g.undetermined),
                    span(g.cost),
                ]
                for g in groups
                if g.beneficiaries.most
            ]
            lines += ["", f"Par {BY.get(word, word)}{name}"]
            lines += table(
                [BY.get(word, word), "entreprises", "aidées", "indéterminées", result.currency],
                rows[:MOST_ROWS],
            )
            if len(rows) > MOST_ROWS:
                lines.append(f"  … et {len(rows) - MOST_ROWS} autres (--json les donne toutes)")
            if nobody := [g for g in groups if not g.beneficiaries.most]:
                known = ", ".join(g.value or "non connu" for g in nobody[:MOST_NAMED])
                more = f" et {n(len(nobody) - MOST_NAMED)} autres" if len(nobody) > MOST_NAMED else ""
                lines.append(f"  sans aucune aidée : {known}{more}")
    if result.notes:
        lines += ["", "À savoir"] + [f"  · {note}" for note in result.notes]
    return "\n".join([*lines, "", *_receipt(result)])


def _funnel(steps: Sequence[Step]) -> list[str]:
    head = ["condition", "refuse", "elle seule", "tombe ici", "inconnu", "restent"]
    rows = [[s.label, n(s.refused), n(s.alone), n(s.falls), n(s.unknown), n(s.left)] for s in steps]
    return table(head, rows)


def _totals(result: Simulation) -> list[str]:
    rows = []
    for answer in (result.text, *result.variants):
        t = answer.totals
        rows.append([
            answer.variant or "le texte", n(t.firms), n(t.eligible), n(t.to_be_checked), n(t.undetermined),
            n(t.not_eligible), span(t.cost),
        ])  # fmt: skip
    head = [
        "",
        "entreprises",
        "éligibles",
        "à vérifier",
        "indéterminées",
        "refusées",
        f"coût ({result.currency})",
    ]
    return table(head, rows)


def _compared(answer: Answer, currency: str) -> list[str]:
    c = answer.compared
    assert c is not None
    changes = ", ".join(f"{name} = {value}" for name, value in answer.overlay)
    moved = f"{n(c.winners)} gagnent {money(c.gained)} {currency}, "
    moved += f"{n(c.losers)} perdent {money(c.lost)} {currency}"
    still = f"{n(c.same)} inchangées, {n(c.unknown)} inconnues"
    return [f"Variante {answer.variant} ({changes}) : {moved}, {still}"]


def _distribution(d: Distribution, currency: str) -> list[str]:
    assert d.mean is not None
    assert d.least is not None
    assert d.most is not None
    lines = [
        f"  de {money(d.least)} à {money(d.most)} {currency}, en moyenne {money(d.mean)}",
        "  déciles : " + " · ".join(money(decile) for decile in d.deciles),
    ]
    return lines + table(
        ["plus de", "jusqu’à", "entreprises", currency],
        [
            [money(c.above), money(c.up_to) if c.up_to is not None else "", n(c.firms), money(c.amount)]
            for c in d.classes
        ],
    )


def _spending(s: Spending, currency: str) -> list[str]:
    lines = [f"  {n(s.applicants)} demandent {money(s.asked)} {currency}"]
    if s.envelope is not None:
        served = SERVED[s.served or "first_come"]
        lines.append(
            f"  enveloppe {money(s.envelope)} {currency}, {served} : "
            f"{money(s.paid)} versés à {n(s.paid_firms)}"
            + (f" (réduits pour {n(s.reduced)})" if s.reduced else "")
            + f", {n(s.left)} sans rien ({money(s.left_amount)}), reste {money(s.envelope - s.paid)}"
        )
        if s.runs_out is not None:
            lines.append(f"  épuisée le {s.runs_out:%d/%m/%Y}")
    if s.shares:
        lines.append("  financeurs : " + ", ".join(f"{p.label} {money(p.amount)}" for p in s.shares))
    if s.repayments is not None:
        for year in s.repayments.years:
            lost = ", ".join(f"perdus ({name}) {money(amount)}" for name, amount in year.lost)
            lines.append(f"  {year.year} : {money(year.due)} à rendre" + (f", {lost}" if lost else ""))
        if s.repayments.unscheduled:
            without = s.repayments.unscheduled, s.repayments.unscheduled_amount
            lines.append(f"  sans échéancier : {n(without[0])} avances, {money(without[1])}")
    return lines


def _receipt(result: Simulation) -> list[str]:
    r = result.receipt
    file = f"{r.population}, {n(r.rows)} lignes du {r.population_day}"
    took = f"{seconds(r.seconds)} de calcul, " if r.seconds is not None else ""
    if r.seconds is not None and r.hashing is not None:
        whole = r.seconds + r.hashing
        share = (r.hashing * 100 / whole).quantize(Decimal(1)) if whole else 0
        took += f"{seconds(r.hashing)} pour l’empreinte du fichier ({share} % du temps), "
    run = f"graine {r.seed}, {took}{r.peak_mb} Mo au plus"
    return [
        f"Reçu : barème {r.scheme_hash}",
        f"       population {file}, {r.population_hash or 'sans empreinte'}",
        f"       {r.engine} {r.engine_version}, bareme {r.bareme_version}, {run}",
    ]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns aligned; the first one to the left, figures to the right."""
    widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    return [
        ("  " + "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )).rstrip()
        for row in (head, *rows)
    ]  # fmt: skip


def span(cost: Money) -> str:
    """The central amount, and its bounds where they differ from it."""
    if cost.least == cost.central == cost.most:
        return money(cost.central)
    most = money(cost.most) if cost.most is not None else "sans borne"
    return f"{money(cost.central)} [{money(cost.least)} ; {most}]"
