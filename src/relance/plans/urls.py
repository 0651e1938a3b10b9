"""Addresses of plans: the stored texts that anybody reads, and the desk where plans are prepared."""

from django.urls import path

from relance.plans import views
from relance.plans.views import following as following_views
from relance.plans.views import running

# How a plan is followed. Tokens are secrets of mails: these addresses are never logged.
following = [
    path("<slug:authority>/plans/<slug:plan>/nouvelles/", following_views.changes, name="changes"),
    path(
        "<slug:authority>/plans/<slug:plan>/nouvelles/atom.xml",
        following_views.changes_atom,
        name="changes_atom",
    ),
    path("<slug:authority>/plans/<slug:plan>/abonnement/", following_views.subscribe, name="subscribe"),
    path("<slug:authority>/plans/<slug:plan>/ecrire/", following_views.feedback, name="feedback"),
    path("<slug:authority>/plans/<slug:plan>/engagements/", following_views.pledges, name="pledges"),
    path("<slug:authority>/plans/<slug:plan>/indicateurs/", following_views.indicators, name="indicators"),
    path(
        "<slug:authority>/plans/<slug:plan>/indicateurs/<slug:code>/",
        following_views.indicator,
        name="indicator",
    ),
    path("<slug:authority>/preuves/<int:value>/", following_views.evidence, name="evidence"),
    path("<slug:authority>/nouvelles/<str:token>/", following_views.news_answer, name="news_answer"),
    path(
        "<slug:authority>/abonnement/<str:token>/",
        following_views.subscribe_confirm,
        name="subscribe_confirm",
    ),
    path(
        "<slug:authority>/desabonnement/<str:token>/", following_views.subscribe_stop, name="subscribe_stop"
    ),
    path("<slug:authority>/avis/<str:token>/", following_views.feedback_follow, name="feedback_follow"),
    path("<slug:authority>/partenaire/", following_views.partner, name="partner"),
    path("<slug:authority>/gestion/partenaires/", following_views.partners, name="partners"),
    path(
        "<slug:authority>/gestion/partenaires/<int:partner>/retirer/",
        following_views.partner_remove,
        name="partner_remove",
    ),
    path("<slug:authority>/gestion/plan/<slug:plan>/nouvelles/", following_views.news, name="news"),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/nouvelles/acte/", following_views.news_act, name="news_act"
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/nouvelles/envois/",
        following_views.news_log,
        name="news_log",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/nouvelles/<int:update>/",
        following_views.news_moderate,
        name="news_moderate",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/mesure/<slug:code>/nouvelles/",
        following_views.news_write,
        name="news_write",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/engagements/",
        following_views.pledge_desk,
        name="pledge_desk",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/engagements/reponses/",
        following_views.pledge_replies,
        name="pledge_replies",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/engagements/reponses/<int:answer>/",
        following_views.pledge_decide,
        name="pledge_decide",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/indicateurs/",
        following_views.indicator_desk,
        name="indicator_desk",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/indicateurs/definir/",
        following_views.indicator_add,
        name="indicator_add",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/indicateurs/classeur.xlsx",
        following_views.indicator_values,
        name="indicator_values",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/indicateurs/classeur/",
        following_views.indicator_import,
        name="indicator_import",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/indicateurs/valeurs/<int:value>/",
        following_views.indicator_decide,
        name="indicator_decide",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/indicateurs/periodes/<int:period>/",
        following_views.indicator_lock,
        name="indicator_lock",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/indicateurs/<slug:code>/",
        following_views.indicator_manage,
        name="indicator_manage",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/indicateurs/<slug:code>/definition/",
        following_views.indicator_edit,
        name="indicator_edit",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/indicateurs/<slug:code>/acte/",
        following_views.indicator_act,
        name="indicator_act",
    ),
    path("<slug:authority>/gestion/plan/<slug:plan>/avis/", following_views.inbox, name="inbox"),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/avis/<int:feedback>/",
        following_views.inbox_one,
        name="inbox_one",
    ),
]

