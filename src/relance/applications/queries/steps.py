"""The steps of a file: which are done, which comes next, what still keeps it from deposit."""

from dataclasses import dataclass
from datetime import date

from relance.applications.models import Application, BankDetails, Identity, Piece
from relance.applications.queries.asking import is_for_people, state_of
from relance.applications.rules.asking import pages
from relance.applications.rules.asking.pages import State
from relance.schemes import queries as schemes
from relance.schemes.queries import Asked

NUMBER, WHO, MONTH, QUESTIONS, ACCOUNT, PIECES, CHECK = (
    "number",
    "who",
    "month",
    "questions",
    "account",
    "pieces",
    "check",
)


@dataclass(frozen=True)
class Standing:
    """Everything of a draft that its pages show, read once.

    `asked` are the pieces of the call, `pieces` those sent; `unanswered`: keys of the pages that still
    matter, in order. `steps`: (name, done) in the order they come; `lacks`: what keeps it from deposit.
    """

    application: Application
    identity: Identity | None
    account: BankDetails | None
    asked: tuple[Asked, ...]
    pieces: tuple[Piece, ...]
    state: State
    unanswered: tuple[str, ...]

    @property
    def people(self) -> bool:
        return is_for_people(self.application.version)

    @property
    def needs_month(self) -> bool:
        return self.application.version.applies_by == "month_aided"

    def sent(self, key: str) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind == key]

    @property
    def steps(self) -> list[tuple[str, bool]]:
        number = bool(self.identity and self.identity.number)
        required = [one for one in self.asked if one.required]
        steps = [
            (NUMBER, number) if not self.people else None,
            (WHO, bool(self.identity and self.identity.mail)),
            (MONTH, self.application.month_aided is not None) if self.needs_month else None,
            (QUESTIONS, not self.unanswered),
            (ACCOUNT, self.account is not None),
            (PIECES, all(self.sent(one.key) for one in required)) if self.asked else None,
            (CHECK, False),
        ]
        return [step for step in steps if step is not None]

    def next_after(self, done: str) -> str:
        """The first step after this one that is not done; the last one checks everything."""
        names = [name for name, _ in self.steps]
        start = names.index(done) + 1 if done in names else 0
        return next((name for name, is_done in self.steps[start:] if not is_done), CHECK)

    @property
    def lacks(self) -> list[tuple[str, str]]:
        """(step, sentence) for each thing without which it cannot be deposited."""
        found = []
        if not (self.identity and self.identity.mail):
            found.append((WHO, "Dites qui demande, et comment vous joindre."))
        if self.needs_month and self.application.month_aided is None:
            found.append((MONTH, "Choisissez le mois aidé."))
        if self.unanswered:
            several = len(self.unanswered) > 1
            found.append(
                (QUESTIONS, f"Répondez encore à {len(self.unanswered)} question{'s' if several else ''}.")
            )
        found += [
            (PIECES, f"Joignez la pièce «\u00a0{one.label}\u00a0».")
            for one in self.asked
            if one.required and not self.sent(one.key)
        ]
        return found


def standing_of(application: Application, today: date) -> Standing:
    """Three queries."""
    owner = application.authority
    state = state_of(application, today)
    asked = schemes.pieces_of(application.call)
    pieces = Piece.objects.of(owner).filter(application=application, replaced_at__isnull=True)
    return Standing(
        application=application,
        identity=Identity.objects.of(owner).filter(application=application).first(),
        account=BankDetails.objects.of(owner).filter(application=application).first(),
        asked=asked,
        pieces=tuple(pieces.select_related("file")),
        state=state,
        unanswered=tuple(pages.still_to_ask(state)),
    )
