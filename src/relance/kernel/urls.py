"""Addresses of the kernel: health of the installation."""

from django.urls import path

from relance.kernel import views

app_name = "kernel"
urlpatterns = [
    path("sante/", views.health, name="health"),
]
