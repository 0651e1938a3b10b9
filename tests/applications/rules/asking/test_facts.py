"""Facts by their path."""

from relance.applications.rules.asking import facts


def test_a_fact_is_put_where_its_path_says() -> None:
    known = facts.put({}, "project.cost", "10 EUR")
    known = facts.put(known, "turnover.2020-03", 5)
    known = facts.put(known, "turnover.2020-04", 6)

    assert known == {"project": {"cost": "10 EUR"}, "turnover": {"2020-03": 5, "2020-04": 6}}
    assert facts.get(known, "turnover.2020-04") == 6
    assert facts.get(known, "turnover.2021-01") is None
    assert facts.get(known, "project.cost.more") is None


def test_an_element_of_a_list_is_reached_by_its_rank() -> None:
    known = {"members": [{"income": 1}, {"income": 2}]}

    changed = facts.put(known, "members.1.income", 3)

    assert facts.get(changed, "members.1.income") == 3
    assert facts.get(known, "members.1.income") == 2, "what was given is not touched"
    assert facts.get(known, "members.5.income") is None


def test_dropping_a_fact_leaves_nothing_empty() -> None:
    known = {"project": {"cost": 1}, "a": 2}

    assert facts.drop(known, "project.cost") == {"a": 2}
    assert facts.drop(known, "nothing.here") == known
    assert facts.drop({"p": {"a": 1, "b": 2}}, "p.a") == {"p": {"b": 2}}


def test_the_second_word_wins_and_brackets_are_one_value() -> None:
    registered = {"shop": {"commune": "59350"}, "headcount": {"from": 3, "to": 5}}

    both = facts.merged(registered, {"shop": {"epci": "200093201"}, "headcount": "4 people"})

    assert both == {"shop": {"commune": "59350", "epci": "200093201"}, "headcount": "4 people"}
    assert facts.merged({"n": {"from": 3}}, {"n": {"from": 1, "to": 2}}) == {"n": {"from": 1, "to": 2}}
    assert facts.top("turnover.2020-03") == "turnover"
