"""Forgetting a file: its row and its bytes go, unless somebody still names them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from relance.kernel import files
from relance.kernel.files import FileTooLarge
from relance.kernel.models import Authority, StoredFile
from relance.plans.models import SourceDocument

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\ncontent"

pytestmark = pytest.mark.usefixtures("files_root")


def keep(authority: Authority) -> StoredFile:
    return files.store(authority=authority, by=None, name="bail.pdf", content=PDF)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_nobody_names_leaves_with_its_bytes(valmont: Authority) -> None:
    file = keep(valmont)
    path = files.path_of(file)

    assert files.forget(file)

    assert not path.exists()
    assert not StoredFile.objects.of(valmont).exists()


@pytest.mark.django_db(transaction=True)
def test_bytes_that_another_authority_holds_stay(valmont: Authority, brumes: Authority) -> None:
    ours, theirs = keep(valmont), keep(brumes)

    assert files.forget(ours)

    assert files.read(theirs) == PDF


@pytest.mark.django_db(transaction=True)
def test_bytes_stay_when_the_act_is_taken_back(valmont: Authority) -> None:
    file = keep(valmont)
    path = files.path_of(file)

    with transaction.atomic():
        files.forget(file)
        transaction.set_rollback(True)

    assert path.exists()
    assert StoredFile.objects.of(valmont).count() == 1


def test_a_file_that_a_row_still_names_stays(valmont: Authority) -> None:
    file = keep(valmont)
    SourceDocument.objects.create(
        authority=valmont,
        file=file,
        sha256=file.sha256,
        title="Plan",
        received_at=datetime(2026, 3, 1, tzinfo=UTC),
    )

    assert not files.forget(file)

    assert files.read(file) == PDF


def test_what_we_make_ourselves_may_be_larger_than_what_people_send(
    valmont: Authority, settings: Any
) -> None:
    settings.UPLOAD_LIMIT = 10

    with pytest.raises(FileTooLarge):
        keep(valmont)
    made = files.store(authority=valmont, by=None, name="lot.pdf", content=PDF, limit=1000)

    assert files.read(made) == PDF
