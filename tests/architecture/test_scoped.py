"""Every row belongs to an authority and cannot be read without saying whose is meant."""

import re

import pytest
from django.db.models import ForeignKey, Model

from relance.kernel.errors import UnscopedRead
from relance.kernel.models import Authority
from relance.kernel.scope import Owned, ScopedQuerySet
from tests.architecture import tree
from tests.architecture.models import ours

# a model whose rows belong to no authority, or to several → why
SHARED = {
    "kernel.Account": "a person may work for several towns",
    "kernel.Authority": "it is the town",
    "kernel.Membership": "read by account as well as by town, before a town is known",
    "kernel.Worker": "processes run the jobs of every town",
    "directory.Establishment": "the register is common to all",
    "directory.LegalUnit": "the register is common to all",
    "directory.Organisation": "the register is common to all",
}

OWNED = [model for model in ours() if issubclass(model, Owned)]

# ways around the guarded manager; the kernel alone may know them
AROUND = re.compile(r"_base_manager|\.raw\(|\.extra\(|\bunguarded\(|\.cursor\(|RawSQL")
KERNEL = "src/relance/kernel/"


def test_every_model_is_owned_or_shared_for_a_reason() -> None:
    assert {model._meta.label for model in ours() if model not in OWNED} == set(SHARED)


def test_no_model_points_at_its_authority_by_itself() -> None:
    pointing = {
        model._meta.label
        for model in ours()
        if model not in OWNED and model._meta.label not in SHARED
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model is Authority
    }
    assert not pointing, "inherit relance.kernel.scope.Owned"


@pytest.mark.parametrize("model", OWNED, ids=lambda model: model._meta.label)
def test_an_owned_model_reads_through_the_guard(model: type[Model]) -> None:
    for manager in model._meta.managers:
        rows = manager.get_queryset()
        assert isinstance(rows, ScopedQuerySet)
        with pytest.raises(UnscopedRead):
            list(rows)


def test_nobody_goes_around_the_guard() -> None:
    around = [
        f"{place}: {line.strip()}"
        for path in tree.under("src", suffix=".py")
        if not str(path).startswith(KERNEL)
        for place, line in tree.lines(path)
        if AROUND.search(line)
    ]
    assert not around, "\n".join(around)
