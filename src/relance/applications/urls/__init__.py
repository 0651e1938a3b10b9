"""Addresses of applications: those of applicants, and those of officers beside."""

from relance.applications.urls import officers, public

app_name = "applications"
urlpatterns = [*public.urlpatterns, *officers.urlpatterns]
