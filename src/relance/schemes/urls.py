"""Addresses of schemes and calls, for the officers who write and open them."""

from django.urls import path

from relance.schemes.views import calls, schemes

SCHEME = "<slug:authority>/dispositifs/<slug:scheme>/"
CALL = "<slug:authority>/appels/<slug:call>/"

app_name = "schemes"
urlpatterns = [
    path("<slug:authority>/dispositifs/", schemes.schemes, name="schemes"),
    path("<slug:authority>/dispositifs/nouveau/", schemes.new, name="new"),
    path(SCHEME, schemes.scheme, name="scheme"),
    path(f"{SCHEME}modifier/", schemes.change, name="change"),
    path(f"{SCHEME}bareme/", schemes.add_rules, name="add_rules"),
    path(f"{SCHEME}version/<int:number>/", schemes.version, name="version"),
    path(f"{SCHEME}version/<int:number>.yaml", schemes.version_text, name="version_text"),
    path(f"{SCHEME}appel/", calls.new, name="new_call"),
    path(CALL, calls.call, name="call"),
    path(f"{CALL}modifier/", calls.change, name="change_call"),
    path(f"{CALL}ouvrir/", calls.open_, name="open_call"),
    path(f"{CALL}fermer/", calls.close, name="close_call"),
    path(f"{CALL}deleguer/", calls.delegate, name="delegate"),
]
