"""Looks an installation over; each finding says what is and, if it is not well, what to do."""

import io
import shutil
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import get_connection
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection
from django.utils import timezone

from relance.kernel import health, immutable
from relance.kernel.files import antivirus
from relance.kernel.jobs import workers
from relance.kernel.search import index, tables


@dataclass(frozen=True)
class Finding:
    """`cure` is empty when all is well."""

    subject: str
    said: str
    cure: str = ""

    @property
    def well(self) -> bool:
        return not self.cure


Check = Callable[[], Finding]


def examine() -> Iterator[Finding]:
    """Every finding, in an order in which each cure can be tried; without a database, the rest waits."""
    yield settings_are_sound()
    database = database_answers()
    yield database
    if database.well:
        migrated = migrations_are_done()
        yield migrated
        if migrated.well:
            yield triggers_stand()
            yield search_stands()
            yield worker_lives()
    yield mail_leaves()
    yield disk_has_room()
    yield keys_are_ours()
    if settings.CLAMAV:
        yield antivirus_answers()
    if connection.vendor == "postgresql":
        yield postgresql_programs_are_there()


def settings_are_sound() -> Finding:
    try:
        call_command("check", deploy=settings.PRODUCTION, fail_level="ERROR", stdout=io.StringIO())
    except SystemCheckError as error:
        return Finding("Réglages", "refusés par Django", str(error).strip().splitlines()[-1])
    if not settings.PRODUCTION:
        return Finding(
            "Réglages", f"mode {settings.MODE}, pour essayer\u00a0; en service, RELANCE_MODE=production"
        )
    return Finding("Réglages", "mode production")


def database_answers() -> Finding:
    try:
        connection.ensure_connection()
    except (DatabaseError, OSError) as error:
        return Finding(
            "Base de données", "ne répond pas", f"voir RELANCE_DATABASE_URL et le serveur\u00a0: {error}"
        )
    return Finding("Base de données", f"{connection.display_name} répond")


def migrations_are_done() -> Finding:
    pending = health.pending_migrations()
    if pending:
        return Finding("Migrations", f"{len(pending)} attendent", "lancer\u00a0: relance migrate")
    return Finding("Migrations", "toutes faites")


def triggers_stand() -> Finding:
    missing = immutable.missing()
    if missing:
        return Finding(
            "Lignes immuables", f"{len(missing)} déclencheur(s) manquent", "lancer\u00a0: relance migrate"
        )
    return Finding("Lignes immuables", f"{len(immutable.guarded_models())} table(s) gardées")


def search_stands() -> Finding:
    missing = [*index.missing(), *tables.missing()]
    if missing:
        return Finding("Recherche", f"{', '.join(missing)} manque", "lancer\u00a0: relance migrate")
    return Finding("Recherche", "index en place")


def worker_lives() -> Finding:
    alive = workers.alive(timezone.now())
    if not alive:
        return Finding("Travailleur", "aucun ne donne signe de vie", "lancer\u00a0: relance worker")
    return Finding("Travailleur", f"{alive} en vie")


def mail_leaves() -> Finding:
    if "smtp" not in settings.EMAIL_BACKEND:
        return Finding("Courrier", "gardé ici, rien ne part")
    mail = get_connection(timeout=10)
    try:
        mail.open()
        mail.close()
    except (OSError, smtplib.SMTPException) as error:
        return Finding("Courrier", "le serveur refuse", f"voir RELANCE_MAIL_URL\u00a0: {error}")
    return Finding("Courrier", f"{settings.EMAIL_HOST} accepte la connexion")


def disk_has_room() -> Finding:
    free = health.free_room() // (1024 * 1024)
    if health.free_room() < health.ROOM:
        return Finding("Disque", f"{free} Mo libres", f"libérer de la place pour {settings.DATA}")
    return Finding("Disque", f"{free} Mo libres")


def keys_are_ours() -> Finding:
    loose = health.loose_keys()
    if loose:
        return Finding("Clés", f"{loose[0]} est lisible par d’autres", f"lancer\u00a0: chmod 600 {loose[0]}")
    return Finding("Clés", "lisibles par nous seuls")


def antivirus_answers() -> Finding:
    if antivirus.answers(address=settings.CLAMAV):
        return Finding("Antivirus", "répond")
    return Finding("Antivirus", "ne répond pas", "voir RELANCE_CLAMAV et le service clamav-daemon")


def postgresql_programs_are_there() -> Finding:
    lacking = [name for name in ("pg_dump", "pg_restore") if shutil.which(name) is None]
    if lacking:
        return Finding("Sauvegarde", f"{', '.join(lacking)} manque", "installer le paquet postgresql-client")
    return Finding("Sauvegarde", "programmes de PostgreSQL présents")
