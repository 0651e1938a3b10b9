"""`relance demo`: the whole of Relance in one process tree, with example data, on this machine."""

import os
import socket
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from relance.kernel import serving
from relance.kernel.supervision import Child, KeepsDying, Supervisor

HOST = "127.0.0.1"
READY_WITHIN = 240.0  # seconds; a busy machine starts slowly, and one that died is seen at once


class Command(BaseCommand):
    help = (
        "Lance la démonstration\u00a0: données d’exemple, serveur, travaux et courrier, en un seul processus."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="le port du serveur (8000 par défaut)")
        parser.add_argument("--prepare", action="store_true", help="préparer les données, puis s’arrêter")

        parser.add_argument("--files", type=int, help="tant de demandes au fonds d’aide au loyer (240)")

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        if settings.PRODUCTION:
            raise CommandError("La démonstration ne se lance pas en production\u00a0: retirez RELANCE_MODE.")
        if not settings.DEMO:
            self._begin_again_as_demo(port, prepare=options["prepare"], files=options["files"])
        _refuse_a_taken_port(port)
        self._prepare(options["files"])
        if not options["prepare"]:
            self._serve(port)

    def _begin_again_as_demo(self, port: int, *, prepare: bool, files: int | None) -> None:
        """Replace this process by one whose settings are the demonstration's, whatever ours were."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("RELANCE_")}
        environment |= {
            "RELANCE_MODE": "demo",
            "RELANCE_DATA": str(Path(os.environ.get("RELANCE_DEMO_DATA", "var/demo")).resolve()),
            "RELANCE_URL": f"http://localhost:{port}",
        }
        words = [
            sys.executable,
            "-m",
            "relance",
            "demo",
            f"--port={port}",
            *(["--prepare"] if prepare else []),
            *([f"--files={files}"] if files else []),
        ]
        sys.stdout.flush()
        os.execve(sys.executable, words, environment)  # noqa: S606  # ourselves

    def _prepare(self, files: int | None) -> None:
        from relance.ledger.actions import ActKeyReused  # models are not ready when commands are listed
        from relance.site import demo

        self.stdout.write("Préparation des données…")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        try:
            demo.load(files=files)
        except ActKeyReused as error:  # the example has changed since, and a ledger forgets nothing
            raise CommandError(
                "Ces données de démonstration viennent d’une version plus ancienne de Relance. "
                f"Effacez le dossier {_short(settings.DATA)}, puis recommencez."
            ) from error

    def _serve(self, port: int) -> None:
        environment = os.environ | {"PYTHONUNBUFFERED": "1"}
        children = [
            Child("Le serveur", serving.gunicorn(bind=f"{HOST}:{port}", processes=2), environment),
            Child("Le travailleur", serving.worker(), environment),
        ]
        supervisor = Supervisor(children, say=self._say)
        try:
            supervisor.run(once_started=lambda: self._welcome(port, supervisor))
        except KeepsDying as dying:
            raise CommandError(f"{dying} s’arrête sans cesse\u00a0; ses messages sont au-dessus.") from dying
        self._say("La démonstration est arrêtée. Ses données restent dans " + _short(settings.DATA) + ".")

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def _welcome(self, port: int, supervisor: Supervisor) -> None:
        from relance.site.demo import PASSWORD, PEOPLE
        from relance.site.demo.casework_quebec import PEOPLE as NEIGHBOURS

        until = time.monotonic() + READY_WITHIN
        while not _answers(port):
            if supervisor.ending:
                return
            if not supervisor.children[0].is_running or time.monotonic() > until:
                raise CommandError("Le serveur ne répond pas\u00a0; ses messages sont au-dessus.")
            time.sleep(0.1)
        self._say(f"\nRelance est prêt\u00a0: http://localhost:{port}/")
        self._say(f"Courrier\u00a0: http://localhost:{port}/demo/courrier/")
        self._say(f"\nComptes de démonstration, mot de passe «\u00a0{PASSWORD}\u00a0»\u00a0:")
        for person in (*PEOPLE, *NEIGHBOURS):
            self._say(f"  {person.email:<26} {person.name}, {person.does}")
        self._say("\nCtrl-C pour arrêter.")


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Le port {port} est déjà pris. Choisissez-en un autre\u00a0: make demo PORT={port + 1}"
            ) from error
        except OverflowError as error:
            raise CommandError(f"{port} n’est pas un port\u00a0: entre 1 et 65535.") from error


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://{HOST}:{port}/sante/", timeout=5) as response:  # our own server
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
