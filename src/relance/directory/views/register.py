"""The register of firms as officers see it: its state, a number looked up, files brought in."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from relance.directory.actions.register import NotARegister, ask_import
from relance.directory.forms import RegisterForm
from relance.directory.models import RegisterImport
from relance.directory.permissions import authority_to_import, authority_to_read_register, import_for
from relance.directory.queries import RegisteredFacts, registered_facts, state_of_register
from relance.directory.queries.register import imports_of
from relance.kernel import files
from relance.kernel.components import Answer, Chip, Column, Link, Row, Table
from relance.kernel.models import Account, Authority, JobState
from relance.kernel.permissions import may
from relance.kernel.rules import Right
from relance.kernel.sheets import csv_lines
from relance.values.identifiers import identify
from relance.values.typography import locale_of, long_date, short_date

A_PAGE = 100


@require_safe
def state(request: HttpRequest, authority: str) -> HttpResponse:
    """How fresh the register is, what it says of a number, which files came in."""
    owner = authority_to_read_register(request.user, authority)
    asked = request.GET.get("numero", "").strip()[:40]
    found = registered_facts(asked) if asked else None
    imports = imports_of(owner)
    context = {
        "authority": owner,
        "state": state_of_register(),
        "asked": asked,
        "is_number": identify(asked) is not None,
        "facts": found and _answers(found, owner),
        "found": found,
        "imports": _imports(imports, owner) if imports else None,
        "may_import": may(request.user, Right.ADMINISTER, owner),
    }
    return render(request, "directory/register.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, authority: str) -> HttpResponse:
    """Bring in a file, or try it: either way a report tells what became of each row."""
    owner = authority_to_import(request.user, authority)
    form = RegisterForm(request.POST, request.FILES) if request.method == "POST" else RegisterForm()
    if request.method == "POST" and form.is_valid():
        by, sent, at = request.user, form.cleaned_data["file"], timezone.now()
        assert isinstance(by, Account)  # noqa: S101  # who administers has an account
        try:
            kept = files.store(authority=owner, by=by, name=sent.name, content=sent, at=at)
            asked = ask_import(
                authority=owner,
                by=by,
                file=kept,
                as_of=form.cleaned_data["as_of"],
                dry_run="essai" in request.POST,
                at=at,
            )
        except (NotARegister, files.FileRefused) as error:
            form.add_error("file", str(error))
        else:
            return redirect("directory:import", owner.slug, asked.pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "directory/send.html", {"authority": owner, "form": form}, status=status)


@require_safe
def report(request: HttpRequest, authority: str, pk: int) -> HttpResponse:
    """What became of the rows of one file; the refused ones with their cause."""
    asked = import_for(request.user, authority, pk)
    page = Paginator(asked.refusals.all(), A_PAGE).get_page(request.GET.get("page"))
    rows = [Row([one.line, one.number or None, one.cause]) for one in page]
    columns = [Column("Ligne", number=True), Column("Numéro"), Column("Pourquoi elle est laissée de côté")]
    context = {
        "authority": asked.authority,
        "asked": asked,
        "counts": _counts(asked),
        "chip": _chip(asked),
        "page": page,
        "table": Table("Lignes refusées", columns, rows) if rows else None,
    }
    return render(request, "directory/report.html", context)


@require_safe
def refusals(request: HttpRequest, authority: str, pk: int) -> StreamingHttpResponse:
    """The refused rows as a sheet, to put right in the file they came from."""
    asked = import_for(request.user, authority, pk)
    rows = ((one.line, one.number, one.cause) for one in asked.refusals.iterator())
    answer = StreamingHttpResponse(
        csv_lines(["ligne", "numéro", "cause"], rows), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="registre-{asked.pk}-refus.csv"'
    return answer


def _counts(asked: RegisterImport) -> list[tuple[str, int]]:
    return [
        ("Ajoutées", asked.added),
        ("Modifiées", asked.changed),
        ("Déjà connues", asked.unchanged),
        ("Plus anciennes que le registre", asked.older),
        ("Refusées", asked.refused),
    ]


def _chip(asked: RegisterImport) -> Chip:
    if asked.ended_at:
        return Chip("Essai terminé" if asked.dry_run else "Terminé", "good")
    if asked.job is None or asked.job.state == JobState.FAILED:
        return Chip("Arrêté", "bad")
    return Chip("En cours", "info")


def _imports(imports: list[RegisterImport], owner: Authority) -> Table:
    locale = locale_of(owner.locale)
    columns = [
        Column("Fichier"),
        Column("Nature"),
        Column("Arrêté au"),
        Column("Demandé le"),
        Column("État"),
        Column("Ajoutées", number=True),
        Column("Modifiées", number=True),
        Column("Refusées", number=True),
    ]
    rows = [
        Row(
            [
                Link(one.file.name, f"imports/{one.pk}/"),
                one.get_kind_display(),
                short_date(one.as_of, locale),
                short_date(one.asked_at.astimezone(owner.zone).date(), locale),
                _chip(one),
                one.added,
                one.changed,
                one.refused,
            ]
        )
        for one in imports
    ]
    return Table("Fichiers lus", columns, rows)


def _answers(facts: RegisteredFacts, owner: Authority) -> list[Answer]:
    locale = locale_of(owner.locale)
    where = ", ".join(filter(None, (facts.address, f"{facts.postcode} {facts.commune_name}".strip())))
    state = "En activité" if facts.is_open else "Fermé"
    if facts.state_since and not facts.is_open:
        state += f" depuis le {long_date(facts.state_since, locale)}"
    return [
        Answer("Numéro", str(identify(facts.number))),
        Answer("Nom", facts.name if facts.public else "Non diffusible, à la demande de la personne"),
        Answer("État", state),
        Answer(
            "Catégorie juridique (code Insee)" if facts.country == "FR" else "Forme juridique",
            facts.legal_form,
        ),
        Answer("Activité (code)", facts.activity),
        Answer("Effectif", facts.headcount_words),
        Answer("Création", long_date(facts.created_on, locale) if facts.created_on else ""),
        Answer("Adresse", where if facts.public else facts.commune_name),
        Answer("Source", f"{facts.source}, arrêté au {long_date(facts.as_of, locale)}"),
    ]
