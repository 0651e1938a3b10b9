"""The secret link by which an applicant comes back to a file, from any device.

What is kept is its digest alone. What is mailed is the secret signed with the moment it was mailed:
it opens nothing after `VALID`, nothing but its own file, and nothing once another link replaced it.
"""

import secrets
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse

from relance.applications.models import Application, Identity
from relance.applications.rules.numbers import link_digest
from relance.kernel.errors import Missing
from relance.kernel.models import Authority

VALID: Final = timedelta(days=30)
_SALT: Final = "applications.link"


def link_url(application: Application, token: str) -> str:
    """The whole address to mail for this secret."""
    signed = signing.TimestampSigner(salt=_SALT).sign(token)
    path = reverse("applications:link", args=[application.authority.slug, signed])
    return f"{settings.PUBLIC_URL}{path}"


def secret_of(signed: str) -> str:
    """The secret in a mailed link. Raises Missing when it is too old, or was changed."""
    try:
        return signing.TimestampSigner(salt=_SALT).unsign(signed, max_age=VALID)
    except signing.SignatureExpired:
        raise Missing(
            "Ce lien a plus de trente jours. Demandez-en un autre avec le numéro de votre demande."
        ) from None
    except signing.BadSignature:
        raise Missing("Ce lien ne mène à aucune demande. Vérifiez qu’il est entier.") from None


def renew_link(*, application: Application) -> str:
    """Replace the secret of a file by a new one, and give the address to mail; the former opens nothing."""
    token = secrets.token_urlsafe(24)
    rows = Application.objects.of(application.authority).filter(pk=application.pk)
    application.link_digest = link_digest(token)
    rows.update(link_digest=application.link_digest)
    return link_url(application, token)


def mail_link(*, application: Application, url: str, subject: str, lines: list[str]) -> None:
    """Mail the link to the applicant after the commit; nothing is sent where no address is known."""
    identity = Identity.objects.of(application.authority).filter(application=application).first()
    if identity is None or not identity.mail:
        return
    text = "\n\n".join(
        [
            *lines,
            url,
            "Ce lien ouvre votre demande sans mot de passe pendant trente jours. Ne le donnez à personne.",
            application.authority.name,
        ]
    )
    transaction.on_commit(
        lambda: send_mail(f"{application.authority.name} – {subject}", text, None, [identity.mail])
    )


def find_url(application: Application) -> str:
    """Where its applicant asks for a new link, the number filled in. It opens nothing by itself."""
    path = reverse("applications:find", args=[application.authority.slug])
    return f"{settings.PUBLIC_URL}{path}?{urlencode({'demande': application.number})}"


def tell_applicant(*, application: Application, subject: str, lines: list[str]) -> None:
    """Mail the applicant that something waits for them on the page of their file.

    Without a new link: it would close the former one, perhaps while they are writing.
    """
    identity = Identity.objects.of(application.authority).filter(application=application).first()
    if identity is None or not identity.mail:
        return
    authority, to = application.authority, identity.mail
    back = "Pour répondre, ouvrez votre demande par le lien déjà reçu. Pour en recevoir un autre\u00a0:"
    text = "\n\n".join(["Bonjour,", *lines, back, find_url(application), authority.name])
    title = f"{authority.name} – {subject} (demande {application.number})"
    transaction.on_commit(lambda: send_mail(title, text, None, [to]))


def find_again(*, authority: Authority, number: str, mail: str, at: datetime) -> bool:
    """Mail a new link when the number and the address go together; whether they did is for tests alone."""
    rows = Application.objects.of(authority).filter(number=number.strip().upper())
    application = rows.select_related("authority", "call").filter(identity__mail__iexact=mail.strip()).first()
    if application is None or application.erased_at:
        return False
    url = renew_link(application=application)
    mail_link(
        application=application,
        url=url,
        subject=f"votre demande {application.number}",
        lines=[
            "Bonjour,",
            f"Voici un nouveau lien vers votre demande {application.number} ({application.call.title}).",
        ],
    )
    return True
