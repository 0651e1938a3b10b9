"""Addresses of the ledger: envelopes, their statements, and the rows behind each figure."""

from django.urls import path

from relance.ledger.views import envelopes, journal, statement

app_name = "ledger"
urlpatterns = [
    path("<slug:authority>/enveloppes/", envelopes.envelopes, name="envelopes"),
    path("<slug:authority>/enveloppes/<int:envelope>/releve/", statement.statement, name="statement"),
    path("<slug:authority>/enveloppes/<int:envelope>/releve.pdf", statement.pdf, name="statement_pdf"),
    path("<slug:authority>/enveloppes/<int:envelope>/ecritures/", journal.rows, name="rows"),
    path("<slug:authority>/enveloppes/<int:envelope>/journal.csv", journal.as_csv, name="journal_csv"),
    path("<slug:authority>/financeurs/<int:funder>/releve/", statement.funder, name="funder_statement"),
]
