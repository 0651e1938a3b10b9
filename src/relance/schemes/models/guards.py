"""What the database refuses of a new row by itself, because it compares rows: see `kernel.guards`."""

from typing import Final

VERSION_RULES: Final = [
    (
        "its scheme is of another authority or currency",
        """NOT EXISTS (SELECT 1 FROM schemes_scheme s WHERE s.id = NEW.scheme_id
             AND s.authority_id = NEW.authority_id AND s.currency = NEW.currency)""",
    ),
]
CALL_RULES: Final = [
    (
        "its envelope is of another authority or currency",
        """NEW.envelope_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ledger_envelope e
             JOIN schemes_scheme s ON s.id = NEW.scheme_id
             WHERE e.id = NEW.envelope_id AND e.authority_id = NEW.authority_id
               AND e.currency = s.currency)""",
    ),
    (
        "its scheme is of another authority",
        """NOT EXISTS (SELECT 1 FROM schemes_scheme s WHERE s.id = NEW.scheme_id
             AND s.authority_id = NEW.authority_id)""",
    ),
]

# table → (rules, whether they hold for each change too)
GUARDS: Final = {"schemes_schemeversion": (VERSION_RULES, False), "schemes_call": (CALL_RULES, True)}
