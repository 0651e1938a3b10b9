"""The health page, for supervisors and load balancers."""

from dataclasses import asdict

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from relance.kernel.health import examine
from relance.kernel.permissions import authorities_where
from relance.kernel.rules import Right


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when pages can be served, 503 otherwise; `well` says whether all is well.

    In production strangers get yes or no; what exactly is wrong is for who administers.
    """
    found = examine()
    said: dict[str, bool] = {"well": found.well}
    if not settings.PRODUCTION or (found.serves and authorities_where(request.user, Right.ADMINISTER)):
        said |= asdict(found)
    return JsonResponse(said, status=200 if found.serves else 503)
