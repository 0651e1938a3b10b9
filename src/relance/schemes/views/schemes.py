"""Schemes: their list, their texts of rules, and the way in for a new text."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from relance.kernel.components import Chip, Column, Link, Row, Table
from relance.kernel.permissions import authority_for, may
from relance.schemes import actions, queries
from relance.schemes.actions.schemes import slug_of
from relance.schemes.forms import RulesForm, SchemeForm
from relance.schemes.models import Call, Scheme
from relance.schemes.permissions import EDIT, READ, acting, scheme_for, version_for
from relance.schemes.queries import desk
from relance.values.typography import locale_of, short_date

BOTH = ["GET", "HEAD", "POST"]


@require_safe
def schemes(request: HttpRequest, authority: str) -> HttpResponse:
    """Every scheme of the authority, with its latest text."""
    owner = authority_for(request.user, authority, READ)
    latest = desk.latest_versions(owner)
    rows = []
    for one in desk.schemes_of(owner):
        version = latest.get(one.pk)
        rows.append(
            Row(
                [
                    Link(one.title, reverse("schemes:scheme", args=[owner.slug, one.slug])),
                    f"version {version.number}" if version else None,
                    one.legal_ground or None,
                    one.get_regime_display(),
                ]
            )
        )
    columns = [Column("Dispositif"), Column("Barème"), Column("Fondement juridique"), Column("Plafonds")]
    context = {
        "authority": owner,
        "table": Table("Dispositifs", columns, rows) if rows else None,
        "may_edit": may(request.user, EDIT, owner),
        "new_url": reverse("schemes:new", args=[owner.slug]),
    }
    return render(request, "schemes/schemes.html", context)


@require_http_methods(BOTH)
def new(request: HttpRequest, authority: str) -> HttpResponse:
    """A new scheme; its rules come next, as a file."""
    owner = authority_for(request.user, authority, EDIT)
    initial = {"measure_key": request.GET.get("mesure", "")}
    form = SchemeForm(request.POST or None, measures=desk.measure_choices(owner), initial=initial)
    if request.method == "POST" and form.is_valid():
        slug = slug_of(form.cleaned_data["title"])
        if not slug or slug == "nouveau" or Scheme.objects.of(owner).filter(slug=slug).exists():
            form.add_error("title", "Un dispositif porte déjà cet intitulé\u00a0: choisissez-en un autre.")
        else:
            made = actions.make_scheme(
                authority=owner,
                slug=slug,
                currency=owner.currency,
                by=acting(request.user),
                at=timezone.now(),
                **form.cleaned_data,
            )
            messages.success(request, "Le dispositif est créé. Déposez son barème.")
            return redirect("schemes:scheme", authority=owner.slug, scheme=made.slug)
    context = {"authority": owner, "form": form, "title": "Nouveau dispositif", "action": "Créer"}
    return render(
        request, "schemes/scheme_form.html", context, status=422 if request.method == "POST" else 200
    )


@require_safe
def scheme(request: HttpRequest, authority: str, scheme: str) -> HttpResponse:
    """A scheme: its texts, its calls."""
    row = scheme_for(request.user, authority, scheme)
    owner, locale = row.authority, locale_of(row.authority.locale)
    versions = [
        Row(
            [
                Link(
                    f"Version {one.number}",
                    reverse("schemes:version", args=[owner.slug, row.slug, one.number]),
                ),
                short_date(one.applies_from, locale),
                short_date(one.enacted_on, locale) if one.enacted_on else None,
                one.tests,
                one.added_by_name,
                one.sha256[:12],
            ]
        )
        for one in queries.versions_of(row)
    ]
    columns = [
        Column("Barème"),
        Column("S’applique depuis le"),
        Column("Adopté le"),
        Column("Tests", number=True),
        Column("Déposé par"),
        Column("Empreinte"),
    ]
    context = {
        "authority": owner,
        "scheme": row,
        "versions": Table("Barèmes", columns, versions) if versions else None,
        "calls": _calls(row),
        "may_edit": may(request.user, EDIT, owner),
        "rules_url": reverse("schemes:add_rules", args=[owner.slug, row.slug]),
    }
    return render(request, "schemes/scheme.html", context)


@require_http_methods(BOTH)
def change(request: HttpRequest, authority: str, scheme: str) -> HttpResponse:
    """Change what lasts of a scheme."""
    row = scheme_for(request.user, authority, scheme, EDIT)
    fresh = scheme_for(request.user, authority, scheme, EDIT)
    form = SchemeForm(request.POST or None, instance=fresh, measures=desk.measure_choices(row.authority))
    if request.method == "POST" and form.is_valid():
        changed = {name: form.cleaned_data[name] for name in form.changed_data}
        if changed:
            actions.change_scheme(scheme=row, by=acting(request.user), at=timezone.now(), **changed)
        messages.success(request, "Le dispositif est modifié.")
        return redirect("schemes:scheme", authority=row.authority.slug, scheme=row.slug)
    context = {
        "authority": row.authority,
        "form": form,
        "scheme": row,
        "title": "Modifier le dispositif",
        "action": "Enregistrer",
    }
    return render(
        request, "schemes/scheme_form.html", context, status=422 if request.method == "POST" else 200
    )


@require_http_methods(BOTH)
def add_rules(request: HttpRequest, authority: str, scheme: str) -> HttpResponse:
    """Bring a text of rules: checked, its tests run, its changes shown; kept at the second press.

    The text that was read comes back in the form, so that what is kept is what was shown.
    """
    row = scheme_for(request.user, authority, scheme, EDIT)
    context: dict[str, Any] = {"authority": row.authority, "scheme": row}
    if request.method != "POST":
        return render(request, "schemes/rules.html", context | {"form": RulesForm()})
    shown = request.POST.get("text", "")
    form = RulesForm(request.POST, request.FILES or None)
    if shown:  # the second press
        form.fields["file"].required = False
    if not form.is_valid():
        return render(request, "schemes/rules.html", context | {"form": form}, status=422)
    sent = form.cleaned_data["file"]
    try:
        text = sent.read().decode("utf-8") if sent else shown.replace("\r\n", "\n")
        reading = actions.read_rules(text, scheme=row)
        if shown and not sent:
            made = actions.add_version(
                scheme=row,
                text=text,
                applies_from=form.cleaned_data["applies_from"],
                file_name=request.POST.get("name", ""),
                by=acting(request.user),
                at=timezone.now(),
            )
            messages.success(request, f"La version {made.number} est gardée.")
            return redirect("schemes:scheme", authority=row.authority.slug, scheme=row.slug)
    except UnicodeDecodeError:
        form.add_error("file", "Ce fichier n’est pas un texte en UTF-8.")
    except actions.BadRules as refusal:
        form.add_error("file", str(refusal))
        context["problems"] = refusal.problems
    else:
        name = sent.name if sent else ""
        context |= {"reading": reading, "text": text, "name": name}
        return render(request, "schemes/rules.html", context | {"form": form})
    return render(request, "schemes/rules.html", context | {"form": form}, status=422)


@require_safe
def version(request: HttpRequest, authority: str, scheme: str, number: int) -> HttpResponse:
    """One text of rules, and what it changed."""
    row = version_for(request.user, authority, scheme, number)
    context = {
        "authority": row.authority,
        "scheme": row.scheme,
        "version": row,
        "changes": queries.changes_of(row),
        "documents": [one.label["fr"] for one in queries.loaded(row).documents],
    }
    return render(request, "schemes/version.html", context)


@require_safe
def version_text(request: HttpRequest, authority: str, scheme: str, number: int) -> HttpResponse:
    """The text itself, as a file that `bareme` reads."""
    row = version_for(request.user, authority, scheme, number)
    response = HttpResponse(row.text, content_type="text/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{row.name}-{row.number}.yaml"'
    return response


def call_chip(call: Call) -> Chip:
    """Where a call stands on this day."""
    today = queries.call_today(call, timezone.now())
    if call.opened_at is None:
        return Chip("En préparation", "neutral")
    if call.is_open(today):
        return Chip("Ouvert", "good")
    if call.opens_on and today < call.opens_on:
        return Chip("Ouvre bientôt", "info")
    return Chip("Fermé", "neutral")


def _calls(row: Scheme) -> Table | None:
    locale = locale_of(row.authority.locale)
    rows = []
    for call in desk.calls_of(row):
        call.authority = row.authority
        rows.append(
            Row(
                [
                    Link(call.title, reverse("schemes:call", args=[row.authority.slug, call.slug])),
                    call_chip(call),
                    short_date(call.opens_on, locale) if call.opens_on else None,
                    short_date(call.closes_on, locale) if call.closes_on else None,
                    call.envelope.name if call.envelope else None,
                ]
            )
        )
    heads = ("Appel", "État", "Ouvre le", "Ferme à la fin du", "Enveloppe")
    return Table("Appels", [Column(head) for head in heads], rows) if rows else None
