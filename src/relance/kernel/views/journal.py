"""The journal of an authority: who did what, on what, when."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relance.kernel import audit, panels
from relance.kernel.models import AuditLine, Authority
from relance.kernel.permissions import authority_for
from relance.kernel.rules import Right
from relance.kernel.sheets import csv_lines

A_PAGE = 50
HEADER = ["Date", "Qui", "Acte", "Objet", "Clé", "Intitulé", "Changements"]


class JournalFilter(forms.Form):
    """What may be asked of the journal. Its choices are what the journal holds."""

    qui = forms.ChoiceField(label="Qui", required=False)
    acte = forms.ChoiceField(label="Acte", required=False)
    objet = forms.ChoiceField(label="Objet", required=False)
    du = forms.DateField(label="Du", required=False, widget=forms.DateInput({"type": "date"}))
    au = forms.DateField(label="Au", required=False, widget=forms.DateInput({"type": "date"}))
    cle = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, authority: Authority) -> None:
        super().__init__(data)
        known = AuditLine.objects.of(authority).order_by()
        for field, column, words in (
            ("qui", "by_name", str),
            ("acte", "act", audit.act_called),
            ("objet", "subject_kind", audit.kind_called),
        ):
            values = sorted(known.values_list(column, flat=True).distinct())
            choice = self.fields[field]
            assert isinstance(choice, forms.ChoiceField)  # noqa: S101  # declared above
            choice.choices = [("", "Tous"), *((value, words(value)) for value in values)]

    @property
    def wanted(self) -> audit.Filter:
        """The filter asked for; a field that was wrong filters nothing, and says why beside itself."""
        self.full_clean()
        asked = self.cleaned_data
        return audit.Filter(
            who=asked.get("qui", ""),
            act=asked.get("acte", ""),
            kind=asked.get("objet", ""),
            key=asked.get("cle", ""),
            since=asked.get("du"),
            until=asked.get("au"),
        )


@require_safe
def journal(request: HttpRequest, authority: str) -> HttpResponseBase:
    """A page of the journal, or all that is filtered as CSV (`?format=csv`)."""
    owner = authority_for(request.user, authority, Right.READ_AUDIT)
    form = JournalFilter(request.GET, owner)
    lines = audit.lines(owner, form.wanted)
    if request.GET.get("format") == "csv":
        return _as_csv(owner, lines)
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "kernel/journal.html", _context(request, owner, form, page))


def _context(request: HttpRequest, owner: Authority, form: JournalFilter, page: Any) -> dict[str, Any]:
    found = panels.addresses_of(owner, ((line.subject_kind, line.subject_key) for line in page))
    query = request.GET.copy()
    query["format"] = "csv"
    query.pop("page", None)
    return {
        "authority": owner,
        "form": form,
        "page": page,
        "found": f"{page.paginator.count} ligne{'s' if page.paginator.count > 1 else ''}",
        "csv": f"?{query.urlencode()}",
        "lines": [
            {
                "line": line,
                "at": line.at.astimezone(owner.zone),
                "act": audit.act_called(line.act),
                "kind": audit.kind_called(line.subject_kind),
                "address": found.get((line.subject_kind, line.subject_key)),
                "changes": audit.changes(line),
            }
            for line in page
        ],
    }


def _as_csv(owner: Authority, lines: Any) -> HttpResponseBase:
    def rows() -> Iterator[list[object]]:
        for line in lines.iterator(chunk_size=500):
            changed = "; ".join(
                f"{change.label}\u00a0: {change.before or '–'} → {change.after or '–'}"
                for change in audit.changes(line)
            )
            yield [
                line.at.astimezone(owner.zone).isoformat(timespec="seconds"),
                line.by_name,
                audit.act_called(line.act),
                audit.kind_called(line.subject_kind),
                line.subject_key,
                line.subject_label,
                changed,
            ]

    response: HttpResponse | StreamingHttpResponse = StreamingHttpResponse(
        csv_lines(HEADER, rows()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="journal-{owner.slug}.csv"'
    return response
