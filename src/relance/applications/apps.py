from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "relance.applications"
    label = "applications"
    verbose_name = "Demandes"

    def ready(self) -> None:
        from relance.applications.models.guards import GUARDS
        from relance.kernel import guards  # these need the models, which are loaded by now

        for table, (rules, updates) in GUARDS.items():
            guards.register(table, rules, updates=updates)
