"""People who work in a shop: invited, accepted, taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from relance.exchange import models as m
from relance.exchange.actions import joining, staffing
from relance.exchange.actions import sellers as verbs
from relance.exchange.actions.errors import ExchangeRefused
from relance.exchange.actions.staffing import WrongInvitation
from relance.exchange.permissions import tasks_of
from relance.exchange.queries.staff import shops_of, staff_of
from relance.exchange.rules.staff import OWNER, STAFF, Task
from relance.kernel.errors import Missing, Refused
from relance.kernel.models import Account, AuditLine
from relance.kernel.rules import Role
from tests.exchange import build
from tests.exchange.build import NOW
from tests.support.cast import Cast


def shop(cast: Cast) -> m.Seller:
    return build.seller(cast.valmont, claimed_by=cast.alice)


def invite(
    cast: Cast, seller: m.Seller, who: Account, right: m.StaffRight = m.StaffRight.ORDERS
) -> list[str]:
    """The tokens that were mailed."""
    tokens: list[str] = []

    def link(token: str) -> str:
        tokens.append(token)
        return f"https://valmont.example/{token}/"

    staffing.invite(
        seller=seller,
        email=who.email,
        right=right,
        by=cast.alice,
        at=NOW,
        link=link,
    )
    return tokens


def join(cast: Cast, seller: m.Seller, who: Account, right: m.StaffRight = m.StaffRight.ORDERS) -> m.Staff:
    (token,) = invite(cast, seller, who, right)
    found = staffing.invitation(cast.valmont, seller, token, at=NOW)
    staffing.accept(invitation=found, by=who, at=NOW)
    return found


@pytest.mark.parametrize("right", m.StaffRight)
def test_who_accepts_may_do_what_the_right_says(cast: Cast, right: m.StaffRight) -> None:
    seller = shop(cast)

    join(cast, seller, cast.charlie, right)

    assert tasks_of(cast.charlie, seller) == STAFF[right]
    assert shops_of(cast.charlie, cast.valmont) == [seller]


def test_an_invitation_alone_allows_nothing(cast: Cast) -> None:
    seller = shop(cast)

    invite(cast, seller, cast.charlie)

    assert tasks_of(cast.charlie, seller) == frozenset()
    assert [one.accepted_at for one in staff_of(seller, at=NOW)] == [None]


def test_the_link_goes_to_the_address_alone_and_only_its_digest_stays(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        (token,) = invite(cast, shop(cast), cast.charlie)

    (letter,) = mail.outbox
    assert letter.to == [cast.charlie.email]
    assert token in letter.body
    assert token not in m.Staff.objects.of(cast.valmont).get().digest


def test_a_link_serves_once(cast: Cast) -> None:
    seller = shop(cast)
    (token,) = invite(cast, seller, cast.charlie)
    found = staffing.invitation(cast.valmont, seller, token, at=NOW)
    staffing.accept(invitation=found, by=cast.charlie, at=NOW)

    with pytest.raises(WrongInvitation, match="déjà servi"):
        staffing.accept(invitation=found, by=cast.charlie, at=NOW)
    with pytest.raises(Missing):
        staffing.invitation(cast.valmont, seller, token, at=NOW)


def test_a_link_serves_seven_days(cast: Cast) -> None:
    seller = shop(cast)
    (token,) = invite(cast, seller, cast.charlie)

    with pytest.raises(Missing, match="n’est plus valable"):
        staffing.invitation(cast.valmont, seller, token, at=NOW + timedelta(days=7))


def test_somebody_who_was_sent_the_mail_on_cannot_accept(cast: Cast) -> None:
    seller = shop(cast)
    (token,) = invite(cast, seller, cast.charlie)
    found = staffing.invitation(cast.valmont, seller, token, at=NOW)

    with pytest.raises(WrongInvitation, match="connectez-vous avec cette adresse"):
        staffing.accept(invitation=found, by=cast.bob, at=NOW)

    assert tasks_of(cast.bob, seller) == frozenset()


def test_a_link_opens_the_shop_it_was_made_for_and_no_other(cast: Cast) -> None:
    (token,) = invite(cast, shop(cast), cast.charlie)
    other = build.seller(cast.valmont, "Épicerie Fabre", claimed_by=cast.alice)

    with pytest.raises(Missing):
        staffing.invitation(cast.valmont, other, token, at=NOW)


def test_a_second_invitation_ends_the_first(cast: Cast) -> None:
    seller = shop(cast)
    (first,) = invite(cast, seller, cast.charlie)
    (second,) = invite(cast, seller, cast.charlie, m.StaffRight.CATALOGUE)

    with pytest.raises(Missing):
        staffing.invitation(cast.valmont, seller, first, at=NOW)
    assert staffing.invitation(cast.valmont, seller, second, at=NOW).right == m.StaffRight.CATALOGUE


def test_somebody_of_the_staff_is_not_invited_twice(cast: Cast) -> None:
    seller = shop(cast)
    join(cast, seller, cast.charlie)

    with pytest.raises(ExchangeRefused, match="déjà de l’équipe"):
        invite(cast, seller, cast.charlie)


def test_the_owner_does_not_invite_themselves(cast: Cast) -> None:
    with pytest.raises(ExchangeRefused, match="votre propre adresse"):
        invite(cast, shop(cast), cast.alice)


def test_only_the_owner_invites_and_takes_back(cast: Cast) -> None:
    seller = shop(cast)
    helper = join(cast, seller, cast.charlie, m.StaffRight.EVERYTHING)

    for who in (cast.charlie, cast.bob, cast.holding(Role.PLAN_LEAD)):
        with pytest.raises(Refused):
            staffing.invite(
                seller=seller, email="x@example.org", right=m.StaffRight.ORDERS, by=who, at=NOW, link=str
            )
        with pytest.raises(Refused):
            staffing.revoke(staff=helper, by=who, at=NOW)


def test_a_right_taken_back_counts_at_once_and_leaves_its_lines(cast: Cast) -> None:
    seller = shop(cast)
    helper = join(cast, seller, cast.charlie)

    staffing.revoke(staff=helper, by=cast.alice, at=NOW)
    staffing.revoke(staff=helper, by=cast.alice, at=NOW)

    assert tasks_of(cast.charlie, seller) == frozenset()
    lines = AuditLine.objects.of(cast.valmont).filter(act__startswith="exchange.staff").order_by("pk")
    assert [line.act.rpartition(".")[2] for line in lines] == ["invite", "accept", "revoke"]
    assert [line.by for line in lines] == [cast.alice, cast.charlie, cast.alice]
    assert not any(cast.charlie.email in str(line.after) for line in lines)


def test_the_staff_goes_with_the_owner(cast: Cast) -> None:
    seller = shop(cast)
    join(cast, seller, cast.charlie)

    joining.release(seller=seller, by=cast.holding(Role.PLAN_LEAD), at=NOW)

    assert m.Staff.objects.of(cast.valmont).get().revoked_at == NOW


def test_a_closed_shop_has_no_staff(cast: Cast) -> None:
    seller = shop(cast)
    join(cast, seller, cast.charlie)

    verbs.close_for_good(seller=seller, by=cast.alice, at=NOW)

    assert tasks_of(cast.charlie, seller) == tasks_of(cast.alice, seller) == frozenset()


def test_an_association_keeps_the_listings_of_a_shop_by_its_own_staff(cast: Cast) -> None:
    seller = shop(cast)
    union = build.seller(cast.valmont, "Union des commerçants", claimed_by=cast.bob, sells=m.Sells.NONE)
    verbs.give_right(giver=seller, receiver=union, right=m.GrantedRight.ADD_LISTINGS, by=cast.alice, at=NOW)
    made = m.Staff.objects.create(
        authority=cast.valmont,
        seller=union,
        email=cast.charlie.email,
        right=m.StaffRight.CATALOGUE,
        digest="0" * 64,
        invited_by=cast.bob,
        invited_at=NOW,
        expires_at=NOW + timedelta(days=1),
        account=cast.charlie,
        accepted_at=NOW,
    )

    assert tasks_of(cast.bob, seller) == tasks_of(cast.charlie, seller) == {Task.LISTINGS, Task.PRICES}
    staffing.revoke(staff=made, by=cast.bob, at=NOW)
    assert tasks_of(cast.charlie, seller) == frozenset()


def test_the_owner_may_do_everything_without_a_question_to_the_database(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    seller = shop(cast)

    with django_assert_num_queries(0):
        assert tasks_of(cast.alice, seller) == OWNER
    with django_assert_num_queries(2):
        assert tasks_of(cast.charlie, seller) == frozenset()


def test_addresses_of_people_who_never_came_or_left_long_ago_are_forgotten(cast: Cast) -> None:
    seller = shop(cast)
    left = join(cast, seller, cast.charlie)
    staffing.revoke(staff=left, by=cast.alice, at=NOW)
    join(cast, seller, cast.dora)
    invite(cast, seller, cast.bob)

    gone = [staffing.forget_staff(NOW + timedelta(days=days)) for days in (1, 8, 366)]

    assert gone == [0, 1, 1]
    assert [one.account for one in staff_of(seller, at=NOW)] == [cast.dora]
