"""Addresses of plans: the stored texts that anybody reads, and the desk where plans are prepared."""

from django.urls import path

from relance.plans import views

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
]
