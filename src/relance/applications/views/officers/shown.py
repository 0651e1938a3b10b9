"""What the page of a file shows, as components: facts with sources, reasons, room under ceilings."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import bareme
from relance.applications.models import Application, Correction, Decision, Message, Note, Piece, Proposal
from relance.applications.rules.ceilings import Room
from relance.applications.rules.facts import source_words
from relance.applications.rules.worded import Told, fact_label, fact_words, flat_facts, told
from relance.kernel.components import Chip, Column, Event, Link, Outcome, Reason, Row, Table
from relance.kernel.models import Authority, FileState
from relance.schemes import queries as schemes
from relance.values.typography import locale_of, long_date, short_date

MET = {
    "yes": Outcome.MET,
    "no": Outcome.UNMET,
    "unknown": Outcome.UNKNOWN,
    "not applicable": Outcome.MET,
}
SCAN = {
    FileState.UNSCANNED: Chip("Non analysée", "warning"),
    FileState.CLEAN: Chip("Analysée, saine", "good"),
    FileState.REFUSED: Chip("Refusée", "bad"),
}


def facts_table(row: Application) -> Table:
    """Each fact of the file with where it comes from, and what the register says of it."""
    rules = schemes.loaded(row.version)
    shown = []
    for path, value in flat_facts(row.facts):
        top = path.split(".")[0]
        source = row.sources.get(top, {})
        registered = row.registered.get(top)
        shown.append(
            Row(
                [
                    fact_label(rules, path),
                    fact_words(rules, path, value),
                    source_words(source),
                    _day(row, source.get("on", "")),
                    fact_words(rules, path, registered)
                    if registered is not None and "." not in path
                    else None,
                ]
            )
        )
    columns = [Column("Fait"), Column("Valeur"), Column("Source"), Column("Au"), Column("Registre")]
    return Table("Faits", columns, shown)


def reasons_of(decision: bareme.Decision | None, sources: Mapping[str, Any]) -> list[Reason]:
    """The conditions of an answer, line by line, with values, their sources and references."""
    lines = told(decision, sources) if decision else []
    return [
        Reason(one.text, MET[one.met], "\u00a0; ".join(one.uses), "\u00a0; ".join(one.references))
        for one in lines
        if not one.is_amount
    ]


def amounts_of(decision: bareme.Decision | None, sources: Mapping[str, Any]) -> list[Told]:
    """How each amount of an answer came out."""
    return [one for one in told(decision, sources) if one.is_amount] if decision else []


def room_table(room: Room, authority: Authority) -> Table:
    """The aids that count under a ceiling, the whole at the foot."""
    locale = locale_of(authority.locale)
    rows = [
        Row([aid.giver, short_date(aid.granted_on, locale), aid.known_from, aid.amount]) for aid in room.aids
    ]
    columns = [Column("Accordée par"), Column("Le"), Column("Connue par"), Column("Montant", number=True)]
    totals = [Row(["Ensemble", "", "", room.used])] if room.used is not None else []
    since = f"Depuis le {long_date(room.since, locale)}" if room.since else ""
    return Table("Aides qui comptent", columns, rows, note=since, totals=totals)


def pieces_table(row: Application, pieces: Iterable[Piece], link: Any) -> Table:
    """The pieces received, each with what the antivirus said."""
    shown = []
    for piece in pieces:
        state = Chip("Effacée", "neutral") if piece.file is None else SCAN[FileState(piece.file.state)]
        name: object = Link(piece.name, link(piece)) if piece.file and piece.name else piece.name or None
        sent = piece.sent_at.astimezone(row.authority.zone).date()
        shown.append(Row([piece.label, name, short_date(sent, locale_of(row.authority.locale)), state]))
    return Table(
        "Pièces", [Column("Pièce"), Column("Fichier"), Column("Reçue le"), Column("Antivirus")], shown
    )


def history(
    row: Application,
    *,
    corrections: Iterable[Correction],
    proposals: Iterable[Proposal],
    decision: Decision | None,
) -> list[Event]:
    """What happened to the file, from its deposit on."""
    zone, locale = row.authority.zone, locale_of(row.authority.locale)
    said: list[tuple[Any, str, str]] = []
    if row.submitted_at:
        said.append((row.submitted_at, "Demande déposée", ""))
    if row.instruction_at:
        said.append((row.instruction_at, "Prise en instruction", row.instruction_by_name))
    for one in corrections:
        said.append((one.asked_at, f"Correction demandée\u00a0: {one.message}", one.asked_by_name))
        if one.answered_at:
            said.append((one.answered_at, f"Réponse du demandeur\u00a0: {one.answer or 'sans un mot'}", ""))
        if one.withdrawn_at:
            said.append((one.withdrawn_at, "Demande de correction retirée", one.withdrawn_by_name))
    for proposal in proposals:
        said.append((proposal.at, f"Proposition\u00a0: {proposal.get_outcome_display()}", proposal.by_name))
    if decision:
        said.append((decision.decided_at, decision.get_outcome_display(), decision.decided_by_name))
    if row.notified_at:
        said.append((row.notified_at, f"Notifiée {row.notified_how}", ""))
    return [
        Event(long_date(at.astimezone(zone).date(), locale), what, at.astimezone(zone).date().isoformat(), by)
        for at, what, by in sorted(said, key=lambda one: one[0])
    ]


def words(row: Application, rows: Iterable[Note | Message]) -> list[dict[str, str]]:
    """Notes or messages, with who and when."""
    zone, locale = row.authority.zone, locale_of(row.authority.locale)
    return [
        {
            "text": one.text,
            "by": one.by_name or "le demandeur",
            "when": f"{short_date(one.at.astimezone(zone).date(), locale)} {one.at.astimezone(zone):%H:%M}",
        }
        for one in rows
    ]


def _day(row: Application, text: str) -> str | None:
    return short_date(date.fromisoformat(text), locale_of(row.authority.locale)) if text else None
