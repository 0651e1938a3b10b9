"""Addresses of plans: the stored texts that anybody reads, and the desk where plans are prepared."""

from django.urls import path

from relance.plans import views
from relance.plans.views import running

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
]
