"""Gives a stored file to a browser, as something to keep, never as a page of ours."""

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from relance.kernel import files
from relance.kernel.errors import Missing
from relance.kernel.models import StoredFile
from relance.kernel.permissions import authority_for
from relance.kernel.rules import Right

SHOWN_IN_THE_BROWSER = frozenset({"application/pdf", "image/png"})
# Whatever the file holds, it runs nothing, loads nothing, sends nothing.
SANDBOX = "sandbox; default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def file_response(file: StoredFile, *, inline: bool = False) -> FileResponse:
    """The file itself. Who calls has checked the reader's right. Raises FileHeld, Missing.

    `inline` shows a PDF or a PNG in the browser; everything else is downloaded.
    """
    files.check_servable(file)
    try:
        content = files.opened(file)
    except FileNotFoundError as error:
        raise Missing("Ce fichier n’est plus sur le disque. Prévenez l’administration du site.") from error
    shown = inline and file.media_type in SHOWN_IN_THE_BROWSER
    response = FileResponse(
        content,
        as_attachment=not shown,
        filename=file.name,
        content_type=file.media_type,
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def stored_file(request: HttpRequest, authority: str, pk: int) -> HttpResponseBase:
    """A file of the authority, for those who read its internal papers. `?voir` shows PDF and PNG.

    What an app serves by itself, to fewer people, is not here at all.
    """
    owner = authority_for(request.user, authority, Right.READ_INTERNAL)
    file = StoredFile.objects.of(owner).filter(pk=pk).first()
    if file is None or files.is_apart(file):
        raise Missing("Ce fichier n’existe pas ici.")
    return file_response(file, inline="voir" in request.GET)
