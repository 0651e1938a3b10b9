"""Mails about orders, sent by the worker: no order is lost for a mail server that is down."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from relance.exchange.models import Order, OrderPart, PartEvent
from relance.exchange.queries.buying import order_called
from relance.kernel.jobs import Run, job


@job("exchange.tell_placed", label="Annonce d’une commande")
def tell_placed(run: Run) -> None:
    """To the buyer, what was ordered and where to follow it; to each shop, its part."""
    order = Order.objects.of(run.authority).get(pk=run.payload["order"])
    view = order_called(run.authority, order.token)
    letters: list[tuple[str, str, str, object]] = [
        (order.email, f"Votre commande à {run.authority.name}", "placed", view)
    ]
    for part in view.parts:
        owner = part.seller.claimed_by
        letters.append((owner.email if owner else "", f"Commande n° {part.part.number}", "to_prepare", part))
    run.total = len(letters)
    for place, (to, subject, template, about) in enumerate(letters[run.done :], start=run.done):
        with run.step():
            _send(run, to, subject, template, order, about)
            run.cursor, run.done = place + 1, place + 1


@job("exchange.tell_step", label="Suite d’une commande")
def tell_step(run: Run) -> None:
    """To the buyer, what became of a part; to the shop, that the buyer gave it up."""
    event = PartEvent.objects.of(run.authority).get(pk=run.payload["event"])
    part = (
        OrderPart.objects.of(run.authority)
        .select_related("order", "seller__claimed_by", "pick_up", "cycle")
        .get(pk=event.part_id)
    )
    owner = part.seller.claimed_by
    to = (owner.email if owner else "") if event.by_role == "buyer" else part.order.email
    subject = f"Commande n° {part.number}, {part.seller.name}\u00a0: {event.get_state_display().lower()}"
    run.total = 1
    with run.step():
        _send(run, to, subject, "step", part.order, {"part": part, "event": event})
        run.cursor, run.done = 1, 1


def _send(run: Run, to: str, subject: str, template: str, order: Order, about: object) -> None:
    if not to:
        return
    path = reverse("exchange:order", args=[run.authority.slug, order.token])
    context = {
        "authority": run.authority,
        "order": order,
        "about": about,
        "link": f"{settings.PUBLIC_URL}{path}",
    }
    send_mail(
        subject=subject,
        message=render_to_string(f"exchange/mail/{template}.txt", context),
        from_email=None,
        recipient_list=[to],
    )
