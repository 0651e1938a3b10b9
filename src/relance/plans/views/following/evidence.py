"""Files that prove something: kept when sent, served to whoever may see what they prove."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from relance.kernel import files
from relance.kernel.errors import Missing
from relance.kernel.models import Account, Authority, StoredFile
from relance.kernel.permissions import authority_called
from relance.kernel.views.files import file_response
from relance.plans.models import IndicatorValue, PlanState, ValueState


def kept(owner: Authority, sent: "UploadedFile[Any] | None", by: Account, at: datetime) -> StoredFile | None:
    """The stored file of what was sent, if anything was. Raises FileRefused."""
    if sent is None:
        return None
    return files.store(authority=owner, by=by, name=sent.name or "piece", content=sent, at=at)


@require_safe
def evidence(request: HttpRequest, authority: str, value: int) -> HttpResponseBase:
    """The file behind an approved value of a public indicator, for anybody."""
    owner = authority_called(authority)
    row = (
        IndicatorValue.objects.of(owner)
        .filter(
            pk=value,
            state=ValueState.APPROVED,
            period__indicator__public=True,
            period__indicator__plan__state=PlanState.PUBLISHED,
            evidence_file__isnull=False,
        )
        .select_related("evidence_file")
        .first()
    )
    if row is None or row.evidence_file is None:
        raise Missing("Cette pièce n’existe pas, ou n’est pas publique.")
    return file_response(row.evidence_file)
