"""Addresses of the exchange: the search, shops and listings, a basket (in a cookie), an order (behind a
secret address), a merchant's pages, the officers' pages."""

from django.urls import path

from relance.exchange.views import (
    buying,
    catalogue,
    cycles,
    finding,
    officers,
    open_data,
    running,
    selling,
    shop,
    staff,
)

app_name = "exchange"
TOWN = "<slug:authority>/commerces/"
SHOP = f"{TOWN}boutique/<slug:shop>/"
RUN = f"{SHOP}gestion/"
DESK = f"{TOWN}suivi/"

urlpatterns = [
    path(TOWN, finding.find, name="find"),
    path(f"{TOWN}comment/", finding.criteria, name="criteria"),
    path(f"{TOWN}boutiques.geojson", open_data.shops_geojson, name="geojson"),
    path(f"{TOWN}boutiques.csv", open_data.shops_csv, name="shops_csv"),
    path(f"{TOWN}annonces.csv", open_data.listings_csv, name="listings_csv"),
    path(f"{SHOP}fiche.vcf", open_data.shop_vcard, name="vcard"),
    path(f"{TOWN}application.webmanifest", finding.manifest, name="manifest"),
    path(f"{TOWN}application.js", finding.worker, name="worker"),
    path(f"{TOWN}hors-ligne/", finding.offline, name="offline"),
    path(f"{TOWN}photo/<int:pk>/", shop.photo, name="photo"),
    path(f"{TOWN}photo/<int:pk>/petite/", shop.small_photo, name="small_photo"),
    path(f"{TOWN}annonces/<int:pk>/", shop.listing, name="listing"),
    path(SHOP, shop.shop, name="shop"),
    path(f"{SHOP}rejoindre/", shop.ask_to_join, name="join"),
    path(f"{SHOP}revendiquer/", shop.claim, name="claim"),
    path(f"{SHOP}signaler/", shop.report, name="report"),
    path(f"{TOWN}groupees/", cycles.groups, name="groups"),
    path(f"{TOWN}groupees/<int:pk>/", cycles.group, name="group"),
    path(f"{TOWN}panier/", buying.basket, name="basket"),
    path(f"{TOWN}panier/ajouter/", buying.put, name="put"),
    path(f"{TOWN}panier/changer/", buying.change, name="change"),
    path(f"{TOWN}commande/<str:token>/", buying.order, name="order"),
    path(f"{TOWN}commande/<str:token>/<int:number>/annuler/", buying.cancel, name="cancel"),
    path(f"{TOWN}commande/<str:token>/<int:number>/recu/", buying.receipt, name="receipt"),
    path(RUN, running.day, name="day"),
    path(f"{RUN}commandes/<int:number>/", selling.part, name="part"),
    path(f"{RUN}promotions/", selling.offers, name="offers"),
    path(f"{RUN}promotions/<int:pk>/retirer/", selling.withdraw_offer, name="withdraw_offer"),
    path(f"{RUN}groupees/", selling.cycles, name="cycles"),
    path(f"{RUN}groupees/<int:pk>/", selling.cycle, name="cycle"),
    path(f"{RUN}fiche/", running.card, name="card"),
    path(f"{RUN}photo/", running.photo, name="shop_photo"),
    path(f"{RUN}horaires/<slug:purpose>/", running.opening, name="hours"),
    path(f"{RUN}fermetures/", running.closing, name="closing"),
    path(f"{RUN}fermetures/<int:pk>/lever/", running.lift, name="lift"),
    path(f"{RUN}droits/", staff.grants, name="grants"),
    path(f"{RUN}droits/<int:pk>/retirer/", staff.revoke, name="revoke"),
    path(f"{RUN}equipe/", staff.staff, name="staff"),
    path(f"{RUN}equipe/<int:pk>/retirer/", staff.dismiss, name="dismiss"),
    path(f"{SHOP}equipe/<str:token>/", staff.accept, name="accept"),
    path(f"{RUN}catalogue/", catalogue.catalogue, name="catalogue"),
    path(f"{RUN}catalogue/importer/", catalogue.bring_in, name="bring_in"),
    path(f"{RUN}catalogue.xlsx", catalogue.take_away, {"form": "xlsx"}, name="take_away_xlsx"),
    path(f"{RUN}catalogue.csv", catalogue.take_away, {"form": "csv"}, name="take_away_csv"),
    path(f"{RUN}annonces/ajouter/", catalogue.add, name="add"),
    path(f"{RUN}annonces/<int:pk>/", catalogue.edit, name="edit"),
    path(f"{RUN}annonces/<int:pk>/retirer/", catalogue.withdraw, name="withdraw"),
    path(DESK, officers.desk, name="desk"),
    path(f"{DESK}importer/", officers.bring_in, name="register"),
    path(f"{DESK}lettres.pdf", officers.letters, name="letters"),
    path(f"{DESK}mail/<slug:shop>/", officers.mail, name="mail_code"),
    path(f"{DESK}rendre/<slug:shop>/", officers.release, name="release"),
    path(f"{DESK}fermer/<slug:shop>/", officers.close, name="close"),
    path(f"{DESK}demandes/", officers.wishes, name="wishes"),
    path(f"{DESK}demandes.csv", officers.wishes_csv, name="wishes_csv"),
    path(f"{DESK}signalements/", officers.reports, name="reports"),
    path(f"{DESK}signalements/<int:pk>/", officers.report, name="answer"),
]
