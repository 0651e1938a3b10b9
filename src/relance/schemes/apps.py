from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "relance.schemes"
    label = "schemes"
    verbose_name = "Dispositifs"

    def ready(self) -> None:
        from relance.kernel import guards  # these need the models, which are loaded by now
        from relance.schemes.models.guards import GUARDS

        for table, (rules, updates) in GUARDS.items():
            guards.register(table, rules, updates=updates)
