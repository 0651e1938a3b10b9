"""The page that shows every component with its states; public, since it holds nothing secret."""

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relance.kernel import samples, tokens
from relance.kernel.components import Chip, Column, Row, Table
from relance.kernel.forms import MEGA, DocumentField
from relance.kernel.icons import ICONS
from relance.values.typography import NBSP, number


class SampleForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label="Nom du commerce", help_text="Tel qu’il figure sur votre extrait Kbis.")
    siret = forms.CharField(
        label="SIRET",
        help_text=f"Quatorze chiffres, par exemple{NBSP}: 552{NBSP}100{NBSP}554{NBSP}00013.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    rent = forms.IntegerField(label="Loyer mensuel hors charges, en euros", min_value=1)
    sector = forms.ChoiceField(
        label="Secteur", choices=[("", "Choisir…"), ("c", "Commerce de détail"), ("r", "Restauration")]
    )
    months = forms.MultipleChoiceField(
        label="Mois concernés",
        choices=[("1", "Novembre 2020"), ("2", "Décembre 2020"), ("3", "Janvier 2021")],
        widget=forms.CheckboxSelectMultiple,
    )
    tenant = forms.ChoiceField(
        label="Vous êtes", choices=[("l", "Locataire"), ("p", "Propriétaire")], widget=forms.RadioSelect
    )
    story = forms.CharField(label="Votre situation", widget=forms.Textarea, required=False)
    lease = DocumentField(label="Bail", kinds=["pdf", "docx", "odt"], limit=10 * MEGA)
    sworn = forms.BooleanField(label="J’atteste que ces renseignements sont exacts")


class SampleFilter(forms.Form):
    q = forms.CharField(label="Mots", required=False)
    axis = forms.ChoiceField(label="Axe", required=False, choices=[("", "Tous"), ("1", "Commerce")])


def contrasts(*, dark: bool) -> Table:
    rows = [
        Row(
            [
                f"{pair.front} sur {pair.back}",
                f"{pair.ratio:.2f}".replace(".", ","),
                f"{pair.goal:.1f}".replace(".", ","),
                Chip("suffisant", "good") if pair.enough else Chip("trop faible", "bad"),
            ]
        )
        for pair in tokens.pairs()
        if pair.dark == dark
    ]
    columns = [
        Column("Couleurs"),
        Column("Contraste", number=True),
        Column("But", number=True),
        Column("Verdict"),
    ]
    return Table("Contrastes en mode sombre" if dark else "Contrastes en mode clair", columns, rows)


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every component with its states, the tokens, and the contrasts as computed."""
    wrong = {"rent": "0", "name": "", "siret": "123", "sector": "x"}
    context = {
        **samples.everything(),
        "form": SampleForm(auto_id="neuf_%s"),
        "wrong_form": SampleForm(wrong, auto_id="faux_%s"),
        "filter_form": SampleFilter(request.GET or None, auto_id="filtre_%s"),
        "page": Paginator(range(480), 25).get_page(request.GET.get("page", "4")),
        "swatches": [(name, colour) for name, colour in tokens.colours(dark=False).items()],
        "dark_swatches": [(name, colour) for name, colour in tokens.colours(dark=True).items()],
        "contrasts": [contrasts(dark=False), contrasts(dark=True)],
        "icons": list(ICONS),
        "weight": number(len(tokens.SHEET.read_bytes())),
    }
    return render(request, "kernel/design.html", context)
