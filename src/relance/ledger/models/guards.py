"""What the database refuses of a new row by itself, whoever writes: see `kernel.guards`.

On a transfer: both accounts are of its envelope and currency; the act may move money from the
one to the other (`FLOWS`); money that enters from outside a vote mirrors a leg of the same act; a
reversal swaps what it reverses and never exceeds it.
On a line: it says of its transfer what the transfer says, and its running balance is the one
before plus its movement, in sequence, for the account and for the case.
"""

from typing import Final

from relance.ledger.rules.kinds import FLOWS, MIRRORED


def _in(values: list[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)


_MIRRORED: Final = _in(sorted(MIRRORED))
_FLOWS: Final = _in(
    sorted(f"{act}:{flow.source}:{flow.target}" for act, flows in FLOWS.items() for flow in flows)
)

# (what is wrong, in words; the condition under which it is). One dialect for both databases.
TRANSFER_RULES: Final = [
    (
        "its accounts are of another envelope, currency or funder",
        """NOT EXISTS (SELECT 1 FROM ledger_ledgeraccount s
             JOIN ledger_ledgeraccount t ON t.id = NEW.target_id
             WHERE s.id = NEW.source_id
               AND s.envelope_id = NEW.envelope_id AND t.envelope_id = NEW.envelope_id
               AND s.authority_id = NEW.authority_id AND t.authority_id = NEW.authority_id
               AND s.currency = NEW.currency AND t.currency = NEW.currency
               AND s.funder_id = t.funder_id)""",
    ),
    (
        "its root is not the top of its envelope",
        """NOT EXISTS (SELECT 1 FROM ledger_envelope e
             WHERE e.id = NEW.envelope_id AND COALESCE(e.root_id, e.id) = NEW.root_id)""",
    ),
    (
        "its case is of another envelope",
        """NEW.case_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_case c
             WHERE c.id = NEW.case_id AND c.envelope_id = NEW.envelope_id)""",
    ),
    (
        "this act does not move money between these accounts",
        f"""NEW.act <> 'reverse' AND NOT EXISTS (SELECT 1 FROM ledger_ledgeraccount s
             JOIN ledger_ledgeraccount t ON t.id = NEW.target_id
             WHERE s.id = NEW.source_id AND NEW.act || ':' || s.kind || ':' || t.kind IN ({_FLOWS}))""",  # noqa: S608  # the flows are ours
    ),
    (
        "money that enters mirrors no leg of the same act and amount",
        f"""EXISTS (SELECT 1 FROM ledger_ledgeraccount a
             WHERE a.id IN (NEW.source_id, NEW.target_id) AND a.kind IN ({_MIRRORED}))
           AND NOT EXISTS (SELECT 1 FROM ledger_transfer m
             WHERE m.id = NEW.mirrors_id AND m.authority_id = NEW.authority_id
               AND m.act_key = NEW.act_key AND m.amount = NEW.amount AND m.currency = NEW.currency)""",  # noqa: S608  # the kinds are ours
    ),
    (
        "it reverses a transfer between other accounts, or a reversal",
        """NEW.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_transfer r
             WHERE r.id = NEW.reverses_id AND r.source_id = NEW.target_id AND r.target_id = NEW.source_id
               AND r.reverses_id IS NULL AND COALESCE(r.case_id, 0) = COALESCE(NEW.case_id, 0))""",
    ),
    (
        "it reverses more than there was",
        """NEW.reverses_id IS NOT NULL AND
           NEW.amount + (SELECT COALESCE(SUM(o.amount), 0) FROM ledger_transfer o
                         WHERE o.reverses_id = NEW.reverses_id)
           > (SELECT r.amount FROM ledger_transfer r WHERE r.id = NEW.reverses_id)""",
    ),
]
LINE_RULES: Final = [
    (
        "it does not say what its transfer and its account say",
        """NOT EXISTS (SELECT 1 FROM ledger_transfer t JOIN ledger_ledgeraccount a ON a.id = NEW.account_id
             WHERE t.id = NEW.transfer_id AND t.authority_id = NEW.authority_id
               AND t.effective_on = NEW.effective_on AND t.recorded_at = NEW.recorded_at
               AND a.floored = NEW.floored AND a.by_case = (NEW.case_id IS NOT NULL)
               AND (NEW.case_id IS NULL OR NEW.case_id = t.case_id)
               AND (t.source_id = NEW.account_id AND NEW.delta = -t.amount
                    OR t.target_id = NEW.account_id AND NEW.delta = t.amount))""",
    ),
    (
        "its balance does not follow from the line before",
        """NEW.sequence > 1 AND NOT EXISTS (SELECT 1 FROM ledger_line p
             WHERE p.account_id = NEW.account_id AND p.sequence = NEW.sequence - 1
               AND p.balance + NEW.delta = NEW.balance AND p.recorded_at <= NEW.recorded_at)
           OR NEW.sequence = 1 AND NEW.balance <> NEW.delta""",
    ),
    (
        "its case’s balance does not follow from the line before",
        """NEW.case_sequence > 1 AND NOT EXISTS (SELECT 1 FROM ledger_line p
             WHERE p.case_id = NEW.case_id AND p.account_id = NEW.account_id
               AND p.case_sequence = NEW.case_sequence - 1
               AND p.case_balance + NEW.delta = NEW.case_balance)
           OR NEW.case_sequence = 1 AND NEW.case_balance <> NEW.delta""",
    ),
]
GUARDS: Final = {"ledger_transfer": TRANSFER_RULES, "ledger_line": LINE_RULES}
