"""A list that leaves as a spreadsheet and comes back edited."""

import io
import json
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from relance.kernel import files, jobs
from relance.kernel.errors import Refused
from relance.kernel.models import Job
from relance.kernel.rules import Role
from relance.plans.actions.running.people import contributor_called
from relance.plans.actions.running.planning import add_field
from relance.plans.actions.running.reimporting import apply_rows, check_sheet
from relance.plans.actions.running.working import change
from relance.plans.models import Plan
from relance.plans.queries.running.sheet_report import ROW_BY_ROW, kept, report_kept, rows_said
from relance.plans.queries.running.sheets import export_of
from relance.plans.rules.exchange.book import BadFile
from tests.plans.actions.running.build import AT, lines, plan, work
from tests.support.cast import Cast


class Sheet:
    """An export, opened as a person opens it."""

    def __init__(self, the_plan: Plan) -> None:
        self.book = load_workbook(io.BytesIO(export_of(the_plan, None, form="xlsx")))
        self.page = self.book["Mesures"]
        self.heads = [cell.value for cell in self.page[1]]

    def put(self, row: int, head: str, value: Any) -> None:
        self.page.cell(row + 2, self.heads.index(head) + 1).value = value

    def get(self, row: int, head: str) -> Any:
        return self.page.cell(row + 2, self.heads.index(head) + 1).value

    def content(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


def test_an_export_that_nobody_touched_changes_nothing(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    lead = contributor_called(authority=cast.valmont, name="=Paul")
    fields = {"status": "under_way", "due_on": date(2027, 6, 30), "progress": 40, "lead": lead, "weight": 3}
    change(measure=fund, by=cast.alice, at=AT, fields=fields)

    for form in ("xlsx", "ods", "csv"):
        report = check_sheet(plan=the_plan, by=cast.alice, content=export_of(the_plan, None, form=form))
        assert (report.changed, report.conflicting, report.faulty, report.unknown) == ([], [], [], [])
        assert (report.same, report.missing) == (3, 0)


def test_edited_cells_are_shown_one_by_one_and_then_written(cast: Cast) -> None:
    the_plan, (fund, hall, _) = plan(cast.valmont)
    sheet = Sheet(the_plan)
    sheet.put(0, "État déclaré", "en cours")
    sheet.put(0, "Échéance de travail", datetime(2027, 6, 30, tzinfo=None))  # noqa: DTZ001  # a spreadsheet has no zone
    sheet.put(0, "Pilote", "Service commerce")
    sheet.put(1, "Avancement déclaré (%)", 40.0)
    sheet.put(1, "Priorité", "HAUTE")

    report = check_sheet(plan=the_plan, by=cast.alice, content=sheet.content())

    assert lines(fund) == []
    assert [(one.header, one.current, one.sheet) for row in report.changed for one in row.changes] == [
        ("État déclaré", "À lancer", "En cours"),
        ("Échéance de travail", "", "30/06/2027"),
        ("Pilote", "", "Service commerce"),
        ("Priorité", "Normale", "Haute"),
        ("Avancement déclaré (%)", "", "40"),
    ]
    done = apply_rows(plan=the_plan, rows=report.rows, by=cast.alice, at=AT)
    assert (done.rows, done.cells, done.refused) == (2, 5, [])
    assert (work(fund).due_on, work(hall).progress) == (date(2027, 6, 30), 40)


def test_what_changed_since_the_export_is_shown_and_never_overwritten(cast: Cast) -> None:
    the_plan, (fund, hall, windows) = plan(cast.valmont)
    sheet = Sheet(the_plan)
    sheet.put(0, "Priorité", "Haute")
    sheet.put(0, "Avancement déclaré (%)", 10)
    sheet.put(1, "Priorité", "Basse")
    change(measure=fund, by=cast.alice, at=AT, fields={"priority": 1, "weight": 5})
    change(measure=hall, by=cast.alice, at=AT, fields={"priority": 1})
    change(measure=windows, by=cast.alice, at=AT, fields={"priority": 3})

    report = check_sheet(plan=the_plan, by=cast.alice, content=sheet.content())

    (conflict,) = [one for row in report.rows for one in row.conflicts]
    assert (conflict.header, conflict.exported, conflict.current, conflict.sheet) == (
        "Priorité",
        "Normale",
        "Basse",
        "Haute",
    )
    assert [one.header for row in report.rows for one in row.changes] == ["Avancement déclaré (%)"]
    done = apply_rows(plan=the_plan, rows=report.rows, by=cast.alice, at=AT)
    assert "a changé depuis l’export" in done.refused[0]
    assert (work(fund).priority, work(fund).progress, work(fund).weight) == (1, 10, 5)
    assert (work(hall).priority, work(windows).priority) == (1, 3)


def test_reading_the_same_file_twice_writes_once(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    sheet = Sheet(the_plan)
    sheet.put(0, "Priorité", "Haute")
    content = sheet.content()

    for _ in range(2):
        report = check_sheet(plan=the_plan, by=cast.alice, content=content)
        apply_rows(plan=the_plan, rows=report.rows, by=cast.alice, at=AT)

    assert [line[0] for line in lines(fund)] == ["priority"]


@pytest.mark.parametrize(
    ("head", "value", "said"),
    [
        ("État déclaré", "En retard", "n’est pas un choix (À lancer, En cours"),
        ("Échéance de travail", "demain", "n’est pas une date"),
        ("Avancement déclaré (%)", 140, "va de 0 à 100"),
        ("Avancement déclaré (%)", "beaucoup", "n’est pas un nombre entier"),
        ("Poids", 0, "va de 1 à 10000"),
        ("Clé", "autre", "n’est pas celle d’une mesure de ce plan"),
        ("Clé", None, "La clé manque"),
        ("Révision", 99, "La révision manque"),
        ("Secteur", "Est", "n’est pas un choix (Nord, Sud)"),
    ],
)
def test_a_bad_cell_is_named_with_what_is_allowed_and_the_others_stand(
    cast: Cast, head: str, value: Any, said: str
) -> None:
    the_plan, (_, hall, _) = plan(cast.valmont)
    add_field(
        plan=the_plan,
        by=cast.alice,
        at=AT,
        name="Secteur",
        kind="choice",
        choices=["Nord", "Sud"],
        seen_by="public",
        edited_by="team",
    )
    sheet = Sheet(the_plan)
    sheet.put(0, head, value)
    sheet.put(1, "Priorité", "Haute")

    report = check_sheet(plan=the_plan, by=cast.alice, content=sheet.content())

    assert said in report.faulty[0].faults[0]
    done = apply_rows(plan=the_plan, rows=report.rows, by=cast.alice, at=AT)
    assert (done.rows, len(done.refused)) == (1, 1)
    assert work(hall).priority == 3


def test_the_same_measure_twice_counts_once(cast: Cast) -> None:
    the_plan, _ = plan(cast.valmont)
    sheet = Sheet(the_plan)
    sheet.put(1, "Clé", sheet.get(0, "Clé"))

    report = check_sheet(plan=the_plan, by=cast.alice, content=sheet.content())

    assert report.faulty[0].faults == ("Cette mesure est deux fois dans le fichier.",)
    assert report.missing == 1


def test_a_row_that_the_rules_refuse_is_left_whole_and_says_why(cast: Cast) -> None:
    the_plan, (fund, hall, _) = plan(cast.valmont)
    sheet = Sheet(the_plan)
    sheet.put(0, "État déclaré", "Abandonnée")
    sheet.put(0, "Priorité", "Haute")
    sheet.put(1, "Priorité", "Haute")

    report = check_sheet(plan=the_plan, by=cast.alice, content=sheet.content())
    done = apply_rows(plan=the_plan, rows=report.rows, by=cast.alice, at=AT)

    assert done.rows == 1
    assert "Dites pourquoi la mesure est abandonnée" in done.refused[0]
    assert lines(fund) == []
    assert work(hall).priority == 3


def test_columns_of_ones_own_are_named_and_missing_ones_change_nothing(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    change(measure=fund, by=cast.alice, at=AT, fields={"progress": 40})
    sheet = Sheet(the_plan)
    sheet.page.cell(1, len(sheet.heads) + 1, "Mon avis")
    sheet.page.delete_cols(sheet.heads.index("Avancement déclaré (%)") + 1)

    report = check_sheet(plan=the_plan, by=cast.alice, content=sheet.content())

    assert "Mon avis" in report.unknown[0]
    assert report.changed == []


def test_a_file_that_is_no_export_is_refused_whole(cast: Cast) -> None:
    the_plan, _ = plan(cast.valmont)

    for content in (b"", b"bonjour", b"PK\x03\x04 pas un classeur"):
        with pytest.raises(BadFile):
            check_sheet(plan=the_plan, by=cast.alice, content=content)


def test_a_sheet_of_another_plan_touches_nothing_here(cast: Cast) -> None:
    the_plan, _ = plan(cast.valmont)
    other, (theirs, *_) = plan(cast.brumes)
    sheet = Sheet(other)
    sheet.put(0, "Priorité", "Haute")

    report = check_sheet(plan=the_plan, by=cast.alice, content=sheet.content())

    assert len(report.faulty) == 3
    assert apply_rows(plan=the_plan, rows=report.rows, by=cast.alice, at=AT).rows == 0
    assert lines(theirs) == []


def test_who_does_not_edit_takes_nothing_in(cast: Cast) -> None:
    the_plan, _ = plan(cast.valmont)

    with pytest.raises(Refused):
        check_sheet(
            plan=the_plan, by=cast.holding(Role.READER), content=export_of(the_plan, None, form="xlsx")
        )


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_taken_in_by_a_job_that_tells_its_progress(
    transactional_db: None,
) -> None:
    from tests.support import cast as people

    cast = people.gather()
    the_plan, measures = plan(cast.valmont, *(f"Mesure {n}" for n in range(60)))
    sheet = Sheet(the_plan)
    for row in range(60):
        sheet.put(row, "Priorité", "Haute")
    sheet.put(3, "Poids", 0)
    stored = files.store(
        authority=cast.valmont, by=cast.alice, name="mesures.xlsx", content=sheet.content(), at=AT
    )

    job = jobs.enqueue(
        kind="plans.sheet",
        authority=cast.valmont,
        by=cast.alice,
        act_key="test:sheet",
        payload={"plan": the_plan.pk, "file": stored.pk},
    )
    jobs.run_waiting()

    done = Job.objects.of(cast.valmont).get(pk=job.pk)
    assert (done.state, done.done, done.total) == ("done", 60, 60)
    assert len(done.report) == 1
    assert {work(one).priority for one in measures} == {3}


def test_a_report_is_kept_as_json_and_read_again_whole(cast: Cast) -> None:
    the_plan, (fund, *_) = plan(cast.valmont)
    sheet = Sheet(the_plan)
    sheet.put(0, "Priorité", "Haute")
    sheet.put(1, "Priorité", "Haute")
    sheet.put(2, "Échéance de travail", "demain")
    change(measure=fund, by=cast.alice, at=AT, fields={"priority": 1})
    report = check_sheet(plan=the_plan, by=cast.alice, content=sheet.content())

    again = report_kept(json.loads(json.dumps(kept(report))))

    assert kept(again) == kept(report)
    assert (len(again.changed), len(again.conflicting), len(again.faulty)) == (1, 1, 1)
    said = list(rows_said(again))
    assert [row[2].split("\u00a0")[0] for row in said] == ["laissée, modifiée depuis", "change", "à corriger"]
    assert all(len(row) == len(ROW_BY_ROW) for row in said)


def test_a_row_that_stays_is_told_too(cast: Cast) -> None:
    the_plan, _ = plan(cast.valmont)

    report = check_sheet(plan=the_plan, by=cast.alice, content=Sheet(the_plan).content())

    assert {row[2] for row in rows_said(report)} == {"reste comme elle est"}
    assert len(list(rows_said(report))) == 3


def test_a_reading_says_how_far_it_is(cast: Cast) -> None:
    the_plan, _ = plan(cast.valmont)
    heard: list[tuple[int, int]] = []

    check_sheet(
        plan=the_plan,
        by=cast.alice,
        content=Sheet(the_plan).content(),
        told=lambda done, total: heard.append((done, total)),
    )

    assert heard == [(0, 3)]
