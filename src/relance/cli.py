"""The `relance` command: what needs no database first, everything else is Django's.

A command without a database is a module with `main(arguments) -> exit status`,
named in COMMANDS; it is imported only when called.
"""

import os
import sys
from importlib import import_module

COMMANDS: dict[str, str] = {
    "read": "relance.reading.command",
}


def main(arguments: list[str] | None = None) -> None:
    words = sys.argv[1:] if arguments is None else arguments
    if words and words[0] in COMMANDS:
        sys.exit(import_module(COMMANDS[words[0]]).main(words[1:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "relance.settings")
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError:  # Django is an extra: `pip install relance` brings `bareme` alone
        sys.exit(
            "relance\u00a0: il manque l’application elle-même. Installez-la\u00a0: pip install 'relance[web]'"
        )
    execute_from_command_line(["relance", *words])
