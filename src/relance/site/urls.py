"""Addresses of the site's own pages: what the public reads.

The pages of an authority come last: their first word is its name.
"""

from django.urls import path

from relance.site.views import authority, budget, home, measure, plan, search

app_name = "site"
urlpatterns = [
    path("", home.home, name="home"),
    path("recherche/", search.search, name="search"),
    path("<slug:authority>/", authority.authority, name="authority"),
    path("<slug:authority>/plans/<slug:plan>/", plan.plan, name="plan"),
    path("<slug:authority>/plans/<slug:plan>/imprimer/", plan.printed, name="plan_print"),
    path("<slug:authority>/plans/<slug:plan>/budget/", budget.budget, name="budget"),
    path("<slug:authority>/plans/<slug:plan>/mesures/<slug:code>/", measure.measure, name="measure"),
]
