from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "relance.site"
    label = "site"
    verbose_name = "Site"
