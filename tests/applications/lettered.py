"""Decided files and texts of letters, for tests of letters."""

from dataclasses import dataclass
from typing import Any

from relance.applications import actions
from relance.applications.actions.lettering import save_template
from relance.applications.models import Application, LetterKind, Outcome
from relance.applications.rules.letters import model_for
from relance.applications.rules.letters.shipped import KINDS
from tests.applications.build import Fund, fund
from tests.support.cast import Cast


@dataclass
class Lettered(Fund):
    """A fund whose texts of letters are written and checked."""

    def decided(self, outcome: Outcome = Outcome.ACCEPTED, **said: Any) -> Application:
        """A file decided by two persons, with its address."""
        application = self.proposed(outcome, **said)
        actions.decide(application=application, by=self.decider, at=self.later())
        application.identity.address = "4, place du Marché\n84000 Valmont-sur-Ouvèze"
        application.identity.save()
        return (
            Application.objects.of(self.authority)
            .select_related("call__scheme", "authority")
            .get(pk=application.pk)
        )

    def text(self, kind: LetterKind, body: str = "", *, checked: bool = True) -> None:
        """Save a text for this scheme: the shipped one when none is given."""
        model = model_for(kind.value, self.authority.country)
        save_template(
            authority=self.authority,
            scheme=self.scheme,
            kind=kind,
            title=model.title,
            body=body or model.body,
            checked=checked,
            by=self.instructor,
            at=self.later(),
        )


def lettered(cast: Cast, name: str = "fonds-loyer", **more: Any) -> Lettered:
    """A fund with all its texts."""
    made = Lettered(**vars(fund(cast, name, **more)))
    for kind in KINDS:
        made.text(LetterKind(kind))
    return made
