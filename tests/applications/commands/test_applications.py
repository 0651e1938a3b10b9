"""`relance applications`: a decision handed out, every decision worked out again, what will be erased."""

import io
import json
import zipfile
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from relance.applications.models import Outcome
from relance.applications.queries import recomputing
from relance.applications.rules.recomputed import Difference
from tests.applications.lettered import Lettered


def said(*words: str) -> str:
    out = io.StringIO()
    call_command("applications", *words, stdout=out, stderr=out)
    return out.getvalue()


def test_a_decision_is_handed_out_as_a_zip_or_as_json(office: Lettered, tmp_path: Path) -> None:
    file = office.decided()

    said("export-file", file.number, "--to", str(tmp_path / "d.zip"))
    said("export-file", file.number, "--json", "--to", str(tmp_path / "d.json"))

    assert "bareme.yaml" in zipfile.ZipFile(tmp_path / "d.zip").namelist()
    told = json.loads((tmp_path / "d.json").read_text(encoding="utf-8"))
    assert (told["number"], told["verdict"]) == (file.number, "eligible")
    assert "Commerce" not in json.dumps(told["facts"])


def test_a_file_without_decision_or_without_such_a_number_is_refused(office: Lettered) -> None:
    with pytest.raises(CommandError, match="Aucune demande"):
        said("export-file", "2020-NONE")
    with pytest.raises(CommandError, match="pas décidée"):
        said("export-file", office.taken().number)
    with pytest.raises(CommandError, match="collectivité"):
        said("recompute", "--authority", "ailleurs")


def test_all_decisions_are_worked_out_again(office: Lettered) -> None:
    office.decided()
    office.decided(Outcome.REFUSED, headcount=30)

    assert "2 décision(s) refaite(s), 0" in said("recompute", "--authority", office.authority.slug)


def test_a_difference_is_named_and_makes_the_command_fail(office: Lettered) -> None:
    file = office.decided()
    found = (Difference("Montant", "1", "2"),)

    with (
        mock.patch.object(recomputing, "differences", return_value=found),
        pytest.raises(CommandError, match="à l’identique"),
    ):
        said("recompute")

    assert file.number


def test_what_will_be_erased_is_said(office: Lettered) -> None:
    office.draft()

    assert said("retention", "--days", "99999").count("brouillons") == 1
