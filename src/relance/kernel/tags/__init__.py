"""The template tags of `{% load relance %}`, one kind a file; syntax in docs/look.md."""

from django import template

register = template.Library()
