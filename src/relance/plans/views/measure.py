"""A measure as officers see it: its aid parameters together, and the draft of a scheme."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relance.kernel.components import Column, Link, Row, Table
from relance.plans.permissions import measure_for
from relance.plans.queries.scheme_draft import draft_of
from relance.plans.rules.addresses import desk_path, manage_path, passage_path
from relance.values.typography import locale_of


@require_safe
def measure(request: HttpRequest, authority: str, plan: str, code: str) -> HttpResponse:
    """What the document says of the aid, each value with its words."""
    found = measure_for(request.user, authority, plan, code)
    locale = locale_of(found.authority.locale)
    rows = []
    for one in found.parameters.select_related("source").defer("source__text"):
        words: Link | str = one.passage or one.wording
        if one.source and one.start is not None and one.end is not None:
            address = passage_path(
                authority, one.source.document_id, one.start, one.end, one.source.reader_version
            )
            words = Link(one.passage, address)
        rows.append(Row([one.get_kind_display(), one.figure(locale) or None, words]))
    return render(
        request,
        "plans/measure.html",
        {
            "authority": found.authority,
            "plan": found.plan,
            "measure": found,
            "table": Table(
                "Paramètres d’aide", [Column("Paramètre"), Column("Valeur"), Column("Mots du document")], rows
            ),
            "draft": draft_of(found) if rows else "",
            "desk": desk_path(authority),
            "manage": manage_path(authority, plan),
        },
    )


@require_safe
def scheme_draft(request: HttpRequest, authority: str, plan: str, code: str) -> HttpResponse:
    """The draft as a file to start a scheme from."""
    found = measure_for(request.user, authority, plan, code)
    answer = HttpResponse(draft_of(found), content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="bareme-{found.code}.yaml"'
    return answer
