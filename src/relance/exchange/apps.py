from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "relance.exchange"
    label = "exchange"
    verbose_name = "Commerce local"

    def ready(self) -> None:
        from relance.exchange.models import Showcase  # these need the models, which are loaded by now
        from relance.exchange.panels import register
        from relance.kernel.search import tables

        register()
        tables.register(Showcase)