app_name = "plans"
urlpatterns = [
    path("<slug:authority>/documents/<int:document>/", views.document, name="document"),
    path("<slug:authority>/gestion/plans/", views.desk, name="desk"),
    path("<slug:authority>/gestion/plans/importer/", views.send_document, name="import"),
    path("<slug:authority>/gestion/plans/reprendre/", views.restore, name="restore"),
    path("<slug:authority>/gestion/plan/<slug:plan>/", views.manage, name="manage"),
    path("<slug:authority>/gestion/plan/<slug:plan>/presentation/", views.present, name="present"),
    path("<slug:authority>/gestion/plan/<slug:plan>/relecture/", views.review, name="review"),
    path("<slug:authority>/gestion/plan/<slug:plan>/relecture/accepter/", views.accept, name="accept"),
    path("<slug:authority>/gestion/plan/<slug:plan>/relecture/<int:fact>/", views.decide, name="decide"),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/relecture/<int:fact>/corriger/",
        views.correct,
        name="correct",
    ),
    path(
        "<slug:authority>/documents/<int:document>/pages/<int:page>.png", views.page_image, name="page_image"
    ),
    path("<slug:authority>/gestion/plan/<slug:plan>/relecture/annuler/", views.undo, name="undo"),
    path("<slug:authority>/gestion/plan/<slug:plan>/relecture/<int:fact>/page/", views.place, name="place"),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/relecture/<int:fact>/deplacer/", views.shape, name="shape"
    ),
    path("<slug:authority>/gestion/plan/<slug:plan>/relecture/reste/", views.left, name="left"),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/relecture/reste/<int:omission>/reprendre/",
        views.take_back,
        name="take_back",
    ),
    path("<slug:authority>/gestion/plan/<slug:plan>/relecture/ajouter/", views.add, name="add"),
    path("<slug:authority>/gestion/plan/<slug:plan>/mesure/<slug:code>/", views.measure, name="measure"),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/mesure/<slug:code>/bareme.yaml",
        views.scheme_draft,
        name="scheme_draft",
    ),
    path("<slug:authority>/gestion/plan/<slug:plan>/versions/", views.versions, name="versions"),
    path("<slug:authority>/gestion/plan/<slug:plan>/versions/<int:fact>/", views.settle, name="settle"),
    path("<slug:authority>/gestion/plan/<slug:plan>/publier/", views.publish, name="publish"),
    path("<slug:authority>/gestion/plan/<slug:plan>/export/<str:form>/", views.export, name="export"),
    path("<slug:authority>/gestion/plan/<slug:plan>/retirer/", views.withdraw, name="withdraw"),
    path("<slug:authority>/gestion/plan/<slug:plan>/conduite/", running.work, name="work"),
    path("<slug:authority>/gestion/plan/<slug:plan>/conduite/etats/", running.board, name="work_board"),
    path("<slug:authority>/gestion/plan/<slug:plan>/conduite/frise/", running.timeline, name="work_timeline"),
    path("<slug:authority>/gestion/plan/<slug:plan>/conduite/lot/", running.bulk, name="work_bulk"),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/conduite/filtres/",
        running.keep_filter,
        name="work_filters",
    ),
    path("<slug:authority>/gestion/plan/<slug:plan>/conduite/argent/", running.money, name="work_money"),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/conduite/reglages/", running.settings, name="work_settings"
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/conduite/agenda/", running.calendars, name="work_calendars"
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/conduite/export/<str:form>/",
        running.export_list,
        name="work_export",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/conduite/reprendre/",
        running.reimport,
        name="work_reimport",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/conduite/reprendre/ecrire/",
        running.reimported,
        name="work_reimported",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/conduite/mesure/<slug:code>/",
        running.work_measure,
        name="work_measure",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/conduite/mesure/<slug:code>/champ/<slug:field>/",
        running.cell,
        name="work_cell",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/conduite/mesure/<slug:code>/ajouter/<slug:kind>/",
        running.add,
        name="work_add",
    ),
    path(
        "<slug:authority>/gestion/plan/<slug:plan>/conduite/mesure/<slug:code>/<slug:kind>/<int:row>/",
        running.act,
        name="work_act",
    ),
    path("<slug:authority>/gestion/plan/<slug:plan>/avenant/<slug:act>/", running.amend, name="amend"),
    path("<slug:authority>/plans/<slug:plan>/avenants/", running.amendments, name="amendments"),
    path("<slug:authority>/agenda/<str:secret>.ics", running.feed, name="work_feed"),
    *following,
]
