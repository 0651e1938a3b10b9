"""What an applicant takes away once notified: their letters, and the decision to be worked out again."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from relance.applications.models import Letter, State
from relance.applications.views.letters.file import bundle_response
from relance.applications.views.public.filing import Filing
from relance.kernel.errors import Missing
from relance.kernel.views.files import file_response


@require_safe
def own_letter(request: HttpRequest, authority: str, number: str, pk: int) -> HttpResponseBase:
    """One letter that was sent, for whoever holds the key of the file."""
    filing = Filing(request, authority, number, draft=False)
    letters = Letter.objects.of(filing.owner).filter(application=filing.application, sent_at__isnull=False)
    letter = letters.filter(pk=pk).select_related("file").first()
    if letter is None or letter.file is None:
        raise Missing("Cette lettre n’existe pas, ou n’est pas encore envoyée.")
    return file_response(letter.file, inline=True)


@require_safe
def own_bundle(request: HttpRequest, authority: str, number: str) -> HttpResponse:
    """The rules, the facts and the decision, once it is notified."""
    filing = Filing(request, authority, number, draft=False)
    if filing.application.state != State.NOTIFIED:
        raise Missing("La décision n’est pas encore notifiée.")
    return bundle_response(filing.application)
