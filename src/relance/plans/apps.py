from django.apps import AppConfig

# Installed by `kernel.guards` after each migrate, with the ledger's.
LOCKED = (
    "EXISTS (SELECT 1 FROM plans_indicatorperiod p WHERE p.id = NEW.period_id AND p.locked_at IS NOT NULL)"
)
NO_VALUE_IN_A_LOCKED_PERIOD = [("the period is locked", LOCKED)]


class PlansConfig(AppConfig):
    name = "relance.plans"
    label = "plans"
    verbose_name = "Plans"

    def ready(self) -> None:
        from relance.kernel import audit, guards, panels  # these need the models, which are loaded by now
        from relance.plans.panels import (
            ACTS,
            addresses_of_measures,
            addresses_of_plans,
            figures_of_measure,
            life_of_plan,
            money_of_measure,
            news_of_measure,
            promises_of_measure,
            work_of_measure,
        )

        audit.name_acts(ACTS)
        guards.register("plans_indicatorvalue", NO_VALUE_IN_A_LOCKED_PERIOD)
        panels.register_addresses("plans.measure", addresses_of_measures)
        panels.register("plans.measure", work_of_measure, order=5)
        panels.register("plans.measure", money_of_measure, order=15)
        panels.register_addresses("plans.plan", addresses_of_plans)
        panels.register("plans.measure", news_of_measure, order=10)
        panels.register("plans.measure", figures_of_measure, order=40)
        panels.register("plans.measure", promises_of_measure, order=50)
        panels.register("plans.plan", life_of_plan, order=10)
