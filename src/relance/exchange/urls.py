"""Addresses of the exchange: what buyers open. A basket is in a cookie, an order behind a secret address."""

from django.urls import path

from relance.exchange.views import buying

app_name = "exchange"
urlpatterns = [
    path("<slug:authority>/commerces/panier/", buying.basket, name="basket"),
    path("<slug:authority>/commerces/panier/ajouter/", buying.put, name="put"),
    path("<slug:authority>/commerces/panier/changer/", buying.change, name="change"),
    path("<slug:authority>/commerces/commande/<str:token>/", buying.order, name="order"),
    path(
        "<slug:authority>/commerces/commande/<str:token>/<int:number>/annuler/", buying.cancel, name="cancel"
    ),
    path(
        "<slug:authority>/commerces/commande/<str:token>/<int:number>/recu/", buying.receipt, name="receipt"
    ),
]
