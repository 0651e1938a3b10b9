"""Addresses of applications: those of applicants, those of officers, and letters beside."""

from relance.applications.urls import letters, officers, public

app_name = "applications"
urlpatterns = [*public.urlpatterns, *officers.urlpatterns, *letters.urlpatterns]
