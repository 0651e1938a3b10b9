"""The tree of envelopes, as lists and statements walk it."""

import pytest

from relance.directory.models import Organisation
from relance.kernel.errors import Missing
from relance.ledger import queries
from relance.ledger.actions import Nature, Ref, Section, TaxBasis
from relance.ledger.models import Envelope
from relance.ledger.queries.envelopes import in_order, row_of, tree
from tests.ledger.books import Till
from tests.support.cast import Cast


@pytest.fixture
def grove(till: Till, town: Organisation) -> dict[str, int]:
    """Two trees: B over D and C, C over E; and A alone. Opened in no order of their names."""
    keys = {"shares": {town: 1}, "odd_to": town}
    ids = {"B": till.open(name="B", **keys)}
    ids["D"] = till.open(name="D", parent=ids["B"], **keys)
    ids["A"] = till.open(name="A", **keys)
    ids["C"] = till.open(name="C", parent=ids["B"], **keys)
    ids["E"] = till.open(name="E", parent=ids["C"], **keys)
    return ids


def test_each_envelope_is_followed_by_its_own_by_name(till: Till, grove: dict[str, int]) -> None:
    seen = [(one.name, one.depth) for one in queries.envelopes(till.authority)]

    assert seen == [("A", 0), ("B", 0), ("C", 1), ("E", 2), ("D", 1)]


@pytest.mark.parametrize(("top", "branch"), [("A", "A"), ("B", "BCED"), ("C", "CE"), ("D", "D"), ("E", "E")])
def test_a_branch_is_an_envelope_and_all_below_it(
    till: Till, grove: dict[str, int], top: str, branch: str
) -> None:
    rows = tree(till.authority, row_of(till.authority, grove[top]))

    assert "".join(row.name for row, _ in rows) == branch
    assert rows[0][1] == 0


def test_the_order_of_rows_read_does_not_matter(till: Till, grove: dict[str, int]) -> None:
    rows = list(Envelope.objects.of(till.authority))

    forward = [row.name for row, _ in in_order(rows)]
    backward = [row.name for row, _ in in_order(rows[::-1])]

    assert forward == backward


def test_every_envelope_of_a_tree_knows_its_top(till: Till, grove: dict[str, int]) -> None:
    tops = {one.name: one.root for one in queries.envelopes(till.authority)}

    assert {name: top for name, top in tops.items() if name != "A"} == dict.fromkeys("BCDE", grove["B"])


def test_an_envelope_says_what_it_is_in_french(till: Till, town: Organisation) -> None:
    pk = till.open(
        name="  Halles  ",
        shares={town: 1},
        odd_to=town,
        section=Section.INVESTMENT,
        nature=Nature.PURCHASE,
        tax_basis=TaxBasis.EXCLUSIVE,
        year=2027,
        purpose=Ref("scheme", "halles"),
    )

    seen = queries.envelope(till.authority, pk)

    assert (seen.name, seen.section, seen.nature) == ("Halles", "Investissement", "Achat ou travaux")
    assert (seen.tax_basis, seen.year, seen.purpose) == ("Hors taxes", 2027, Ref("scheme", "halles"))
    assert (seen.parent, seen.root, seen.is_closed) == (None, pk, False)


def test_envelopes_of_a_purpose_are_found(till: Till, town: Organisation) -> None:
    said = {"shares": {town: 1}, "odd_to": town}
    wanted = [till.open(name=name, purpose=Ref("commune", "26001"), **said) for name in ("Est", "Ouest")]
    till.open(name="Ailleurs", purpose=Ref("commune", "26002"), **said)

    found = queries.envelopes_for(till.authority, Ref("commune", "26001"))

    assert [one.id for one in found] == wanted
    assert queries.envelopes_for(till.authority, Ref("scheme", "26001")) == []


def test_another_town_has_no_part_in_it(till: Till, grove: dict[str, int], cast: Cast) -> None:
    assert queries.envelopes(cast.brumes) == []
    with pytest.raises(Missing):
        queries.envelope(cast.brumes, grove["A"])


def test_a_sub_envelope_of_what_is_not_ours_cannot_be_opened(
    till: Till, grove: dict[str, int], cast: Cast, town: Organisation
) -> None:
    with pytest.raises(Missing):
        till.open(authority=cast.brumes, by=None, shares={town: 1}, odd_to=town, parent=grove["A"])


def test_listing_takes_one_query_however_many(
    till: Till, grove: dict[str, int], django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture of pytest-django
        queries.envelopes(till.authority)
