"""How a shop becomes its owner's: a code by post or by mail, and residents who wish it would join."""

import secrets
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare, salted_hmac

from relance.exchange.actions.errors import AlreadyClaimed, ExchangeRefused, WrongCode
from relance.exchange.models import ClaimCode, JoinRequest, MeasureLink, Seller, SellerState, Sells, SentBy
from relance.kernel import audit
from relance.kernel.models import Account, Authority
from relance.kernel.permissions import require
from relance.kernel.rules import Right
from relance.plans.models import Measure
from relance.values.typography import NBSP

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that a reader takes for another
LENGTH = 12
GOOD_FOR = {SentBy.POST: timedelta(days=60), SentBy.MAIL: timedelta(days=7)}


def make_code(*, seller: Seller, sent_by: SentBy, by: Account, at: datetime) -> str:
    """A new code, printed or mailed by who calls; the one before is over. Only its digest stays."""
    require(by, Right.RUN_EXCHANGE, seller.authority)
    if seller.state != SellerState.LISTED:
        raise AlreadyClaimed(f"{seller.name} est déjà tenue, ou fermée{NBSP}: aucun code n’est envoyé.")
    to = (
        seller.email
        if sent_by == SentBy.MAIL
        else ", ".join(filter(None, [seller.street, f"{seller.postcode} {seller.city}".strip()]))
    )
    if not to:
        missing = "de courriel" if sent_by == SentBy.MAIL else "d’adresse"
        raise ExchangeRefused(f"{seller.name} n’a pas {missing}{NBSP}: complétez sa fiche.")
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    with transaction.atomic():
        ClaimCode.objects.of(seller.authority).filter(seller=seller, ended_at__isnull=True).update(
            ended_at=at
        )
        ClaimCode.objects.create(
            authority=seller.authority,
            seller=seller,
            digest=_digest(seller, code),
            sent_by=sent_by,
            sent_to=to[:300],
            made_by=by,
            made_at=at,
            expires_at=at + GOOD_FOR[sent_by],
        )
        audit.record(
            authority=seller.authority,
            by=by,
            act="exchange.code.send",
            subject=seller,
            at=at,
            after={"envoi": sent_by.label},
        )
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def mail_code(*, seller: Seller, link: str, by: Account, at: datetime) -> None:
    """Send a code to the public mail address of the shop; `link` is where it is typed."""
    code = make_code(seller=seller, sent_by=SentBy.MAIL, by=by, at=at)
    send_mail(
        subject=f"{seller.authority.name}{NBSP}: votre code pour {seller.name}",
        message=render_to_string(
            "exchange/mail/code.txt",
            {"seller": seller, "authority": seller.authority, "code": code, "link": link, "days": 7},
        ),
        from_email=None,
        recipient_list=[seller.email],
    )


def claim(*, seller: Seller, code: str, by: Account, at: datetime) -> None:
    """Take the shop with the code that was sent to it. Raises WrongCode, AlreadyClaimed.

    Five wrong tries end a code: the try that was refused is kept, whatever the caller's transaction does.
    """
    if seller.state != SellerState.LISTED:
        raise AlreadyClaimed(f"{seller.name} est déjà tenue par son responsable, ou fermée.")
    typed = "".join(code.upper().split()).replace("-", "")
    known = ClaimCode.objects.of(seller.authority).filter(
        seller=seller, ended_at__isnull=True, expires_at__gt=at
    )
    sent = known.first()
    if sent is None:
        raise WrongCode("Aucun code n’est en cours pour cette boutique. Demandez-en un à la collectivité.")
    if not constant_time_compare(sent.digest, _digest(seller, typed)):
        known.filter(failures__lt=ClaimCode.TRIES).update(failures=F("failures") + 1)
        known.filter(failures__gte=ClaimCode.TRIES).update(ended_at=at)
        left = max(ClaimCode.TRIES - sent.failures - 1, 0)
        rest = (
            f"encore {left} essai{'s' if left > 1 else ''}"
            if left
            else "ce code est annulé, demandez-en un autre"
        )
        raise WrongCode(f"Ce n’est pas le code que nous avons envoyé à {seller.name}{NBSP}: {rest}.")
    with transaction.atomic():
        taken = Seller.objects.of(seller.authority).filter(pk=seller.pk, state=SellerState.LISTED)
        if not known.filter(pk=sent.pk).update(ended_at=at, used_by=by) or not taken.update(
            state=SellerState.CLAIMED, claimed_by=by, claimed_at=at, changed_at=at
        ):
            raise AlreadyClaimed(f"{seller.name} vient d’être revendiquée.")
        seller.refresh_from_db()
        audit.record(authority=seller.authority, by=by, act="exchange.seller.claim", subject=seller, at=at)


def release(*, seller: Seller, by: Account, at: datetime) -> None:
    """An officer takes the shop back from who holds it: listed again, sells nothing."""
    require(by, Right.RUN_EXCHANGE, seller.authority)
    if seller.state != SellerState.CLAIMED:
        return
    if seller.parts.filter(ended_at__isnull=True).exists():
        raise ExchangeRefused("Des commandes attendent encore\u00a0: elles doivent d’abord aboutir.")
    with transaction.atomic():
        seller.state, seller.sells, seller.claimed_by, seller.claimed_at = (
            SellerState.LISTED,
            Sells.NONE,
            None,
            None,
        )
        seller.save(update_fields=["state", "sells", "claimed_by", "claimed_at"])
        seller.grants_given.filter(revoked_at__isnull=True).update(revoked_at=at)
        seller.grants_received.filter(revoked_at__isnull=True).update(revoked_at=at)
        seller.staff.filter(revoked_at__isnull=True).update(revoked_at=at)
        audit.record(authority=seller.authority, by=by, act="exchange.seller.release", subject=seller, at=at)


def ask_to_join(*, seller: Seller, visitor: str, at: datetime) -> bool:
    """A resident wishes that the shop would join; False when this visitor had asked already.

    `visitor` is whatever tells visitors apart (a session, an account): only a keyed digest is kept.
    """
    if seller.state != SellerState.LISTED:
        return False
    who = salted_hmac("exchange.join", f"{seller.pk}:{visitor}", algorithm="sha256").hexdigest()
    try:
        with transaction.atomic():
            JoinRequest.objects.create(authority=seller.authority, seller=seller, who=who, at=at)
    except IntegrityError:
        return False
    return True


def link_measure(*, authority: Authority, measure: Measure, by: Account, at: datetime) -> None:
    """Let the measure's page show what the exchange does."""
    require(by, Right.RUN_EXCHANGE, authority)
    _, made = MeasureLink.objects.of(authority).get_or_create(
        measure=measure, defaults={"authority": authority, "by": by, "at": at}
    )
    if made:
        audit.record(authority=authority, by=by, act="exchange.measure.link", subject=measure, at=at)


def _digest(seller: Seller, code: str) -> str:
    return salted_hmac(
        "exchange.claim", f"{seller.pk}:{code.replace('-', '')}", algorithm="sha256"
    ).hexdigest()
