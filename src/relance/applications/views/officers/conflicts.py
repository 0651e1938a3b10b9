"""Conflicts of interest as who administers keeps them: who is kept away, from what, until when.

Who administers does not read the files: they are named by their number alone.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from relance.applications import actions
from relance.applications.forms.officers import RecusalForm
from relance.applications.models import Application, ConflictOfInterest, State
from relance.applications.permissions import acting, examiners
from relance.applications.queries.recusals import declared
from relance.kernel.errors import Missing
from relance.kernel.models import Authority
from relance.kernel.permissions import authority_for
from relance.kernel.rules import Right

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: HttpRequest, authority: str) -> HttpResponse:
    """Every conflict of the authority; a form to declare one for somebody else."""
    owner = authority_for(request.user, authority, Right.ADMINISTER)
    form = RecusalForm(request.POST or None, people=examiners(owner))
    if request.method == "POST" and form.is_valid() and _declare(request, owner, form):
        messages.success(
            request, "Le conflit est déclaré\u00a0: le dossier a quitté la vue de cette personne."
        )
        return redirect("applications:conflicts", authority=owner.slug)
    page = Paginator(declared(owner), PER_PAGE).get_page(request.GET.get("page"))
    context = {"authority": owner, "form": form, "page": page, "me": request.user}
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/officers/conflicts.html", context, status=status)


@require_POST
def lift(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    """End one conflict: the person sees the files again."""
    owner = authority_for(request.user, authority, Right.ADMINISTER)
    found = ConflictOfInterest.objects.of(owner).filter(pk=pk).select_related("authority").first()
    if found is None:
        raise Missing("Ce conflit d’intérêts n’est pas déclaré ici.")
    try:
        actions.lift_conflict(conflict=found, by=acting(request.user), at=timezone.now())
    except actions.ApplicationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Le conflit est levé\u00a0: la personne voit de nouveau le dossier.")
    return redirect("applications:conflicts", authority=owner.slug)


def _declare(request: HttpRequest, owner: Authority, form: RecusalForm) -> bool:
    said = form.cleaned_data
    typed = said["number"].strip().upper()
    rows = Application.objects.of(owner).exclude(state=State.DRAFT).filter(number=typed)
    row = rows.select_related("authority").first()
    if row is None:
        form.add_error("number", f"Aucune demande ne porte le numéro {typed}.")
        return False
    try:
        actions.declare_conflict(
            application=row,
            account=form.people[said["account"]],
            why=said["why"],
            whole_applicant=said["whole_applicant"],
            by=acting(request.user),
            at=timezone.now(),
        )
    except actions.ApplicationError as refusal:
        form.add_error("account", str(refusal))
        return False
    return True
