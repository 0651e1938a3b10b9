"""Forms of readers: subscribing, writing; and of the officer who answers."""

from typing import Any

from django import forms


class TrappedForm(forms.Form):
    """A form with a field that people do not see and machines fill in: what comes so is let go."""

    site = forms.CharField(
        label="Ne remplissez pas ce champ",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    @property
    def is_a_machine(self) -> bool:
        return bool(self.data.get("site", "").strip())


class SubscribeForm(TrappedForm):
    email = forms.EmailField(
        label="Votre courriel",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Écrivez votre adresse.",
            "invalid": "Écrivez une adresse, comme nom@exemple.fr.",
        },
    )


class FeedbackForm(TrappedForm):
    """What a reader writes. An address is asked for the answer, and is not required."""

    words = forms.CharField(
        label="Votre message",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="N’écrivez rien de personnel\u00a0: la réponse peut être publiée avec votre message.",
        error_messages={"required": "Écrivez votre message."},
    )
    name = forms.CharField(
        label="Votre nom",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Votre courriel",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text="Pour recevoir la réponse. Il n’est jamais publié.",
        error_messages={"invalid": "Écrivez une adresse, comme nom@exemple.fr."},
    )


class ReplyForm(forms.Form):
    """The answer to a feedback."""

    answer = forms.CharField(
        label="Réponse",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Écrivez la réponse."},
    )
    public = forms.BooleanField(
        label="Publier le message et la réponse",
        required=False,
        help_text="Ni nom ni adresse ne sont publiés. Relisez que le message n’en contient pas.",
    )


class CloseForm(forms.Form):
    """Closing a feedback without answering."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "classer_%s", **kwargs})

    because = forms.CharField(
        label="Pourquoi le classer sans réponse",
        max_length=300,
        error_messages={"required": "Dites pourquoi ce message reste sans réponse."},
    )
