"""What the database refuses by itself because it compares rows, whoever writes: see `kernel.guards`."""

from typing import Final

APPLICATION_RULES: Final = [
    (
        "its call is of another authority",
        """NOT EXISTS (SELECT 1 FROM schemes_call c WHERE c.id = NEW.call_id
             AND c.authority_id = NEW.authority_id)""",
    ),
    (
        "its version is of another scheme than its call",
        """NOT EXISTS (SELECT 1 FROM schemes_call c JOIN schemes_schemeversion v ON v.scheme_id = c.scheme_id
             WHERE c.id = NEW.call_id AND v.id = NEW.version_id)""",
    ),
    (
        "it is decided without a decision, or otherwise than it says",
        """NEW.outcome <> '' AND NOT EXISTS (SELECT 1 FROM applications_decision d
             WHERE d.application_id = NEW.id AND d.outcome = NEW.outcome
               AND d.decided_at = NEW.decided_at)""",
    ),
    (
        "it has a decision and is not decided",
        """NEW.outcome = '' AND EXISTS (SELECT 1 FROM applications_decision d
             WHERE d.application_id = NEW.id)""",
    ),
]
DECISION_RULES: Final = [
    (
        "its file is not in instruction, or is of another authority",
        """NOT EXISTS (SELECT 1 FROM applications_application a WHERE a.id = NEW.application_id
             AND a.authority_id = NEW.authority_id AND a.state = 'instruction')""",
    ),
    (
        "a correction is open",
        """EXISTS (SELECT 1 FROM applications_correction c WHERE c.application_id = NEW.application_id
             AND c.answered_at IS NULL AND c.withdrawn_at IS NULL)""",
    ),
    (
        "its version or envelope is not the one of its file",
        """NOT EXISTS (SELECT 1 FROM applications_application a JOIN schemes_call c ON c.id = a.call_id
             JOIN schemes_schemeversion v ON v.id = a.version_id
             WHERE a.id = NEW.application_id AND v.id = NEW.version_id AND c.envelope_id = NEW.envelope
               AND v.currency = NEW.currency)""",
    ),
    (
        "who decides or proposed has declared a conflict of interest",
        """EXISTS (SELECT 1 FROM applications_conflictofinterest f
             JOIN applications_application a ON a.id = NEW.application_id
             WHERE f.lifted_at IS NULL AND f.authority_id = NEW.authority_id
               AND f.account_id IN (NEW.decided_by_id, NEW.proposed_by_id)
               AND (f.application_id = a.id
                    OR f.applicant_key <> '' AND f.applicant_key = a.applicant_key))""",
    ),
]
CORRECTION_RULES: Final = [
    (
        "its file is not being examined",
        """NOT EXISTS (SELECT 1 FROM applications_application a WHERE a.id = NEW.application_id
             AND a.authority_id = NEW.authority_id AND a.state = 'instruction')""",
    ),
]
OF_THE_SAME = "its file is of another authority"


def _same(table: str) -> list[tuple[str, str]]:
    return [
        (
            OF_THE_SAME,
            """NOT EXISTS (SELECT 1 FROM applications_application a WHERE a.id = NEW.application_id
                 AND a.authority_id = NEW.authority_id)""",
        )
    ]


# table → (rules, whether they hold for each change too)
GUARDS: Final = {
    "applications_application": (APPLICATION_RULES, True),
    "applications_decision": (DECISION_RULES, False),
    "applications_correction": (CORRECTION_RULES, False),
    **{
        f"applications_{name}": (_same(name), False)
        for name in (
            "identity",
            "piece",
            "check",
            "note",
            "message",
            "proposal",
            "letter",
            "bankdetails",
            "runitem",
        )
    },
}
