"""The table of accounts and acts hangs together."""

from relance.ledger.rules.kinds import BY_CASE, FLOWS, MIRRORED, ONLY_WHILE_OPEN, OPEN_BELOW, Act, Kind


def test_every_act_but_the_reversal_says_its_accounts() -> None:
    assert set(FLOWS) == set(Act) - {Act.REVERSE}


def test_no_act_moves_money_to_where_it_was() -> None:
    assert all(flow.source != flow.target for flows in FLOWS.values() for flow in flows)


def test_money_comes_from_outside_only_by_a_vote_or_as_the_answer_to_a_leg() -> None:
    for act, flows in FLOWS.items():
        sources = {flow.source for flow in flows} & OPEN_BELOW
        assert sources <= MIRRORED | {Kind.VOTED, Kind.AMENDED, Kind.MEMO}, act


def test_accounts_of_cases_may_never_go_below_zero() -> None:
    assert not BY_CASE & OPEN_BELOW


def test_a_closed_envelope_still_lets_money_come_back() -> None:
    assert not ONLY_WHILE_OPEN & {Act.REJECT, Act.REPAY, Act.RECOVER, Act.WRITE_OFF, Act.RELEASE, Act.PAY}


def test_every_account_is_reached_by_an_act() -> None:
    reached = {kind for flows in FLOWS.values() for flow in flows for kind in (flow.source, flow.target)}

    assert reached == set(Kind)
