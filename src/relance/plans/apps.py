from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "relance.plans"
    label = "plans"
    verbose_name = "Plans"
