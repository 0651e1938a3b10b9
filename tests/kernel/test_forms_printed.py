"""Forms: hint, error beside its field, summary with links, limits of files."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.safestring import mark_safe

from relance.kernel.forms import MEGA, DocumentField, weight


class Rent(forms.Form):
    rent = forms.IntegerField(label="Loyer", help_text="Hors charges.", min_value=1)
    story = forms.CharField(label="Votre situation", required=False)
    tenant = forms.ChoiceField(label="Vous êtes", choices=[("l", "Locataire")], widget=forms.RadioSelect)
    sworn = forms.BooleanField(label="J'atteste", required=False)


def test_a_form_that_was_not_sent_has_no_summary() -> None:
    assert "à corriger" not in str(Rent())


def test_an_error_stands_beside_its_field_and_in_the_summary() -> None:
    html = str(Rent({"rent": "0", "tenant": "l"}))

    assert "Une réponse est à corriger" in html
    assert '<a href="#id_rent">Loyer\u00a0: ' in html
    assert 'id="id_rent_error"' in html
    assert 'aria-describedby="id_rent_helptext id_rent_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_group_of_choices_is_found_from_the_summary() -> None:
    html = str(Rent({"rent": "1"}))

    assert 'href="#id_tenant_frame"' in html
    assert 'id="id_tenant_frame"' in html


def test_the_summary_takes_the_focus() -> None:
    assert 'tabindex="-1" autofocus' in str(Rent({}))


def test_what_is_optional_says_so() -> None:
    html = str(Rent())

    assert html.count("(facultatif)") == 1


def test_labels_are_set_as_french() -> None:
    assert "J’atteste" in str(Rent())


def test_an_error_about_the_whole_form_has_no_link() -> None:
    class Dates(forms.Form):
        def clean(self) -> None:
            raise forms.ValidationError("La fin précède le début.")

    html = str(Dates({}))

    assert "<li>La fin précède le début.</li>" in html


def test_what_a_person_typed_is_escaped_in_the_error() -> None:
    html = str(Rent({"rent": "1", "tenant": "<script>"}))

    assert "<script>" not in html


def test_a_file_says_its_limits_before_it_is_chosen() -> None:
    field = DocumentField(label="Bail", kinds=["pdf", "docx", "odt"], limit=10 * MEGA)

    assert field.help_text == "PDF, DOCX ou ODT, 10\u00a0Mo au plus."
    assert field.widget.attrs["accept"] == ".pdf,.docx,.odt"


def test_a_file_that_is_too_heavy_is_named_with_what_was_allowed() -> None:
    field = DocumentField(label="Bail", kinds=["pdf"], limit=4)

    with pytest.raises(forms.ValidationError) as refused:
        field.clean(SimpleUploadedFile("bail.pdf", b"12345"))

    assert "«\u00a0bail.pdf\u00a0» pèse" in refused.value.messages[0]
    assert "au plus sont acceptés" in refused.value.messages[0]


def test_a_file_within_its_limit_passes() -> None:
    file = SimpleUploadedFile("bail.pdf", b"1234")

    assert DocumentField(label="Bail", kinds=["pdf"], limit=4).clean(file) is file


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1\u00a0Ko"), (25 * MEGA, "25\u00a0Mo"), (25 * MEGA + 1, "26\u00a0Mo")]
)
def test_a_weight_never_flatters(size: int, words: str) -> None:
    assert weight(size) == words


def test_a_form_that_is_not_ours_loses_its_placeholders() -> None:
    from django.template import Context, Template

    class Theirs(forms.Form):
        email = forms.CharField(label="Courriel", widget=forms.TextInput(attrs={"placeholder": "Courriel"}))
        key = forms.CharField(widget=forms.HiddenInput)

    html = Template("{% load relance %}{% plain_fields form %}").render(Context({"form": Theirs()}))

    assert "placeholder" not in html
    assert 'type="hidden"' in html


def test_markup_of_a_label_is_left_as_it_is() -> None:
    class Consent(forms.Form):
        ok = forms.BooleanField(label=mark_safe('<a href="/mentions-legales/">les règles</a>'))

    assert '<a href="/mentions-legales/">les règles</a>' in str(Consent())
