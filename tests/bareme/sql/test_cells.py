"""Cells: the same thing said twice is one cell, and what is constant is folded."""

from __future__ import annotations

from bareme.sql.cells import BOOLEAN, TEXT, Cells, decimal


def test_the_same_cell_is_made_once() -> None:
    make = Cells()
    a, b = make.column("a", BOOLEAN), make.column("b", BOOLEAN)

    assert make.both(a, b) is make.both(a, b)
    assert make.both(a, b) is not make.both(b, a)
    assert make.column("a", BOOLEAN) is a


def test_logic_leaves_out_what_changes_nothing() -> None:
    make = Cells()
    a = make.column("a", BOOLEAN)

    assert make.both() is make.true
    assert make.both(a, make.true, a) is a
    assert make.both(a, make.false) is make.false
    assert make.one(a, make.false) is a
    assert make.one(a, make.true) is make.true
    assert make.no(make.no(a)) is a
    assert make.no(make.null(BOOLEAN)).value is None


def test_only_what_may_be_null_is_asked_whether_it_is() -> None:
    make = Cells()
    full, holed = make.column("full", TEXT, nullable=False), make.column("holed", TEXT)

    assert make.is_null(full) is make.false
    assert make.known(full) is make.true
    assert make.is_null(holed).op == "isnull"
    assert make.is_null(make.null(TEXT)) is make.true


def test_a_case_keeps_only_what_can_happen() -> None:
    make = Cells()
    a, b = make.column("a", BOOLEAN), make.column("b", BOOLEAN)
    x, y, z = (make.column(name, TEXT, nullable=False) for name in "xyz")

    assert make.case([(make.false, x), (make.null(BOOLEAN), y)], z) is z
    assert make.case([(make.true, x), (a, y)], z) is x
    assert make.case([(a, x), (b, z)], z) is make.case([(a, x)], z)
    assert not make.case([(a, x)], y).nullable
    assert make.case([(a, x)], make.null(TEXT)).nullable


def test_a_strict_call_of_nothing_is_nothing() -> None:
    make = Cells()

    found = make.call("upper", make.null(TEXT), type=TEXT)

    assert found.constant
    assert found.value is None


def test_a_test_that_is_unknown_is_neither_true_nor_false() -> None:
    make = Cells()
    sure, unsure = make.column("sure", BOOLEAN, nullable=False), make.column("unsure", BOOLEAN)

    assert make.is_true(sure) is sure
    assert make.is_true(unsure).op == "istrue"
    assert make.is_false(make.null(BOOLEAN)) is make.false
    assert make.not_false(make.null(BOOLEAN)) is make.true


def test_what_is_strict_is_missing_where_a_part_is() -> None:
    make = Cells()
    kind = decimal(9, 2)
    holed, full = make.column("holed", kind), make.column("full", kind, nullable=False)
    total = make.cast(make.call("+", holed, full, type=kind), decimal(18, 2))
    capped = make.case([(make.compare("<", full, total), full)], total)

    assert make.is_null(total) is make.is_null(holed)
    assert make.is_null(capped) is make.is_null(holed)
    assert make.is_null(make.compare("<", holed, full)) is make.is_null(holed)


def test_a_column_cast_as_it_is_read_is_asked_itself() -> None:
    make = Cells()
    read = make.cast(make.make("source", ("n",), TEXT, True), decimal(9, 2))

    assert make.is_null(read).parts == (read,)
