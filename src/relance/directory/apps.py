from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "relance.directory"
    label = "directory"
    verbose_name = "Registre"
