"""Facts that an officer establishes: what the applicant did not give, or gave wrongly."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from relance.applications.actions.errors import NotComplete
from relance.applications.actions.filing import put_facts, reassess
from relance.applications.actions.instructing import examined, withdraw_standing
from relance.applications.actions.links import tell_applicant
from relance.applications.models import Application, Message, State
from relance.applications.rules.worded import fact_label, told_facts
from relance.kernel import audit
from relance.kernel.models import Account
from relance.schemes import queries as schemes
from relance.values.typography import NBSP


def set_fact(
    *, application: Application, facts: Mapping[str, Any], why: str, by: Account, at: datetime
) -> Application:
    """Keep facts as this officer establishes them; `why` says where they come from (a piece, a letter…).

    None takes a fact away. The applicant reads what was kept, and from where, on the page of the file; the
    proposal that rested on the former facts is withdrawn. Raises NotComplete, FactRefused, WrongState.
    """
    if not why.strip():
        raise NotComplete(("Dites d’où vient ce fait.",))
    with transaction.atomic():
        row = examined(application, by, {State.INSTRUCTION})
        before = {name: row.facts.get(name) for name in facts}
        put_facts(row, facts, kind="officer", source_name=str(by), at=at)
        for name in facts:
            if name in row.sources:
                row.sources[name]["why"] = why.strip()
        withdraw_standing(row, by, at)
        row.changed_at = at
        reassess(row, at)
        row.save()
        audit.record(
            authority=row.authority,
            by=by,
            act="applications.fact",
            subject=row,
            at=at,
            before=before,
            after={**facts, "comment": why.strip()},
        )
        _tell(row, facts, why.strip(), by, at)
    return row


def _tell(row: Application, facts: Mapping[str, Any], why: str, by: Account, at: datetime) -> None:
    """On the page of the file, in whole; by mail, only that there is something to read."""
    rules = schemes.loaded(row.version)
    kept = told_facts(rules, {name: value for name, value in facts.items() if value is not None})
    gone = [fact_label(rules, name) for name, value in facts.items() if value is None]
    lines = [
        "Le service a complété ou corrigé votre demande.",
        *(f"{label}{NBSP}: {words}" for label, words in kept),
        *(f"{label}{NBSP}: réponse retirée" for label in gone),
        f"D’où vient cette information{NBSP}: {why}",
        "Si ce n’est pas exact, répondez ici.",
    ]
    Message.objects.create(
        authority=row.authority, application=row, text="\n".join(lines), by=by, by_name=str(by), at=at
    )
    said = "Vous lirez laquelle, et d’où vient l’information, sur la page de votre demande."
    tell_applicant(
        application=row,
        subject="le service a complété votre demande",
        lines=["Le service a complété ou corrigé une réponse de votre demande.", said],
    )
