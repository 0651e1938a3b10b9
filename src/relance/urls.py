"""Every address of Relance, app by app."""

from django.urls import include, path

urlpatterns = [
    path("compte/", include("allauth.urls")),
    path("", include("relance.plans.urls")),
    path("", include("relance.kernel.urls")),
    path("", include("relance.site.urls")),
]
