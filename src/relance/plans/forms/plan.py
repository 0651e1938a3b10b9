"""Forms about a plan as a whole: sending its document, presenting it, withdrawing it."""

from django import forms
from django.conf import settings

from relance.kernel.forms import DocumentField
from relance.plans.models import Plan

KINDS = ("pdf", "docx", "odt", "xlsx", "ods", "csv", "html", "md", "txt")


class ImportForm(forms.Form):
    document = DocumentField(label="Document", kinds=KINDS, limit=settings.UPLOAD_LIMIT)


class RestoreForm(forms.Form):
    file = DocumentField(
        label="Fichier d’un plan", kinds=("json", "xlsx", "zip"), limit=settings.UPLOAD_LIMIT
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
