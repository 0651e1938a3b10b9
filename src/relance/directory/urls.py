"""Addresses of the register."""

from django.urls import path

from relance.directory.views import register

app_name = "directory"
urlpatterns = [
    path("<slug:authority>/gestion/registre/", register.state, name="register"),
    path("<slug:authority>/gestion/registre/importer/", register.send, name="send"),
    path("<slug:authority>/gestion/registre/imports/<int:pk>/", register.report, name="import"),
    path("<slug:authority>/gestion/registre/imports/<int:pk>/refus.csv", register.refusals, name="refusals"),
]
