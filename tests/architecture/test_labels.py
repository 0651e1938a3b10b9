"""What screens call things is French: choices, models, and the fields that forms show."""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from django.db.models import Choices
from django.forms import BaseForm

import relance
from tests.architecture.models import ours

WORDS = """
the of and or with by for from to in at new old draft drafts published withdrawn accepted rejected
pending done failed queued running file files name names street town city amount amounts year years
month day start end high low value kind state status title owner lead partner funder measure measures
axis finding currency email mail password user users settings search save delete edit add remove cancel
yes unknown other none is are was has have been not all any each this that who what when where why how
reader editor reviewer officer treasurer administrator authority shop merchant market payment paid
refused updated created changed label summary comment comments address phone first last next previous
open closed send sent received upload download reason key
"""
ENGLISH = frozenset(WORDS.split())


def _modules() -> None:
    """Import everything, so that every form and every list of choices is known."""
    for module in pkgutil.walk_packages(relance.__path__, "relance."):
        if not re.search(r"\.(migrations|wsgi|__main__)", module.name):
            importlib.import_module(module.name)


def _below(parent: type) -> Iterator[type]:
    children: list[type] = parent.__subclasses__()
    for child in children:
        yield child
        yield from _below(child)


def english(label: str) -> set[str]:
    """The words of a label that are English and not French."""
    return set(re.findall(r"[^\W\d_]+", label.lower())) & ENGLISH


def choices() -> list[type[Choices]]:
    _modules()
    return sorted(
        (kind for kind in _below(Choices) if kind.__module__.startswith("relance.")),
        key=lambda kind: kind.__qualname__,
    )


def forms() -> list[type[BaseForm]]:
    _modules()
    return sorted(
        {kind for kind in _below(BaseForm) if kind.__module__.startswith("relance.")},
        key=lambda kind: f"{kind.__module__}.{kind.__qualname__}",
    )


@pytest.mark.parametrize("kind", choices(), ids=lambda kind: kind.__qualname__)
def test_choices_are_said_in_french(kind: type[Choices]) -> None:
    wrong = {member.name: str(member.label) for member in kind if english(str(member.label))}

    assert not wrong


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
def test_a_model_has_a_french_name(model: type) -> None:
    meta = model._meta  # type: ignore[attr-defined]  # every model has one
    plain = re.sub(r"(?<!^)([A-Z])", r" \1", model.__name__).lower()

    assert str(meta.verbose_name) != plain or plain in SAME_IN_FRENCH
    assert not english(str(meta.verbose_name))


SAME_IN_FRENCH = {"plan", "document", "organisation"}


@pytest.mark.parametrize("form", forms(), ids=lambda form: f"{form.__module__}.{form.__qualname__}")
def test_the_fields_of_a_form_are_labelled_in_french(form: type) -> None:
    wrong = {}
    for name, field in form.base_fields.items():  # type: ignore[attr-defined]  # every form has them
        label = str(field.label or "")
        hidden = getattr(field.widget, "is_hidden", False)
        if not hidden and (not label or english(label) or english(str(field.help_text))):
            wrong[name] = label

    assert not wrong


@pytest.mark.parametrize("label", ["Name of the town", "draft", "E-mail", "Start date"])
def test_english_is_seen(label: str) -> None:
    assert english(label)


@pytest.mark.parametrize(
    "label", ["Intitulé", "Budget total", "Date de début", "Pilotage du plan", "Aide", "Sources"]
)
def test_french_is_left_alone(label: str) -> None:
    assert not english(label)
