"""Whatever is answered, in whatever order, with whatever a register knows: the questions come to an end."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bareme
from relance.applications.rules import told
from relance.applications.rules.asking import facts, pages, registered, said
from relance.applications.rules.asking.fields import Field, Kind
from relance.applications.rules.asking.pages import State
from relance.applications.rules.asking.reading import read

EXAMPLES = Path(__file__).parents[4] / "examples" / "schemes"
NAMES = ("fonds-loyer", "subvention-association", "supplement-loyer")
SCHEMES = {name: bareme.load(EXAMPLES / f"{name}.yaml") for name in NAMES}
DAYS = {"fonds-loyer": date(2020, 11, 2)}
AMOUNTS = ("0", "0,01", "500", "999,99", "1 000", "23 000", "59 999,99", "60 000", "1 500 000")
TYPED = {
    Kind.MONEY: AMOUNTS,
    Kind.COUNT: ("0", "1", "9", "10", "19", "20", "500"),
    Kind.NUMBER: ("0", "1,5", "100"),
    Kind.RATE: ("0", "12,5", "100"),
    Kind.DATE: ("01/01/2000", "30/04/2020", "01/05/2020", "31/12/2030"),
    Kind.CODE: ("5499", "6540"),
    Kind.CODES: ("5499",),
}
HEADCOUNTS = ("", "NN", "00", "01", "03", "11", "12", "53")


def typed(field: Field, pick: st.DataObject) -> object:
    words = [word for word, _ in field.choices] or TYPED[field.kind]
    return read(field, pick.draw(st.sampled_from(words)))


@pytest.mark.parametrize("name", NAMES)
@given(pick=st.data())
@settings(max_examples=12)
def test_any_answers_lead_to_an_end_that_can_be_told(name: str, pick: st.DataObject) -> None:
    scheme, day = SCHEMES[name], DAYS.get(name, date(2026, 11, 22))
    register = {"headcount": pick.draw(st.sampled_from(HEADCOUNTS)), "created_on": "2015-03-01"}
    state = State(scheme, day, registered=registered.facts_of(scheme, register))
    seen: set[str] = set()

    while (page := pages.next_page(state)) is not None:
        assert page.key not in seen, "what was answered is not asked again"
        seen.add(page.key)
        if pick.draw(st.integers(0, 5)) == 0:
            state = State(scheme, day, state.declared, state.registered, state.skipped | {page.key})
            continue
        known = dict(state.declared)
        if page.many:
            rows = [
                {one.path.rpartition(".")[2]: typed(one, pick) for one in page.fields}
                for _ in range(pick.draw(st.integers(0, 2)))
            ]
            known = facts.put(known, page.key, rows)
        else:
            for one in page.fields:
                known = facts.put(known, one.path, typed(one, pick))
        state = state.answering(known)

    decision = pages.decision_of(state)
    assert decision.verdict in ("eligible", "not eligible", "to be checked", "undetermined")
    if not state.skipped and not pages.waiting(state):
        assert decision.verdict != "undetermined"
    assert all(line.text for line in told.reasons(decision))
    assert all(line.answer for line in said.summary(state))
    assert set(pages.still_to_ask(state)) <= state.skipped


@pytest.mark.parametrize("name", NAMES)
@given(pick=st.data())
@settings(max_examples=8)
def test_an_answer_that_is_not_asked_could_not_change_the_amount(name: str, pick: st.DataObject) -> None:
    """The other half of "asks only what can still change the answer": what is left aside changes nothing."""
    scheme, day = SCHEMES[name], DAYS.get(name, date(2026, 11, 22))
    test = pick.draw(st.sampled_from([one for one in scheme.tests if one.given and not one.parameters]))
    state = State(scheme, max(day, scheme.since), declared=dict(test.given))
    if pages.left(state):
        return
    known = pages.decision_of(state)

    for path in scheme.inputs:
        if facts.get(state.facts, path) is None and not path.startswith(("already.", "checks.")):
            asked = [one for one in known.questions if one.path.startswith(path)]
            assert not asked or asked[0].source == "officer"
