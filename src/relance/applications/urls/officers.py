"""Addresses for officers: the queue, a file and what is done to it, runs."""

from django.urls import path

from relance.applications.views.officers import acts, case, conflicts, desk, facts, groups, runs

FILE = "<slug:authority>/instruction/<str:number>/"
RUN = "<slug:authority>/lots/<int:pk>/"

urlpatterns = [
    path("<slug:authority>/instruction/", desk.desk, name="desk"),
    path(FILE, case.case, name="case"),
    path(f"{FILE}prendre/", acts.take, name="take"),
    path(f"{FILE}rendre/", acts.release, name="release"),
    path(f"{FILE}correction/", case.correction, name="correction"),
    path(f"{FILE}correction/retirer/", acts.withdraw_correction, name="correction_withdraw"),
    path(f"{FILE}appreciation/", acts.tick, name="tick"),
    path(f"{FILE}note/", acts.note, name="note"),
    path(f"{FILE}confirmer/", acts.confirm, name="confirm"),
    path(f"{FILE}message/", acts.message, name="message"),
    path(f"{FILE}proposition/", case.propose, name="propose"),
    path(f"{FILE}proposition/retirer/", acts.withdraw_proposal, name="proposal_withdraw"),
    path(f"{FILE}decision/", acts.decide, name="decide"),
    path(f"{FILE}conflit/", case.conflict, name="conflict"),
    path(f"{FILE}aides/", case.prior_aid, name="prior_aid"),
    path(f"{FILE}faits/", facts.facts, name="facts"),
    path(f"{FILE}faits/<str:page>/", facts.fact, name="fact"),
    path(f"{FILE}entreprise-unique/", groups.group, name="group"),
    path(f"{FILE}entreprise-unique/<int:pk>/fin/", groups.end, name="group_end"),
    path("<slug:authority>/conflits/", conflicts.conflicts, name="conflicts"),
    path("<slug:authority>/conflits/<int:pk>/lever/", conflicts.lift, name="conflict_lift"),
    path(f"{FILE}piece/<int:pk>/", case.piece, name="piece"),
    path("<slug:authority>/lots/", runs.runs, name="runs"),
    path(RUN, runs.run, name="run"),
    path(f"{RUN}confirmer/", runs.confirm, name="run_confirm"),
    path(f"{RUN}abandonner/", runs.abandon, name="run_abandon"),
]
