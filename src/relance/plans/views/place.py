"""Pages of a PDF as pictures, and a fact outlined on its page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relance.kernel import files
from relance.kernel.errors import Missing
from relance.kernel.permissions import authority_for
from relance.kernel.rules import Right
from relance.plans.permissions import fact_for, text_for
from relance.plans.queries.coverage import text_of
from relance.plans.queries.place import place_of
from relance.plans.rules.addresses import desk_path, manage_path, passage_path, review_path
from relance.reading.document import ReadingError
from relance.reading.readers.pdfview import render_page

DPI = 96
KEPT_FOR = 7 * 24 * 3600


@require_safe
def page_image(request: HttpRequest, authority: str, document: int, page: int) -> HttpResponse:
    """A page of a stored PDF as a picture, for those who read internal papers.

    A file never changes under its digest: the browser keeps the picture.
    """
    authority_for(request.user, authority, Right.READ_INTERNAL)
    text = text_for(request.user, authority, document)
    file = text.document.file
    if text.format != "pdf" or file is None:
        raise Missing("Ce document n’a pas de page à montrer.")
    tag = f'"{text.document.sha256[:32]}-{page}-{DPI}"'
    answer = HttpResponse(status=304)
    if request.headers.get("If-None-Match") != tag:
        files.check_servable(file)
        try:
            answer = HttpResponse(render_page(files.read(file), page, dpi=DPI), content_type="image/png")
        except (ReadingError, FileNotFoundError) as error:
            raise Missing("Cette page ne peut pas être montrée.") from error
    answer["ETag"] = tag
    answer["Cache-Control"] = f"private, max-age={KEPT_FOR}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_safe
def place(request: HttpRequest, authority: str, plan: str, fact: int) -> HttpResponse:
    """The page of the document that holds a fact, with its words outlined; a part of a page for htmx."""
    found = fact_for(request.user, authority, plan, fact, Right.READ_INTERNAL)
    text = text_of(found.plan)
    if text is None or (found.source_id != text.pk and not found.places.filter(text=text).exists()):
        text = found.source
    start, end = found.place
    shown = place_of(found, text)
    context = {
        "authority": found.authority,
        "plan": found.plan,
        "fact": found,
        "text": text,
        "place": shown,
        "boxes": [(box, box.x1 - box.x0, box.y1 - box.y0) for box in shown.boxes] if shown else [],
        "url": passage_path(authority, found.source.document_id, start, end, found.source.reader_version),
        "back": review_path(authority, plan, fact=found.pk),
        "desk": desk_path(authority),
        "manage": manage_path(authority, plan),
    }
    whole = not getattr(request, "htmx", False)
    return render(request, "plans/place.html" if whole else "plans/review/page.html", context)
