"""Checks the rows of a file together: what the database would refuse, said in French first."""

from collections import Counter
from typing import Any

from relance.plans.actions.exchange.reading import Desk, Pending
from relance.plans.models import AmountPer, AmountRole, DocumentText, Measure, digest_of
from relance.values.typography import NBSP, squeeze


def check_rows(desk: Desk) -> None:
    """Add to each row the faults that show only once all rows are read."""
    for table, check in _CHECKS.items():
        for pending in desk.pending.get(table, []):
            if not pending.faults:
                check(pending)
    for table in ("axes", "measures"):
        _give_orders(desk, table)
    _check_codes(desk)
    _check_parents(desk)
    _check_total(desk)


def _document(pending: Pending) -> None:
    digest = pending.row.sha256
    if digest and (len(digest) != 64 or set(digest) - set("0123456789abcdef")):
        pending.fault("Une empreinte SHA-256, de 64 chiffres hexadécimaux, est attendue.", "sha256")


def _text(pending: Pending) -> None:
    row: DocumentText = pending.row
    said = row.sha256
    if pending.is_new and not said:
        row.sha256 = digest_of(row.text)
    elif said != digest_of(row.text):
        pending.fault("Ce texte n’est plus celui de son empreinte.", "text")


def _place(pending: Pending) -> None:
    """A quotation is the stored text at its place, or there is none. Known ones cannot have changed."""
    row = pending.row
    if not pending.is_new:
        return
    place = (row.source, row.start, row.end)
    if not row.quote and place == (None, None, None):
        return
    if None in place:
        pending.fault("Un texte publié demande son texte conservé, son début et sa fin.", "quote")
        return
    if not 0 <= row.start < row.end <= len(row.source.text):
        pending.fault("Ce passage n’est pas dans le texte conservé.", "start")
        return
    there = row.source.text[row.start : row.end]
    if not row.quote:
        row.quote = there
    elif row.quote != there and squeeze(row.quote) == squeeze(there):
        row.quote = there  # a spreadsheet may change line ends: the stored text counts
    elif row.quote != there:
        pending.fault("Ce texte publié n’est pas celui du passage.", "quote")


def _worded(pending: Pending) -> None:
    _place(pending)
    row = pending.row
    if pending.faults:
        return
    if row.quote and row.paraphrase:
        pending.fault("Un texte publié n’a pas de paraphrase. Utilisez l’intitulé de travail.", "paraphrase")
    if not row.quote and not row.paraphrase:
        pending.fault("Un texte publié ou une paraphrase est attendu.", "paraphrase")


def _measure(pending: Pending) -> None:
    _worded(pending)
    row: Measure = pending.row
    dated = bool(row.horizon_start or row.horizon_end)
    if row.horizon_start and row.horizon_end and row.horizon_end < row.horizon_start:
        pending.fault("L’échéance est avant le début.", "horizon_end")
    if dated and not row.horizon_precision:
        pending.fault("Un horizon daté dit sa précision.", "horizon_precision")
    if not dated and row.horizon_precision:
        pending.fault("Sans date, l’horizon n’a pas de précision.", "horizon_precision")


def _amount(pending: Pending) -> None:
    _place(pending)
    row = pending.row
    if row.low is None and row.high is None:
        pending.fault("Une somme est attendue.", "low")
    elif row.low is not None and row.high is not None and row.high < row.low:
        pending.fault("La somme la plus haute est plus petite que l’autre.", "high")
    elif row.role != AmountRole.DETAIL and (row.low is None or row.high is None):
        pending.fault("Un budget ou une enveloppe a ses deux sommes, égales s’il n’y en a qu’une.", "high")
    if row.axis is not None and row.measure is not None:
        pending.fault("Une somme est d’un axe ou d’une mesure, pas des deux.", "axis")
    if row.role == AmountRole.TOTAL and (row.axis or row.measure or row.per != AmountPer.TOTAL):
        pending.fault("Le budget du plan n’est ni d’un axe, ni d’une mesure, et vaut en tout.", "role")


def _parameter(pending: Pending) -> None:
    _place(pending)
    row = pending.row
    if not (row.low or row.high or row.wording):
        pending.fault("Une valeur ou des mots sont attendus.", "wording")


_CHECKS = {
    "documents": _document,
    "texts": _text,
    "axes": _worded,
    "measures": _measure,
    "partners": _place,
    "amounts": _amount,
    "parameters": _parameter,
    "findings": _worded,
}


def final_rows(desk: Desk, table: str) -> list[Any]:
    """The rows that the plan will have: those of the file and those it does not name."""
    rows = [pending.row for pending in desk.pending.get(table, [])]
    named = {id(row) for row in rows}
    return rows + [
        row for row in desk.known.get(table, {}).values() if id(row) not in named and desk.is_of_plan(row)
    ]


def _give_orders(desk: Desk, table: str) -> None:
    """A row without order goes last; two rows with one order are a fault."""
    rows = final_rows(desk, table)
    last = max((row.order for row in rows if row.order is not None), default=0)
    for pending in desk.pending.get(table, []):
        if pending.row.order is None:
            last += 1
            pending.row.order = last
    counts = Counter(row.order for row in rows)
    for pending in desk.pending.get(table, []):
        if counts[pending.row.order] > 1:
            pending.fault(f"L’ordre {pending.row.order} est déjà pris.", "order")


def _check_codes(desk: Desk) -> None:
    counts = Counter(row.code for row in final_rows(desk, "measures") if row.code)
    for pending in desk.pending.get("measures", []):
        if counts[pending.row.code] > 1:
            pending.fault(f"Le code «{NBSP}{pending.row.code}{NBSP}» est déjà pris.", "code")


def _check_parents(desk: Desk) -> None:
    """A measure is no part of itself, however far round."""
    for pending in desk.pending.get("measures", []):
        seen, above = {id(pending.row)}, pending.row.parent
        while above is not None and id(above) not in seen:
            seen.add(id(above))
            above = above.parent
        if above is not None:
            pending.fault("Cette mesure serait une partie d’elle-même.", "parent")


def _check_total(desk: Desk) -> None:
    totals = [row for row in final_rows(desk, "amounts") if row.role == AmountRole.TOTAL]
    for pending in desk.pending.get("amounts", []):
        if len(totals) > 1 and pending.row.role == AmountRole.TOTAL:
            pending.fault("Un plan annonce un seul budget.", "role")
