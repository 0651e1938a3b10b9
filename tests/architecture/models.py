"""The models of Relance, for the tests of this folder."""

from django.apps import apps
from django.db.models import Model


def ours() -> list[type[Model]]:
    """Every concrete model of `relance.*`."""
    return [model for model in apps.get_models() if model.__module__.startswith("relance.")]


def names() -> list[str]:
    return [model._meta.label for model in ours()]
