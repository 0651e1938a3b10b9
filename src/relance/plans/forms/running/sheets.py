"""The spreadsheet of a list, sent back."""

from django import forms

from relance.kernel.forms import MEGA, DocumentField


class SheetForm(forms.Form):
    """The spreadsheet of a list, edited."""

    file = DocumentField(
        label="Fichier modifié",
        kinds=["xlsx", "ods", "zip"],
        limit=25 * MEGA,
        error_messages={"required": "Choisissez l’export que vous avez modifié."},
    )
