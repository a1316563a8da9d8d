"""The mark of a form's writer."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from workshop.common.typed import FIELD, writer_mark

register = template.Library()


@register.simple_tag(takes_context=True)
def writer(context) -> SafeString:
    """Write the hidden field by which a text finds its writer again after signing in."""
    user = context.request.user
    if not user.is_authenticated:
        return SafeString("")
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, writer_mark(user))
