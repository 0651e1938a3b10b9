from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "relance.applications"
    label = "applications"
    verbose_name = "Demandes"

    def ready(self) -> None:
        from relance.applications.models.guards import GUARDS
        from relance.applications.panels import ACTS, addresses_of_files, calls_of_measure
        from relance.applications.queries.papers import holds
        from relance.kernel import (  # these need the models, which are loaded by now
            audit,
            files,
            guards,
            panels,
        )

        for table, (rules, updates) in GUARDS.items():
            guards.register(table, rules, updates=updates)
        audit.name_acts(ACTS)
        for kind in ("application", "award", "decision"):
            panels.register_addresses(kind, addresses_of_files)
        panels.register("plans.measure", calls_of_measure, order=10)
        files.keep_apart(holds)
