"""An instructor goes from the queue to a file, then to many decisions at once; a decider confirms."""

import pytest

from relance.kernel import jobs
from tests.applications.build import fund, many
from tests.support.browser import Visitor
from tests.support.cast import Cast


def heading(visitor: Visitor, name: str) -> None:
    visitor.page.get_by_role("heading", level=1, name=name).wait_for()


@pytest.mark.parametrize("width", ["desk"], indirect=True)
def test_an_instructor_walks_from_the_queue_to_a_run_of_decisions(visitor: Visitor, cast: Cast) -> None:
    rent = fund(cast, regime="de_minimis")
    many(rent, 3)
    one = rent.submitted(applicant="Boulangerie de l’Écluse et des Faubourgs réunis")
    visitor.sign_in(rent.instructor)

    visitor.goto(f"/{rent.authority.slug}/instruction/")
    heading(visitor, "Demandes à instruire")
    visitor.check_access()
    visitor.page.get_by_role("link", name=one.number).click()
    heading(visitor, "Boulangerie de l’Écluse")
    visitor.check_access()
    visitor.page.get_by_role("button", name="Prendre ce dossier").click()
    visitor.page.get_by_role("link", name="Proposer une décision").click()
    heading(visitor, "Proposer une décision")
    visitor.check_access()
    visitor.page.get_by_label("Accordée").check()
    visitor.page.get_by_role("button", name="Proposer cette décision").click()
    visitor.page.get_by_role("heading", name="Décision proposée").wait_for()
    visitor.check_access()

    visitor.goto(f"/{rent.authority.slug}/instruction/?appel={rent.call.pk}")
    visitor.page.get_by_label("Tout choisir").check()
    visitor.page.get_by_text("Demandes cochées : 4").wait_for()
    visitor.page.get_by_role("button", name="Vérifier les demandes cochées").click()
    heading(visitor, "Lot de décisions")
    visitor.page.get_by_text("4 demandes prêtes").wait_for()
    visitor.check_access()
    address = visitor.path()

    visitor.page.context.clear_cookies()
    visitor.sign_in(rent.decider)
    visitor.goto(address)
    visitor.page.get_by_role("button", name="Décider 4 demandes").click()
    visitor.page.wait_for_url("**/travaux/*/")
    jobs.run_waiting()
    visitor.goto(address)
    visitor.page.get_by_role("row", name=one.number).get_by_text("Accordée").wait_for()
    visitor.check_access()
