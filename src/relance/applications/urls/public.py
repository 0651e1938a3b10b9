"""Addresses for applicants: calls, the pre-check, a file."""

from django.urls import path

from relance.applications.views.public import calls, depositing, filing, following, precheck

CALL = "<slug:authority>/aides/<slug:call>/"
FILE = "<slug:authority>/demande/<str:number>/"

urlpatterns = [
    path("<slug:authority>/aides/", calls.calls, name="calls"),
    path(CALL, calls.call, name="call"),
    path(f"{CALL}essai/", precheck.start, name="check"),
    path(f"{CALL}essai/entreprise/", precheck.firm, name="check_firm"),
    path(f"{CALL}essai/question/<str:page>/", precheck.page, name="check_page"),
    path(f"{CALL}essai/reponse/", precheck.answer, name="check_answer"),
    path(f"{CALL}essai/recommencer/", precheck.again, name="check_again"),
    path(f"{CALL}demande/", filing.start, name="start"),
    path("<slug:authority>/demandes/retrouver/", following.find, name="find"),
    path("<slug:authority>/demandes/lien/<str:signed>/", filing.link, name="link"),
    path(FILE, following.file, name="file"),
    path(f"{FILE}numero/", filing.number, name="file_number"),
    path(f"{FILE}entreprise/", filing.firm, name="file_firm"),
    path(f"{FILE}demandeur/", filing.who, name="file_who"),
    path(f"{FILE}mois/", filing.month_aided, name="file_month"),
    path(f"{FILE}question/<str:page>/", filing.page, name="file_page"),
    path(f"{FILE}compte/", filing.account, name="file_account"),
    path(f"{FILE}pieces/", depositing.pieces, name="file_pieces"),
    path(f"{FILE}pieces/<int:piece>/", depositing.piece_file, name="file_piece"),
    path(f"{FILE}verifier/", depositing.check, name="file_check"),
    path(f"{FILE}recepisse.pdf", depositing.receipt, name="receipt"),
    path(f"{FILE}lettres/<int:letter>/", following.letter, name="file_letter"),
    path(f"{FILE}messages/", following.message, name="file_message"),
    path(f"{FILE}reponse/", following.correct, name="file_correct"),
    path(f"{FILE}abandonner/", depositing.abandon, name="file_abandon"),
    path(f"{FILE}quitter/", following.leave, name="file_leave"),
]
