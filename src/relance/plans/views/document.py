"""The stored text of a document, opened at a passage."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relance.kernel.components import Link
from relance.kernel.permissions import may
from relance.kernel.rules import Right
from relance.plans.permissions import text_for
from relance.plans.queries import Passage, pieces_of
from relance.plans.rules.addresses import plan_path


@require_safe
def document(request: HttpRequest, authority: str, document: int) -> HttpResponse:
    """`?passage=120-180` marks a passage, several times if need be; `?version=` asks for an older reading."""
    version = request.GET.get("version", "")
    text = text_for(request.user, authority, document, int(version) if version.isdecimal() else None)
    passages = [Passage.from_query(said) for said in request.GET.getlist("passage")]
    pieces = pieces_of(text.text, [passage for passage in passages if passage])
    first = next((place for place, piece in enumerate(pieces) if piece.is_marked), None)
    return render(
        request,
        "plans/document.html",
        {
            "authority": text.authority,
            "document": text.document,
            "text": text,
            "pieces": list(enumerate(pieces)),
            "first": first,
            "plans": [
                Link(plan.title, plan_path(authority, plan.slug))
                for plan in text.document.plans.all()
                if plan.is_public
            ],
            "reads_internal": may(request.user, Right.READ_INTERNAL, text.authority),
        },
    )
