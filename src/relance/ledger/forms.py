"""What may be asked of a statement."""

from collections.abc import Mapping
from datetime import date, datetime

from django import forms

from relance.kernel.models import Authority
from relance.ledger.rules.cut import Basis, Cut, cut


class DayForm(forms.Form):
    """The day of a statement, and in which sense. Wrong or nothing said: today, as known.

    `connu` (a moment, ISO 8601) is for the address of a statement that must print the same later.
    """

    mark_optional = False

    au = forms.DateField(
        label="Au soir du",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Indiquez une date, par exemple 31/12/2026."},
    )
    base = forms.ChoiceField(
        label="Tel que",
        required=False,
        choices=[
            (Basis.KNOWN.value, "connu ce jour-là"),
            (Basis.EFFECTIVE.value, "vrai ce jour-là, avec ce qui a été appris depuis"),
        ],
    )
    connu = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, str] | None, *, authority: Authority, now: datetime) -> None:
        super().__init__(data)
        self.authority, self.now = authority, now
        self.today = now.astimezone(authority.zone).date()
        self.fields["au"].initial = self.today

    def clean_au(self) -> date:
        day: date = self.cleaned_data["au"] or self.today
        if day > self.today:
            raise forms.ValidationError("Un relevé s’arrête au plus tard aujourd’hui.")
        return day

    def clean_connu(self) -> datetime | None:
        said = self.cleaned_data["connu"]
        if not said:
            return None
        try:
            moment = datetime.fromisoformat(said)
        except ValueError:
            raise forms.ValidationError("Cette adresse de relevé est incomplète.") from None
        if moment.tzinfo is None:
            raise forms.ValidationError("Cette adresse de relevé est incomplète.")
        return moment

    @property
    def cut(self) -> Cut:
        """The cut asked for; a field that was wrong says why beside itself and counts as not said."""
        self.full_clean()
        asked = self.cleaned_data if self.is_bound else {}
        return cut(
            on=asked.get("au") or self.today,
            basis=Basis(asked.get("base") or Basis.KNOWN),
            zone=self.authority.zone,
            known_at=asked.get("connu"),
        )
