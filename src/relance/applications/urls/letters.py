"""Addresses of letters, and of what will be erased."""

from django.urls import path

from relance.applications.views import keeping
from relance.applications.views import letters as views

urlpatterns = [
    path("<slug:authority>/demande/<str:number>/lettres/<int:pk>.pdf", views.own_letter, name="own_letter"),
    path("<slug:authority>/demande/<str:number>/recalcul.zip", views.own_bundle, name="own_bundle"),
    path("<slug:authority>/conservation/", keeping.report, name="keeping"),
    path("<slug:authority>/courriers/", views.desk, name="letters"),
    path("<slug:authority>/courriers/textes/<slug:call>/<slug:kind>/", views.text, name="letter_text"),
    path(
        "<slug:authority>/courriers/textes/<slug:call>/<slug:kind>/apercu/",
        views.preview,
        name="letter_preview",
    ),
    path("<slug:authority>/courriers/lots/<int:pk>/", views.run_page, name="letter_run"),
    path("<slug:authority>/courriers/lots/<int:pk>/confirmer/", views.confirm, name="letter_run_confirm"),
    path("<slug:authority>/courriers/lots/<int:pk>/abandonner/", views.abandon, name="letter_run_abandon"),
    path("<slug:authority>/courriers/lots/<int:pk>/notifier/", views.send_run, name="letter_run_send"),
    path("<slug:authority>/courriers/lots/<int:pk>/imprimer.pdf", views.print_file, name="letter_run_print"),
    path("<slug:authority>/courriers/lettres/<int:pk>.pdf", views.letter_file, name="letter_file"),
    path("<slug:authority>/courriers/demandes/<str:number>/", views.file_letters, name="file_letters"),
    path("<slug:authority>/courriers/demandes/<str:number>/etablir/", views.make, name="file_letters_make"),
    path("<slug:authority>/courriers/demandes/<str:number>/notifier/", views.send, name="file_letters_send"),
    path(
        "<slug:authority>/courriers/demandes/<str:number>/recalcul.zip", views.export_file, name="export_file"
    ),
]
