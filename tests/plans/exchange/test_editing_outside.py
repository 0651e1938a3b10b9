"""A plan edited in a spreadsheet comes back: what changed changes, faults are named by their cell."""

import io
import json
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from relance.kernel import search
from relance.kernel.errors import Refused
from relance.kernel.models import Account, AuditLine, Authority
from relance.kernel.rules import Role
from relance.plans.actions.exchange import ExchangeReport, Outcome, restore
from relance.plans.models import Measure, Plan
from relance.plans.queries.exchange import export_plan
from relance.plans.rules.exchange import BadFile
from tests.plans import build
from tests.plans.exchange.test_round_trip import full

pytestmark = pytest.mark.django_db


@pytest.fixture
def valmont(db: None) -> Authority:
    return build.authority()


@pytest.fixture
def alice(valmont: Authority) -> Account:
    return build.officer(valmont, Role.EDITOR)


@pytest.fixture
def plan(valmont: Authority) -> Plan:
    return full(valmont)


class Sheet:
    """An exported workbook, edited by header as a person would."""

    def __init__(self, plan: Plan) -> None:
        self.book = load_workbook(io.BytesIO(export_plan(plan, form="xlsx")))

    def column(self, page: str, header: str) -> int:
        headers = [cell.value for cell in self.book[page][1]]
        return headers.index(header) + 1

    def put(self, page: str, row: int, header: str, value: Any) -> "Sheet":
        self.book[page].cell(row, self.column(page, header)).value = value
        return self

    def add(self, page: str, **cells: Any) -> "Sheet":
        row = self.book[page].max_row + 1
        for header, value in cells.items():
            self.put(page, row, header.replace("_", " "), value)
        return self

    def content(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


def take(plan: Plan, by: Account, content: bytes, **options: Any) -> ExchangeReport:
    options = {"name": "plan.xlsx", "at": build.AT, **options}
    return restore(authority=plan.authority, by=by, content=content, **options)


def hall(plan: Plan) -> Measure:
    return plan.measures.get(code="1-1")


def test_what_was_edited_changes_and_is_told_before_and_after(plan: Plan, alice: Account) -> None:
    sheet = Sheet(plan).put("Mesures", 2, "Intitulé de travail", "La grande halle")
    sheet.put("Mesures", 2, "Échéance", "31/12/2028").put("Mesures", 2, "Nature", "Projet")

    report = take(plan, alice, sheet.content())

    assert (report.count(Outcome.UPDATED), report.count(Outcome.CREATED)) == (1, 0)
    changed = next(row for row in report.rows if row.changes)
    assert [(one.header, one.before, one.after) for one in changed.changes] == [
        ("Intitulé de travail", "La halle", "La grande halle"),
        ("Nature", "Lieu", "Projet"),
        ("Échéance", "2027-12-31", "2028-12-31"),
    ]
    after = hall(plan)
    assert (after.working_title, after.kind, str(after.horizon)) == (
        "La grande halle",
        "project",
        "2026–2028",
    )


def test_a_dry_run_tells_and_changes_nothing(plan: Plan, alice: Account) -> None:
    sheet = Sheet(plan).put("Mesures", 2, "Intitulé de travail", "La grande halle")
    sheet.add("Mesures", Paraphrase="Une mesure de plus")

    report = take(plan, alice, sheet.content(), dry_run=True)

    assert (report.count(Outcome.UPDATED), report.count(Outcome.CREATED)) == (1, 1)
    assert hall(plan).working_title == "La halle"
    assert plan.measures.count() == 2
    assert not AuditLine.objects.of(plan.authority).exists()


def test_a_row_without_key_is_added_and_refers_by_what_people_say(plan: Plan, alice: Account) -> None:
    sheet = Sheet(plan)
    sheet.add(
        "Mesures",
        **{"Axe (clé, numéro ou titre)": "commerce", "Paraphrase": "Étendre le marché", "Numéro": "1.9"},
    )
    sheet.add(
        "Partenaires",
        **{"Mesure (clé, code ou numéro)": "1.9", "Organisation": "Région", "Rôle": "partenaire"},
    )
    sheet.add(
        "Sommes annoncées",
        **{
            "Mesure (clé, code ou numéro)": "1.9",
            "Place": "Enveloppe ou coût",
            "Somme, ou la plus basse": "1 500,50",
            "Somme la plus haute": 1500.5,
            "Monnaie": "euro",
            "Pour": "en tout",
        },
    )

    report = take(plan, alice, sheet.content())

    assert not report.faults
    assert report.count(Outcome.CREATED) == 3
    added = plan.measures.get(number="1.9")
    assert (str(added.axis), added.code, added.order) == (
        "Commerce",
        "1-9",
        max(m.order for m in plan.measures.all()),
    )
    assert [str(partner) for partner in added.partners.all()] == ["Région (Partenaire)"]
    assert [amount.high for amount in added.amounts.all()] == [150_050]


def test_rows_that_the_file_does_not_name_stay(plan: Plan, alice: Account) -> None:
    sheet = Sheet(plan)
    sheet.book["Mesures"].delete_rows(3)
    sheet.book["Constats"].delete_rows(2, 2)

    report = take(plan, alice, sheet.content())

    assert report.changes_nothing
    assert report.kept == 3
    assert plan.measures.count() == 2


def test_columns_that_the_file_does_not_have_stay(plan: Plan, alice: Account) -> None:
    sheet = Sheet(plan)
    sheet.book["Mesures"].delete_cols(sheet.column("Mesures", "Objectif"))

    report = take(plan, alice, sheet.content())

    assert not report.faults
    assert hall(plan).objective == "Commerce"


def test_two_rows_change_places(plan: Plan, alice: Account) -> None:
    first, second = (measure.order for measure in plan.measures.order_by("code"))
    codes = [measure.code for measure in plan.measures.all()]
    sheet = Sheet(plan).put("Mesures", 2, "Ordre", second).put("Mesures", 3, "Ordre", first)
    if codes[0] != "1-1":
        sheet.put("Mesures", 2, "Ordre", first).put("Mesures", 3, "Ordre", second)

    report = take(plan, alice, sheet.content())

    assert not report.faults
    assert [measure.code for measure in plan.measures.all()] == codes[::-1]


FAULTS: list[tuple[str, int, str, Any, str]] = [
    ("Mesures", 2, "Nature", "Miracle", "Une de ces valeurs est attendue"),
    ("Mesures", 2, "Échéance", "bientôt", "Une date comme 2026-03-12"),
    ("Mesures", 2, "Échéance", "31/02/2027", "Une date comme 2026-03-12"),
    ("Mesures", 2, "Échéance", "2020-01-01", "avant le début"),
    ("Mesures", 2, "Précision", None, "dit sa précision"),
    ("Mesures", 2, "En continu", "peut-être", "oui"),
    ("Mesures", 2, "Ordre", -1, "entier positif"),
    ("Mesures", 2, "Ordre", "deux", "entier positif"),
    ("Mesures", 2, "Texte publié", "Fermer la halle", "Le texte publié ne change pas"),
    ("Mesures", 2, "Début du passage", 6, "Ce champ ne change pas"),
    ("Mesures", 2, "Code", "9-9", "Ce champ ne change pas"),
    ("Mesures", 2, "Clé", "n’importe quoi", "Cette clé est abîmée"),
    ("Mesures", 2, "Paraphrase", "La nôtre", "n’a pas de paraphrase"),
    ("Mesures", 3, "Paraphrase", None, "Un texte publié ou une paraphrase"),
    ("Mesures", 2, "Axe (clé, numéro ou titre)", "Culture", "n’est pas, ou pas une seule fois"),
    ("Mesures", 2, "Numéro", "9" * 21, "20 au plus"),
    ("Mesures", 2, "Partie de (clé ou code)", "1-1", "une partie d’elle-même"),
    ("Axes", 3, "Ordre", None, ""),
    ("Sommes annoncées", 3, "Somme la plus haute", "beaucoup", "Une somme comme 1500"),
    ("Sommes annoncées", 3, "Somme la plus haute", "1,005", "deux décimales"),
    ("Sommes annoncées", 3, "Somme la plus haute", 1, "plus petite que l’autre"),
    ("Sommes annoncées", 3, "Somme la plus haute", None, "ses deux sommes"),
    ("Sommes annoncées", 3, "Monnaie", None, "est attendu"),
    ("Sommes annoncées", 3, "Place", "Budget annoncé du plan", "ni d’un axe"),
    ("Partenaires", 2, "Organisation", None, "est attendu"),
    ("Textes conservés", 2, "Texte", "Un autre texte", "Ce champ ne change pas"),
    ("Plan", 2, "Titre", None, "est attendu"),
    ("Plan", 2, "Adresse", "autre", "Ce champ ne change pas"),
]


@pytest.mark.parametrize(("page", "row", "header", "value", "cause"), FAULTS)
def test_a_fault_is_named_by_its_cell_and_nothing_is_taken_in(
    plan: Plan, alice: Account, page: str, row: int, header: str, value: Any, cause: str
) -> None:
    before = export_plan(plan, form="json")
    sheet = Sheet(plan).put("Mesures", 3, "Intitulé de travail", "Un changement qui est bon")
    sheet.put(page, row, header, value)

    report = take(plan, alice, sheet.content())

    if not cause:  # an order left out goes last
        assert not report.faults
        return
    assert any(cause in fault.cause for fault in report.faults), report.faults
    letter = get_column_letter(sheet.column(page, header))
    assert any(fault.where == f"{page}!{letter}{row}" for fault in report.faults), report.faults
    assert export_plan(Plan.objects.of(plan.authority).get(pk=plan.pk), form="json") == before


def test_every_fault_is_told_at_once(plan: Plan, alice: Account) -> None:
    sheet = Sheet(plan).put("Mesures", 2, "Nature", "Miracle").put("Sommes annoncées", 3, "Monnaie", "sous")

    assert len(take(plan, alice, sheet.content()).faults) == 2


def test_a_key_twice_in_a_file_is_a_fault(plan: Plan, alice: Account) -> None:
    sheet = Sheet(plan)
    key = sheet.book["Mesures"].cell(2, 1).value
    sheet.put("Mesures", 3, "Clé", key)

    assert any(
        "déjà celle de Mesures!A2" in fault.cause for fault in take(plan, alice, sheet.content()).faults
    )


def test_a_row_of_another_plan_is_not_taken_over(plan: Plan, alice: Account) -> None:
    other = build.measure(build.plan(plan.authority), "Ailleurs")
    sheet = Sheet(plan).put("Mesures", 3, "Clé", str(other.key))

    report = take(plan, alice, sheet.content())

    assert any("d’un autre plan" in fault.cause for fault in report.faults)
    other.refresh_from_db()
    assert other.paraphrase == "Ailleurs"


def test_a_reference_to_another_plan_finds_nothing(plan: Plan, alice: Account) -> None:
    elsewhere = build.axis(build.plan(plan.authority), "Ailleurs")

    for said in (str(elsewhere.key), "Ailleurs"):
        sheet = Sheet(plan).put("Mesures", 3, "Axe (clé, numéro ou titre)", said)
        assert take(plan, alice, sheet.content()).is_refused


def test_what_is_not_read_is_told(plan: Plan, alice: Account) -> None:
    sheet = Sheet(plan)
    sheet.book["Mesures"].cell(1, 40).value = "Couleur"
    sheet.book.create_sheet("Mes notes")

    report = take(plan, alice, sheet.content(), dry_run=True)

    assert report.unknown == ["feuille Mesures, colonne Couleur", "feuille Mes notes"]


def test_a_quotation_that_is_not_in_its_text_is_not_taken_in(plan: Plan, alice: Account) -> None:
    whole = json.loads(export_plan(plan, form="json"))
    measure = whole["measures"][0]
    measure |= {"key": None, "code": "", "quote": "Fermer une halle", "order": None}

    report = take(plan, alice, json.dumps(whole).encode())

    assert any("n’est pas celui du passage" in fault.cause for fault in report.faults)


def test_a_text_that_was_changed_on_the_way_is_not_taken_in(plan: Plan) -> None:
    other = build.authority("autre")
    dora = build.officer(other, Role.EDITOR, name="dora")
    whole = json.loads(export_plan(plan, form="json"))
    whole["texts"][0]["text"] += "!"

    report = restore(authority=other, by=dora, name="x", content=json.dumps(whole).encode(), at=build.AT)

    assert any("n’est plus celui de son empreinte" in fault.cause for fault in report.faults)
    assert not Plan.objects.of(other).exists()


@pytest.mark.parametrize("count", [0, 2])
def test_a_file_holds_one_plan(plan: Plan, alice: Account, count: int) -> None:
    whole = json.loads(export_plan(plan, form="json"))
    whole["plan"] = whole["plan"] * count

    with pytest.raises(BadFile, match="Un plan est attendu"):
        take(plan, alice, json.dumps(whole).encode())


def test_a_file_of_another_plan_is_not_taken_for_this_one(plan: Plan, alice: Account) -> None:
    other = build.plan(plan.authority, title="Un autre")

    with pytest.raises(BadFile, match="Un autre"):
        take(plan, alice, export_plan(plan, form="json"), into=other)


def test_taking_in_leaves_a_line_with_every_change(plan: Plan, alice: Account) -> None:
    take(plan, alice, Sheet(plan).put("Mesures", 2, "Intitulé de travail", "La grande halle").content())

    line = AuditLine.objects.of(plan.authority).get(act="plans.restore")
    assert line.by == alice
    assert line.after is not None
    assert line.after["updated"][0]["changes"] == [["Intitulé de travail", "La halle", "La grande halle"]]


def test_the_search_follows(plan: Plan, alice: Account) -> None:
    take(plan, alice, Sheet(plan).put("Mesures", 2, "Intitulé de travail", "La grande galerie").content())

    assert search.find("galerie", reader=alice, authority=plan.authority).hits


def test_who_may_not_publish_does_not_change_what_is_public(plan: Plan, alice: Account) -> None:
    reviewer = build.officer(plan.authority, Role.REVIEWER, name="bob")
    stranger = build.officer(build.authority("autre"), Role.EDITOR, name="dora")
    content = export_plan(plan, form="json")

    for somebody in (reviewer, stranger):
        with pytest.raises(Refused):
            take(plan, somebody, content)
    assert take(plan, alice, content).changes_nothing
