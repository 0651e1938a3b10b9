from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "relance.directory"
    label = "directory"
    verbose_name = "Registre"

    def ready(self) -> None:
        from relance.kernel import audit  # its models are loaded by now

        audit.name_acts(
            {
                "directory.register.import": "a lu dans le registre",
                "directory.register.try": "a essayé de lire dans le registre",
            }
        )
