"""The database knows the table of flows: whatever is not in it is refused, whoever writes."""

from itertools import product

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relance.directory.models import Organisation
from relance.ledger.actions import Kind
from relance.ledger.models import Case, LedgerAccount, Transfer
from relance.ledger.rules.kinds import BY_CASE, FLOWS, MIRRORED, OPEN_BELOW, Act, Flow
from tests.ledger.books import DAY, MOMENT, RENT, Till, euros

ALLOWED = [(act, flow) for act, flows in FLOWS.items() for flow in flows]
WAYS = [Flow(source, target) for source, target in product(Kind, Kind) if source != target]


@pytest.fixture
def accounts(till: Till, fund: int, town: Organisation) -> dict[Kind, LedgerAccount]:
    """Every account of the fund, and a case."""
    till.request(envelope=fund, case=RENT, amount=euros(1))
    found = {}
    for kind in Kind:
        found[kind], _ = LedgerAccount.objects.of(till.authority).get_or_create(
            envelope_id=fund,
            funder=town,
            kind=kind,
            defaults={
                "authority": till.authority,
                "currency": "EUR",
                "floored": kind not in OPEN_BELOW,
                "by_case": kind in BY_CASE,
            },
        )
    return found


def written(accounts: dict[Kind, LedgerAccount], act: Act, flow: Flow) -> bool:
    """Whether the database takes such a row, with a leg beside it for what must mirror one."""
    source, target = accounts[flow.source], accounts[flow.target]
    said = {
        "authority": source.authority,
        "act_key": "by hand",
        "content": "0" * 32,
        "envelope": source.envelope,
        "root": source.envelope,
        "amount": 5,
        "currency": "EUR",
        "effective_on": DAY,
        "recorded_at": MOMENT,
        "cause_kind": "test",
        "cause_key": "1",
        "by_name": "Théo",
        "case": Case.objects.of(source.authority).get(),
    }
    try:
        with transaction.atomic():
            beside = None
            if MIRRORED & {flow.source, flow.target}:
                available, allotted = accounts[Kind.AVAILABLE], accounts[Kind.ALLOTTED]
                beside = Transfer.objects.create(
                    **said, act=Act.MOVE, leg=1, source=available, target=allotted
                )
            Transfer.objects.create(**said, act=act, leg=2, source=source, target=target, mirrors=beside)
            transaction.set_rollback(True)
    except IntegrityError:
        return False
    return True


@pytest.mark.parametrize(("act", "flow"), ALLOWED)
def test_what_the_table_allows_is_written(accounts: dict[Kind, LedgerAccount], act: Act, flow: Flow) -> None:
    # a rejection is written as the reversal of a payment: see test_guards
    assert written(accounts, act, flow) is (act != Act.REJECT)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(act=st.sampled_from(sorted(set(Act) - {Act.REVERSE})), flow=st.sampled_from(WAYS))
def test_nothing_else_is(accounts: dict[Kind, LedgerAccount], act: Act, flow: Flow) -> None:
    assert written(accounts, act, flow) is ((act, flow) in ALLOWED and act != Act.REJECT)


@pytest.mark.parametrize("kind", sorted(MIRRORED))
def test_money_that_enters_needs_the_leg_it_answers(
    accounts: dict[Kind, LedgerAccount], kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.ledger.models.test_flows.MIRRORED", frozenset())
    act = Act.MOVE if kind == Kind.RECEIVED else Act.REPAY

    assert not written(accounts, act, Flow(kind, Kind.AVAILABLE))
