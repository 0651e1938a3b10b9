from django.apps import AppConfig
from django.db.models.signals import post_migrate

from relance.kernel import guards


class LedgerConfig(AppConfig):
    name = "relance.ledger"
    label = "ledger"
    verbose_name = "Grand livre"

    def ready(self) -> None:
        from relance.kernel import audit  # these need the models, which are loaded by now
        from relance.ledger.models.guards import GUARDS

        for table, rules in GUARDS.items():
            guards.register(table, rules)
        audit.name_acts(
            {
                "open_envelope": "a ouvert l’enveloppe",
                "close_envelope": "a clos l’enveloppe",
                "map_account": "a donné un compte comptable",
            }
        )
        # Django's own signal: a table rebuilt by a migration has lost its triggers on SQLite.
        post_migrate.connect(guards.after_migrate, sender=self, dispatch_uid="relance.guards")
