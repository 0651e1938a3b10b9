"""`relance authority`: opens an authority and names who administers it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from relance.kernel.authorities import BadAuthority, Described, open_authority
from relance.kernel.models.authority import Country


class Command(BaseCommand):
    help = "Ouvre une collectivité et nomme la personne qui l’administre. Deux fois ne nuit pas."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("adresse", help="premier mot de ses pages, comme valmont-sur-ouveze")
        parser.add_argument("--name", required=True, help="nom de la collectivité")
        parser.add_argument("--administrator", required=True, help="courriel de la personne qui l’administre")
        parser.add_argument("--country", default="FR", choices=Country.values, help="FR (par défaut) ou CA")
        parser.add_argument("--time-zone", default="", help="fuseau horaire, celui du pays par défaut")
        parser.add_argument("--identifier", default="", help="SIREN ou NEQ")

    def handle(self, *args: Any, **options: Any) -> None:
        described = Described(
            slug=options["adresse"],
            name=options["name"],
            country=options["country"],
            time_zone=options["time_zone"],
            identifier=options["identifier"],
        )
        try:
            authority = open_authority(
                described=described, administrator=options["administrator"], at=timezone.now()
            )
        except BadAuthority as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{authority.name} est ouverte\u00a0: {settings.PUBLIC_URL}/{authority.slug}/")
        self.stdout.write(
            f"{options['administrator']} choisit son mot de passe ici\u00a0: "
            f"{settings.PUBLIC_URL}{reverse('account_reset_password')}"
        )
