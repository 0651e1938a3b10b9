from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "relance.kernel"
    label = "kernel"
    verbose_name = "Noyau"
