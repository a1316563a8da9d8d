"""Forms in the site's look; the admin keeps Django's own."""

from django import forms
from django.forms.renderers import TemplatesSetting

INPUTS = ("input", "text", "email", "number", "password", "url", "search", "tel", "date", "time")
OUR_WIDGETS = {
    f"django/forms/widgets/{name}.html": "common/forms/input.html" for name in INPUTS
} | {
    "django/forms/widgets/file.html": "common/forms/file.html",
    "django/forms/widgets/textarea.html": "common/forms/textarea.html",
    "django/forms/widgets/select.html": "common/forms/select.html",
    "django/forms/widgets/radio.html": "common/forms/radios.html",
    "django/forms/widgets/checkbox_select.html": "common/forms/checkboxes.html",
    "django/forms/widgets/checkbox.html": "common/forms/checkbox.html",
}


class SiteRenderer(TemplatesSetting):
    """Renders fields with label, hint, error and control as our pages have them."""

    form_template_name = "common/forms/form.html"
    field_template_name = "common/forms/field.html"

    def get_template(self, template_name: str):
        """Return our template of a widget where we have one, else Django's."""
        return super().get_template(OUR_WIDGETS.get(template_name, template_name))


class SiteFormMixin:
    """Gives any form, one of a library too, the site's look.

    Show one with {{ form }}, or the error summary and {{ form.field.as_field_group }}.
    """

    default_renderer = SiteRenderer


class SiteForm(SiteFormMixin, forms.Form):
    """A form of our own pages."""


class SiteModelForm(SiteFormMixin, forms.ModelForm):
    """A form of our own pages that writes one model."""
