"""The mailbox of the demonstration, open to everybody, and nowhere else."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from relance.kernel import mailbox
from relance.kernel.errors import Missing


@require_safe
def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """The mails that Relance would have sent."""
    if not settings.DEMO:
        raise Missing("Cette page n’existe que dans la démonstration.")
    mails = mailbox.mails(Path(settings.EMAIL_FILE_PATH))
    return render(request, "kernel/mailbox.html", {"mails": mails})
