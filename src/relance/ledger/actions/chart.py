"""Gives our accounts the codes of an authority's own chart."""

from django.db import transaction
from django.utils import timezone

from relance.kernel import audit
from relance.kernel.models import Account, Authority
from relance.ledger.actions.errors import BadAct
from relance.ledger.models import AccountingCode, Nature, Section
from relance.ledger.permissions import require_act
from relance.ledger.rules.kinds import Act, Kind


def map_account(
    *,
    authority: Authority,
    kind: Kind,
    section: Section,
    nature: Nature,
    code: str,
    by: Account | None,
    label: str = "",
) -> None:
    """Write this code beside the account `kind` in journals of envelopes of this section and nature.

    An empty code takes it away. Doing it again changes nothing. Codes are the authority's own (M57 in
    France, the chart of its municipality in Québec): none is checked nor guessed. Up to 30 signs (BadAct).
    """
    require_act(by, Act.VOTE, authority)
    code = code.strip()
    if len(code) > 30:
        raise BadAct(f"Un compte comptable compte au plus 30 signes\u00a0; celui-ci en a {len(code)}.")
    known = AccountingCode.objects.of(authority).filter(kind=kind, section=section, nature=nature)
    with transaction.atomic():
        before = known.first()
        if (before.code, before.label) == (code, label) if before else not code:
            return
        subject = before or AccountingCode(authority=authority, kind=kind, section=section, nature=nature)
        audit.record(
            authority=authority,
            by=by,
            act="map_account",
            subject=subject,
            at=timezone.now(),
            label=f"{kind.label}, {section.label}, {nature.label}",
            before={"code": before.code, "label": before.label} if before else None,
            after={"code": code, "label": label} if code else None,
        )
        if not code:
            known.delete()
            return
        subject.code, subject.label = code, label
        subject.save()
