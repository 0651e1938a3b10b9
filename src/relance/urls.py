"""Every address of Relance, app by app."""

from django.urls import include, path

urlpatterns = [
    path("compte/", include("allauth.urls")),
    path("", include("relance.kernel.urls")),  # before the addresses that begin with any authority's name
    path("", include("relance.applications.urls")),
    path("", include("relance.directory.urls")),
    path("", include("relance.exchange.urls")),
    path("", include("relance.ledger.urls")),
    path("", include("relance.plans.urls")),
    path("", include("relance.schemes.urls")),
    path("", include("relance.site.urls")),
]
