"""The words of a letter: written, tried on a real file, kept as a version."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from relance.applications.actions.lettering import BadLetter, save_template
from relance.applications.forms.letters import LetterTextForm
from relance.applications.models import Application, LetterKind, LetterTemplate
from relance.applications.permissions import acting, desk_for, visible
from relance.applications.queries.lettering import (
    OF_OUTCOME,
    WRITTEN,
    Desk,
    current_templates,
    fact_names,
    whole_files,
)
from relance.applications.rules.letters import CONDITIONS, FIELDS, Press, model_for, parse
from relance.applications.rules.letters.fields import FACT, OF_MOTIVES
from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.schemes import queries as schemes
from relance.schemes.models import Call
from relance.values.typography import NBSP


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: HttpRequest, authority: str, call: str, kind: str) -> HttpResponse:
    """The text in use, or the shipped one to begin with; posted, the next version."""
    owner, found, which = _found(request, authority, call, kind)
    current = current_templates(owner, found.scheme).get(which)
    model = model_for(which.value, owner.country)
    start = (
        {"title": current.title, "body": current.body, "checked": current.checked}
        if current
        else {
            "title": model.title,
            "body": model.body,
        }
    )
    form = LetterTextForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_template(
                authority=owner,
                scheme=found.scheme,
                kind=which,
                title=form.cleaned_data["title"],
                body=form.cleaned_data["body"],
                checked=form.cleaned_data["checked"],
                by=acting(request.user),
                at=timezone.now(),
            )
        except BadLetter as bad:
            form.blame(bad.problems)
        else:
            messages.success(request, f"Le texte est gardé{NBSP}: version {saved.number}.")
            return redirect("applications:letters", owner.slug)
    return _page(request, owner, found, which, form)


@require_POST
def preview(request: HttpRequest, authority: str, call: str, kind: str) -> HttpResponse:
    """The text just written, on a real file, as PDF; what is wrong or missing, on the page instead."""
    owner, found, which = _found(request, authority, call, kind)
    form = LetterTextForm(request.POST)
    if not form.is_valid():
        return _page(request, owner, found, which, form)
    title, body = form.cleaned_data["title"], form.cleaned_data["body"]
    if problems := parse(title=title, body=body, facts=fact_names(found.scheme)).problems:
        form.blame(problems)
        return _page(request, owner, found, which, form)
    file = _file(request, owner, found, which, form.cleaned_data["number"].strip())
    if file is None:
        form.add_error(
            "number", "Aucun dossier de cet appel que vous puissiez voir ne convient à cette lettre."
        )
        return _page(request, owner, found, which, form)
    now = timezone.now()
    trial = LetterTemplate(authority=owner, kind=which.value, number=0, title=title, body=body)
    draft = Desk(found, on=now.astimezone(owner.zone).date(), trial=trial).drafted(file, which)
    if draft.sheet is None or draft.why:
        form.add_error("number", f"Dossier {file.number}{NBSP}: {draft.why}")
        return _page(request, owner, found, which, form)
    response = HttpResponse(Press().letter(draft.sheet.as_preview(), at=now), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="apercu-{which.value}-{file.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _found(request: HttpRequest, authority: str, call: str, kind: str) -> tuple[Authority, Call, LetterKind]:
    owner = desk_for(request.user, authority)
    found = (
        Call.objects.of(owner)
        .select_related("scheme", "authority", "scheme__authority")
        .filter(slug=call)
        .first()
    )
    if found is None:
        raise Missing("Cet appel n’existe pas ici.")
    if kind not in WRITTEN:
        raise Missing("Cette lettre n’existe pas.")
    return owner, found, LetterKind(kind)


def _file(
    request: HttpRequest, owner: Authority, call: Call, kind: LetterKind, number: str
) -> Application | None:
    """The file asked for; without a number, the latest decided one to which the letter is sent."""
    rows = whole_files(visible(request.user, owner).filter(call=call))
    if number:
        return rows.filter(number=number).first()
    outcome = next((outcome for outcome, told in OF_OUTCOME.items() if told == kind), "accepted")
    return rows.filter(outcome=outcome, identity__isnull=False).order_by("-decided_at", "-pk").first()


def _page(
    request: HttpRequest, owner: Authority, call: Call, kind: LetterKind, form: LetterTextForm
) -> HttpResponse:
    versions = LetterTemplate.objects.of(owner).filter(scheme=call.scheme, kind=kind)
    latest = schemes.versions_of(call.scheme)
    inputs = schemes.loaded(latest[0]).inputs if latest else {}
    context = {
        "authority": owner,
        "call": call,
        "kind": kind,
        "form": form,
        "fields": FIELDS.values(),
        "of_motives": OF_MOTIVES.values(),
        "conditions": CONDITIONS.items(),
        "facts": [(FACT + name, inputs[name].label.get("fr", name)) for name in fact_names(call.scheme)],
        "to_check": model_for(kind.value, owner.country).to_check,
        "versions": versions.order_by("-number")[:20],
    }
    return render(request, "applications/letters/text.html", context, status=422 if form.errors else 200)
