"""Addresses of the kernel: health of the installation, its look, what the law asks to publish,
files, progress of jobs, journal, members."""

from django.urls import path, register_converter

from relance.kernel import views


class Hexadecimal:
    """Six digits of a colour."""

    regex = "[0-9a-f]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Hexadecimal, "hexadecimal")

app_name = "kernel"
urlpatterns = [
    path("sante/", views.health, name="health"),
    path("couleur/<hexadecimal:digits>.css", views.accent, name="accent"),
    path("<slug:authority>/fichiers/<int:pk>/", views.stored_file, name="file"),
    path("demo/courrier/", views.demo_mailbox, name="mailbox"),
    path("<slug:authority>/journal/", views.journal, name="journal"),
    path("<slug:authority>/membres/", views.member_list, name="members"),
    path("<slug:authority>/membres/<int:pk>/retirer/", views.member_remove, name="member_remove"),
    path("travaux/<int:pk>/", views.progress, name="job"),
    path("travaux/<int:pk>/reprendre/", views.retry_job, name="job_retry"),
    path("langue/", views.language, name="language"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("design/", views.design, name="design"),
    path("mentions-legales/", views.legal, name="legal"),
]
