from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "relance.plans"
    label = "plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        from relance.kernel import audit, panels  # these need the models, which are loaded by now
        from relance.plans.panels import ACTS, addresses_of_measures, addresses_of_plans

        audit.name_acts(ACTS)
        panels.register_addresses("plans.measure", addresses_of_measures)
        panels.register_addresses("plans.plan", addresses_of_plans)
