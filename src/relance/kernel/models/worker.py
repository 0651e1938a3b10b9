from django.db import models


class Worker(models.Model):
    """A process that runs jobs, and when it last said that it is alive. Of the installation, not owned."""

    name = models.CharField("machine et processus", max_length=100, unique=True)
    started_at = models.DateTimeField("démarré le")
    seen_at = models.DateTimeField("vu le")

    class Meta:
        verbose_name = "travailleur"

    def __str__(self) -> str:
        return self.name
