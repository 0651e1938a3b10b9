"""How Django forms print themselves: our field, our errors, everywhere the same."""

from django.forms.renderers import DjangoTemplates


class FormRenderer(DjangoTemplates):
    """`{{ form }}` prints the error summary and each field; `{{ field.as_field_group }}` one field."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
