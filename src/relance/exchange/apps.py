from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "relance.exchange"
    label = "exchange"
    verbose_name = "Commerce local"

    def ready(self) -> None:
        from relance.exchange.panels import register  # needs the models, which are loaded by now

        register()
