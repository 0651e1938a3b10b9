"""One search over all that the reader may see."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relance.kernel import search as entries
from relance.kernel.models import Authority

A_PAGE = 20
FARTHEST = 50


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Finds by the words of the reader, in one authority or in all; drafts only for their own people."""
    words = request.GET.get("q", "").strip()
    slug = request.GET.get("collectivite", "")
    who = Authority.objects.filter(slug=slug).first() if slug else None
    page = page_in(request.GET.get("page", ""))
    found = entries.find(words, authority=who, reader=request.user, limit=A_PAGE, offset=(page - 1) * A_PAGE)
    reachable = min(found.total, FARTHEST * A_PAGE)
    return render(
        request,
        "site/search.html",
        {
            "authority": who,
            "words": words,
            "found": found,
            "pages": Paginator(range(reachable), A_PAGE).get_page(page),
        },
    )


def page_in(asked: str) -> int:
    """The number of a page, from the words of an address; nonsense is the first page."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 4):
        return 1
    return min(max(int(asked), 1), FARTHEST)
