"""Who answers for a body: opened by invitation, taken away at once."""

import pytest
from django.core import mail as outbox

from relance.kernel.errors import Refused
from relance.kernel.jobs import run_waiting
from relance.kernel.models import Account, Membership
from relance.plans.actions.following import partners
from relance.plans.models import PartnerAccount
from relance.plans.queries.following.pledges import bodies_of
from tests.plans import follow
from tests.plans.build import AT
from tests.support.cast import Cast


def invited(cast: Cast, email: str = "Iris@chambre.example") -> PartnerAccount:
    return partners.invite_partner(
        authority=cast.valmont, organisation=follow.body(), email=email, by=cast.alice, at=AT
    )


def test_an_invitation_opens_an_account_that_holds_no_role(cast: Cast) -> None:
    row = invited(cast)

    assert row.account.email == "iris@chambre.example"
    assert not Membership.objects.filter(account=row.account).exists()
    assert bodies_of(row.account, cast.valmont) == {follow.body().pk}


def test_a_new_person_chooses_a_password_from_the_mail(cast: Cast) -> None:
    invited(cast)

    run_waiting()

    (mail,) = outbox.outbox
    assert mail.to == ["iris@chambre.example"]
    assert "/compte/password/reset/key/" in mail.body
    assert "Chambre de métiers" in mail.body


def test_somebody_who_has_a_password_keeps_it(cast: Cast) -> None:
    invited(cast, cast.charlie.email)

    run_waiting()

    (mail,) = outbox.outbox
    assert "password" not in mail.body
    assert "/valmont-sur-ouveze/partenaire/" in mail.body


def test_nobody_is_invited_twice_for_the_same_body(cast: Cast) -> None:
    invited(cast)

    with pytest.raises(partners.AlreadyInvited, match="répond déjà pour Chambre de métiers"):
        invited(cast)

    assert Account.objects.filter(email="iris@chambre.example").count() == 1


def test_only_editors_invite(cast: Cast) -> None:
    with pytest.raises(Refused):
        partners.invite_partner(
            authority=cast.valmont, organisation=follow.body(), email="i@x.example", by=cast.bob, at=AT
        )


def test_an_access_taken_away_opens_nothing_more(cast: Cast) -> None:
    row = invited(cast, cast.charlie.email)

    partners.remove_partner(partner=row, by=cast.alice, at=AT)

    assert bodies_of(cast.charlie, cast.valmont) == frozenset()


def test_an_account_that_is_closed_answers_for_nobody(cast: Cast) -> None:
    follow.answers_for(cast.charlie, follow.body(), cast.valmont)
    cast.charlie.is_active = False

    assert bodies_of(cast.charlie, cast.valmont) == frozenset()
