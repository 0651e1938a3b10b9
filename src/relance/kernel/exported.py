"""Model by model: which function exports its rows, or why they are left out.

Nothing is lost: a town can take away everything that it entered, and what stays behind stays
for a reason that it can read here. A test holds that every model of Relance stands in one of
the two lists, and that the functions named exist ("module:function", dotted from `relance`).
"""

EXPORTED_BY: dict[str, str] = {
    "plans.AidParameter": "plans.queries.exchange.export:export_plan",
    "plans.AnnouncedAmount": "plans.queries.exchange.export:export_plan",
    "plans.Axis": "plans.queries.exchange.export:export_plan",
    "plans.DocumentText": "plans.queries.exchange.export:export_plan",
    "plans.Finding": "plans.queries.exchange.export:export_plan",
    "plans.Measure": "plans.queries.exchange.export:export_plan",
    "plans.MeasurePartner": "plans.queries.exchange.export:export_plan",
    "plans.Plan": "plans.queries.exchange.export:export_plan",
    "plans.SourceDocument": "plans.queries.exchange.export:export_plan",
}

LEFT_OUT: dict[str, str] = {
    "directory.Organisation": "a copy of a public register; rows that name it carry its number and name",
    "kernel.Account": "belongs to the person, who may work for several towns; acts carry a name",
    "kernel.AuditLine": "leaves with the backup alone: a copy outside could not be held against change",
    "kernel.Authority": "the town itself, made anew by whoever takes the export in",
    "kernel.Job": "work in progress on this machine; what it did is in the rows it wrote",
    "kernel.Membership": "rights are given again by hand where the export goes, on purpose",
    "kernel.SearchEntry": "derived: written again from the rows it finds",
    "kernel.StoredFile": "leaves with the backup; an export names a file by its digest",
    "kernel.Worker": "signs of life of processes of this machine",
    "ledger.AccountingCode": "no export of the ledger yet, but the journal in CSV",
    "ledger.Case": "no export of the ledger yet, but the journal in CSV",
    "ledger.DaySum": "derived: sums of lines, written again from them",
    "ledger.Envelope": "no export of the ledger yet, but the journal in CSV",
    "ledger.LedgerAccount": "no export of the ledger yet, but the journal in CSV",
    "ledger.Line": "derived: the running balances of the transfers",
    "ledger.Share": "no export of the ledger yet, but the journal in CSV",
    "ledger.Transfer": "no export of the ledger yet, but the journal in CSV",
    "ledger.WaitingPlace": "no export of the ledger yet",
    "plans.Amendment": "stays with the review; the texts that facts were published from are exported",
    "plans.Fact": "the work of review; what was kept of it is in the plan, with who confirmed it",
    "plans.FactPlace": "stays with the review: where a fact stands again in a later text",
    "plans.Omission": "stays with the review: what somebody said is no fact",
    "plans.Presence": "forgotten after some minutes: who has a review open",
    "plans.ReviewAct": "what a reviewer may take back; the lasting record is the audit line",
}
