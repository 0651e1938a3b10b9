"""Forms of the register."""

from django import forms
from django.conf import settings

from relance.kernel.forms import DocumentField


class RegisterForm(forms.Form):
    """A file of a register, and the day it was drawn up."""

    file = DocumentField(
        label="Fichier du registre",
        kinds=("csv", "parquet", "xlsx"),
        limit=settings.UPLOAD_LIMIT,
        error_messages={"required": "Choisissez le fichier à lire."},
    )
    as_of = forms.DateField(
        label="Fichier arrêté au",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Le jour dont il dit l’état\u00a0: il est montré avec chaque fait. "
        "Un fichier plus ancien que le registre ne remplace rien.",
        error_messages={
            "required": "Dites à quelle date le fichier fut arrêté.",
            "invalid": "Cette date n’existe pas.",
        },
    )
