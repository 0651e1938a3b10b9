from django.apps import AppConfig


class SchemesConfig(AppConfig):
    name = "relance.schemes"
    label = "schemes"
    verbose_name = "Dispositifs"

    def ready(self) -> None:
        from relance.kernel import audit, guards, panels  # these need the models, which are loaded by now
        from relance.schemes.models.guards import GUARDS
        from relance.schemes.panels import ACTS, addresses_of_calls, addresses_of_schemes, schemes_of

        for table, (rules, updates) in GUARDS.items():
            guards.register(table, rules, updates=updates)
        audit.name_acts(ACTS)
        panels.register("plans.measure", schemes_of, order=30)
        panels.register_addresses("scheme", addresses_of_schemes)
        panels.register_addresses("call", addresses_of_calls)
