"""What applications do every night."""

from datetime import datetime

from relance.applications.actions import keeping
from relance.applications.actions.confirming import confirm_waiting
from relance.applications.actions.reminding import remind_drafts
from relance.kernel.models import Authority
from relance.kernel.nightly import nightly


@nightly("applications.keeping")
def end_the_time_of_files(now: datetime) -> str:
    """Announce what will be erased, erase what was announced and is due, drop old print files."""
    told = erased = dropped = 0
    for authority in Authority.objects.order_by("pk"):
        told += keeping.announce_ends(authority, now)
        erased += keeping.erase_ended(authority, now)
        dropped += keeping.drop_print_files(authority, now)
    return f"{told} fin(s) annoncée(s), {erased} dossier(s) effacé(s), {dropped} lot(s) sans leur impression"


@nightly("applications.register")
def ask_the_register_again(now: datetime) -> str:
    return f"{confirm_waiting(now=now)} demande(s) confirmée(s) par le registre"


@nightly("applications.reminders")
def remind_of_drafts(now: datetime) -> str:
    return f"{remind_drafts(now=now)} rappel(s) avant fermeture"
