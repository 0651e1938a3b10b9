"""Addresses of applications: those of officers, and those of applicants beside."""

from relance.applications.urls import officers

app_name = "applications"
urlpatterns = [*officers.urlpatterns]
