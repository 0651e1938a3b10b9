"""Each act × each role, written out: the second opinion on the table of rights."""

import pytest

from relance.kernel.errors import Missing, NeedsAccount, Refused
from relance.kernel.rules import Role
from relance.ledger.permissions import authority_to_read, require_act
from relance.ledger.rules.kinds import Act
from tests.support.cast import Cast

TREASURER = {Role.TREASURER}
DECISION = {Role.TREASURER, Role.DECIDER}
EXAMINATION = {Role.TREASURER, Role.DECIDER, Role.INSTRUCTOR}
MAY = {
    Act.VOTE: TREASURER,
    Act.AMEND: TREASURER,
    Act.ALLOT: TREASURER,
    Act.MOVE: TREASURER,
    Act.CLOSE: TREASURER,
    Act.REQUEST: EXAMINATION,
    Act.RESERVE: DECISION,
    Act.COMMIT: TREASURER,
    Act.RELEASE: DECISION,
    Act.CLAIM: EXAMINATION,
    Act.PAY: TREASURER,
    Act.REJECT: TREASURER,
    Act.REPAY: TREASURER,
    Act.WRITE_OFF: TREASURER,
    Act.RECOVER: TREASURER,
    Act.REVERSE: TREASURER,
}


def test_every_act_has_its_line_here() -> None:
    assert set(MAY) == set(Act)


@pytest.mark.parametrize("act", list(Act))
def test_an_act_is_for_these_roles_and_no_others(cast: Cast, act: Act) -> None:
    may = set()

    for role in Role:
        try:
            require_act(cast.holding(role), act, cast.valmont)
            may.add(role)
        except Refused:
            continue

    assert may == MAY[act]


@pytest.mark.parametrize("act", list(Act))
def test_nobody_acts_for_a_town_that_is_not_theirs(cast: Cast, act: Act) -> None:
    for role in Role:
        with pytest.raises(Refused, match="Rivière-aux-Brumes"):
            require_act(cast.holding(role), act, cast.brumes)


def test_the_refusal_names_the_act(cast: Cast) -> None:
    with pytest.raises(Refused, match="« Paiement » demande le droit de tenir les comptes"):
        require_act(cast.alice, Act.PAY, cast.valmont)


def test_relance_itself_may_do_every_act(cast: Cast) -> None:
    for act in Act:
        require_act(None, act, cast.valmont)


def test_statements_are_for_those_who_may_read_what_is_internal(cast: Cast) -> None:
    for role in Role:
        assert authority_to_read(cast.holding(role), cast.valmont.slug) == cast.valmont
    with pytest.raises(NeedsAccount):
        authority_to_read(cast.anonymous, cast.valmont.slug)
    for stranger in (cast.charlie, cast.dora):
        with pytest.raises(Refused):
            authority_to_read(stranger, cast.valmont.slug)
    with pytest.raises(Missing):
        authority_to_read(cast.alice, "nulle-part")
