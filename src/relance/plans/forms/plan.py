"""Forms about a plan as a whole: sending its document, presenting it, withdrawing it."""

from typing import Any

from django import forms
from django.conf import settings

from relance.kernel.forms import DocumentField
from relance.kernel.models import Authority
from relance.plans.models import Plan

KINDS = ("pdf", "docx", "odt", "xlsx", "ods", "csv", "html", "md", "txt")


class ImportForm(forms.Form):
    """A document to read; `amends` is the plan that it is another version of."""

    document = DocumentField(label="Document", kinds=KINDS, limit=settings.UPLOAD_LIMIT)
    amends = forms.ModelChoiceField(
        label="Nouvelle version de",
        queryset=Plan.objects.none(),
        required=False,
        empty_label="Aucun plan connu\u00a0: c’est un nouveau plan",
        help_text="Relance compare alors les deux versions, et garde ce que vous avez décidé.",
    )

    def __init__(self, authority: Authority, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = Plan.objects.of(authority).filter(facts__isnull=False).distinct()
        field = self.fields["amends"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared so above
        field.queryset = plans.select_related("document")
        field.label_from_instance = _named  # type: ignore[method-assign,assignment]  # Django's own way to name choices


def _named(plan: Plan) -> str:
    file = plan.document.name if plan.document else ""
    return f"{plan.title} ({file})" if file else plan.title


class RestoreForm(forms.Form):
    file = DocumentField(
        label="Fichier d’un plan", kinds=("json", "xlsx", "ods", "zip"), limit=settings.UPLOAD_LIMIT
    )


class PresentationForm(forms.ModelForm[Plan]):
    """What officers say about a plan, beside what its document says."""

    class Meta:
        model = Plan
        fields = ("title", "territory", "summary", "axis_word", "measure_word", "announced_measures")
        help_texts = {
            "title": "Celui du document, tel que le public le lira.",
            "summary": "Quelques phrases de votre main, montrées comme telles.",
            "axis_word": "Ce que ce plan appelle ses groupes de mesures.",
            "measure_word": "Ce que ce plan appelle ses mesures.",
            "announced_measures": "Le nombre que le document annonce, s’il en annonce un.",
        }
        widgets = {"title": forms.Textarea(attrs={"rows": 2}), "summary": forms.Textarea(attrs={"rows": 4})}


class WithdrawForm(forms.Form):
    because = forms.CharField(
        label="Pourquoi retirer ce plan",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text="Le motif est gardé au journal et montré aux agents.",
        error_messages={"required": "Dites pourquoi ce plan est retiré."},
    )
